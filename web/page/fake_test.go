package page

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// shippedWords are those of the shipped corpus, read once since its thesaurus takes a while.
var shippedWords = sync.OnceValue(func() *review.Reference {
	ref, faults := review.DecodeReference(os.DirFS("../../corpus"))
	if len(faults) > 0 {
		panic(faults)
	}
	return ref
})

// reference is a copy of the words that a test may change.
func reference(testing.TB) *review.Reference {
	ref := *shippedWords()
	for _, list := range []*[]review.Item{&ref.Lists.Topics, &ref.Lists.Populations, &ref.Lists.Settings, &ref.Lists.Outcomes} {
		*list = slices.Clone(*list)
	}
	for _, levels := range []*[]review.Level{&ref.Ratings.Effect.Levels, &ref.Ratings.Strength.Levels, &ref.Ratings.Details, &ref.Ratings.States, &ref.Ratings.UK} {
		*levels = slices.Clone(*levels)
	}
	return &ref
}

// framed is a frame for tests under the default lens.
func framed() *Frame {
	return &Frame{
		Info: &search.Info{Generation: "000001-abcdef01", Documents: 30, Reference: shippedWords()},
		Base: "https://store.example", Limits: params.DefaultLimits(), View: params.View{Lens: params.Practice},
	}
}

// frame is such a frame whose words a test may change.
func frame(t testing.TB) *Frame {
	f := framed()
	f.Info.Reference = reference(t)
	return f
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
