package bleveindex_test

import (
	"testing"

	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// The number of documents of a word is the same before and after it is read, with
// deleted documents and several files.
func TestDocFreqCountsWhatSearchesFind(t *testing.T) {
	c := searchtest.Generate(23, searchtest.Shape{Reviews: 90, Topics: 6, Domains: 8})
	s := &snapshots{t: t, ref: c.Reference, root: t.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews[:50]})
	s.write(searchtest.Update{Put: c.Reviews[40:], Delete: []string{c.Reviews[3].ID, c.Reviews[17].ID, c.Reviews[30].ID}})
	e := s.open()
	defer e.Close()
	words := map[string]string{}
	for _, doc := range c.Reviews[40:] {
		found, err := e.Words(t.Context(), doc.ID)
		if err != nil {
			t.Fatal(err)
		}
		for _, w := range found {
			words[w.Term] = w.Text
		}
	}
	if len(words) < 100 {
		t.Fatalf("%d words, want more", len(words))
	}
	words["nowhere"] = "nowhere"
	for term, text := range words {
		before := e.DocFreq(term)
		res, err := e.Search(t.Context(), &search.Request{Query: search.Parse(text), Sort: search.ByRelevance, Page: 1, PerPage: 1})
		if err != nil {
			t.Fatal(err)
		}
		if after := e.DocFreq(term); before != res.Total || after != res.Total {
			t.Errorf("%q: counted %d, once read %d, and a search finds %d", text, before, after, res.Total)
		}
	}
}
