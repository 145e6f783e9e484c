package question

import (
	"fmt"
	"strings"
	"testing"

	"evidencestore/search"
)

// madeUpTitles are titles of six words of the thesaurus each.
func madeUpTitles(tb testing.TB, n int) []search.Title {
	var words []string
	for _, c := range shippedReference(tb).Thesaurus.Concepts {
		words = append(words, strings.Fields(c.Label)...)
	}
	titles := make([]search.Title, n)
	for i := range titles {
		var title []string
		for k := range 6 {
			title = append(title, words[(i*(k+3)*7919+k*104729)%len(words)])
		}
		titles[i] = search.Title{ID: fmt.Sprintf("programme-%d", i), Title: strings.Join(title, " ")}
	}
	return titles
}

// BenchmarkNewCompleter readies the titles of an index and the thesaurus:
//
//	go test ./search/question -run '^$' -bench 'NewCompleter|Suggest' -documents 100000
func BenchmarkNewCompleter(b *testing.B) {
	titles, concepts := madeUpTitles(b, *benchDocuments), shippedReader(b).lexicon.concepts
	b.ReportAllocs()
	for b.Loop() {
		if _, err := newCompleter(b.Context(), offersOf(titles, concepts, nil)); err != nil {
			b.Fatal(err)
		}
	}
}

// BenchmarkNewReader readies the thesaurus.
func BenchmarkNewReader(b *testing.B) {
	engine, ref := shippedReader(b).Engine, shippedReference(b)
	b.ReportAllocs()
	for b.Loop() {
		New(engine, &ref.Thesaurus, ref.Questions)
	}
}
