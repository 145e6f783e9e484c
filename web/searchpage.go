package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// searchPage shows what a search found, or exports it. A question that was posted
// stays out of every address on the page.
func (s *Server) searchPage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPage)
	if err != nil {
		return err
	}
	if p.Format != "" {
		return s.exportSearch(w, r, info, p)
	}
	secret := p.Q != "" || r.Method == http.MethodPost
	if !secret && s.unchanged(w, r, info.Generation) {
		return nil
	}
	start := time.Now()
	found, err := inTurn(r.Context(), s, func() (*answered, error) { return s.answered(r.Context(), p) })
	if err != nil {
		return err
	}
	took(w, start)
	s.searched(r, p.Request(), found.Response, start)
	if secret {
		private(w)
	} else {
		s.public(w, found.Generation)
	}
	frame := s.frame(r, p.View)
	frame.Here = found.here
	return show(w, http.StatusOK, page.NewResults(frame, p, found.Response, found.docs, r.Method == http.MethodPost))
}

// answered is the answer to a search with the documents of what it found.
type answered struct {
	*search.Response
	docs []*search.Document
	here *int // how many are available at the site that the reader comes from, or nil
}

func (s *Server) answered(ctx context.Context, p params.Page) (*answered, error) {
	found, err := s.found(ctx, p)
	if err != nil {
		return nil, err
	}
	found.docs, err = s.whole(ctx, slices.Concat(found.Hits, found.Nearest))
	return found, err
}

// found is the answer to a search without the documents.
func (s *Server) found(ctx context.Context, p params.Page) (*answered, error) {
	found, err := s.opt.Searcher.Search(ctx, p.Request())
	if err != nil {
		return nil, fmt.Errorf("search page: %w", err)
	}
	here, err := s.countHere(ctx, p, found)
	if err != nil {
		return nil, err
	}
	return &answered{Response: found, here: here}, nil
}
