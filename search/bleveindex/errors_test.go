package bleveindex_test

import (
	"context"
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// TestErrorsQuoteNothing holds that the error of a request that took too long does not
// repeat what was typed, since it is logged.
func TestErrorsQuoteNothing(t *testing.T) {
	c := searchtest.Generate(5, searchtest.Shape{Reviews: 20, Topics: 3, Domains: 3})
	s := &snapshots{t: t, ref: c.Reference, root: t.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews})
	engine := s.open()
	word := strings.Fields(strings.ToLower(c.Reviews[0].Title))[0]
	stopped, stop := context.WithCancel(t.Context())
	stop()
	for _, typed := range []string{word, word + "x", "quillfeather"} {
		_, near := engine.Terms(stopped, typed, 2, 1, 5)
		_, exact := engine.Terms(stopped, typed, 0, 0, 5)
		_, found := engine.Search(stopped, &search.Request{Query: search.Parse(typed), Sort: search.ByRelevance, Page: 1, PerPage: 10})
		for what, err := range map[string]error{"words near": near, "the word": exact, "a search for": found} {
			if err == nil || strings.Contains(strings.ToLower(err.Error()), typed) {
				t.Errorf("%s %q: the error is missing or quotes it: %v", what, typed, err)
			}
		}
	}
	if err := engine.Close(); err != nil {
		t.Fatal(err)
	}
}
