// Package searchtest is the conformance suite of engines: whatever implements
// search.Engine must pass Run, and must pass RunUpdates when it can be updated.
//
// It asserts exactly what every engine can meet. Without text: ids, totals,
// facets, grid, orders and pages, against Evaluate, which looks at every review.
// With text: the same over the set of ids that the engine finds, an order that
// agrees with the engine's own scores, questions that must and must not find a
// text, and pairs of texts that any sensible ranking tells apart. It never
// asserts the value of a score.
//
// Everything random is the same at every run. A failure names the seed and the
// request.
package searchtest

import (
	"context"
	"fmt"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

// Open gives an engine that holds the reviews. The suite closes it. Open fails
// the test where it cannot.
type Open func(t *testing.T, docs []*review.Review, ref *review.Reference) search.Engine

// Run holds an engine against the whole contract.
func Run(t *testing.T, open Open) {
	for _, p := range parts() {
		t.Run(p.name, func(t *testing.T) {
			engine := open(t, p.corpus.Reviews, p.corpus.Reference)
			for _, c := range p.checks {
				t.Run(c.name, func(t *testing.T) {
					if err := c.run(t.Context(), engine, p.corpus); err != nil {
						t.Error(err)
					}
				})
			}
			if err := engine.Close(); err != nil {
				t.Errorf("Close: %v", err)
			}
		})
	}
}

// A part of the suite is a corpus and what is asked of an engine that holds it.
type part struct {
	name   string
	corpus *Corpus
	checks []check
}

// A check says what is wrong with an engine, or nil. It does not take a testing.T,
// so that the suite's own tests can see it fail.
type check struct {
	name string
	run  func(ctx context.Context, engine search.Engine, c *Corpus) error
}

func parts() []part {
	all := []part{writtenCases(), writtenPairs(), writtenFields(), writtenOrders(), writtenAbout(), writtenWanted()}
	for _, g := range []struct {
		seed     uint64
		shape    Shape
		requests int // without text
	}{
		{1, Shape{Reviews: 0, Topics: 2, Domains: 2}, 50},
		{2, Shape{Reviews: 1, Topics: 3, Domains: 3}, 500},
		{3, Shape{Reviews: 30, Topics: 5, Domains: 4}, 4600},
		{4, Shape{Reviews: 130, Topics: 9, Domains: 12}, 5000},
		{5, Shape{Reviews: 230, Topics: 130, Domains: review.MaxDomains}, 400},
	} {
		all = append(all, part{
			name:   fmt.Sprintf("%d generated reviews", g.shape.Reviews),
			corpus: Generate(g.seed, g.shape),
			checks: append([]check{{"filters", checkFilters(g.requests)}}, generatedChecks...),
		})
	}
	return all
}

// generatedChecks hold for any corpus.
var generatedChecks = []check{
	{"text", checkText},
	{"hits", checkHits},
	{"parts of an answer", checkParts},
	{"snippets", checkSnippets},
	{"reviews", checkReviews},
	{"wanted", checkWanted(40)},
	{"vocabulary", checkVocabulary},
	{"spelling", checkSpelling},
	{"about", checkAbout},
	{"errors", checkErrors},
	{"concurrency", checkConcurrency},
}
