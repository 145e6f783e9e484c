// Package eval measures how well questions with known answers are answered. It
// asks as the product does: the text through search.Parse, the request of any
// search.Searcher. Of each question it looks at the first 100 documents.
package eval

import (
	"context"
	"fmt"

	"evidencestore/review"
	"evidencestore/search"
)

// Grades of the answers to the questions of a corpus. Collections have their own.
const (
	Good = 1 // a reasonable answer
	Best = 2 // must be among the first three
)

// A Judged question is one with known answers.
type Judged struct {
	ID           string
	Text         string
	Kind         string         // "" where questions have no kinds
	Grades       map[string]int // by id of the document, all above 0
	Wanted       int            // the least grade that counts for success and reciprocal rank
	Unanswerable bool           // nothing may be found
	InField      bool           // unanswerable, and yet something that is really asked
	Holdout      bool           // kept aside: nothing is tuned to it
}

// FromQuestions gives the questions of a corpus as judged ones.
func FromQuestions(questions []review.Question) []Judged {
	judged := make([]Judged, len(questions))
	for i, q := range questions {
		judged[i] = Judged{
			ID: q.ID, Text: q.Ask, Kind: string(q.Kind), Grades: map[string]int{}, Wanted: Best,
			Unanswerable: q.Kind == review.Unanswerable, InField: q.InField, Holdout: q.Holdout,
		}
		for _, id := range q.Good {
			judged[i].Grades[id] = Good
		}
		for _, id := range q.Best {
			judged[i].Grades[id] = Best
		}
	}
	return judged
}

// Run asks all questions, one after the other, and reports under the name. The
// first error of the searcher ends it.
func Run(ctx context.Context, name string, s search.Searcher, questions []Judged) (*Report, error) {
	r := &Report{Name: name, Documents: s.Info().Documents, Results: make([]Result, len(questions))}
	for i := range questions {
		q := &questions[i]
		resp, err := s.Search(ctx, &search.Request{
			Query: search.Parse(q.Text), Sort: search.ByRelevance, Page: 1, PerPage: deepDepth, IDsOnly: true,
		})
		if err != nil {
			return nil, fmt.Errorf("asking question %s of %s: %w", q.ID, name, err)
		}
		ranking := make([]string, len(resp.Hits))
		for i := range resp.Hits {
			ranking[i] = resp.Hits[i].ID
		}
		r.Results[i] = result(q, ranking, resp.Total)
		if in := resp.Interpretation; in != nil && in.Notice != nil {
			r.Results[i].Notice = in.Notice.Kind
		}
	}
	r.Groups = groups(r.Results)
	return r, nil
}
