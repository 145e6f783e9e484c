package bleveindex

import (
	"context"
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestCompactKeepsAll holds that a compact list gives back what was put in, bit for bit.
func TestCompactKeepsAll(t *testing.T) {
	tests := []struct {
		name   string
		n      int
		gap    int // at most, between two documents
		values int // of tf
	}{
		{"nothing", 0, 1, 1},
		{"one", 1, 1, 1},
		{"side by side", 5000, 1, 7},
		{"a whole chunk of different values", 1 << chunkBits, 1, math.MaxInt},
		{"several chunks of few values", 1 << 18, 3, 50},
		{"several chunks of more values than are remembered", 1 << 18, 3, 3 * knownValues},
		{"a document here and there", 300, 1 << 18, 5},
	}
	b := new(compactor) // one for all, as in use
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := rand.New(rand.NewPCG(1, 2))
			var docs []uint32
			var tfs []float64
			b.reset()
			for doc := uint32(0); len(docs) < tt.n; doc += 1 + uint32(r.IntN(tt.gap)) {
				tf := 1 / float64(1+r.IntN(tt.values))
				docs, tfs = append(docs, doc), append(tfs, tf)
				b.add(doc, tf)
			}
			l := b.made()
			var gotDocs []uint32
			var gotTFs []float64
			err := l.each(t.Context(), func(doc uint32, tf float64) {
				gotDocs, gotTFs = append(gotDocs, doc), append(gotTFs, tf)
			})
			if err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(gotDocs, docs) || !slices.Equal(gotTFs, tfs) {
				t.Errorf("got other than the %d documents and values that were put in", tt.n)
			}
			if tt.values <= 50 && l.bytes() > 4*len(docs)+len(l.chunks)*(chunkBytes+8*tt.values) {
				t.Errorf("takes %d bytes for %d documents", l.bytes(), len(docs))
			}
		})
	}
}

func TestCompactEndsInTime(t *testing.T) {
	b := new(compactor)
	for doc := range uint32(10 * checkEvery) {
		b.add(doc, 1)
	}
	l := b.made()
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	seen := 0
	err := l.each(ctx, func(uint32, float64) {
		if seen++; seen == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || seen > checkEvery {
		t.Errorf("visited %d documents, error %v; want an error, and at most %d", seen, err, checkEvery)
	}
}

func BenchmarkCompact(b *testing.B) {
	r := rand.New(rand.NewPCG(1, 2))
	packed := new(compactor)
	for doc := uint32(0); doc < 100_000; doc += 1 + uint32(r.IntN(20)) {
		packed.add(doc, 1/float64(1+r.IntN(500)))
	}
	l := packed.made()
	b.Run("made", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			packed.reset()
			if err := l.each(b.Context(), packed.add); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(l.docs)), "ns/document")
	})
	b.Run("added", func(b *testing.B) {
		a := newAccumulator(100_020)
		u := &union{list: &postings{compact: l, df: len(l.docs), kept: true}, scale: 1}
		e := new(Engine)
		b.ReportAllocs()
		for b.Loop() {
			a.clear()
			if err := e.addClause(b.Context(), u, 2, 1, a); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*len(l.docs)), "ns/document")
	})
}
