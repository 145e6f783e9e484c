package review_test

import (
	"io/fs"
	"testing"

	"evidencestore/corpus"
	"evidencestore/review"
)

// BenchmarkDecode reads the documents of the shipped corpus, one in each round.
func BenchmarkDecode(b *testing.B) {
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	names, err := fs.Glob(corpus.FS(), review.ReviewsDir+"/*"+review.Ext)
	if err != nil {
		b.Fatal(err)
	}
	texts := make([][]byte, len(names))
	size := 0
	for i, name := range names {
		if texts[i], err = fs.ReadFile(corpus.FS(), name); err != nil {
			b.Fatal(err)
		}
		size += len(texts[i])
	}
	b.SetBytes(int64(size / len(names)))
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		at := i % len(names)
		if _, faults := review.Decode(names[at], texts[at], &ref.Lists); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
}
