package release_test

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"
	"sync/atomic"

	"evidencestore/review"
	"evidencestore/search"
)

// A shelf is a searcher that answers a question with the ids written for it, and
// everything else with all it has, by id.
type shelf struct {
	search.Searcher // what is not used here
	reviews         map[string]*review.Review
	answers         map[string][]string // by what is asked
	ref             review.Reference
	searches        atomic.Int64
	fail            func(what string) error
}

// newShelf has made-up programmes without ratings.
func newShelf(ids ...string) *shelf {
	s := &shelf{reviews: map[string]*review.Review{}, answers: map[string][]string{}, fail: func(string) error { return nil }}
	for _, id := range ids {
		s.put(review.Review{ID: id, Title: "The " + id, Status: review.NotRated})
	}
	return s
}

func (s *shelf) put(r review.Review) { s.reviews[r.ID] = &r }

// question adds a question and its answer.
func (s *shelf) question(q review.Question, answer ...string) {
	s.ref.Questions = append(s.ref.Questions, q)
	s.answers[q.Ask] = answer
}

func (s *shelf) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	s.searches.Add(1)
	if err := s.fail(req.Query.Text); err != nil {
		return nil, err
	}
	ids := slices.Sorted(maps.Keys(s.reviews))
	if req.Query.Text != "" {
		ids = s.answers[req.Query.Text]
	}
	resp := &search.Response{Total: len(ids), Hits: []search.Hit{}}
	from := min((req.Page-1)*req.PerPage, len(ids))
	for _, id := range ids[from:min(from+req.PerPage, len(ids))] {
		resp.Hits = append(resp.Hits, search.Hit{ID: id})
	}
	return resp, ctx.Err()
}

func (s *shelf) Review(_ context.Context, id string) (*search.Document, error) {
	r, ok := s.reviews[id]
	if !ok {
		return nil, fmt.Errorf("%w: %s", search.ErrNotFound, id)
	}
	return search.NewDocument(r, &s.ref), s.fail(id)
}

func (s *shelf) Info() *search.Info {
	return &search.Info{Generation: "made up", Documents: len(s.reviews), Reference: &s.ref}
}

// rated is a review with an outcome for each of the ratings, written "fire: negative
// low" or "fire: mixed-or-none mixed low".
func rated(id string, ratings ...string) review.Review {
	r := review.Review{ID: id, Title: "The " + id, Status: review.Rated}
	for _, text := range ratings {
		name, levels, _ := strings.Cut(text, ": ")
		words := strings.Fields(levels)
		o := review.Outcome{Name: name, Effect: review.Effect(words[0]), Strength: review.Strength(words[len(words)-1])}
		if len(words) > 2 {
			o.Detail = review.Detail(words[1])
		}
		r.Outcomes = append(r.Outcomes, o)
	}
	return r
}

// entries are an outline of a history, written "2026-01-02 what".
func entries(texts ...string) []review.Change {
	var changes []review.Change
	for _, text := range texts {
		date, what, _ := strings.Cut(text, " ")
		changes = append(changes, review.Change{Date: review.Date(date), What: what, Why: "made up"})
	}
	return changes
}
