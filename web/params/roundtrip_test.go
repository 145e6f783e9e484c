package params

import (
	"errors"
	"math/rand/v2"
	"os"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// decodeReference reads the corpus's own once, since its thesaurus takes a while.
var decodeReference = sync.OnceValues(func() (*review.Reference, review.Faults) {
	return review.DecodeReference(os.DirFS("../../corpus"))
})

// reference is the corpus's own, with made-up concepts.
func reference(t testing.TB) *review.Reference {
	t.Helper()
	decoded, faults := decodeReference()
	if len(faults) > 0 {
		t.Fatalf("the corpus's reference: %v", faults)
	}
	shallow := *decoded // so that a test may put other parts in
	ref := &shallow
	ref.Thesaurus.Concepts = []review.ThesaurusEntry{
		{ID: "moon", Label: "The moon", Kind: review.Problem},
		{ID: "night-walks", Label: "Night walks", Kind: review.Programme},
		{ID: "owls", Label: "Owls", Kind: review.Person},
		{ID: "stars", Label: "Stars", Kind: review.Setting},
	}
	return ref
}

// TestValuesRoundTrip prints random parameters and reads them back.
func TestValuesRoundTrip(t *testing.T) {
	ref := reference(t)
	rng := rand.New(rand.NewPCG(1, 2))
	for range 2000 {
		want := randomParams(rng, ref)
		got, err := ParseSearch(want.Values(), ref, DefaultLimits())
		if err != nil {
			t.Fatalf("%+v printed as %q: %v", want, want.Values().Encode(), err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q read back, -want +got:\n%s", want.Values().Encode(), diff)
		}
	}
}

func randomParams(rng *rand.Rand, ref *review.Reference) Search {
	sc := Scope{Reference: ref, Limits: DefaultLimits()}
	var concepts []string
	for _, c := range ref.Thesaurus.Concepts {
		concepts = append(concepts, c.ID)
	}
	p := Search{
		Q:          []string{"", "gran & co", "100% \"a b\" -c", "é+=?#"}[rng.IntN(4)],
		Outcome:    some(rng, listed(func(l *review.Lists) []review.Item { return l.Outcomes })(sc)),
		Topic:      some(rng, listed(func(l *review.Lists) []review.Item { return l.Topics })(sc)),
		Population: some(rng, listed(func(l *review.Lists) []review.Item { return l.Populations })(sc)),
		Setting:    some(rng, listed(func(l *review.Lists) []review.Item { return l.Settings })(sc)),
		UK:         some(rng, review.UKs),
		Status:     some(rng, review.PublishedStatuses),
		Concept:    some(rng, concepts),
		Without:    some(rng, concepts),
		Verbatim:   rng.IntN(2) == 0,
		Sort:       search.Sorts[rng.IntN(len(search.Sorts))],
		Page:       1 + rng.IntN(100),
		PerPage:    1 + rng.IntN(100),
		Explain:    rng.IntN(2) == 0,
	}
	if rng.IntN(2) == 0 {
		p.Effect, p.StrengthMin = some(rng, review.Effects), review.Strengths[rng.IntN(4)]
	} else {
		p.EffectMin, p.Strength = review.Effects[rng.IntN(4)], some(rng, review.Strengths)
	}
	if rng.IntN(2) == 0 {
		p.Age = new(rng.IntN(maxAge + 1))
	}
	return p
}

// some is a part of a set in its order, nil rather than empty.
func some[T any](rng *rand.Rand, set []T) []T {
	var chosen []T
	for _, v := range set {
		if rng.IntN(len(set)) < 2 {
			chosen = append(chosen, v)
		}
	}
	return chosen
}

// FuzzParseSearch holds that any query is either refused with a reason or has a
// canonical form that means the same.
func FuzzParseSearch(f *testing.F) {
	for _, seed := range []string{
		"", "q=gran", "q=%22a+b%22+-c&page=2", "effect=negative&effect=bad", "effect_min=negative&strength=high&age=7",
		"q=%zz", "q=%ff%00", ";;=;&&==&%", "page=99999999999&per_page=-1", "explain=1&uk=yes&uk=none&status=draft", "topic=parenting&topic=neglect",
		"concept=moon&concept=mo%6Fn&without=owl&verbatim=1", "q=a&without=moon&without=stars",
	} {
		f.Add(seed)
	}
	ref := reference(f)
	f.Fuzz(func(t *testing.T, raw string) {
		values, broken := SplitQuery(raw, 100)
		p, err := ParseSearch(values, ref, DefaultLimits())
		if wrong, ok := errors.AsType[Faults](err); ok {
			for _, fault := range append(broken, wrong...) {
				if fault.Detail == "" {
					t.Errorf("%q: a fault without detail: %+v", raw, fault)
				}
			}
			return
		}
		printed := p.Values()
		again, err := ParseSearch(printed, ref, DefaultLimits())
		if err != nil {
			t.Fatalf("%q printed as %q: %v", raw, printed.Encode(), err)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Errorf("%q printed as %q, -before +after:\n%s", raw, printed.Encode(), diff)
		}
		reread, broken := SplitQuery(printed.Encode(), 1)
		if diff := cmp.Diff(printed, reread); diff != "" || len(broken) > 0 {
			t.Errorf("%q through a URL: %v, -before +after:\n%s", raw, broken, diff)
		}
	})
}
