package bleveindex

import (
	"context"
	"math/bits"

	"evidencestore/search"
)

// A collector decides which documents of a question are hits, counts facets and the
// grid, and keeps the best hits of the page. It works on sets of documents: those that
// pass all conditions are the hits, and those that pass all but the condition of a
// facet are what this facet counts.
type collector struct {
	conditions
	room   *room
	top    topHits
	total  int
	counts counts
}

// counts are numbers of programmes.
type counts struct {
	effect    [effects]int
	strength  [strengths]int
	domain    []int
	grid      [strengths][effects]int
	programme [programmeFacets][]int
}

// collect runs over the documents of a question.
func (e *Engine) collect(ctx context.Context, req *search.Request, p *plan, a *accumulator) (*collector, error) {
	c := &collector{
		conditions: newConditions(&req.Filter, &e.info.Reference.Lists, e.columns),
		room:       &a.room,
		top:        topHits{limit: req.Page * req.PerPage},
	}
	order, err := e.orderOf(ctx, req.Sort, &c.outcome)
	if err != nil {
		return nil, err
	}
	base, err := e.found(ctx, p, a, &c.conditions)
	if err != nil {
		return nil, err
	}
	rated := c.programmes(base, noFacet) // and the outcomes decide
	hits := c.outcomes(rated)
	c.total = hits.size()
	if !req.NoCounts {
		if err := c.count(ctx, base, rated, hits, e.columns); err != nil {
			return nil, err
		}
	}
	return c, c.keep(ctx, hits, order, p, a, e.columns)
}

// found selects the documents that have what has to be there and pass the conditions
// that are no facet.
func (e *Engine) found(ctx context.Context, p *plan, a *accumulator, c *conditions) (selection, error) {
	s := a.room.take(len(a.seen))
	for at, docs := range a.seen {
		if at%checkBlocks == 0 {
			if err := search.Ended(ctx); err != nil {
				return nil, err
			}
		}
		if c.only != nil {
			docs &= c.only[at]
		}
		if docs != 0 && p.demands() {
			docs = keepBits(docs, func(bit int) bool { return p.satisfied(a.cells[at<<6+bit].matched) })
		}
		if docs != 0 && c.age >= 0 {
			docs = keepBits(docs, func(bit int) bool { return e.columns.age[at<<6+bit].contains(c.age) })
		}
		if docs != 0 {
			s = append(s, block{at, docs})
		}
	}
	return s, nil
}

// noFacet is the place of no facet.
const noFacet = -1

// programmes selects those that pass the conditions on programmes, but for that of one
// facet.
func (c *collector) programmes(s selection, facet int) selection {
	for i, sets := range c.programme {
		if i != facet && sets != nil {
			s = s.in(sets, c.room)
		}
	}
	return s
}

// outcomes selects those that have an outcome that meets the conditions on outcomes.
func (c *collector) outcomes(s selection) selection {
	if !c.outcome.narrows() {
		return s
	}
	return s.in(c.outcome.passing(), c.room)
}

// count counts for every facet the documents that pass all conditions but its own. base
// are those that pass the conditions that are no facet, rated those that also pass the
// ones on programmes, and hits pass all.
func (c *collector) count(ctx context.Context, base, rated, hits selection, columns *columns) error {
	if err := c.countOutcomes(ctx, rated); err != nil {
		return err
	}
	for facet, values := range columns.programme() {
		if err := search.Ended(ctx); err != nil {
			return err
		}
		counted := hits
		if c.programme[facet] != nil {
			counted = c.outcomes(c.programmes(base, facet))
		}
		c.counts.programme[facet] = make([]int, len(values))
		for i, set := range values {
			c.counts.programme[facet][i] = counted.count(set)
		}
	}
	return search.Ended(ctx)
}

// countOutcomes counts the facets of outcomes and the grid. Where all domains are chosen
// there are some hundred sets to each number.
func (c *collector) countOutcomes(ctx context.Context, s selection) error {
	for i := range effects {
		if err := search.Ended(ctx); err != nil {
			return err
		}
		c.counts.effect[i] = s.count(c.outcome.withEffect(i)...)
	}
	for i := range strengths {
		if err := search.Ended(ctx); err != nil {
			return err
		}
		c.counts.strength[i] = s.count(c.outcome.withStrength(i)...)
		for j := range effects {
			c.counts.grid[i][j] = s.count(c.outcome.inCell(i, j)...)
		}
	}
	c.counts.domain = make([]int, len(c.outcome.domain))
	for i := range c.counts.domain {
		if err := search.Ended(ctx); err != nil {
			return err
		}
		c.counts.domain[i] = s.count(c.outcome.withDomain(i)...)
	}
	return nil
}

// keep puts the best of the hits on the page. order is nil for that of their scores.
func (c *collector) keep(ctx context.Context, hits selection, order func(doc uint32) float64, p *plan, a *accumulator, columns *columns) error {
	for i, b := range hits {
		if i%checkBlocks == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		for docs := b.docs; docs != 0; docs &= docs - 1 {
			doc := uint32(b.at<<6 + bits.TrailingZeros64(docs))
			key := a.cells[doc].score // which weighing never makes larger
			if order != nil {
				key = order(doc)
			}
			if c.top.worst != nil && key < c.top.worst.key {
				continue
			}
			score := p.weigh(a.cells[doc], a.factor)
			if order == nil {
				key = score
			}
			c.top.add(hit{doc: doc, score: score, key: key, rank: columns.rank[doc]})
		}
	}
	return nil
}

// orderOf gives what hits are ordered by, the largest first, or nil for their scores. By
// effect and strength the best of the outcomes counts that meet all conditions.
func (e *Engine) orderOf(ctx context.Context, sort search.Sort, f *outcomeFilter) (func(uint32) float64, error) {
	switch sort {
	case search.ByEffect:
		return bestLevel(effects, func(level int) []bitmap {
			if !f.effects.has(level) {
				return nil
			}
			return f.withEffect(level)
		}), nil
	case search.ByStrength:
		return bestLevel(strengths, func(level int) []bitmap {
			if !f.strengths.has(level) {
				return nil
			}
			return f.withStrength(level)
		}), nil
	case search.ByNewest:
		return func(doc uint32) float64 { return float64(e.columns.newest[doc]) }, nil
	case search.ByTitle:
		rank, err := e.columns.titleRank.Get(ctx, func(ctx context.Context) ([]uint32, error) { return e.columns.rankTitles(ctx, e.reader) })
		if err != nil {
			return nil, err
		}
		return func(doc uint32) float64 { return -float64(rank[doc]) }, nil
	default:
		return nil, nil
	}
}

// bestLevel gives the highest level in whose sets a document is, -1 for none.
func bestLevel(levels int, sets func(level int) []bitmap) func(doc uint32) float64 {
	of := make([]bitmap, levels)
	for level := range of {
		of[level] = joined(sets(level))
	}
	return func(doc uint32) float64 {
		for level := levels - 1; level >= 0; level-- {
			if of[level].has(doc) {
				return float64(level)
			}
		}
		return -1
	}
}
