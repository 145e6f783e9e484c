package web

import (
	"fmt"
	"net/http"
	"time"

	"evidencestore/search"
	"evidencestore/web/params"
)

// Suggestions complete what somebody is typing.
type Suggestions struct {
	Suggestions []search.Suggestion `json:"suggestions"`
}

func (s *Server) suggest(w http.ResponseWriter, r *http.Request) error {
	_, p, err := parse(s, r, &params.ForSuggest)
	if err != nil {
		return err
	}
	start := time.Now()
	suggestions := []search.Suggestion{} // never null, whatever the searcher gives
	if p.Q != "" {
		found, err := inTurn(r.Context(), s, func() ([]search.Suggestion, error) {
			return s.opt.Searcher.Suggest(r.Context(), p.Q, p.Limit)
		})
		if err != nil {
			return fmt.Errorf("suggest: %w", err)
		}
		suggestions = append(suggestions, found...)
	}
	took(w, start)
	private(w)
	return answer(w, http.StatusOK, Suggestions{Suggestions: suggestions})
}
