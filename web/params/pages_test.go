package params

import (
	"errors"
	"math/rand/v2"
	"net/url"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// TestPageRoundTrip prints random parameters of a page and reads them back.
func TestPageRoundTrip(t *testing.T) {
	ref := reference(t)
	rng := rand.New(rand.NewPCG(3, 4))
	for range 2000 {
		want := Page{
			Search: randomParams(rng, ref),
			ID:     [][]string{nil, {"b", "a"}, {"a", "b", "c", "d-e"}}[rng.IntN(3)],
			View:   View{Lens: Lenses[rng.IntN(2)]},
			Format: append(slices.Clone(Formats), "")[rng.IntN(len(Formats)+1)],
			Words:  rng.IntN(2) == 0,
		}
		got, faults := ForPage.Parse(ForPage.Tidy(want.Values()), Scope{Reference: ref, Limits: DefaultLimits()})
		if len(faults) > 0 {
			t.Fatalf("%+v printed as %q: %v", want, want.Values().Encode(), faults)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q read back, -want +got:\n%s", want.Values().Encode(), diff)
		}
	}
}

func TestPageReadsWhatBrowsersSend(t *testing.T) {
	plain := Search{Sort: search.ByTitle, Page: 1, PerPage: DefaultPerPage}
	with := func(change func(*Page)) Page {
		p := Page{Search: plain, View: View{Lens: Practice}}
		change(&p)
		return p
	}
	for _, tc := range []struct {
		name, given string
		want        Page
	}{
		{"nothing", "", with(func(*Page) {})},
		{"fields left empty", "q=&age=&effect_min=&strength_min=&sort=&lens=&format=&id=", with(func(*Page) {})},
		{"names appended on the way", "utm_source=mail&web=1&fbclid=x&outcome=education", with(func(p *Page) { p.Outcome = []string{"education"} })},
		{"levels ticked beside a lowest one", "effect_min=negative&effect=tends-positive&strength=&strength_min=high", with(func(p *Page) {
			p.Effect, p.StrengthMin = []review.Effect{review.TendsPositive}, review.High
		})},
		{"a programme picked twice", "id=b&id=a&id=b&lens=lead", with(func(p *Page) { p.ID, p.Lens = []string{"b", "a"}, Lead })},
		{"the default lens named", "lens=practice&words=1", with(func(p *Page) { p.Words = true })},
	} {
		t.Run(tc.name, func(t *testing.T) {
			values, broken := SplitQuery(tc.given, 100)
			got, faults := ForPage.Parse(ForPage.Tidy(values), Scope{Reference: reference(t), Limits: DefaultLimits()})
			if len(broken)+len(faults) > 0 {
				t.Fatalf("faults %v %v", broken, faults)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestPageFaults(t *testing.T) {
	for given, want := range map[string]string{
		"id=a&id=b&id=c&id=d&id=e":     "id",
		"id=../etc/passwd":             "id",
		"id=%3Cscript%3E":              "id",
		"lens=expert":                  "lens",
		"format=exe":                   "format",
		"format=csv&format=ris":        "format",
		"page=101&per_page=100":        "page",
		"effect=negative&effect=wrong": "effect",
	} {
		values, err := url.ParseQuery(given)
		if err != nil {
			t.Fatal(err)
		}
		_, faults := ForPage.Parse(ForPage.Tidy(values), Scope{Reference: reference(t), Limits: DefaultLimits()})
		if len(faults) != 1 || faults[0].Parameter != want || faults[0].Detail == "" {
			t.Errorf("%s: faults %+v, want one of %s", given, faults, want)
		}
	}
}

// TestTidyKeepsWhatItWasGiven holds that the values of a request are not changed.
func TestTidyKeepsWhatItWasGiven(t *testing.T) {
	given := url.Values{"q": {"", "gran"}, "other": {"x"}, "effect_min": {"negative"}, "effect": {"negative"}}
	before := url.Values{"q": {"", "gran"}, "other": {"x"}, "effect_min": {"negative"}, "effect": {"negative"}}
	ForPage.Tidy(given)
	if diff := cmp.Diff(before, given); diff != "" {
		t.Errorf("-before +after:\n%s", diff)
	}
}

// FuzzParsePage holds that any query to a page is either refused with a reason or
// has a canonical form that means the same.
func FuzzParsePage(f *testing.F) {
	for _, seed := range []string{"", "q=gran&lens=lead&format=csv", "id=a&id=b&words=1", "effect=negative&effect_min=high&age=", "id=%ff&lens=x", "q=a&q=b&utm=1"} {
		f.Add(seed)
	}
	sc := Scope{Reference: reference(f), Limits: DefaultLimits()}
	f.Fuzz(func(t *testing.T, raw string) {
		values, _ := SplitQuery(raw, 100)
		p, faults := ForPage.Parse(ForPage.Tidy(values), sc)
		if err := error(faults); len(faults) > 0 {
			if wrong, _ := errors.AsType[Faults](err); wrong[0].Detail == "" {
				t.Errorf("%q: a fault without detail", raw)
			}
			return
		}
		again, faults := ForPage.Parse(p.Values(), sc)
		if len(faults) > 0 {
			t.Fatalf("%q printed as %q: %v", raw, p.Values().Encode(), faults)
		}
		if diff := cmp.Diff(p, again); diff != "" {
			t.Errorf("%q printed as %q, -before +after:\n%s", raw, p.Values().Encode(), diff)
		}
	})
}
