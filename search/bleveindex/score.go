package bleveindex

import (
	"context"
	"math/bits"
)

// An accumulator adds up the scores of one search. It is all zero between uses.
type accumulator struct {
	seen    bitmap
	score   []float64
	matched []uint64 // the clauses that a document satisfies, by bit
	best    []float64
	touched []uint32 // documents with a best
}

func newAccumulator(size uint32) *accumulator {
	return &accumulator{
		seen:    newBitmap(size),
		score:   make([]float64, size),
		matched: make([]uint64, size),
		best:    make([]float64, size),
	}
}

// clear makes the accumulator fit for the next search.
func (a *accumulator) clear() {
	for doc := range a.seen.all() {
		a.score[doc], a.matched[doc] = 0, 0
	}
	clear(a.seen)
	for _, doc := range a.touched {
		a.best[doc] = 0
	}
	a.touched = a.touched[:0]
}

// run finds the documents of a plan and what they score.
func (e *Engine) run(ctx context.Context, p *plan, a *accumulator) error {
	if p.everyone {
		copy(a.seen, e.columns.live)
	}
	for i, c := range p.clauses {
		if err := e.addClause(ctx, a, c, 1<<i); err != nil {
			return err
		}
	}
	factor := make([]float64, len(p.clauses)+1)
	for n := range factor {
		if n > 0 {
			factor[n] = coverage(n, len(p.clauses))
		}
	}
	for doc := range a.seen.all() {
		if a.matched[doc]&p.must != p.must {
			a.drop(doc)
		} else if !p.everyone {
			a.score[doc] *= factor[bits.OnesCount64(a.matched[doc])]
		}
	}
	for _, f := range p.excluded {
		if err := e.each(ctx, f.phrase, f.list, func(doc uint32, _ float64) { a.drop(doc) }); err != nil {
			return err
		}
	}
	return nil
}

// drop takes a document out.
func (a *accumulator) drop(doc uint32) {
	a.seen[doc>>6] &^= 1 << (doc & 63)
	a.score[doc], a.matched[doc] = 0, 0
}

// addClause adds what a clause scores to every document that satisfies it.
func (e *Engine) addClause(ctx context.Context, a *accumulator, c clause, bit uint64) error {
	if len(c.forms) == 1 {
		f := c.forms[0]
		weight := float64(c.times) * f.weight * f.idf
		return e.each(ctx, f.phrase, f.list, func(doc uint32, tf float64) { a.add(doc, weight*tf, bit) })
	}
	for _, f := range c.forms {
		weight := float64(c.times) * f.weight * f.idf
		err := e.each(ctx, f.phrase, f.list, func(doc uint32, tf float64) {
			if a.best[doc] == 0 {
				a.touched = append(a.touched, doc)
			}
			a.best[doc] = max(a.best[doc], weight*tf)
		})
		if err != nil {
			return err
		}
	}
	for _, doc := range a.touched {
		a.add(doc, a.best[doc], bit)
		a.best[doc] = 0
	}
	a.touched = a.touched[:0]
	return nil
}

func (a *accumulator) add(doc uint32, score float64, bit uint64) {
	a.seen.set(doc)
	a.score[doc] += score
	a.matched[doc] |= bit
}
