package bleveindex

import (
	"io/fs"
	"strconv"
	"testing"

	"evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
)

// shipped are the reference and the reviews of the shipped corpus.
func shipped(b *testing.B) (*review.Reference, []*review.Review) {
	b.Helper()
	ref, faults := review.DecodeReference(corpus.FS())
	files, err := fs.Glob(corpus.FS(), review.ReviewsDir+"/*"+review.Ext)
	if err != nil || len(faults) > 0 {
		b.Fatal(err, faults)
	}
	docs := make([]*review.Review, len(files))
	for i, file := range files {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			b.Fatal(err)
		}
		if docs[i], faults = review.Decode(file, data, &ref.Lists); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
	return ref, docs
}

// BenchmarkAnalyze makes words of all texts of a document in each round.
func BenchmarkAnalyze(b *testing.B) {
	ref, docs := shipped(b)
	texts := make([][]search.Passage, len(docs))
	size := 0
	for i, doc := range docs {
		texts[i] = search.Passages(doc, &ref.Lists)
		for _, p := range texts[i] {
			size += len(p.Text)
		}
	}
	a, err := newEnglish()
	if err != nil {
		b.Fatal(err)
	}
	b.SetBytes(int64(size / len(docs)))
	b.ReportAllocs()
	var words []word
	for i := 0; b.Loop(); i++ {
		for _, p := range texts[i%len(texts)] {
			words = a.appendWords(words[:0], p.Text)
		}
	}
}

// BenchmarkMapDocument makes a document of the index of one review in each round.
func BenchmarkMapDocument(b *testing.B) {
	ref, docs := shipped(b)
	a, err := newEnglish()
	if err != nil {
		b.Fatal(err)
	}
	m := mapper{english: a, lists: &ref.Lists}
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		if _, _, err := m.document(docs[i%len(docs)]); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkBuild builds an index of 3,000 documents in each round.
func BenchmarkBuild(b *testing.B) {
	const documents = 3_000
	ref, docs := shipped(b)
	b.ReportAllocs()
	for b.Loop() {
		builder, err := NewBuilder(b.TempDir(), ref)
		if err != nil {
			b.Fatal(err)
		}
		for i := range documents {
			doc := *docs[i%len(docs)]
			doc.ID = "copy-" + strconv.Itoa(i)
			if _, err := builder.Put(b.Context(), &doc); err != nil {
				b.Fatal(err)
			}
		}
		if err := builder.Commit(b.Context()); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(b.N*documents)/b.Elapsed().Seconds(), "documents/s")
}
