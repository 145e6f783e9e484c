package page

import (
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

func renderGrid(t *testing.T, f *Frame, g Grid) string {
	t.Helper()
	addPart(t)
	return render(t, partView{Shell: f.Shell("", "A map", "A map"), Grid: g})
}

// fromLink reads a link as the server does.
func fromLink(t *testing.T, f *Frame, link string) params.Page {
	t.Helper()
	u, err := url.Parse(link)
	if err != nil || u.Path != "/search" {
		t.Fatalf("link %q: %v, want one to /search", link, err)
	}
	return parsePage(t, f, u.RawQuery)
}

// Each cell, row and column leads to the search with its ratings, all else kept.
func TestGridLinks(t *testing.T) {
	f := frame(t)
	for _, query := range []string{"", "q=gran&outcome=education&uk=yes&page=2", "effect_min=tends-positive&strength=low", "effect=negative&strength_min=high&age=3&sort=effect"} {
		p := parsePage(t, f, query)
		g := newGrid(f, p, countsOfAll(f.Info.Reference, 2))
		check := func(link string, effects []review.Effect, strengths []review.Strength) {
			t.Helper()
			want := p
			want.Page, want.Effect, want.EffectMin, want.Strength, want.StrengthMin = 1, effects, "", strengths, ""
			if diff := cmp.Diff(want, fromLink(t, f, link)); diff != "" {
				t.Errorf("%q: link %s (-want +got):\n%s", query, link, diff)
			}
		}
		for i, head := range g.Effects {
			check(head.URL, []review.Effect{review.Effects[i]}, nil)
		}
		for r, row := range g.Rows {
			strength := review.Strengths[len(review.Strengths)-1-r]
			check(row.Head.URL, nil, []review.Strength{strength})
			for i, c := range row.Cells {
				check(c.URL, []review.Effect{review.Effects[i]}, []review.Strength{strength})
			}
		}
		for i, status := range []review.Status{review.NotRated, review.NoEligibleStudies} {
			want := p
			want.Page, want.Effect, want.EffectMin, want.Strength, want.StrengthMin = 1, nil, "", nil, ""
			want.Status = []review.Status{status}
			if diff := cmp.Diff(want, fromLink(t, f, g.Strips[i].URL)); diff != "" {
				t.Errorf("%q: strip %s (-want +got):\n%s", query, status, diff)
			}
		}
	}
}

// Every number stands in its own cell, those of nothing too.
func TestGridNumbers(t *testing.T) {
	f := frame(t)
	found := countsOfAll(f.Info.Reference, 0)
	for i := range found.Grid {
		found.Grid[i].Count = 100 + i
	}
	found.Grid[len(found.Grid)-1].Count = 0 // very low strength, negative
	g := newGrid(f, parsePage(t, f, ""), found)
	if len(g.Rows) != 4 || g.Rows[0].Head.Label != "High strength" || g.Effects[0].Label != "Negative effect" {
		t.Fatalf("%d rows, the first %q, and the first column %q", len(g.Rows), g.Rows[0].Head.Label, g.Effects[0].Label)
	}
	for r, row := range g.Rows {
		for i, c := range row.Cells {
			want := 100 + 4*r + 3 - i
			if r == 3 && i == 0 {
				want = 0
			}
			if c.Count != want || (c.URL == "") != (want == 0) || len(c.Dots) != min(want, 6) {
				t.Errorf("%s, %s: %d with %d dots and link %q, want %d", c.Strength.Label, c.Effect.Label, c.Count, len(c.Dots), c.URL, want)
			}
		}
	}
}

func TestGrid(t *testing.T) {
	f := frame(t)
	ref := f.Info.Reference
	for _, tc := range []struct {
		name    string
		query   string
		found   *search.Response
		want    []string
		without []string
	}{
		{
			"nothing found", "", countsOfAll(ref, 0),
			[]string{"all outcomes mixed", "0 programmes: Tends to be positive, High strength", "Not rated: 0 programmes", "No eligible studies: 0 programmes", ref.Ratings.Lines.NoNegative, "can stand in several places"},
			[]string{"chosen"},
		},
		{"an answer without a grid", "", &search.Response{}, []string{"0 programmes: Negative effect, Very low strength"}, nil},
		{
			"one each", "outcome=education", countsOfAll(ref, 1),
			[]string{"overall effectiveness: Education", "1 programme: Tends to be positive, High strength", "Not rated: 1 programme"},
			[]string{ref.Ratings.Lines.NoNegative, "1 programmes", "chosen"},
		},
		{"many", "outcome=education&outcome=offending", countsOfAll(ref, 1200), []string{"Education and Offending", "1,200 programmes: Negative effect, Low strength"}, nil},
		{
			"a cell is chosen", "effect=negative&strength=low", countsOfAll(ref, 2),
			[]string{"2 programmes: Negative effect, Low strength chosen", "Not rated: see them without a filter on ratings"},
			[]string{"Not rated: 2"},
		},
		{"a row is chosen", "strength=low", countsOfAll(ref, 2), []string{"Low strength chosen", "Negative effect, Low strength chosen", "Consistently positive, Low strength chosen"}, []string{"High strength chosen"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := renderGrid(t, f, newGrid(f, parsePage(t, f, tc.query), tc.found))
			text := plainText(body)
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %q", want, text)
				}
			}
			for _, without := range tc.without {
				if strings.Contains(text, without) {
					t.Errorf("%q in %q", without, text)
				}
			}
			if got := strings.Count(body, "<td"); got != 16 {
				t.Errorf("%d cells, want 16", got)
			}
		})
	}
}

func TestGridMarksTheOneChosen(t *testing.T) {
	f := frame(t)
	for query, want := range map[string]int{"": 0, "effect=negative&strength=low": 1, "effect=negative": 1, "effect_min=tends-positive": 0, "strength=low": 1} {
		body := renderGrid(t, f, newGrid(f, parsePage(t, f, query), countsOfAll(f.Info.Reference, 1)))
		if got := strings.Count(body, `aria-current="true"`); got != want {
			t.Errorf("%q: %d places are the current one, want %d", query, got, want)
		}
	}
}
