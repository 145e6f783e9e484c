package bleveindex_test

import (
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// FuzzTerms asks for the neighbours of whatever people may type.
func FuzzTerms(f *testing.F) {
	c := searchtest.Generate(5, searchtest.Shape{Reviews: 20, Topics: 3, Domains: 3})
	s := &snapshots{t: f, ref: c.Reference, root: f.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews})
	engine := s.open()
	f.Cleanup(func() {
		if err := engine.Close(); err != nil {
			f.Error(err)
		}
	})
	for _, word := range []string{"", "a", "behaviour", "café", "日本", "\xff", "a\x00b", "\u0301", "👩‍👧", strings.Repeat("parent", 2000)} {
		f.Add(word, uint8(2), uint8(1))
	}
	f.Fuzz(func(t *testing.T, word string, edits, prefix uint8) {
		maxEdits, limit := int(edits%3), 5
		terms, err := engine.Terms(t.Context(), word, maxEdits, int(prefix), limit)
		if err != nil || len(terms) > limit {
			t.Fatalf("Terms(%q, %d, %d, %d) gives %v (error %v), want at most %d words", word, maxEdits, prefix, limit, terms, err, limit)
		}
		for _, term := range terms {
			if term.Edits > maxEdits || term.Count < 1 {
				t.Errorf("Terms(%q, %d, %d, %d) gives %+v, want words of documents that are as near", word, maxEdits, prefix, limit, term)
			}
		}
	})
}
