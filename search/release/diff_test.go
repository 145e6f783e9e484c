package release_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/release"
)

func compare(t *testing.T, a, b search.Searcher) *release.Diff {
	t.Helper()
	d, err := release.Compare(t.Context(), a, b)
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// TestCompareNothing holds that a state does not differ from itself, and that every list
// of the diff is there all the same.
func TestCompareNothing(t *testing.T) {
	s := newShelf("owl", "hen")
	s.put(rated("cow", "fire: negative low"))
	s.question(review.Question{ID: "q", Ask: "who hoots?", Best: []string{"owl"}}, "owl")
	side := release.Side{Generation: "made up", Documents: 3}
	want := &release.Diff{
		A: side, B: side, Ratings: []release.RatingChange{}, Questions: []release.QuestionChange{}, Statuses: []release.StatusChange{},
		Added: []release.Named{}, Removed: []release.Named{}, Changed: []release.Changed{},
		Asked: release.Asked{Added: []string{}, Removed: []string{}, Reworded: []string{}, Judged: []string{}},
	}
	if diff := cmp.Diff(want, compare(t, s, s)); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestCompareReviews(t *testing.T) {
	a, b := newShelf("gone", "owl"), newShelf("new", "owl")
	a.put(review.Review{ID: "bat", Title: "Bat", Status: review.NotRated})
	b.put(review.Review{ID: "bat", Title: "Bats", Status: review.NoEligibleStudies})
	was, is := rated("cow", "milk: negative low", "horns: negative high"), rated("cow", "milk: negative high")
	was.Changes = entries("2026-01-01 first")
	is.Changes = append(entries("2026-02-01 third", "2026-01-01 second", "2025-01-01 zeroth"), was.Changes...)
	a.put(was)
	b.put(is)
	d := compare(t, a, b)
	want := &release.Diff{
		Ratings: []release.RatingChange{{
			ID: "cow", Title: "The cow", Before: review.Rated, After: review.Rated, Since: "2026-01-01",
			Outcomes: []release.OutcomeChange{
				{Name: "milk", Before: &release.Rating{Effect: "negative", Strength: "low"}, After: &release.Rating{Effect: "negative", Strength: "high"}},
				{Name: "horns", Before: &release.Rating{Effect: "negative", Strength: "high"}},
			},
			Reasons: is.Changes[:2],
		}},
		Statuses: []release.StatusChange{{ID: "bat", Title: "Bats", Before: review.NotRated, After: review.NoEligibleStudies}},
		Added:    []release.Named{{ID: "new", Title: "The new", Status: review.NotRated}},
		Removed:  []release.Named{{ID: "gone", Title: "The gone", Status: review.NotRated}},
		Changed: []release.Changed{
			{Named: release.Named{ID: "bat", Title: "Bats", Status: review.NoEligibleStudies}, Parts: []string{"title", "status"}},
			{Named: release.Named{ID: "cow", Title: "The cow", Status: review.Rated}, Parts: []string{`outcome "milk" (rating)`, `outcome "horns" (gone)`, "changes"}},
		},
		A: d.A, B: d.B, Questions: d.Questions, Asked: d.Asked,
	}
	if diff := cmp.Diff(want, d); diff != "" || d.Unreasoned() != 0 {
		t.Errorf("%d without a reason (-want +got)\n%s", d.Unreasoned(), diff)
	}
	back := compare(t, b, a)
	if len(back.Ratings) != 1 || back.Unreasoned() != 1 || back.Added[0].ID != "gone" || back.Removed[0].ID != "new" {
		t.Errorf("the other way round: got %+v", back)
	}
}

// TestCompareParts holds that a change of every part is seen, and named.
func TestCompareParts(t *testing.T) {
	before := rated("owl", "fire: negative low")
	before.Changes = entries("2026-01-01 first")
	changes := map[string]func(*review.Review){
		"title":       func(r *review.Review) { r.Title = "x" },
		"aliases":     func(r *review.Review) { r.Aliases = []string{"x"} },
		"summary":     func(r *review.Review) { r.Summary = "x" },
		"in_brief":    func(r *review.Review) { r.InBrief = []string{"x"} },
		"verified":    func(r *review.Review) { r.Verified = true },
		"updated":     func(r *review.Review) { r.Updated = "2026-01-01" },
		"topics":      func(r *review.Review) { r.Topics = []string{"x"} },
		"population":  func(r *review.Review) { r.Population = []string{"x"} },
		"settings":    func(r *review.Review) { r.Settings = []string{"x"} },
		"age":         func(r *review.Review) { r.Age = []int{1, 2} },
		"uk":          func(r *review.Review) { r.UKNote = "x" },
		"evidence_to": func(r *review.Review) { r.EvidenceToBasis = "x" },
		"delivery":    func(r *review.Review) { r.Delivery = "x" },
		"provider":    func(r *review.Review) { r.Provider = "x" },
		"cost":        func(r *review.Review) { r.Cost = "x" },
		"caution":     func(r *review.Review) { r.Caution = "x" },
		`outcome "fire"`: func(r *review.Review) {
			r.Outcomes = slices.Clone(r.Outcomes)
			r.Outcomes[0].Worse = true
		},
		"findings":                   func(r *review.Review) { r.Findings = []review.Finding{{Name: "x"}} },
		"later":                      func(r *review.Review) { r.Later = []review.Later{{Year: 2026}} },
		"reviews":                    func(r *review.Review) { r.Reviews = []review.Study{{Title: "x", Studies: new(3)}} },
		"related":                    func(r *review.Review) { r.Related = []review.Study{{Title: "x"}} },
		"gaps":                       func(r *review.Review) { r.Gaps = []review.Gap{{Question: "x"}} },
		"contacts":                   func(r *review.Review) { r.Contacts = []review.Contact{{Name: "x"}} },
		"sources":                    func(r *review.Review) { r.Sources = []review.Source{{URL: "x"}} },
		"changes":                    func(r *review.Review) { r.Changes = append(entries("2026-02-01 second"), r.Changes...) },
		"changes (an entry is gone)": func(r *review.Review) { r.Changes = entries("2026-02-01 second") },
		"mechanism":                  func(r *review.Review) { r.Sections = []review.Section{{ID: "mechanism", Markdown: "x"}} },
	}
	for want, change := range changes {
		after := before
		change(&after)
		a, b := newShelf(), newShelf()
		a.put(before)
		b.put(after)
		d := compare(t, a, b)
		if len(d.Changed) != 1 || len(d.Changed[0].Parts) != 1 || d.Changed[0].Parts[0] != want {
			t.Errorf("%s: got %+v", want, d.Changed)
		}
		if len(d.Ratings) > 0 {
			t.Errorf("%s: a rating changed: %+v", want, d.Ratings)
		}
	}
}

// TestCompareQuestions holds which questions are worth telling.
func TestCompareQuestions(t *testing.T) {
	a, b := newShelf("owl", "hen"), newShelf("owl", "hen")
	add := func(s *shelf, id, ask, best string, answer ...string) {
		s.question(review.Question{ID: id, Ask: ask, Best: []string{best}}, answer...)
	}
	add(a, "same", "1?", "owl", "owl", "hen")
	add(b, "same", "1?", "owl", "owl", "hen")
	add(a, "swapped", "2?", "owl", "owl", "hen")
	add(b, "swapped", "2?", "hen", "hen", "owl")
	add(a, "broken", "3?", "owl", "owl")
	add(b, "broken", "3?", "owl", "hen", "hen", "hen", "owl")
	add(a, "reworded", "4?", "owl", "owl")
	add(b, "reworded", "5?", "owl", "owl")
	add(a, "gone", "6?", "owl", "owl")
	add(b, "new", "7?", "owl", "hen")
	a.answers["8?"] = []string{"owl"}
	add(b, "new-and-broken", "8?", "owl")
	d := compare(t, a, b)
	wantAsked := release.Asked{
		Added: []string{"new", "new-and-broken"}, Removed: []string{"gone"}, Reworded: []string{"reworded"}, Judged: []string{"swapped"},
	}
	if diff := cmp.Diff(wantAsked, d.Asked); diff != "" {
		t.Errorf("asked (-want +got)\n%s", diff)
	}
	want := []release.QuestionChange{
		{ID: "swapped", Ask: "2?", Before: []string{"owl", "hen"}, After: []string{"hen", "owl"}, Lost: []release.Lost{}},
		{ID: "broken", Ask: "3?", Before: []string{"owl"}, After: []string{"hen", "hen", "hen"}, Lost: []release.Lost{{ID: "owl", Before: 1, After: 4}}},
		{ID: "new-and-broken", Ask: "8?", New: true, Before: []string{"owl"}, After: []string{}, Lost: []release.Lost{{ID: "owl", Before: 1}}},
	}
	if diff := cmp.Diff(want, d.Questions); diff != "" || d.Broken() != 2 {
		t.Errorf("%d broken (-want +got)\n%s", d.Broken(), diff)
	}
	faults, err := release.Gate(t.Context(), a, b, nil)
	if err != nil || len(faults) != d.Broken() {
		t.Errorf("the gate finds %v, %v", faults, err)
	}
}

func TestCompareWords(t *testing.T) {
	a, b := newShelf(), newShelf()
	a.ref.Ratings.Lines.Worse, b.ref.Ratings.Lines.Worse = "x", "y"
	a.ref.Ratings.Certainty = []review.Certainty{{Effect: "negative", Sentence: "x"}, {Effect: "negative", Strength: "low", Sentence: "z"}}
	b.ref.Ratings.Certainty = []review.Certainty{{Effect: "negative", Strength: "low", Sentence: "z"}, {Effect: "negative", Sentence: "y"}}
	a.ref.Ratings.Effect.Levels = []review.Level{{ID: "negative", Label: "x"}}
	b.ref.Ratings.Effect.Levels = []review.Level{{ID: "negative", Label: "y"}}
	b.ref.Ratings.Strength.Question = "y"
	a.ref.Lists = review.Lists{Topics: []review.Item{{ID: "x", Label: "x"}, {ID: "y"}}, Settings: []review.Item{{ID: "z"}}}
	b.ref.Lists = review.Lists{Topics: []review.Item{{ID: "y"}, {ID: "x", Label: "z"}}, Outcomes: []review.Item{{ID: "z"}}}
	a.ref.Thesaurus = review.Thesaurus{Concepts: []review.ThesaurusEntry{{ID: "x", Forms: []string{"x"}}, {ID: "y"}}, Ignore: []string{"x"}}
	b.ref.Thesaurus = review.Thesaurus{Concepts: []review.ThesaurusEntry{{ID: "z"}, {ID: "x", Forms: []string{"y"}}}}
	d := compare(t, a, b)
	want := [3]release.Counts{{Changed: 4}, {Added: 1, Removed: 1, Changed: 1}, {Added: 1, Removed: 1, Changed: 2}}
	if diff := cmp.Diff(want, [3]release.Counts{d.Words, d.Lists, d.Thesaurus}); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

// A library is a shelf that knows its titles.
type library struct{ *shelf }

func (l library) Titles(context.Context) ([]search.Title, error) {
	var titles []search.Title
	for id := range l.reviews {
		titles = append(titles, search.Title{ID: id})
	}
	return titles, nil
}

// TestCompareMany holds that all documents are compared, however they are listed, and
// that a list that ends too early is an error.
func TestCompareMany(t *testing.T) {
	var ids []string
	for i := range search.MaxDepth {
		ids = append(ids, fmt.Sprintf("r%06d", i))
	}
	a, b := newShelf(ids...), newShelf(ids[250:]...)
	if d := compare(t, a, b); len(d.Removed) != 250 || len(d.Added) != 0 {
		t.Errorf("by pages: %d removed, %d added", len(d.Removed), len(d.Added))
	}
	a.put(review.Review{ID: "one-more"})
	if _, err := release.Compare(t.Context(), a, b); err == nil {
		t.Error("more than can be listed is no error")
	}
	if d := compare(t, library{a}, library{b}); len(d.Removed) != 251 || d.Removed[0].ID != "one-more" {
		t.Errorf("by titles: %d removed", len(d.Removed))
	}
}

func TestCompareFails(t *testing.T) {
	broken := errors.New("the shelf fell over")
	for _, what := range []string{"", "owl", "who hoots?"} {
		a, b := newShelf("owl"), newShelf("owl")
		b.question(review.Question{ID: "q", Ask: "who hoots?", Best: []string{"owl"}})
		a.fail = func(got string) error {
			if got == what {
				return broken
			}
			return nil
		}
		if d, err := release.Compare(t.Context(), a, b); !errors.Is(err, broken) {
			t.Errorf("%q fails: got %+v, %v", what, d, err)
		}
	}
}
