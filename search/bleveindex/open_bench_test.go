package bleveindex_test

import (
	"testing"

	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// BenchmarkOpen opens an index of made-up reviews: the segments and the columns, which
// grow with the number of documents. What is read beside it is not part of an engine.
//
//	go test ./search/bleveindex -run '^$' -bench Open
func BenchmarkOpen(b *testing.B) {
	c := searchtest.Generate(7, searchtest.Shape{Reviews: 5000, Topics: 40, Domains: 17})
	s := &snapshots{t: b, ref: c.Reference, root: b.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: c.Reviews})
	b.ReportAllocs()
	for b.Loop() {
		if err := s.open().Close(); err != nil {
			b.Fatal(err)
		}
	}
}
