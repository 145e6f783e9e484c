package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// A reviewed is what the page of one programme is made of, all of one generation.
type reviewed struct {
	info    *search.Info
	doc     *search.Document
	similar []search.Hit
}

// reviewPage is the page of one programme, or its record in another form.
func (s *Server) reviewPage(w http.ResponseWriter, r *http.Request) error {
	_, p, err := read(s, r, &params.ForOne)
	if err != nil {
		return err
	}
	id := mux.Vars(r)["id"]
	got, err := inTurn(r.Context(), s, func() (*reviewed, error) { return s.readReview(r.Context(), id) })
	if errors.Is(err, search.ErrNotFound) {
		return problem(http.StatusNotFound, "There is no programme at this address. It may have been taken out, or the address may be cut short. Look for it by its name.")
	}
	if err != nil {
		return fmt.Errorf("page of a review: %w", err)
	}
	if p.Format != "" {
		one := params.Page{Search: params.Search{Page: 1, PerPage: params.DefaultPerPage}, ID: []string{id}, View: p.View, Format: p.Format}
		return s.exportPicked(w, r, got.info, one, []*search.Document{got.doc}, id)
	}
	frame := s.frame(r, p.View)
	frame.Info = got.info
	return s.showPublic(w, r, got.info.Generation, page.NewReview(frame, got.doc, got.similar))
}

// readReview reads a document and what is like it. When a new generation came in
// meanwhile it reads them again, since the page names the edition that it shows.
func (s *Server) readReview(ctx context.Context, id string) (*reviewed, error) {
	for {
		info := s.opt.Searcher.Info()
		doc, err := s.opt.Searcher.Review(ctx, id)
		if err != nil {
			return nil, fmt.Errorf("reading the document: %w", err)
		}
		got := &reviewed{info: info, doc: doc}
		found, err := s.opt.Searcher.Similar(ctx, id, page.SimilarShown)
		switch {
		case err == nil:
			got.similar = found.Hits
		case !errors.Is(err, search.ErrNotFound): // the document may just have gone
			return nil, fmt.Errorf("similar ones: %w", err)
		}
		if s.opt.Searcher.Info().Generation == info.Generation {
			return got, nil
		}
	}
}
