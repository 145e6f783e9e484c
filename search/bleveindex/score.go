package bleveindex

import (
	"context"
	"math"
	"slices"

	"evidencestore/search"
)

// An accumulator adds up the scores of one search.
type accumulator struct {
	seen   bitmap
	cells  []cell    // by document
	factor []float64 // coverage by covered weight, as far as computed
	scores []float64 // of the values of tf in a chunk
	room   room      // for what is selected of the documents
}

// A cell is what is known of a document: it stands in one line of the processor's cache.
type cell struct {
	score   float64
	matched uint64 // the clauses that it satisfies, by bit
}

func newAccumulator(size uint32) *accumulator {
	return &accumulator{seen: newBitmap(size), cells: make([]cell, size)}
}

// clear makes the accumulator fit for the next search. The cells stay as they are: those
// of documents that are not seen hold nothing.
func (a *accumulator) clear() {
	clear(a.seen)
	clear(a.factor)
	a.room.clear()
}

// run finds the documents of a plan and adds up what they score. It settles which of the
// Wanted clauses they have to satisfy; whether they do is left to satisfied, and how much
// of the question they cover to weigh.
func (e *Engine) run(ctx context.Context, p *plan, enough int, a *accumulator) error {
	if p.everyone {
		copy(a.seen, e.columns.live)
		clear(a.cells)
	}
	for i, c := range p.clauses {
		if p.nobody {
			break
		}
		if err := e.addClause(ctx, c.union, float64(c.times)*c.idf, 1<<i, a); err != nil {
			return err
		}
	}
	for _, u := range p.excluded {
		if err := e.eachOf(ctx, u, func(doc uint32, _ float64) { a.drop(doc) }); err != nil {
			return err
		}
	}
	a.factor = slices.Grow(a.factor[:0], p.weight+1)[:p.weight+1]
	return p.settle(ctx, enough, a)
}

// addClause adds what a clause scores, times scale. Most clauses are lists in memory,
// which are added without a call for each document, and what their values of tf score is
// worked out once for each.
func (e *Engine) addClause(ctx context.Context, u *union, scale float64, bit uint64, a *accumulator) error {
	if !u.list.kept {
		return e.eachOf(ctx, u, func(doc uint32, tf float64) { a.add(doc, scale*tf, bit) })
	}
	l := &u.list.compact
	for _, c := range l.chunks {
		a.scores = a.scores[:0]
		for _, tf := range l.values[c.values:c.valuesEnd] {
			a.scores = append(a.scores, scale*(u.scale*tf)) // in the order of an explanation
		}
		for p := range l.pieces(c) {
			if err := search.Ended(ctx); err != nil {
				return err
			}
			a.addPiece(p, bit)
		}
	}
	return nil
}

// addPiece adds a piece of a list, whose values score what stands in scores.
func (a *accumulator) addPiece(p piece, bit uint64) {
	codes := p.codes[:len(p.docs)]
	for i, doc := range p.docs {
		a.add(p.first|uint32(doc), a.scores[codes[i]], bit)
	}
}

// add adds to the cell of a document, or makes a new one of it. There is no branch, since
// nobody could foretell which of the two it is.
func (a *accumulator) add(doc uint32, score float64, bit uint64) {
	word := &a.seen[doc>>6]
	seen := -(*word >> (doc & 63) & 1) // all bits or none
	*word |= 1 << (doc & 63)
	c := &a.cells[doc]
	c.score = math.Float64frombits(math.Float64bits(c.score)&seen) + float64(score) // rounded as in an explanation on every processor
	c.matched = c.matched&seen | bit
}

// weigh is the score of a document by how much of the question it covers.
func (p *plan) weigh(c cell, factor []float64) float64 {
	if p.everyone {
		return c.score
	}
	covered := p.covered(c.matched)
	if factor[covered] == 0 {
		factor[covered] = coverage(covered, p.weight)
	}
	return c.score * factor[covered]
}

// drop takes a document out.
func (a *accumulator) drop(doc uint32) { a.seen[doc>>6] &^= 1 << (doc & 63) }
