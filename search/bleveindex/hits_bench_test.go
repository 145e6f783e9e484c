package bleveindex

import (
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

// engineOver is an engine over some reviews.
func engineOver(b testing.TB, ref *review.Reference, reviews []*review.Review) *Engine {
	b.Helper()
	dir, stats := b.TempDir(), search.Stats{}
	builder, err := NewBuilder(dir, ref)
	if err != nil {
		b.Fatal(err)
	}
	for _, r := range reviews {
		lengths, err := builder.Put(b.Context(), r)
		if err != nil {
			b.Fatal(err)
		}
		stats.Add(lengths, 1)
	}
	if err := builder.Commit(b.Context()); err != nil {
		b.Fatal(err)
	}
	e, err := Open(b.Context(), dir, Options{Generation: "one", Reference: ref, Stats: stats})
	if err != nil {
		b.Fatal(err)
	}
	b.Cleanup(func() { e.Close() })
	return e
}

// forget makes all documents cold.
func (e *Engine) forget() { e.docs = newLRU[uint32, *storedDoc](e.docs.limit) }

// BenchmarkHits writes down ten hits with snippets: cold are those that nobody asked for
// lately.
func BenchmarkHits(b *testing.B) {
	benchmarkHits(b, engineOver(b, shippedReference(b), shippedReviews(b)),
		"parents who drink", "foster carers of teenagers", "child neglect abuse", "family therapy for young people")
}

func benchmarkHits(b *testing.B, e *Engine, questions ...string) {
	b.Helper()
	type page struct {
		req  *search.Request
		plan *plan
		hits []hit
	}
	var pages []page
	for _, q := range questions {
		req := &search.Request{Query: search.Parse(q), Sort: search.ByRelevance, Page: 1, PerPage: 10}
		res, err := e.Search(b.Context(), req)
		if err != nil {
			b.Fatal(err)
		}
		if len(res.Hits) < req.PerPage {
			b.Fatalf("%d hits for %q", len(res.Hits), q)
		}
		one := page{req: req}
		if one.plan, err = e.plan(b.Context(), &req.Query); err != nil {
			b.Fatal(err)
		}
		for _, h := range res.Hits {
			number, err := e.number(h.ID)
			if err != nil {
				b.Fatal(err)
			}
			one.hits = append(one.hits, hit{doc: number, score: h.Score})
		}
		pages = append(pages, one)
	}
	for _, cold := range []bool{true, false} {
		b.Run(map[bool]string{true: "cold", false: "warm"}[cold], func(b *testing.B) {
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if cold {
					e.forget()
				}
				p := &pages[i%len(pages)]
				m := newMarker(e.english, p.plan.phrases())
				for _, h := range p.hits {
					if _, err := e.hit(b.Context(), p.req, p.plan, m, h, 0); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// BenchmarkWords counts the words of ten documents, none of which was read before.
func BenchmarkWords(b *testing.B) {
	benchmarkWords(b, engineOver(b, shippedReference(b), shippedReviews(b)))
}

func benchmarkWords(b *testing.B, e *Engine) {
	b.Helper()
	b.ReportAllocs()
	for i := 0; b.Loop(); i++ {
		e.forget()
		for d := range 10 {
			if _, err := e.Words(b.Context(), e.columns.ids[(i*10+d)%len(e.columns.ids)]); err != nil {
				b.Fatal(err)
			}
		}
	}
}
