package web

import (
	"bytes"
	"context"
	"fmt"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"evidencestore/search"
	"evidencestore/web/export"
	"evidencestore/web/params"
)

// maxExport is how many programmes one export has at most.
const maxExport = 1000

// exportSearch answers a search in the format of an export: all that it finds, up to
// maxExport programmes, whichever page of it was asked for.
func (s *Server) exportSearch(w http.ResponseWriter, r *http.Request, info *search.Info, p params.Page) error {
	if s.exported(w, r, info, p) {
		return nil
	}
	start := time.Now()
	made, err := s.makeExport(r, info, p)
	if err != nil {
		return fmt.Errorf("export: %w", err)
	}
	took(w, start)
	s.sendExport(w, r, p, made)
	return nil
}

// An exportFile is an export as it is sent.
type exportFile struct {
	name, generation string
	body             []byte
}

// maxExports is how many whole lists are made at once. Each takes memory for all of its
// programmes; who waits for a place takes none.
const maxExports = 4

// makeExport makes the export of a search.
func (s *Server) makeExport(r *http.Request, info *search.Info, p params.Page) (*exportFile, error) {
	select {
	case s.exports <- struct{}{}:
		defer func() { <-s.exports }()
	case <-r.Context().Done():
		return nil, fmt.Errorf("waiting for other exports: %w", search.ErrBusy)
	}
	found, docs, err := s.findAll(r.Context(), p)
	if err != nil {
		return nil, err
	}
	if now := s.opt.Searcher.Info(); now != nil && now.Generation == found.Generation {
		info = now // has the words of the generation that answered
	}
	asked := exporting{p, found.Interpretation, info.Reference}
	l := s.newList(r, asked, found.Generation, docs)
	l.Total = found.Total
	l.Title += asked.subject()
	l.Criteria = slices.Concat(asked.reading(), asked.filters(), asked.extent(found.Total, len(docs)))
	l.Described = l.Base + described(ofSite(l.Site))
	l.Subjects = asked.concepts()
	if at, ok := asked.shareable(); ok {
		l.Link = l.Base + params.Address("/search", at.Values())
		at.Format, at.Words = params.Atom, p.Words && p.Q != ""
		l.Feed = l.Base + params.Address("/search", at.Values())
	}
	return newExportFile(l, p.Format, asked.subject())
}

// exportPicked answers programmes that were picked. name is what the file is called.
func (s *Server) exportPicked(w http.ResponseWriter, r *http.Request, info *search.Info, p params.Page, docs []*search.Document, name string) error {
	if s.exported(w, r, info, p) {
		return nil
	}
	asked := exporting{p, nil, info.Reference}
	l := s.newList(r, asked, info.Generation, docs)
	l.Total = len(docs)
	var titles, ids []string
	for _, doc := range docs {
		titles, ids = append(titles, doc.Title), append(ids, doc.ID)
	}
	l.Title += strings.Join(titles, "; ")
	l.Criteria = append(asked.picked(titles), asked.filters()...)
	switch at, ok := asked.shareable(); {
	case len(docs) == 1:
		l.Link = l.Base + docs[0].URL
		l.Feed = l.Link + "?format=" + string(params.Atom)
	case len(p.ID) > 0:
		at.ID, at.Sort = ids, "" // they stand in the order in which they were picked
		l.Link = l.Base + params.Address("/compare", at.Values())
	case ok:
		l.Link = l.Base + params.Address("/search", at.Values())
	}
	made, err := newExportFile(l, p.Format, name)
	if err != nil {
		return err
	}
	s.sendExport(w, r, p, made)
	return nil
}

// exported answers 304 and reports true where the client already holds the export of
// a search that is no secret.
func (s *Server) exported(w http.ResponseWriter, r *http.Request, info *search.Info, p params.Page) bool {
	return !secretExport(r, p) && s.unchanged(w, r, info.Generation)
}

// secretExport says whether an answer is to be kept out of every cache.
func secretExport(r *http.Request, p params.Page) bool {
	return p.Q != "" || r.Method == http.MethodPost
}

// findAll gives what a search finds, up to maxExport programmes, out of one
// generation: where a new one comes in between, it is found again. The answer is
// that for the first page.
func (s *Server) findAll(ctx context.Context, p params.Page) (*search.Response, []*search.Document, error) {
	req := p.Request()
	req.PerPage, req.Explain = search.MaxPerPage, false
	var first *search.Response
	var docs []*search.Document
	for req.Page = 1; ; req.Page++ {
		if ctx.Err() != nil {
			return nil, nil, search.ErrTimeout
		}
		found, more, err := s.findPage(ctx, *req)
		if err != nil {
			return nil, nil, err
		}
		if more == nil || first != nil && first.Generation != found.Generation {
			req.Page, first, docs = 0, nil, nil
			continue
		}
		if first == nil {
			first = found
		}
		docs = append(docs, more...)
		if len(found.Hits) < req.PerPage || len(docs) >= maxExport {
			return first, docs[:min(len(docs), maxExport)], nil
		}
	}
}

// findPage takes a turn for one page of hits and their documents. The documents are
// nil where a new generation came in before they were read.
func (s *Server) findPage(ctx context.Context, req search.Request) (found *search.Response, docs []*search.Document, err error) {
	docs, err = inTurn(ctx, s, func() ([]*search.Document, error) {
		if found, err = s.opt.Searcher.Search(ctx, &req); err != nil {
			return nil, fmt.Errorf("searching: %w", err)
		}
		return s.whole(ctx, found.Hits)
	})
	if err != nil {
		return nil, nil, err
	}
	if now := s.opt.Searcher.Info(); now == nil || now.Generation != found.Generation {
		return found, nil, nil
	}
	if len(docs) < len(found.Hits) {
		return nil, nil, fmt.Errorf("generation %s finds a review that it does not hold", found.Generation)
	}
	return found, append([]*search.Document{}, docs...), nil
}

// newList begins an export. Its title is still without what it is of.
func (s *Server) newList(r *http.Request, asked exporting, generation string, docs []*search.Document) *export.List {
	l := &export.List{Title: "Evidence Store: ", Base: s.base(r), Site: asked.p.Site, Generation: generation, Made: time.Now(), Documents: docs, Reference: asked.ref}
	if asked.p.Words {
		l.Words = asked.p.Q
	}
	return l
}

// newExportFile writes the whole file before the first byte of it is sent, so that an
// error is never the end of a file. name is what it is called.
func newExportFile(l *export.List, format params.Format, name string) (*exportFile, error) {
	var body bytes.Buffer
	if err := export.Write(&body, format, l); err != nil {
		return nil, err
	}
	return &exportFile{name: name, generation: l.Generation, body: body.Bytes()}, nil
}

func (s *Server) sendExport(w http.ResponseWriter, r *http.Request, p params.Page, made *exportFile) {
	if p.Format != params.Atom { // which is for reading and not for keeping
		file := export.FileName(p.Format, made.name)
		w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file}))
	}
	if secretExport(r, p) {
		private(w)
	} else {
		s.public(w, made.generation)
	}
	write(w, http.StatusOK, export.ContentType(p.Format), made.body)
}
