package web

import (
	"fmt"
	"net/http"
	"time"

	"evidencestore/search"
)

// Suggestions complete what somebody is typing.
type Suggestions struct {
	Suggestions []search.Suggestion `json:"suggestions"`
}

type suggestQuery struct {
	Q     string
	Limit int
}

var suggestParams = paramSet[suggestQuery]{params: []param[suggestQuery]{
	text("q", "What has been typed so far. Without it there is nothing to suggest.", func(p *suggestQuery) *string { return &p.Q }),
	number("limit", "Most suggestions to give.", 1, 20, 8, func(p *suggestQuery) *int { return &p.Limit }),
}}

func (s *Server) suggest(w http.ResponseWriter, r *http.Request) error {
	_, p, err := parse(s, r, &suggestParams)
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
