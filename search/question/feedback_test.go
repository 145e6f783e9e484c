package question

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

// TestFeedback: what the first answers have in common joins a question that nothing
// else widens, and only such a one.
func TestFeedback(t *testing.T) {
	var docs []*review.Review
	add := func(format string, n int) {
		for range n {
			id := fmt.Sprintf("example-%02d", len(docs))
			docs = append(docs, &review.Review{ID: id, Title: id, Summary: format, Status: review.NotRated, UK: "none"})
		}
	}
	add("Made-up cedars grow in tall quiet forests.", 3)
	add("Made-up quiet forests without any of them.", 2)
	add("Made-up kinship care.", 1)
	for i := range 60 {
		add(fmt.Sprintf("Made-up filler number %d.", i), 1)
	}
	none := &review.Thesaurus{}
	for _, tc := range []struct {
		name, text string
		thesaurus  *review.Thesaurus
		want       int // hits
	}{
		{"without a thesaurus one word is widened", "cedars", none, 5},
		{"in quotation marks it is not", `"cedars"`, none, 3},
		{"with a thesaurus it is not", "cedars", fieldThesaurus(), 3},
		{"with a thesaurus several words are", "cedars grow tall", fieldThesaurus(), 5},
		{"what was understood is not", "cedars grow tall by kinship care", fieldThesaurus(), 1},
	} {
		t.Run(tc.name, func(t *testing.T) {
			reader := New(engineOf(t, docs, tc.thesaurus), tc.thesaurus, nil)
			res, err := reader.Search(t.Context(), &search.Request{Query: search.Parse(tc.text), Sort: search.ByRelevance, Page: 1, PerPage: 10})
			if err != nil {
				t.Fatal(err)
			}
			if res.Total != tc.want {
				t.Errorf("%q finds %d, want %d", tc.text, res.Total, tc.want)
			}
			for _, h := range res.Hits {
				for _, word := range h.Missing {
					if !strings.Contains(tc.text, word) {
						t.Errorf("%q: %s misses %q, which nobody asked for", tc.text, h.ID, word)
					}
				}
			}
		})
	}
}

// TestInterpolate: weights are those of RM3, in proportion, the highest being 1.
func TestInterpolate(t *testing.T) {
	q := search.Query{Text: "cedar birch", Clauses: []search.Clause{{Text: "cedar"}, {Text: "birch"}}}
	model := []modelWord{{term: "cedar", text: "cedars", p: 0.75}, {term: "forest", text: "forest", p: 0.25}}
	mixed := interpolate(q, model, plainAnalyze)
	want := map[string]float64{
		"cedar":  originalWeight/2 + (1-originalWeight)*0.75,
		"birch":  originalWeight / 2,
		"forest": (1 - originalWeight) * 0.25,
	}
	if len(mixed.Clauses) != len(want) {
		t.Fatalf("clauses %+v, want %d", mixed.Clauses, len(want))
	}
	for _, c := range mixed.Clauses {
		if got := c.Forms[0].Weight; math.Abs(got-want[c.Text]/want["cedar"]) > 1e-12 {
			t.Errorf("%s weighs %v, want %v", c.Text, got, want[c.Text]/want["cedar"])
		}
		if c.Added != (c.Text == "forest") {
			t.Errorf("%s: added %v", c.Text, c.Added)
		}
	}
}
