package question

import (
	"io/fs"
	"path/filepath"
	"strings"
	"testing"

	"evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
)

// engineOf is an index of documents, with the lists and ratings of the shipped
// corpus and any thesaurus. It is closed at the end of the test.
func engineOf(t testing.TB, docs []*review.Review, thesaurus *review.Thesaurus) search.Engine {
	t.Helper()
	ref := shippedReference(t)
	ref.Thesaurus = *thesaurus
	dir := filepath.Join(t.TempDir(), "index")
	builder, err := bleveindex.NewBuilder(dir, ref)
	if err != nil {
		t.Fatal(err)
	}
	stats := search.Stats{}
	for _, doc := range docs {
		lengths, err := builder.Put(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		stats.Add(lengths, 1)
	}
	if err := builder.Commit(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := builder.Close(); err != nil {
		t.Fatal(err)
	}
	engine, err := bleveindex.Open(t.Context(), dir, bleveindex.Options{Generation: "000001-test", Reference: ref, Stats: stats})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	return engine
}

// shippedReader reads questions over the shipped corpus.
func shippedReader(t testing.TB) *Reader {
	t.Helper()
	ref := shippedReference(t)
	docs := shippedReviews(t, &ref.Lists)
	known := map[string]bool{}
	for _, doc := range docs {
		known[doc.ID] = true
	}
	questions, faults := review.DecodeQuestions(corpus.FS(), func(id string) bool { return known[id] })
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return New(engineOf(t, docs, &ref.Thesaurus), &ref.Thesaurus, questions)
}

func shippedReference(t testing.TB) *review.Reference {
	t.Helper()
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	return ref
}

func shippedReviews(t testing.TB, lists *review.Lists) []*review.Review {
	t.Helper()
	files, err := fs.Glob(corpus.FS(), review.ReviewsDir+"/*"+review.Ext)
	if err != nil {
		t.Fatal(err)
	}
	var docs []*review.Review
	for _, file := range files {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		doc, faults := review.Decode(file, data, lists)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if doc.Status != review.Draft {
			doc.ID = strings.TrimSuffix(filepath.Base(file), review.Ext)
			docs = append(docs, doc)
		}
	}
	return docs
}
