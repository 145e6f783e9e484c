package question

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

var benchDocuments = flag.Int("documents", 10_000, "documents of the index that is searched in benchmarks")

// BenchmarkQuestion asks the questions of the shipped corpus, those of at most ten
// words, of an index of documents that are put together from its sentences: as plain
// words, read as questions, and widened by feedback. What reading costs is the ratio
// of the first two in one run:
//
//	go test ./search/question -run '^$' -bench Question -documents 100000
func BenchmarkQuestion(b *testing.B) {
	reader := New(engineOf(b, mixedReviews(b, *benchDocuments), &shippedReference(b).Thesaurus), &shippedReference(b).Thesaurus, nil)
	var short []string
	for _, q := range shippedReader(b).questions {
		if len(strings.Fields(q.Ask)) <= 10 && q.Kind != review.Unanswerable {
			short = append(short, q.Ask)
		}
	}
	wordsAlone := New(reader.Engine, &review.Thesaurus{}, nil)
	for _, bench := range []struct {
		name string
		ask  func(*search.Request) (*search.Response, error)
	}{
		{"plain", func(req *search.Request) (*search.Response, error) { return reader.Engine.Search(b.Context(), req) }},
		{"read", func(req *search.Request) (*search.Response, error) { return reader.Search(b.Context(), req) }},
		{"feedback", func(req *search.Request) (*search.Response, error) { return wordsAlone.Search(b.Context(), req) }},
	} {
		b.Run(bench.name, func(b *testing.B) {
			ask := func(i int) {
				req := &search.Request{Query: search.Parse(short[i%len(short)]), Sort: search.ByRelevance, Page: 1, PerPage: 10}
				if _, err := bench.ask(req); err != nil {
					b.Fatal(err)
				}
			}
			for i := range short { // words and concepts are decoded once
				ask(i)
			}
			b.ResetTimer()
			for i := 0; b.Loop(); i++ {
				ask(i)
			}
		})
	}
}

// BenchmarkRead reads questions without searching for them.
func BenchmarkRead(b *testing.B) {
	reader := shippedReader(b)
	for _, bench := range []struct{ name, text string }{
		{"short", "help for substance-misusing parents"},
		{"misspelt", "multisystmic theraphy"},
		{"long", strings.Repeat("Mum is 26 and has used heroin on and off, and nan says that she will have the baby. ", 16)},
	} {
		b.Run(bench.name, func(b *testing.B) {
			q := search.Parse(bench.text)
			b.ReportAllocs()
			for b.Loop() {
				if _, err := reader.read(b.Context(), &q, &search.Reading{}); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// mixedReviews are n reviews of about 200 words, put together from the sentences of
// the shipped ones, so that words and phrases are as frequent in them as there.
func mixedReviews(tb testing.TB, n int) []*review.Review {
	ref := shippedReference(tb)
	docs := shippedReviews(tb, &ref.Lists)
	var sentences []string
	for _, doc := range docs {
		for _, p := range search.Passages(doc, &ref.Lists) {
			if p.Field == "body" {
				sentences = append(sentences, strings.SplitAfter(p.Text, ". ")...)
			}
		}
	}
	r := rand.New(rand.NewPCG(3, 14))
	mixed := make([]*review.Review, n)
	for i := range mixed {
		doc := *docs[r.IntN(len(docs))]
		doc.ID = fmt.Sprintf("mixed-%06d", i)
		doc.InBrief, doc.Later, doc.Gaps, doc.Reviews, doc.Related = nil, nil, nil, nil, nil
		var text strings.Builder
		for range 10 {
			text.WriteString(sentences[r.IntN(len(sentences))] + " ")
		}
		doc.Sections = []review.Section{{ID: "findings", Heading: "What was found", Markdown: text.String()}}
		mixed[i] = &doc
	}
	return mixed
}
