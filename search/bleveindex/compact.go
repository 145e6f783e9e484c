package bleveindex

import (
	"context"
	"iter"
	"math"
	"sync"

	"evidencestore/search"
)

// A compact list holds the documents of a word or phrase with tf of each, in about four bytes a
// document: numbers are kept without their upper half, and of tf, which has few values,
// only which of them it is. It is shared and must not be changed.
type compact struct {
	chunks []chunk
	docs   []uint16  // without the upper half
	codes  []uint16  // which of the values of its chunk tf is
	values []float64 // of tf, those of a chunk side by side
}

// A chunk is the part of a list whose documents have the upper half of their numbers in
// common, as in roaring bitmaps.
type chunk struct {
	first             uint32 // the upper half, and zeros
	docs, docsEnd     int    // where its documents stand
	values, valuesEnd int    // where its values stand
}

const (
	chunkBits  = 16
	chunkBytes = 40 // of memory
)

// bytes is the memory that a list takes.
func (l *compact) bytes() int {
	return len(l.chunks)*chunkBytes + (len(l.docs)+len(l.codes))*2 + len(l.values)*8
}

// A piece is a part of a chunk.
type piece struct {
	first       uint32
	docs, codes []uint16
}

// pieces are those of a chunk, between which a search looks at its time.
func (l *compact) pieces(c chunk) iter.Seq[piece] {
	return func(yield func(piece) bool) {
		for start := c.docs; start < c.docsEnd; start += checkEvery {
			end := min(start+checkEvery, c.docsEnd)
			if !yield(piece{c.first, l.docs[start:end], l.codes[start:end]}) {
				return
			}
		}
	}
}

// each visits the documents in the order of their numbers.
func (l *compact) each(ctx context.Context, visit func(doc uint32, tf float64)) error {
	for _, c := range l.chunks {
		values := l.values[c.values:c.valuesEnd]
		for p := range l.pieces(c) {
			if err := search.Ended(ctx); err != nil {
				return err
			}
			for i, doc := range p.docs {
				visit(p.first|uint32(doc), values[p.codes[i]])
			}
		}
	}
	return nil
}

// A compactor makes a compact list of documents that come in the order of their numbers.
type compactor struct {
	compact
	// places of the values of the last chunk, plus 1, by their hash. A value that finds
	// no room stands in the list as often as it comes.
	known [knownValues]uint32
}

const (
	knownValues = 1 << knownBits
	knownBits   = 12
	knownTries  = 8                  // places where a value may stand
	hashFactor  = 0x9E3779B97F4A7C15 // 2^64 over the golden ratio: Knuth, The Art of Computer Programming 3, 6.4
)

var compactors = sync.Pool{New: func() any { return new(compactor) }}

// add adds a document behind the others.
func (b *compactor) add(doc uint32, tf float64) {
	n := len(b.chunks)
	if first := doc >> chunkBits << chunkBits; n == 0 || b.chunks[n-1].first != first {
		b.chunks = append(b.chunks, chunk{first: first, docs: len(b.docs), values: len(b.values)})
		clear(b.known[:])
		n++
	}
	c := &b.chunks[n-1]
	b.docs = append(b.docs, uint16(doc))
	b.codes = append(b.codes, b.code(tf, c.values))
	c.docsEnd, c.valuesEnd = len(b.docs), len(b.values)
}

// code is the place of a value among those of the chunk, which begin at from.
func (b *compactor) code(tf float64, from int) uint16 {
	hash := math.Float64bits(tf) * hashFactor >> (64 - knownBits)
	for try := range uint64(knownTries) {
		known := &b.known[(hash+try)%knownValues]
		if *known == 0 {
			*known = uint32(len(b.values)-from) + 1
			break
		}
		if code := *known - 1; b.values[from+int(code)] == tf {
			return uint16(code)
		}
	}
	b.values = append(b.values, tf)
	return uint16(len(b.values) - from - 1) // there are at most as many as documents
}

// reset empties the compactor.
func (b *compactor) reset() {
	b.chunks, b.docs, b.codes, b.values = b.chunks[:0], b.docs[:0], b.codes[:0], b.values[:0]
}

// made is the list, no larger than it has to be.
func (b *compactor) made() compact {
	return compact{
		chunks: append([]chunk(nil), b.chunks...), docs: append([]uint16(nil), b.docs...),
		codes: append([]uint16(nil), b.codes...), values: append([]float64(nil), b.values...),
	}
}
