package web

import (
	"net/http"
	"strings"

	"evidencestore/web/page"
	"evidencestore/web/params"
)

// previewPolicy lets the builder frame the store's own pages.
var previewPolicy = strings.Replace(pagePolicy, "base-uri", "frame-src 'self'; base-uri", 1)

// builderPage gives a webmaster the code to embed the store.
func (s *Server) builderPage(w http.ResponseWriter, r *http.Request) error {
	_, p, err := read(s, r, &params.ForEmbedding)
	if err != nil {
		return err
	}
	w.Header().Set("Cache-Control", "no-store") // its lines follow the configuration
	return showUnder(w, previewPolicy, http.StatusOK, page.NewBuilder(s.frame(r, p.View), s.opt.Sites, p))
}

// checkPage gives a webmaster code that tests a page of the intranet.
func (s *Server) checkPage(w http.ResponseWriter, r *http.Request) error {
	_, p, err := read(s, r, &params.ForPlain)
	if err != nil {
		return err
	}
	return s.showUncached(w, page.NewCheck(s.frame(r, p.View), s.opt.Sites, p.Site))
}

// checkFrame is what that code frames.
func (s *Server) checkFrame(w http.ResponseWriter, r *http.Request) error {
	at := s.namedSite(r)
	if at == nil {
		return s.refuseEmbed(w, r)
	}
	frameable(w, at)
	w.Header().Set("Cache-Control", "no-store")
	return showUnder(w, framePolicy(at), http.StatusOK, page.NewCheckFrame(s.frame(r, params.View{Lens: at.Lens, Site: at.ID, Framed: true})))
}

// checkOpened is where its form and its link lead.
func (s *Server) checkOpened(w http.ResponseWriter, r *http.Request) error {
	return s.showUncached(w, page.NewCheckOpened(s.frame(r, params.View{Lens: params.Practice}), r.URL.Query().Get("way")))
}
