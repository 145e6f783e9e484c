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
		query  search.Query
		filter search.Filter
	}{
		{"words", search.Parse("behaviour of parents"), search.Filter{}},
		{"phrase", search.Parse(`"children in care"`), search.Filter{}},
		{"words with ratings", search.Parse("behaviour of parents"), search.Filter{Effects: review.Effects[2:], Strengths: review.Strengths[2:]}},
		{"filters only", search.Parse(""), search.Filter{Topics: []string{c.Reference.Lists.Topics[0].ID}}},
		{"concepts", wantedConcepts(), search.Filter{}},
	} {
		b.Run(bench.name, func(b *testing.B) {
			req := &search.Request{Query: bench.query, Filter: bench.filter, Sort: search.ByRelevance, Page: 1, PerPage: 10}
			b.ReportAllocs()
			for b.Loop() {
				if _, err := e.Search(b.Context(), req); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// wantedConcepts are the words of the first question as concepts of several forms.
func wantedConcepts() search.Query {
	concept := func(forms ...string) search.Clause {
		c := search.Clause{Text: forms[0], Occur: search.Wanted}
		for i, text := range forms {
			c.Forms = append(c.Forms, search.Form{Text: text, Weight: 1 - float64(i)/10})
		}
		return c
	}
	return search.Query{Text: "behaviour of parents", Enough: 100, Clauses: []search.Clause{
		concept("behaviour", "behavioural", "foster care", "drug misuse", "courts"),
		concept("parents", "parenting", "families", "carers", "child's family", "social worker"),
	}}
}

// BenchmarkTerms looks for the neighbours of a misspelt word.
func BenchmarkTerms(b *testing.B) {
	c := searchtest.Generate(7, searchtest.Shape{Reviews: 2000, Topics: 40, Domains: 17})
	s := &snapshots{t: b, ref: c.Reference, root: b.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews})
	e := s.open()
	defer e.Close()
	for b.Loop() {
		if _, err := e.Terms(b.Context(), "behavoiur", 2, 1, 5); err != nil {
			b.Fatal(err)
		}
	}
}
