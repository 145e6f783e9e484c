package release_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search/release"
)

const mendQuestion = "improve the documents or the thesaurus; or, if the new answer is right, move the programme from best to good in questions.toml"

// TestGateQuestions holds which questions are broken.
func TestGateQuestions(t *testing.T) {
	long := []string{"owl", "hen", "cow"}
	for i := range 200 {
		long = append(long, fmt.Sprint("x", i))
	}
	tests := []struct {
		name         string
		best         []string
		live, next   []string
		unanswerable bool
		want         string // what is wrong, "" for nothing
	}{
		{name: "the same", best: []string{"owl"}, live: []string{"owl", "hen"}, next: []string{"owl", "hen"}},
		{name: "lower, and yet among the first three", best: []string{"owl"}, live: []string{"owl", "hen", "cow"}, next: []string{"hen", "cow", "owl"}},
		{
			name: "from the third place to the fourth", best: []string{"owl"}, live: []string{"hen", "cow", "owl"}, next: []string{"hen", "cow", "cat", "owl"},
			want: `the question "q" loses an answer: "owl" stood at 3 and stands at 4 now; first now: hen, cow, cat`,
		},
		{name: "never among the first three", best: []string{"owl"}, live: []string{"hen", "cow", "cat", "owl"}, next: []string{"hen", "cow", "cat"}},
		{name: "better than before", best: []string{"owl"}, live: []string{"hen", "cow", "cat", "owl"}, next: []string{"owl"}},
		{
			name: "nothing is found", best: []string{"owl"}, live: []string{"owl"},
			want: `the question "q" loses an answer: "owl" stood at 1 and is not among the first 100 now; first now: nothing`,
		},
		{
			name: "too deep to be counted", best: []string{"x199"}, live: []string{"x199"}, next: long,
			want: `the question "q" loses an answer: "x199" stood at 1 and is not among the first 100 now; first now: owl, hen, cow`,
		},
		{
			name: "two of three", best: []string{"owl", "hen", "cow"}, live: []string{"owl", "hen", "cow"}, next: []string{"cow", "a", "b", "hen", "owl"},
			want: `the question "q" loses an answer: "owl" stood at 1 and stands at 5 now, "hen" stood at 2 and stands at 4 now; first now: cow, a, b`,
		},
		{name: "merely good", best: []string{"cow"}, live: []string{"owl", "cow"}, next: []string{"cow"}},
		{name: "unanswerable", live: []string{"owl"}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			q := review.Question{ID: "q", Ask: "who hoots?", Best: tt.best, Good: []string{"owl"}, Line: 7}
			live, next := newShelf(), newShelf()
			live.question(q, tt.live...)
			next.question(q, tt.next...)
			var want review.Faults
			if tt.want != "" {
				want = review.Faults{{File: "questions.toml", Line: 7, What: tt.want, Mend: mendQuestion, Question: "q"}}
			}
			got, err := release.Gate(t.Context(), live, next, nil)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Errorf("error %v (-want +got)\n%s", err, diff)
			}
		})
	}
}

// TestGateAsksNext holds that the questions are those of the new state, that all of them
// are asked, and that the faults are in their order.
func TestGateAsksNext(t *testing.T) {
	live, next := newShelf(), newShelf()
	live.question(review.Question{ID: "gone", Ask: "gone?", Best: []string{"owl"}}, "owl")
	var want []string
	for i := range 50 {
		q := review.Question{ID: fmt.Sprint("q", i), Ask: fmt.Sprint(i, "?"), Best: []string{"owl"}, Line: 1 + i}
		live.question(q, "owl")
		if i%2 == 0 {
			next.question(q, "owl")
			continue
		}
		next.question(q, "hen")
		want = append(want, q.ID)
	}
	faults, err := release.Gate(t.Context(), live, next, nil)
	var got []string
	for _, f := range faults {
		got = append(got, f.Question)
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("error %v (-want +got)\n%s", err, diff)
	}
	if n := live.searches.Load(); n != 25 {
		t.Errorf("the live state was asked %d times, want 25: only where the new one lacks an answer", n)
	}
}

func TestGateWithoutLive(t *testing.T) {
	next := newShelf()
	next.question(review.Question{ID: "q", Ask: "q", Best: []string{"owl"}})
	if faults, err := release.Gate(t.Context(), nil, next, []string{"owl"}); err != nil || faults != nil {
		t.Errorf("got %v, %v; want nothing", faults, err)
	}
}

// TestGateRatings holds which changes of ratings need a reason, and what counts as one.
func TestGateRatings(t *testing.T) {
	history := entries("2026-03-01 second", "2026-01-01 first")
	since := "; add [[change]] with date (2026-03-01 or later), what and why, before the others"
	unrated := review.Review{ID: "owl", Status: review.NotRated}
	tests := []struct {
		name         string
		live, next   review.Review
		before, then []review.Change
		want         string
	}{
		{name: "the same", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative low")},
		{name: "another order", live: rated("owl", "a: negative low", "b: negative high"), next: rated("owl", "b: negative high", "a: negative low")},
		{
			name: "effect", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: tends-positive low"), before: history, then: history,
			want: `reviews/owl.md: the rating of "fire" changes from negative, low to tends-positive, low, without a dated reason` + since,
		},
		{
			name: "strength", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"),
			want: `reviews/owl.md: the rating of "fire" changes from negative, low to negative, high, without a dated reason; add [[change]] with date, what and why`,
		},
		{
			name: "detail", live: rated("owl", "fire: mixed-or-none mixed low"), next: rated("owl", "fire: mixed-or-none none low"), before: history, then: history,
			want: `reviews/owl.md: the rating of "fire" changes from mixed-or-none (mixed), low to mixed-or-none (none), low, without a dated reason` + since,
		},
		{
			name: "added", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative low", "sleep: tends-positive high"), before: history, then: history,
			want: `reviews/owl.md: the outcome "sleep" is new, rated tends-positive, high, without a dated reason` + since,
		},
		{
			name: "removed", live: rated("owl", "fire: negative low", "sleep: tends-positive high"), next: rated("owl", "fire: negative low"), before: history, then: history,
			want: `reviews/owl.md: the outcome "sleep", rated tends-positive, high, is gone, without a dated reason` + since,
		},
		{
			name: "renamed", live: rated("owl", "fire: negative low"), next: rated("owl", "Fire: negative low"), before: history, then: history,
			want: `reviews/owl.md: the outcome "fire", rated negative, low, is called "Fire" now, without a dated reason` + since,
		},
		{
			name: "ratings that change places", live: rated("owl", "a: negative low", "b: negative high"), next: rated("owl", "a: negative high", "b: negative low"),
			want: `reviews/owl.md: the rating of "a" changes from negative, low to negative, high, and the rating of "b" changes from negative, high to negative, low, without a dated reason; add [[change]] with date, what and why`,
		},
		{
			name: "rated no more", live: rated("owl", "fire: negative low"), next: unrated, before: history, then: history,
			want: `reviews/owl.md: the status changes from rated to not-rated, and the outcome "fire", rated negative, low, is gone, without a dated reason` + since,
		},
		{
			name: "rated at last", live: unrated, next: rated("owl", "fire: negative low"), before: history, then: history,
			want: `reviews/owl.md: the status changes from not-rated to rated, and the outcome "fire" is new, rated negative, low, without a dated reason` + since,
		},
		{name: "between states without ratings", live: unrated, next: review.Review{ID: "owl", Status: review.NoEligibleStudies}},
		{
			name: "with a reason", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"),
			before: history, then: append(entries("2026-04-01 third"), history...),
		},
		{
			name: "with a reason of the same day", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"),
			before: history, then: append(entries("2026-03-01 third"), history...),
		},
		{
			name: "with a first reason", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"), then: entries("2020-01-01 first"),
		},
		{
			name: "with a reason that is older than the last entry", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"),
			before: history, then: append(slices.Clone(history), entries("2025-01-01 zeroth")...),
			want: `reviews/owl.md: the rating of "fire" changes from negative, low to negative, high, without a dated reason` + since,
		},
		{
			name: "with the last entry reworded", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"),
			before: history, then: append(entries("2026-03-01 second, reworded"), history[1:]...),
			want: `reviews/owl.md: the rating of "fire" changes from negative, low to negative, high, without a dated reason` + since,
		},
		{
			name: "with less history", live: rated("owl", "fire: negative low"), next: rated("owl", "fire: negative high"),
			before: history, then: history[1:],
			want: `reviews/owl.md: the rating of "fire" changes from negative, low to negative, high, without a dated reason` + since,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			tt.live.Changes, tt.next.Changes = tt.before, tt.then
			live, next := newShelf(), newShelf()
			live.put(tt.live)
			next.put(tt.next)
			faults, err := release.Gate(t.Context(), live, next, []string{"owl"})
			if got := faults.Error(); got != tt.want || err != nil {
				t.Errorf("got  %s, %v\nwant %s", got, err, tt.want)
			}
			if faults, err := release.Gate(t.Context(), live, next, nil); err != nil || faults != nil {
				t.Errorf("where the review did not change: got %v, %v", faults, err)
			}
		})
	}
}

// TestGateNewAndGone holds that a review needs no reason that only one of the two has.
func TestGateNewAndGone(t *testing.T) {
	live, next := newShelf("hen"), newShelf("hen")
	live.put(rated("gone", "fire: negative low"))
	next.put(rated("new", "fire: negative low"))
	if faults, err := release.Gate(t.Context(), live, next, []string{"gone", "hen", "new", "never"}); err != nil || faults != nil {
		t.Errorf("got %v, %v; want nothing", faults, err)
	}
}

// TestGateFails holds that what goes wrong is never taken for an answer.
func TestGateFails(t *testing.T) {
	broken := errors.New("the shelf fell over")
	question := review.Question{ID: "q", Ask: "who hoots?", Best: []string{"owl"}}
	for _, what := range []string{"who hoots?", "owl"} {
		for name, fail := range map[string]func(string) error{
			"error": func(got string) error {
				if got == what {
					return broken
				}
				return nil
			},
			"panic": func(got string) error {
				if got == what {
					panic(broken)
				}
				return nil
			},
		} {
			for _, side := range []string{"live", "next"} {
				live, next := newShelf("owl", "hen"), newShelf("owl", "hen")
				live.question(question, "owl")
				next.question(question, "hen")
				map[string]*shelf{"live": live, "next": next}[side].fail = fail
				faults, err := release.Gate(t.Context(), live, next, []string{"hen", "owl"})
				if err == nil || faults != nil || !strings.Contains(err.Error(), broken.Error()) {
					t.Errorf("%s of %s at %q: got %v, %v", name, side, what, faults, err)
				}
			}
		}
	}
}

func TestGateStopped(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	live, next := newShelf("owl"), newShelf("owl")
	next.question(review.Question{ID: "q", Ask: "q", Best: []string{"owl"}}, "owl")
	if faults, err := release.Gate(ctx, live, next, []string{"owl"}); !errors.Is(err, context.Canceled) || faults != nil {
		t.Errorf("got %v, %v; want that it was stopped", faults, err)
	}
}

// TestRehearse asks every question once, and no more after an error.
func TestRehearse(t *testing.T) {
	s := newShelf()
	for i := range 5 {
		s.question(review.Question{ID: fmt.Sprint("q", i), Ask: fmt.Sprint(i, "?"), Best: []string{"owl"}}, "owl")
	}
	release.Rehearse(t.Context(), s)
	if n := s.searches.Load(); n != 5 {
		t.Errorf("%d searches, want 5", n)
	}
	s.fail = func(what string) error {
		if what == "1?" {
			return errors.New("the shelf fell over")
		}
		return nil
	}
	release.Rehearse(t.Context(), s)
	if n := s.searches.Load(); n != 7 {
		t.Errorf("%d searches after an error, want 7", n)
	}
}
