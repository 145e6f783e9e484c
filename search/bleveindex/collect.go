package bleveindex

import (
	"context"
	"math/bits"

	"evidencestore/search"
)

// Numbers of levels and states, for arrays of counts.
const (
	effects   = 4
	strengths = 4
	uks       = 4
	statuses  = 4
)

// A collector decides of each document whether it is a hit, counts facets and the
// grid, and keeps the best hits of the page. One pass does it all: a document that
// fails one condition counts for that condition's facet and for nothing else.
type collector struct {
	columns *columns
	conditions
	order  func(doc uint32, m outcomeMask) float64 // nil for the score
	top    topHits
	total  int
	counts counts
}

// counts are numbers of programmes.
type counts struct {
	levels  [countedBits]int // by bit of outcomeMask.levels
	outcome [64]int
	uk      [uks]int
	status  [statuses]int
	topic   []int
	people  []int
	setting []int
}

// Conditions on a programme, by bit.
const (
	failsTopic = 1 << iota
	failsPeople
	failsSetting
	failsUK
	failsStatus
)

// visit takes one document that matches the question.
func (c *collector) visit(doc uint32, score float64) {
	if !c.age.passes(c.columns.age[doc]) || !c.only.has(doc) {
		return
	}
	fails := 0
	if c.onProgrammes {
		fails = c.fails(doc)
		if fails&(fails-1) != 0 {
			return // two conditions or more
		}
	}
	m := c.outcomes(doc)
	if fails == 0 {
		c.countOutcomes(m)
		if m.levels&passes != 0 {
			c.total++
			c.countProgramme(doc)
			c.keep(doc, score, m)
		}
	} else if m.levels&passes != 0 {
		c.countFacet(doc, fails)
	}
}

// keep takes a hit for the page, unless others are surely better.
func (c *collector) keep(doc uint32, score float64, m outcomeMask) {
	key := score
	if c.order != nil {
		key = c.order(doc, m)
	}
	if c.top.worst == nil || key >= c.top.worst.key {
		c.top.add(hit{doc: doc, score: score, key: key, rank: c.columns.rank[doc]})
	}
}

// fails gives the conditions on the programme that it does not meet.
func (c *collector) fails(doc uint32) int {
	fails := 0
	if !c.topics.anyOf(c.columns.topics.of(doc)) {
		fails |= failsTopic
	}
	if !c.people.anyOf(c.columns.people.of(doc)) {
		fails |= failsPeople
	}
	if !c.settings.anyOf(c.columns.settings.of(doc)) {
		fails |= failsSetting
	}
	if !c.uk.has(uint32(c.columns.uk[doc])) {
		fails |= failsUK
	}
	if !c.status.has(uint32(c.columns.status[doc])) {
		fails |= failsStatus
	}
	return fails
}

// outcomes holds the conditions on outcomes against each outcome by itself.
func (c *collector) outcomes(doc uint32) outcomeMask {
	m := c.none
	for _, i := range c.columns.outcomes.of(doc) {
		t := &c.tuples[i]
		m.levels |= t.levels
		m.domains |= t.domains
	}
	return m
}

func (c *collector) countOutcomes(m outcomeMask) {
	for set := m.levels & counted; set != 0; set &= set - 1 {
		c.counts.levels[bits.TrailingZeros64(set)]++
	}
	for set := m.domains; set != 0; set &= set - 1 {
		c.counts.outcome[bits.TrailingZeros64(set)]++
	}
}

func (c *collector) countProgramme(doc uint32) {
	countEach(c.counts.topic, c.columns.topics.of(doc))
	countEach(c.counts.people, c.columns.people.of(doc))
	countEach(c.counts.setting, c.columns.settings.of(doc))
	c.counts.uk[c.columns.uk[doc]]++
	c.counts.status[c.columns.status[doc]]++
}

// countFacet counts a document for the facet of one condition.
func (c *collector) countFacet(doc uint32, condition int) {
	switch condition {
	case failsTopic:
		countEach(c.counts.topic, c.columns.topics.of(doc))
	case failsPeople:
		countEach(c.counts.people, c.columns.people.of(doc))
	case failsSetting:
		countEach(c.counts.setting, c.columns.settings.of(doc))
	case failsUK:
		c.counts.uk[c.columns.uk[doc]]++
	case failsStatus:
		c.counts.status[c.columns.status[doc]]++
	}
}

func countEach(counts []int, values []uint32) {
	for _, v := range values {
		counts[v]++
	}
}

// collect runs over the documents of a question.
func (e *Engine) collect(ctx context.Context, req *search.Request, p *plan, a *accumulator) (*collector, error) {
	order, err := e.orderOf(req.Sort)
	if err != nil {
		return nil, err
	}
	known := &e.info.Reference.Lists
	c := &collector{
		columns:    e.columns,
		conditions: newConditions(&req.Filter, known, e.columns),
		order:      order,
		top:        topHits{limit: req.Page * req.PerPage},
		counts: counts{
			topic: make([]int, len(known.Topics)), people: make([]int, len(known.Populations)), setting: make([]int, len(known.Settings)),
		},
	}
	c.only = e.columns.choose(req.Filter.IDs)
	for w, word := range a.seen {
		if w%(checkEvery/64) == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		for ; word != 0; word &= word - 1 {
			doc := uint32(w<<6 + bits.TrailingZeros64(word))
			if found := a.cells[doc]; p.satisfied(found.matched) {
				c.visit(doc, p.weigh(found, a.factor))
			}
		}
	}
	return c, nil
}

// orderOf gives what hits are ordered by, the largest first, or nil for their scores.
func (e *Engine) orderOf(sort search.Sort) (func(uint32, outcomeMask) float64, error) {
	switch sort {
	case search.ByEffect:
		return func(_ uint32, m outcomeMask) float64 { return highestBit(m.levels >> effectHits & 0xf) }, nil
	case search.ByStrength:
		return func(_ uint32, m outcomeMask) float64 { return highestBit(m.levels >> strengthHits & 0xf) }, nil
	case search.ByNewest:
		return func(doc uint32, _ outcomeMask) float64 { return float64(e.columns.newest[doc]) }, nil
	case search.ByTitle:
		rank, err := e.columns.titleRank()
		if err != nil {
			return nil, err
		}
		return func(doc uint32, _ outcomeMask) float64 { return -float64(rank[doc]) }, nil
	default:
		return nil, nil
	}
}

// highestBit is the place of the highest bit, -1 of none.
func highestBit(mask uint64) float64 {
	if mask == 0 {
		return -1
	}
	return float64(bits.Len64(mask) - 1)
}
