package bleveindex

import (
	"fmt"
	"path/filepath"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// generated opens an index of so many generated reviews and gives its words with the
// number of documents of each.
func generated(tb testing.TB, reviews int) (*Engine, map[string]int) {
	tb.Helper()
	c := searchtest.Generate(29, searchtest.Shape{Reviews: reviews, Topics: 20, Domains: 10})
	dir := filepath.Join(tb.TempDir(), "index")
	b, err := NewBuilder(dir, c.Reference)
	if err != nil {
		tb.Fatal(err)
	}
	stats := search.Stats{}
	for _, doc := range c.Reviews {
		lengths, err := b.Put(tb.Context(), doc)
		if err != nil {
			tb.Fatal(err)
		}
		stats.Add(lengths, 1)
	}
	if err := b.Commit(tb.Context()); err != nil {
		tb.Fatal(err)
	}
	if err := b.Close(); err != nil {
		tb.Fatal(err)
	}
	e, err := Open(tb.Context(), dir, Options{Reference: c.Reference, Stats: stats})
	if err != nil {
		tb.Fatal(err)
	}
	tb.Cleanup(func() {
		if err := e.Close(); err != nil {
			tb.Error(err)
		}
	})
	words := map[string]int{}
	for _, doc := range c.Reviews[:20] {
		found, err := e.Words(tb.Context(), doc.ID)
		if err != nil {
			tb.Fatal(err)
		}
		for _, w := range found {
			words[w.Term] = e.DocFreq(w.Term)
		}
	}
	return e, words
}

// A word that is read in blocks is where it is when read posting by posting, in every
// file, and whatever was read with the same memory before.
func TestBlocksHoldEveryPosting(t *testing.T) {
	e, words := generated(t, 3*blockSize)
	r := new(wordReader)
	long := 0
	for word, df := range words {
		p := phrase{{term: word}}
		var want, got []visited
		for i := range e.segments {
			note := func(to *[]visited) func(uint32, []occurrence) bool {
				return func(doc uint32, found []occurrence) bool {
					*to = append(*to, visited{doc, slices.Clone(found)})
					return true
				}
			}
			if err := e.segments[i].scan(t.Context(), p, note(&want)); err != nil {
				t.Fatal(err)
			}
			if err := r.scan(t.Context(), &e.segments[i], p, note(&got)); err != nil {
				t.Fatal(err)
			}
		}
		if diff := cmp.Diff(want, got, cmp.AllowUnexported(occurrence{})); diff != "" || len(got) != df {
			t.Fatalf("%q in %d documents, counted %d (-by posting +in blocks):\n%s", word, len(got), df, diff)
		}
		if df > 2*blockSize {
			long++
		}
	}
	if long == 0 {
		t.Errorf("no word of %d fills two blocks", len(words))
	}
}

// What is known of one document is what reading all of them says of it.
func TestOccurrencesInOneDocument(t *testing.T) {
	e, words := generated(t, 300)
	phrases := []phrase{e.phraseOf("foster care"), e.phraseOf("children in care"), e.phraseOf("care care")}
	for word := range words {
		if phrases = append(phrases, phrase{{term: word}}); len(phrases) == 40 {
			break
		}
	}
	found := 0
	for _, p := range phrases {
		want := map[uint32][]occurrence{}
		err := e.scanFields(t.Context(), p, func(doc uint32, occurrences []occurrence) bool {
			want[doc] = slices.Clone(occurrences)
			return true
		})
		if err != nil {
			t.Fatal(err)
		}
		for doc := range e.columns.live.all() {
			got, err := e.occurrences(t.Context(), p, doc)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(want[doc], got, cmp.AllowUnexported(occurrence{})); diff != "" {
				t.Fatalf("%v in document %d (-reading all +it alone):\n%s", p, doc, diff)
			}
			found += len(got)
		}
	}
	if found == 0 {
		t.Error("the phrases are in no document")
	}
}

// BenchmarkDecodeWord reads the words of some documents from the index.
func BenchmarkDecodeWord(b *testing.B) {
	e, words := generated(b, 5000)
	for _, bench := range []struct {
		name        string
		least, most int
	}{{"common", 1000, 5000}, {"rare", 1, 50}} {
		b.Run(bench.name, func(b *testing.B) {
			b.ReportAllocs()
			postings := 0
			for b.Loop() {
				for word, df := range words {
					if df < bench.least || df > bench.most {
						continue
					}
					postings += df
					if err := e.scan(b.Context(), phrase{{term: word}}, func(uint32, float64) {}); err != nil {
						b.Fatal(err)
					}
				}
			}
			b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(postings), "ns/posting")
		})
	}
}

// BenchmarkDocFreq counts the documents of a word without reading its postings.
func BenchmarkDocFreq(b *testing.B) {
	e, words := generated(b, 5000)
	b.ReportAllocs()
	for b.Loop() {
		for word := range words {
			e.DocFreq(word)
		}
	}
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(words)), "ns/word")
}

// BenchmarkPhrase looks for phrases of the two, three and four commonest words.
func BenchmarkPhrase(b *testing.B) {
	e, words := generated(b, 5000)
	common := make([]string, 0, len(words))
	for word := range words {
		common = append(common, word)
	}
	slices.SortFunc(common, func(x, y string) int { return words[y] - words[x] })
	for n := 2; n <= 4; n++ {
		b.Run(fmt.Sprintf("%d words", n), func(b *testing.B) {
			var p phrase
			for i, word := range common[:n] {
				p = append(p, phraseWord{term: word, gap: i})
			}
			b.ReportAllocs()
			for b.Loop() {
				if err := e.scan(b.Context(), p, func(uint32, float64) {}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
