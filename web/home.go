package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// homeWait is how long the first page waits to be told what is new.
const homeWait = 2 * time.Second

// home is the first page. It is there even while there is no index, and without what
// is new while the documents are still being read for that.
func (s *Server) home(w http.ResponseWriter, r *http.Request) error {
	if s.opt.Searcher.Info() == nil {
		return s.showUncached(w, page.NewHome(s.frame(r, params.View{Lens: params.Practice}), nil, nil))
	}
	info, p, err := read(s, r, &params.ForPlain)
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	all, err := s.everything(r.Context())
	if err != nil {
		return fmt.Errorf("home: %w", err)
	}
	reading, cancel := context.WithTimeout(r.Context(), homeWait)
	defer cancel()
	overview, err := s.overview(reading)
	switch {
	case errors.Is(err, errStillReading):
		return s.showUncached(w, page.NewHome(s.frame(r, p.View), all, nil))
	case err != nil:
		return fmt.Errorf("home: %w", err)
	}
	return s.showPublic(w, r, info.Generation, page.NewHome(s.frame(r, p.View), all, overview.Changes))
}

// everything answers the request for all programmes, with its facets.
func (s *Server) everything(ctx context.Context) (*search.Response, error) {
	return inTurn(ctx, s, func() (*search.Response, error) {
		return s.opt.Searcher.Search(ctx, &search.Request{Sort: search.ByTitle, Page: 1, PerPage: 1})
	})
}

// showUncached sends a page that will soon say something else.
func (s *Server) showUncached(w http.ResponseWriter, v page.View) error {
	w.Header().Set("Cache-Control", "no-store")
	return show(w, http.StatusOK, v)
}
