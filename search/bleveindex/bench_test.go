package bleveindex_test

import (
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// BenchmarkSearch answers questions over 2,000 generated reviews with everything
// on: total, all facets, grid, a page of ten with snippets.
func BenchmarkSearch(b *testing.B) {
	c := searchtest.Generate(7, searchtest.Shape{Reviews: 2000, Topics: 40, Domains: 17})
	s := &snapshots{t: b, ref: c.Reference, root: b.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews})
	e := s.open()
	defer e.Close()
	for _, bench := range []struct {
		name   string
		text   string
		filter search.Filter
	}{
		{"words", "behaviour of parents", search.Filter{}},
		{"phrase", `"children in care"`, search.Filter{}},
		{"words with ratings", "behaviour of parents", search.Filter{Effects: review.Effects[2:], Strengths: review.Strengths[2:]}},
		{"filters only", "", search.Filter{Topics: []string{c.Reference.Lists.Topics[0].ID}}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			req := &search.Request{Query: search.Parse(bench.text), Filter: bench.filter, Sort: search.ByRelevance, Page: 1, PerPage: 10}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Search(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
