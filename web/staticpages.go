package web

import (
	"fmt"
	"net/http"

	"evidencestore/web/page"
	"evidencestore/web/params"
)

// ratingsPage explains the ratings.
func (s *Server) ratingsPage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPlain)
	if err != nil {
		return err
	}
	return s.showPublic(w, r, info.Generation, page.NewRatings(s.frame(r, p.View)))
}

// aboutPage says what the data are.
func (s *Server) aboutPage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPlain)
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	all, err := s.everything(r.Context())
	if err != nil {
		return fmt.Errorf("about: %w", err)
	}
	return s.showPublic(w, r, info.Generation, page.NewAbout(s.frame(r, p.View), s.opt.Organisation, all))
}

// helpPage says how to ask, and what to do if a child is in danger.
func (s *Server) helpPage(w http.ResponseWriter, r *http.Request) error {
	return s.always(w, r, func(f *page.Frame) page.View { return page.NewHelp(f, s.opt.KeptFrom) })
}

// accessibilityPage is the accessibility statement.
func (s *Server) accessibilityPage(w http.ResponseWriter, r *http.Request) error {
	return s.always(w, r, func(f *page.Frame) page.View { return page.NewAccessibility(f, s.opt.Organisation) })
}

// always sends a page that is there even while there is no index.
func (s *Server) always(w http.ResponseWriter, r *http.Request, view func(*page.Frame) page.View) error {
	if s.opt.Searcher.Info() == nil {
		return s.showUncached(w, view(s.frame(r, s.plainView(r))))
	}
	info, p, err := read(s, r, &params.ForPlain)
	if err != nil {
		return err
	}
	return s.showPublic(w, r, info.Generation, view(s.frame(r, p.View)))
}
