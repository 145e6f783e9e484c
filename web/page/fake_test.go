package page

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// reference is the shipped corpus's own.
func reference(t testing.TB) *review.Reference {
	t.Helper()
	ref, faults := review.DecodeReference(os.DirFS("../../corpus"))
	if len(faults) > 0 {
		t.Fatalf("the corpus's reference: %v", faults)
	}
	return ref
}

// frame is one for tests under the default lens.
func frame(t testing.TB) *Frame {
	t.Helper()
	return &Frame{
		Info: &search.Info{Generation: "000001-abcdef01", Documents: 30, Reference: reference(t)},
		Base: "https://store.example", Limits: params.DefaultLimits(), Lens: params.Practice,
	}
}

// shipped are the documents of the shipped corpus, by id.
func shipped(t testing.TB) map[string]*review.Review {
	t.Helper()
	ref := reference(t)
	files, err := filepath.Glob("../../corpus/reviews/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	docs := map[string]*review.Review{}
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		id := strings.TrimSuffix(filepath.Base(file), ".md")
		doc, faults := review.Decode(filepath.Base(file), data, &ref.Lists)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", file, faults)
		}
		docs[id] = doc
	}
	return docs
}
