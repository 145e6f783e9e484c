package searchtest

import (
	"context"
	"fmt"
	"reflect"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// Start builds a first snapshot of the reviews and gives a function that brings it
// up to date: each call applies one more update and gives an engine of what came
// of it. RunUpdates closes the engines. Both fail the test where they cannot.
type Start func(t *testing.T, docs []*review.Review, ref *review.Reference) (apply func(Update) search.Engine)

const (
	updateSeeds   = 4
	updatesASeed  = 10
	updateAnswers = 40 // requests after each update
)

// RunUpdates applies random sequences of reviews added, changed, deleted and
// renamed, and wants after each update the very answers, scores included, that a
// full build of the same reviews gives. With -short there are half as many.
func RunUpdates(t *testing.T, full Open, start Start) {
	seeds := uint64(updateSeeds)
	if testing.Short() {
		seeds /= 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			c := Generate(seed, Shape{Reviews: int(seed * 12), Topics: 6, Domains: 8})
			r := c.rand("updates")
			apply := start(t, c.Reviews, c.Reference)
			for step := range updatesASeed {
				next, update := c.Next(r)
				delta, fresh := apply(update), full(t, next.Reviews, next.Reference)
				err := sameAnswers(t.Context(), next, fresh, delta)
				for _, engine := range []search.Engine{delta, fresh} {
					if err := engine.Close(); err != nil {
						t.Errorf("Close: %v", err)
					}
				}
				if err != nil {
					t.Fatalf("update %d, %s: %v", step, update.describe(), err)
				}
				c = next
			}
		})
	}
}

// describe names the update so that somebody can see what it did.
func (u Update) describe() string {
	ids := make([]string, len(u.Put))
	for i, doc := range u.Put {
		ids[i] = doc.ID
	}
	return fmt.Sprintf("put %q, deleted %q", ids, u.Delete)
}

// sameAnswers says where two engines of the same reviews answer differently.
func sameAnswers(ctx context.Context, c *Corpus, want, got search.Engine) error {
	r := c.rand("same answers")
	for i := range updateAnswers {
		req := c.Request(r, c.Question(r))
		if i%4 == 0 {
			req.Filter = search.Filter{}
		}
		req.PerPage, req.Explain = search.MaxPerPage, i%2 == 0
		a, err := want.Search(ctx, req)
		if err != nil {
			return fmt.Errorf("%s, full build: %w", c.describe(req), err)
		}
		b, err := got.Search(ctx, req)
		if err != nil {
			return fmt.Errorf("%s, updated: %w", c.describe(req), err)
		}
		b.Generation = a.Generation
		if !reflect.DeepEqual(a, b) {
			return fmt.Errorf("%s: the answers differ (-full build +updated):\n%s", c.describe(req), gocmp.Diff(a, b))
		}
	}
	if err := checkReviews(ctx, got, c); err != nil {
		return err
	}
	got = &remembering{got, map[string][]search.Token{}}
	for _, check := range []func(context.Context, search.Engine, *Corpus) error{checkWanted(5), checkVocabulary, checkSpelling, checkAbout} {
		if err := check(ctx, got, c); err != nil {
			return err
		}
	}
	return nil
}
