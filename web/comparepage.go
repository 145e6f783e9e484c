package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// comparePage shows programmes side by side, or lets the reader choose them.
func (s *Server) comparePage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPage)
	if err != nil {
		return err
	}
	c, err := inTurn(r.Context(), s, func() (*page.Comparison, error) { return s.comparison(r.Context(), p) })
	if err != nil {
		return err
	}
	if len(c.Documents) == 0 && len(c.Unknown) > 0 {
		return noneHeld(c.Unknown)
	}
	if p.Format != "" {
		if len(c.Documents) == 0 {
			return noneToExport(p)
		}
		return s.exportPicked(w, r, info, p, c.Documents, "comparison")
	}
	v := page.NewCompare(s.frame(r, p.View), p, c)
	if p.Q != "" {
		private(w)
		return show(w, http.StatusOK, v)
	}
	return s.showPublic(w, r, info.Generation, v)
}

// comparison asks for all that the page of a comparison is made of.
func (s *Server) comparison(ctx context.Context, p params.Page) (*page.Comparison, error) {
	var c page.Comparison
	var err error
	if c.Documents, c.Unknown, err = s.pickedDocuments(ctx, p.ID); err != nil {
		return nil, err
	}
	if c.All, err = s.opt.Searcher.Search(ctx, &search.Request{Sort: search.ByTitle, Page: 1, PerPage: search.MaxPerPage}); err != nil {
		return nil, fmt.Errorf("programmes to choose from: %w", err)
	}
	if p.Q == "" {
		return &c, nil
	}
	read, err := s.opt.Searcher.Search(ctx, p.Request())
	if err != nil {
		return nil, fmt.Errorf("reading the question: %w", err)
	}
	c.Read = read.Interpretation
	return &c, nil
}

// pickedDocuments reads the documents with these ids, and says which are not held.
func (s *Server) pickedDocuments(ctx context.Context, ids []string) (docs []*search.Document, unknown []string, err error) {
	for _, id := range ids {
		doc, err := s.opt.Searcher.Review(ctx, id)
		switch {
		case errors.Is(err, search.ErrNotFound):
			unknown = append(unknown, id)
		case err != nil:
			return nil, nil, fmt.Errorf("reading a programme that was picked: %w", err)
		default:
			docs = append(docs, doc)
		}
	}
	return docs, unknown, nil
}

// noneHeld is the problem of ids of which not one is held.
func noneHeld(ids []string) error {
	return problem(http.StatusNotFound, "No programme with the id "+strings.Join(ids, ", ")+" is held.")
}

// noneToExport refuses to make a file of nothing.
func noneToExport(p params.Page) error {
	return params.Faults{{Parameter: "format", Value: string(p.Format), Detail: "there is no programme to write down; name some by id"}}
}
