package question

import (
	"cmp"
	"context"
	"slices"
	"unicode/utf8"

	"evidencestore/review"
	"evidencestore/search"
)

const (
	maxCompleted = 200 // bytes; nobody types that much to have it completed
	maxQuestion  = 90  // letters of a question that still fits the line where it is offered
)

// Suggest implements search.Searcher. It offers programmes by title and alias,
// concepts by all ways of saying them, and the questions of the corpus that are
// short, spelt well and answered.
func (r *Reader) Suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error) {
	if limit <= 0 || len(text) > maxCompleted {
		return []search.Suggestion{}, nil
	}
	c, err := r.completed(ctx)
	if err != nil {
		return nil, err
	}
	return c.complete(text, limit), nil
}

// completed gives the completer. It is made when it is first asked for, since many a
// reader never completes anything.
func (r *Reader) completed(ctx context.Context) (*completer, error) {
	c, err := r.completer.Get(ctx, func(ctx context.Context) (*completer, error) {
		titles, err := r.Titles(ctx)
		if err != nil {
			return nil, err
		}
		return newCompleter(ctx, offersOf(titles, r.lexicon.concepts, r.questions))
	})
	return c, cmp.Or(inTime(ctx), err)
}

// offersOf are all things to suggest. What matches equally well is suggested in the
// order of kinds that they stand in here. A concept that is called like a programme
// leads to the programme.
func offersOf(titles []search.Title, concepts []concept, questions []review.Question) [][]offer {
	var reviews, known, asked []offer
	named := map[string]int{} // 1 + the place of the first review that is called like a concept
	for i := range concepts {
		named[compared(concepts[i].Label, false)] = 0
	}
	for i, t := range titles {
		name := compared(t.Title, false)
		if at, ok := named[name]; ok && at == 0 {
			named[name] = i + 1
		}
		reviews = append(reviews, offer{
			Suggestion: search.Suggestion{Text: t.Title, Kind: search.SuggestReview, ID: t.ID}, aliases: t.Aliases,
		})
	}
	for i := range concepts {
		c := &concepts[i]
		if c.Kind == review.Elsewhere {
			continue
		}
		more := slices.Concat(c.Asked, c.Exact)
		if at := named[compared(c.Label, false)]; at > 0 {
			o := &reviews[at-1]
			o.forms, o.asked = slices.Concat(o.forms, c.Forms), slices.Concat(o.asked, more)
			continue
		}
		known = append(known, offer{
			Suggestion: search.Suggestion{Text: c.Label, Kind: search.SuggestConcept, ID: c.ID}, forms: c.Forms, asked: more,
		})
	}
	for _, q := range questions {
		if isOffered(&q) {
			asked = append(asked, offer{Suggestion: search.Suggestion{Text: q.Ask, Kind: search.SuggestQuestion, ID: q.ID}})
		}
	}
	return [][]offer{reviews, known, asked}
}

// isOffered says whether a question of the corpus is one to recommend: not those
// that are there to test what happens without an answer or with mistakes.
func isOffered(q *review.Question) bool {
	switch q.Kind {
	case review.Unanswerable, "typo", "narrative":
		return false
	}
	return utf8.RuneCountInString(q.Ask) <= maxQuestion
}
