package bleveindex_test

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/searchtest"
)

// TestSmallCacheAnswersTheSame opens an index with a cache in which hardly a word
// fits, so that words are read from the index each time, and wants the very
// answers of one in which all fit.
func TestSmallCacheAnswersTheSame(t *testing.T) {
	c := searchtest.Generate(11, searchtest.Shape{Reviews: 60, Topics: 6, Domains: 8})
	s := &snapshots{t: t, ref: c.Reference, root: t.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews})
	large := s.open()
	defer large.Close()
	small, err := bleveindex.Open(t.Context(), s.dir(s.number), bleveindex.Options{
		Generation: large.Info().Generation, Reference: c.Reference, Stats: s.stats, CacheBytes: 300,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer small.Close()
	r := rand.New(rand.NewPCG(11, 0))
	found := 0
	for range 150 {
		req := c.Request(r, c.Question(r))
		req.Query.Clauses = append(req.Query.Clauses, concept(c, r), concept(c, r))
		req.Explain = true
		want, err := large.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		got, err := small.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("%q, filter %+v: (-large cache +small cache)\n%s", req.Query.Text, req.Filter, diff)
		}
		found += got.Total
	}
	if found == 0 {
		t.Error("the questions find nothing")
	}
}
