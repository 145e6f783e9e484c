package web

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// recordPage writes down what a decision rests on. It is dated, so nothing may keep it.
func (s *Server) recordPage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPage)
	if err != nil {
		return err
	}
	rec, err := inTurn(r.Context(), s, func() (*page.Recording, error) { return s.recording(r.Context(), p, info.Reference) })
	if err != nil {
		return err
	}
	if len(rec.Unknown) > 0 && len(rec.Documents) == 0 && rec.Found == nil {
		return noneHeld(rec.Unknown)
	}
	if p.Format != "" {
		if len(rec.Documents) == 0 {
			return noneToExport(p)
		}
		return s.exportPicked(w, r, info, p, rec.Documents, "record")
	}
	rec.Made = time.Now()
	private(w)
	return show(w, http.StatusOK, page.NewRecord(s.frame(r, p.View), p, rec))
}

// recording asks for all that a record is made of.
func (s *Server) recording(ctx context.Context, p params.Page, ref *review.Reference) (*page.Recording, error) {
	var rec page.Recording
	var err error
	if rec.Documents, rec.Unknown, err = s.pickedDocuments(ctx, p.ID); err != nil {
		return nil, err
	}
	rec.Picked = len(rec.Documents) > 0
	if !page.Asks(p, ref) {
		return &rec, nil
	}
	if rec.Found, err = s.allFound(ctx, p); err != nil {
		return nil, err
	}
	if !rec.Picked {
		first := rec.Found.Hits[:min(len(rec.Found.Hits), page.MaxRecorded)]
		if rec.Documents, err = s.whole(ctx, first); err != nil {
			return nil, err
		}
	}
	if len(page.Criteria(p, ref)) == 0 {
		return &rec, nil
	}
	return &rec, s.takenAway(ctx, p, &rec)
}

// takenAway adds the programmes that are found only without the filters.
func (s *Server) takenAway(ctx context.Context, p params.Page, rec *page.Recording) error {
	unfiltered := page.Unfiltered(p)
	if p.Q == "" && len(p.Concept) == 0 {
		unfiltered.Sort = search.ByTitle
	}
	found, err := s.allFound(ctx, unfiltered)
	if err != nil {
		return err
	}
	if rec.Found.Total > len(rec.Found.Hits) {
		rec.MoreAway = max(0, found.Total-rec.Found.Total) // which ones cannot be told
		return nil
	}
	away := slices.DeleteFunc(slices.Clone(found.Hits), func(hit search.Hit) bool {
		return slices.ContainsFunc(rec.Found.Hits, func(kept search.Hit) bool { return kept.ID == hit.ID })
	})
	named := away[:min(len(away), page.MaxNamed)]
	rec.MoreAway = found.Total - len(found.Hits) + len(away) - len(named)
	rec.Away, err = s.whole(ctx, named)
	return err
}

// all searches for as many as one page can hold.
func (s *Server) allFound(ctx context.Context, p params.Page) (*search.Response, error) {
	p.Page, p.PerPage = 1, search.MaxPerPage
	found, err := s.opt.Searcher.Search(ctx, p.Request())
	if err != nil {
		return nil, fmt.Errorf("searching for a record: %w", err)
	}
	return found, nil
}
