package madeup_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"evidencestore/bench/madeup"
	"evidencestore/review"
	"evidencestore/search"
)

// TestCorpus holds that the documents have no fault and are about as long as asked for,
// and that Text is what is searched.
func TestCorpus(t *testing.T) {
	for _, c := range []madeup.Corpus{{Documents: 300, Words: 200, Seed: 1}, {Documents: 300, Words: 60, Seed: 2}} {
		dir := t.TempDir()
		g := generator(t, c)
		var made []madeup.Document
		if err := g.Write(dir, func(d *madeup.Document) error { made = append(made, *d); return nil }); err != nil {
			t.Fatal(err)
		}
		ref, faults := review.DecodeReference(os.DirFS(dir))
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		words, rated := 0, 0
		for n, d := range made {
			file, err := os.ReadFile(filepath.Join(dir, review.ReviewsDir, d.ID+review.Ext))
			if err != nil {
				t.Fatal(err)
			}
			if again := g.Document(n); !cmp.Equal(again, d) || string(file) != string(d.File) {
				t.Fatalf("%s is another document when made again", d.ID)
			}
			doc, faults := review.Decode(d.ID+review.Ext, file, &ref.Lists)
			if len(faults) > 0 {
				t.Fatal(faults)
			}
			var searched strings.Builder
			for _, p := range search.Passages(doc, &ref.Lists) {
				searched.WriteString(p.Text + " ")
			}
			if diff := cmp.Diff(bag(searched.String()), bag(d.Text)); diff != "" {
				t.Fatalf("%s: other words are searched than Text has (-searched +Text):\n%s", d.ID, diff)
			}
			if len(doc.Outcomes) > 0 {
				rated++
			}
			words += len(strings.Fields(d.Text))
		}
		if mean := words / c.Documents; mean < c.Words*9/10 || mean > c.Words*11/10 {
			t.Errorf("documents of %d words, want about %d", mean, c.Words)
		}
		if rated < 120 || rated > 240 {
			t.Errorf("%d of %d documents are rated, want about three in five", rated, c.Documents)
		}
	}
}

func generator(t *testing.T, c madeup.Corpus) *madeup.Generator {
	t.Helper()
	g, err := madeup.New(c)
	if err != nil {
		t.Fatal(err)
	}
	return g
}

// bag is the words of a text, in order.
func bag(text string) []string {
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	slices.Sort(words)
	return words
}

// TestQuestions holds that the questions are the same when made again, and of the form
// that is said.
func TestQuestions(t *testing.T) {
	c := madeup.Corpus{Documents: 1, Words: 200, Seed: 1}
	g, again := generator(t, c), generator(t, c)
	if diff := cmp.Diff(g.Questions(50), again.Questions(50)); diff != "" {
		t.Errorf("other questions when made again:\n%s", diff)
	}
	if diff := cmp.Diff(g.Spoken(50), again.Spoken(50)); diff != "" {
		t.Errorf("other spoken questions when made again:\n%s", diff)
	}
	for _, q := range g.Questions(500) {
		if n := len(strings.Fields(q)); n < 2 || n > 4 {
			t.Errorf("%q has %d words, want 2 to 4", q, n)
		}
	}
	quoted := 0
	for _, q := range g.Spoken(600) {
		if strings.Contains(q, `"`) {
			quoted++
		}
	}
	if quoted < 60 || quoted > 140 {
		t.Errorf("%d of 600 spoken questions have a phrase, want about one in six", quoted)
	}
	if words := g.Common(300); slices.Contains(words, "the") || len(words) != 300 {
		t.Errorf("the commonest words are %q", words)
	}
}

// TestStop holds that not all documents have to be taken.
func TestStop(t *testing.T) {
	n := 0
	for range generator(t, madeup.Corpus{Documents: 5000, Words: 20, Seed: 1}).Documents() {
		if n++; n == 300 {
			break
		}
	}
	if n != 300 {
		t.Errorf("took %d documents, want 300", n)
	}
}

func BenchmarkDocument(b *testing.B) {
	g, err := madeup.New(madeup.Corpus{Documents: 1, Words: 200, Seed: 1})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		_ = g.Document(7)
	}
}
