package web

import (
	"fmt"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gorilla/mux"

	"evidencestore/search"
	"evidencestore/web/params"
)

// Similar are programmes that are about the same as another.
type Similar struct {
	ID         string       `json:"id" doc:"The programme that they are like"`
	Generation string       `json:"generation" doc:"The generation of the index that answered"`
	Hits       []search.Hit `json:"hits"`
}

func describeSimilar(sc params.Scope) []*huma.Param {
	return append(describeID(sc), params.ForSimilar.Describe(sc)...)
}

func (s *Server) similar(w http.ResponseWriter, r *http.Request) error {
	_, p, err := parse(s, r, &params.ForSimilar)
	if err != nil {
		return err
	}
	id := mux.Vars(r)["id"]
	start := time.Now()
	found, err := inTurn(r.Context(), s, func() (*search.Response, error) {
		return s.opt.Searcher.Similar(r.Context(), id, p.Limit)
	})
	if err != nil {
		return fmt.Errorf("similar: %w", err)
	}
	if s.unchanged(w, r, found.Generation) {
		return nil
	}
	took(w, start)
	s.public(w, found.Generation)
	return answer(w, http.StatusOK, Similar{ID: id, Generation: found.Generation, Hits: append([]search.Hit{}, found.Hits...)})
}
