package web

import (
	"context"
	"crypto/sha256"
	"fmt"
	"slices"

	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// here is what is available at a site; false where it says nothing of that.
func (s *Server) here(id string) (params.Here, bool) {
	at := site.Find(s.opt.Sites, id)
	if at == nil || at.Layer == nil {
		return params.Here{}, false
	}
	return params.Here{Name: at.Name, IDs: at.Layer.Available()}, true
}

// countHere is how many programmes a search would find among those that are available
// at the site that the reader comes from, or nil where the site says nothing of that.
// It asks for them, unless found is that answer already.
func (s *Server) countHere(ctx context.Context, p params.Page, found *search.Response) (*int, error) {
	here, ok := s.here(p.Site)
	switch {
	case !ok:
		return nil, nil
	case p.Available:
		return &found.Total, nil
	}
	req := p.HereOnly(here).Request()
	req.Page, req.PerPage, req.Explain = 1, 1, false
	only, err := s.opt.Searcher.Search(ctx, req)
	if err != nil {
		return nil, fmt.Errorf("counting what is available: %w", err)
	}
	return &only.Total, nil
}

// withLocal is an answer with what a site says of its programmes.
func (s *Server) withLocal(found *search.Response, id string) *search.Response {
	at := site.Find(s.opt.Sites, id)
	if at == nil || at.Layer == nil {
		return found
	}
	with := *found
	with.Hits, with.Nearest = hitsAt(found.Hits, at), hitsAt(found.Nearest, at)
	return &with
}

func hitsAt(hits []search.Hit, at *site.Site) []search.Hit {
	with := slices.Clone(hits)
	for i := range with {
		with[i].Local = localOf(at, with[i].ID)
	}
	return with
}

// documentAt is a document with what a site says of the programme. The document itself
// is shared with others.
func (s *Server) documentAt(doc *search.Document, id string) *search.Document {
	with := *doc
	with.Local = localOf(site.Find(s.opt.Sites, id), doc.ID)
	return &with
}

// localOf is what a site, or none, says of a programme, or nil.
func localOf(at *site.Site, id string) *search.Local {
	if at == nil {
		return nil
	}
	said, ok := at.Layer.Of(id)
	if !ok {
		return nil
	}
	return &search.Local{Available: said.Available, Refer: said.Refer, Contact: said.Contact, Note: said.Note}
}

// versionOf names the sites with all that they say.
func versionOf(sites []*site.Site) string {
	hash := sha256.New()
	for _, at := range sites {
		preset := *at
		preset.Layer = nil
		fmt.Fprintf(hash, "%#v", preset)
		for id, said := range at.Layer.All() {
			fmt.Fprintf(hash, "%q%#v", id, said)
		}
	}
	return string(hash.Sum(nil))
}
