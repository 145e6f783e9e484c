package release

import (
	"context"

	"evidencestore/search"
)

// Rehearse asks the questions of a state once, one after the other, and forgets the
// answers: what they need is in memory then, for people and for the next Gate. It ends
// with ctx or at the first error, which whoever asks next is told.
func Rehearse(ctx context.Context, s search.Searcher) {
	defer func() { _ = recover() }() // as in each; a server is beside it
	questions := s.Info().Reference.Questions
	for i := range questions {
		if _, err := first(ctx, s, &questions[i]); err != nil {
			return
		}
	}
}
