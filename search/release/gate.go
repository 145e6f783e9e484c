// Package release compares two states of the store: what would change for those who
// ask, and whether that may be published. Two promises stand in the way of it: a
// question with known answers keeps finding them, and a rating never changes without a
// dated reason.
package release

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// Gate says what speaks against publishing next in the place of live: the questions
// that break, and the ratings that change without a dated reason. Of the reviews it
// looks at those that changed names. Where live is nil nothing speaks against next.
func Gate(ctx context.Context, live, next search.Searcher, changed []string) (review.Faults, error) {
	if live == nil {
		return nil, nil
	}
	faults, err := broken(ctx, live, next)
	if err != nil {
		return nil, err
	}
	unreasoned, err := unreasoned(ctx, live, next, changed)
	if err != nil {
		return nil, err
	}
	faults = append(faults, unreasoned...)
	faults.Sort()
	return faults, nil
}

// broken gives a fault for each question of next that is broken.
func broken(ctx context.Context, live, next search.Searcher) (review.Faults, error) {
	questions := next.Info().Reference.Questions
	found := make([]*review.Fault, len(questions))
	err := each(ctx, len(questions), func(ctx context.Context, i int) error {
		q := &questions[i]
		if len(q.Best) == 0 {
			return nil
		}
		after, err := first(ctx, next, q)
		if err != nil || holds(after, q.Best) {
			return err // which cannot be broken, whatever live answers
		}
		before, err := first(ctx, live, q)
		if err != nil {
			return err
		}
		lost, err := lostOf(ctx, next, q, before, after)
		if len(lost) > 0 {
			found[i] = new(questionFault(q, lost, after))
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("asking the questions with known answers: %w", err)
	}
	return compact(found), nil
}

// unreasoned gives a fault for each of the reviews whose ratings change without a dated
// reason. Those that are not in both are passed over.
func unreasoned(ctx context.Context, live, next search.Searcher, ids []string) (review.Faults, error) {
	found := make([]*review.Fault, len(ids))
	err := each(ctx, len(ids), func(ctx context.Context, i int) error {
		before, after, err := both(ctx, live, next, ids[i])
		if err != nil || before == nil || after == nil {
			return err
		}
		if c := ratingChange(before, after); c != nil && !c.Reasoned() {
			found[i] = new(c.fault())
		}
		return nil
	})
	if err != nil {
		return nil, fmt.Errorf("comparing the ratings: %w", err)
	}
	return compact(found), nil
}

// both gives a review as a and b have it, nil where one does not.
func both(ctx context.Context, a, b search.Searcher, id string) (before, after *search.Document, err error) {
	if before, err = a.Review(ctx, id); err != nil && !errors.Is(err, search.ErrNotFound) {
		return nil, nil, fmt.Errorf("reading %s: %w", id, err)
	}
	if after, err = b.Review(ctx, id); err != nil && !errors.Is(err, search.ErrNotFound) {
		return nil, nil, fmt.Errorf("reading %s: %w", id, err)
	}
	return before, after, nil
}

// fileOf is the file of a review in its corpus.
func fileOf(id string) string { return path.Join(review.ReviewsDir, id+review.Ext) }

func compact(found []*review.Fault) review.Faults {
	var faults review.Faults
	for f := range slices.Values(found) {
		if f != nil {
			faults = append(faults, *f)
		}
	}
	return faults
}
