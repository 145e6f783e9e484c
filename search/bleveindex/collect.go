package bleveindex

import (
	"context"
	"math/bits"

	"evidencestore/review"
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
	order  func(doc uint32, score float64, best outcomeMasks) float64
	top    topHits
	total  int
	counts counts
}

// counts are numbers of programmes.
type counts struct {
	effect   [effects]int
	strength [strengths]int
	outcome  [review.MaxDomains]int
	uk       [uks]int
	status   [statuses]int
	topic    []int
	people   []int
	setting  []int
	grid     [strengths][effects]int
}

// outcomeMasks are levels and domains of a document's outcomes, a bit each.
type outcomeMasks struct {
	passes       bool // one outcome meets all conditions on outcomes
	effect       uint64
	strength     uint64
	domains      uint64
	grid         uint64 // strength × effects + effect
	effectHits   uint64 // of the outcomes that meet all conditions
	strengthHits uint64
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
	fails := c.fails(doc)
	if fails&(fails-1) != 0 {
		return // two conditions or more
	}
	m := c.outcomes(doc)
	if fails == 0 {
		c.countOutcomes(m)
		if m.passes {
			c.total++
			c.countProgramme(doc)
			c.top.add(hit{doc: doc, score: score, key: c.order(doc, score, m), rank: c.columns.rank[doc]})
		}
	} else if m.passes {
		c.countFacet(doc, fails)
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
func (c *collector) outcomes(doc uint32) outcomeMasks {
	m := outcomeMasks{passes: !c.onOutcomes}
	for _, i := range c.columns.outcomes.of(doc) {
		t, pass := c.columns.tuples[i], c.tuples[i]
		if pass.strength && pass.domain {
			m.effect |= levelBit(t.effect)
		}
		if pass.effect && pass.domain {
			m.strength |= levelBit(t.strength)
		}
		if pass.effect && pass.strength {
			m.domains |= t.domains
		}
		if pass.domain && t.effect >= 0 {
			m.grid |= 1 << (int(t.strength)*effects + int(t.effect))
		}
		if pass.effect && pass.strength && pass.domain {
			m.passes = true
			m.effectHits |= levelBit(t.effect)
			m.strengthHits |= levelBit(t.strength)
		}
	}
	return m
}

// levelBit is the bit of a level, none for a finding without rating.
func levelBit(level int8) uint64 {
	if level < 0 {
		return 0
	}
	return 1 << level
}

func (c *collector) countOutcomes(m outcomeMasks) {
	for bit := range bitsOf(m.effect) {
		c.counts.effect[bit]++
	}
	for bit := range bitsOf(m.strength) {
		c.counts.strength[bit]++
	}
	for bit := range bitsOf(m.domains) {
		c.counts.outcome[bit]++
	}
	for bit := range bitsOf(m.grid) {
		c.counts.grid[bit/effects][bit%effects]++
	}
}

func (c *collector) countProgramme(doc uint32) {
	for fails := failsTopic; fails <= failsStatus; fails <<= 1 {
		c.countFacet(doc, fails)
	}
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
func (e *Engine) collect(ctx context.Context, req *search.Request, a *accumulator) (*collector, error) {
	order, err := e.orderOf(req.Sort)
	if err != nil {
		return nil, err
	}
	known := &e.info.Reference.Lists
	c := &collector{
		columns:    e.columns,
		conditions: newConditions(&req.Filter, known, e.columns.tuples),
		order:      order,
		top:        topHits{limit: req.Page * req.PerPage},
		counts: counts{
			topic: make([]int, len(known.Topics)), people: make([]int, len(known.Populations)), setting: make([]int, len(known.Settings)),
		},
	}
	c.only = e.columns.choose(req.Filter.IDs)
	seen := 0
	for doc := range a.seen.all() {
		if seen++; seen%checkEvery == 0 && ctx.Err() != nil {
			return nil, ctx.Err()
		}
		c.visit(doc, a.score[doc])
	}
	return c, nil
}

// orderOf gives what hits are ordered by, the largest first.
func (e *Engine) orderOf(sort search.Sort) (func(uint32, float64, outcomeMasks) float64, error) {
	switch sort {
	case search.ByEffect:
		return func(_ uint32, _ float64, m outcomeMasks) float64 { return highestBit(m.effectHits) }, nil
	case search.ByStrength:
		return func(_ uint32, _ float64, m outcomeMasks) float64 { return highestBit(m.strengthHits) }, nil
	case search.ByNewest:
		return func(doc uint32, _ float64, _ outcomeMasks) float64 { return float64(e.columns.newest[doc]) }, nil
	case search.ByTitle:
		rank, err := e.columns.titleRank()
		if err != nil {
			return nil, err
		}
		return func(doc uint32, _ float64, _ outcomeMasks) float64 { return -float64(rank[doc]) }, nil
	default:
		return func(_ uint32, score float64, _ outcomeMasks) float64 { return score }, nil
	}
}

// highestBit is the place of the highest bit, -1 of none.
func highestBit(mask uint64) float64 {
	if mask == 0 {
		return -1
	}
	return float64(bits.Len64(mask) - 1)
}
