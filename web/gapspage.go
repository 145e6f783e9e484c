package web

import (
	"fmt"
	"net/http"

	"evidencestore/web/page"
	"evidencestore/web/params"
)

// gapsPage shows where evidence is missing.
func (s *Server) gapsPage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPage)
	if err != nil {
		return err
	}
	secret := p.Q != "" // which this page has no use for
	if !secret && s.unchanged(w, r, info.Generation) {
		return nil
	}
	overview, err := s.overview(r.Context())
	if err != nil {
		return fmt.Errorf("gaps: %w", err)
	}
	f := s.frame(r, p.View)
	f.Info = overview.Info
	v := page.NewGaps(f, overview, p)
	if secret {
		private(w)
		return show(w, http.StatusOK, v)
	}
	return s.showPublic(w, r, info.Generation, v)
}
