package bleveindex_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidencestore/corpus"
	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/question"
	"evidencestore/search/release"
	"evidencestore/search/searchtest"
)

var updateDocuments = flag.Int("documents", 2_000, "documents of the corpus that BenchmarkUpdateOne builds and updates")

// BenchmarkUpdateOne takes the edit of one review through to what answers: noticed,
// built, compared on the questions of the corpus, published, opened and warm. percent
// is that beside a full build of the same corpus, also warm, in the same run:
//
//	go test ./search/bleveindex -run '^$' -bench UpdateOne -benchtime 5x -documents 100000
func BenchmarkUpdateOne(b *testing.B) {
	dir := b.TempDir()
	mixedCorpus(b, dir, *updateDocuments)
	s := &served{b: b, dir: dir, data: b.TempDir(), memory: bleveindex.NewMemory(bleveindex.DefaultCacheBytes)}
	start := time.Now()
	s.update()
	full := time.Since(start)
	defer s.live.Close()
	release.Rehearse(b.Context(), s.live) // as a server does once it has started
	edited := filepath.Join(dir, review.ReviewsDir, "mixed-000001.md")
	text, err := os.ReadFile(edited)
	if err != nil {
		b.Fatal(err)
	}
	edits := 0
	edit := func() time.Duration {
		edits++
		if err := os.WriteFile(edited, fmt.Appendf(bytes.Clone(text), "\nEdited %d times.\n", edits), 0o600); err != nil {
			b.Fatal(err)
		}
		start := time.Now()
		if result := s.update(); result.Full || result.Changed != 1 {
			b.Fatalf("got %+v, want one review changed", result)
		}
		return time.Since(start)
	}
	for b.Loop() {
		edit()
	}
	one := b.Elapsed() / time.Duration(b.N)
	b.ReportMetric(full.Seconds(), "full-s")
	b.ReportMetric(100*one.Seconds()/full.Seconds(), "percent")
}

// served is a corpus with what answers over it.
type served struct {
	b         *testing.B
	dir, data string
	live      *indexer.Live
	memory    *bleveindex.Memory // as in a server, of which this is the work
}

// update brings the index up to the corpus, and has it served and warm.
func (s *served) update() indexer.Result {
	s.b.Helper()
	x, err := indexer.New(indexer.Options{Corpus: os.DirFS(s.dir), CorpusName: s.dir, Data: s.data, Backend: s.reading(false), Gate: release.Gate})
	if err != nil {
		s.b.Fatal(err)
	}
	result, err := x.Update(s.b.Context(), false)
	if err != nil {
		s.b.Fatal(err)
	}
	if s.live == nil {
		s.live, err = indexer.OpenLive(s.b.Context(), s.data, s.reading(true), nil)
	} else {
		err = s.live.Refresh(s.b.Context())
	}
	if err == nil {
		_, err = s.live.Suggest(s.b.Context(), "foster", 5) // waits for what is warmed
	}
	if err != nil {
		s.b.Fatal(err)
	}
	return result
}

// reading is the engine with the reader of questions before it, as it is served.
func (s *served) reading(warm bool) indexer.Backend {
	x := backend(nil)
	x.Open = func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
		engine, err := bleveindex.Open(ctx, dir, bleveindex.Options{
			Generation: g.Name, Reference: g.Reference, Stats: g.Manifest.Stats,
			Sums: g.EngineSums(), Memory: s.memory,
		})
		if err != nil {
			return nil, err
		}
		reader := question.New(engine, &g.Reference.Thesaurus, g.Reference.Questions)
		if warm {
			reader.Warm()
		}
		return reader, nil
	}
	return x
}

// mixedCorpus writes the shipped corpus to a folder, and n reviews beside it: with the
// outcomes, ratings, findings and sources of the shipped ones, on programmes of made-up
// names, in text that is put together from the sentences of all.
func mixedCorpus(b *testing.B, dir string, n int) {
	if err := os.CopyFS(dir, corpus.FS()); err != nil {
		b.Fatal(err)
	}
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	docs := shippedReviews(b, &ref.Lists)
	var sentences []string
	for _, doc := range docs {
		for _, s := range doc.Sections {
			sentences = append(sentences, strings.SplitAfter(strings.ReplaceAll(s.Markdown, "\n", " "), ". ")...)
		}
	}
	r := rand.New(rand.NewPCG(3, 14))
	before := time.Now().Add(-time.Hour) // or the update would read all of them
	for i := range n {
		doc := *docs[r.IntN(len(docs))]
		doc.ID = fmt.Sprintf("mixed-%06d", i)
		doc.Title, doc.Aliases, doc.InBrief, doc.Related = fmt.Sprintf("Made-up programme %d", i), nil, nil, nil
		doc.Summary = sentences[r.IntN(len(sentences))]
		var text strings.Builder
		for range 20 {
			text.WriteString(sentences[r.IntN(len(sentences))] + " ")
		}
		doc.Sections = []review.Section{{ID: "findings", Heading: "What was found", Markdown: text.String()}}
		data, err := searchtest.Encode(&doc)
		if err != nil {
			b.Fatal(err)
		}
		file := filepath.Join(dir, review.ReviewsDir, doc.ID+review.Ext)
		if err := os.WriteFile(file, data, 0o600); err != nil {
			b.Fatal(err)
		}
		if err := os.Chtimes(file, before, before); err != nil {
			b.Fatal(err)
		}
	}
}

// shippedReviews are those of the shipped corpus.
func shippedReviews(b *testing.B, lists *review.Lists) []*review.Review {
	files, err := fs.Glob(corpus.FS(), review.ReviewsDir+"/*"+review.Ext)
	if err != nil {
		b.Fatal(err)
	}
	docs := make([]*review.Review, len(files))
	for i, file := range files {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			b.Fatal(err)
		}
		var faults review.Faults
		if docs[i], faults = review.Decode(file, data, lists); len(faults) > 0 {
			b.Fatal(faults)
		}
	}
	return docs
}
