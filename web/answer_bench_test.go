package web

import (
	"context"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"path"
	"testing"

	"evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/question"
)

// shipped is a Searcher over the corpus that ships with the program.
func shipped(b *testing.B) search.Searcher {
	b.Helper()
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		b.Fatal(faults)
	}
	dir, stats := b.TempDir(), search.Stats{}
	builder, err := bleveindex.NewBuilder(dir, ref)
	if err != nil {
		b.Fatal(err)
	}
	files, err := fs.Glob(corpus.FS(), "reviews/*.md")
	if err != nil {
		b.Fatal(err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			b.Fatal(err)
		}
		doc, faults := review.Decode(path.Base(file), data, &ref.Lists)
		if len(faults) > 0 {
			b.Fatal(faults)
		}
		lengths, err := builder.Put(b.Context(), doc)
		if err != nil {
			b.Fatal(err)
		}
		stats.Add(lengths, 1)
	}
	if err := builder.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
	engine, err := bleveindex.Open(b.Context(), dir, bleveindex.Options{Generation: "000001-abcdef01", Reference: ref, Stats: stats})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { engine.Close() })
	return question.New(engine, &ref.Thesaurus, ref.Questions)
}

// A parrot gives the same answer to everything, for the time that is spent beside it.
type parrot struct {
	search.Searcher
	said *search.Response
}

func (p parrot) Search(context.Context, *search.Request) (*search.Response, error) {
	return p.said, nil
}

// A drain is an answer that nobody reads.
type drain struct {
	header http.Header
	status int
	bytes  int
}

func (d *drain) Header() http.Header         { return d.header }
func (d *drain) WriteHeader(status int)      { d.status = status }
func (d *drain) Write(b []byte) (int, error) { d.bytes += len(b); return len(b), nil }

// BenchmarkAnswer answers a question over HTTP, but for the network: ten hits with
// snippets, all facets and the grid. "beside" is all but the search itself.
func BenchmarkAnswer(b *testing.B) {
	searcher := shipped(b)
	said, err := searcher.Search(b.Context(), &search.Request{
		Query: search.Parse("parents who drink"), Sort: search.ByRelevance, Page: 1, PerPage: 10,
	})
	if err != nil {
		b.Fatal(err)
	}
	for _, bench := range []struct {
		name, target, encoding string
		searcher               search.Searcher
	}{
		{"whole", "/api/v1/search?q=parents+who+drink", "gzip", searcher},
		{"beside", "/api/v1/search?q=parents+who+drink", "gzip", parrot{searcher, said}},
		{"beside uncompressed", "/api/v1/search?q=parents+who+drink", "identity", parrot{searcher, said}},
		{"page", "/search?q=parents+who+drink", "gzip", searcher},
	} {
		b.Run(bench.name, func(b *testing.B) {
			s, _ := newServer(b, func(o *Options) {
				o.Searcher, o.Log = bench.searcher, slog.New(slog.NewJSONHandler(io.Discard, nil)) //nolint:sloglint // the cost of writing it counts
				o.Rate, o.Burst = 1e9, 1e9
			})
			b.ReportAllocs()
			w := &drain{}
			for b.Loop() {
				r := httptest.NewRequest(http.MethodGet, bench.target, nil)
				r.Header.Set("Accept-Encoding", bench.encoding)
				*w = drain{header: http.Header{}}
				s.ServeHTTP(w, r)
				if w.status != http.StatusOK {
					b.Fatalf("status %d", w.status)
				}
			}
			b.ReportMetric(float64(w.bytes), "bytes")
		})
	}
}

// BenchmarkEncode writes down such an answer as JSON.
func BenchmarkEncode(b *testing.B) {
	said, err := shipped(b).Search(b.Context(), &search.Request{
		Query: search.Parse("parents who drink"), Sort: search.ByRelevance, Page: 1, PerPage: 10,
	})
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		body, err := encode(said)
		if err != nil {
			b.Fatal(err)
		}
		b.SetBytes(int64(len(body)))
	}
}
