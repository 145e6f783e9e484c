package bleveindex

import (
	"context"
	"slices"
)

// An accumulator adds up the scores of one search. It is all zero between uses.
type accumulator struct {
	seen    bitmap
	score   []float64
	matched []uint64  // the clauses that a document satisfies, by bit
	factor  []float64 // coverage by covered weight, as far as computed
}

func newAccumulator(size uint32) *accumulator {
	return &accumulator{
		seen:    newBitmap(size),
		score:   make([]float64, size),
		matched: make([]uint64, size),
	}
}

// clear makes the accumulator fit for the next search.
func (a *accumulator) clear() {
	for doc := range a.seen.all() {
		a.score[doc], a.matched[doc] = 0, 0
	}
	clear(a.seen)
	clear(a.factor)
}

// run finds the documents of a plan and what they score. It settles which of the
// Wanted clauses they have to satisfy.
func (e *Engine) run(ctx context.Context, p *plan, enough int, a *accumulator) error {
	if p.everyone {
		copy(a.seen, e.columns.live)
	}
	for i, c := range p.clauses {
		if p.nobody {
			break
		}
		scale, bit := float64(c.times)*c.idf, uint64(1)<<i
		if err := e.eachOf(ctx, c.union, func(doc uint32, tf float64) { a.add(doc, scale*tf, bit) }); err != nil {
			return err
		}
	}
	for _, u := range p.excluded {
		if err := e.eachOf(ctx, u, func(doc uint32, _ float64) { a.drop(doc) }); err != nil {
			return err
		}
	}
	p.settle(enough, a)
	a.cover(p)
	return nil
}

// cover takes out the documents that lack something they must have, and weighs the
// scores of the others by how much of the question they cover.
func (a *accumulator) cover(p *plan) {
	factor := slices.Grow(a.factor[:0], p.weight+1)[:p.weight+1]
	a.factor = factor
	for doc := range a.seen.all() {
		if !p.satisfied(a.matched[doc]) {
			a.drop(doc)
		} else if !p.everyone {
			covered := p.covered(a.matched[doc])
			if factor[covered] == 0 {
				factor[covered] = coverage(covered, p.weight)
			}
			a.score[doc] *= factor[covered]
		}
	}
}

// drop takes a document out.
func (a *accumulator) drop(doc uint32) {
	a.seen[doc>>6] &^= 1 << (doc & 63)
	a.score[doc], a.matched[doc] = 0, 0
}

func (a *accumulator) add(doc uint32, score float64, bit uint64) {
	a.seen.set(doc)
	a.score[doc] += score
	a.matched[doc] |= bit
}
