package bleveindex_test

import (
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/searchtest"
)

// BenchmarkSearch answers questions over 2,000 generated reviews with everything
// on: total, all facets, grid, a page of ten with snippets.
func BenchmarkSearch(b *testing.B) {
	c := searchtest.Generate(7, searchtest.Shape{Reviews: 2000, Topics: 40, Domains: 17})
	dir := b.TempDir()
	builder, err := bleveindex.NewBuilder(dir, c.Reference)
	if err != nil {
		b.Fatal(err)
	}
	stats := search.Stats{}
	for _, doc := range c.Reviews {
		lengths, err := builder.Put(b.Context(), doc)
		if err != nil {
			b.Fatal(err)
		}
		stats.Add(lengths, 1)
	}
	if err := builder.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
	e, err := bleveindex.Open(b.Context(), dir, bleveindex.Options{Reference: c.Reference, Stats: stats})
	if err != nil {
		b.Fatal(err)
	}
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
