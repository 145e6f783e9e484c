package bleveindex_test

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"evidencestore/search"
)

// naiveClause is one thing to look for, in one or several forms.
type naiveClause struct {
	occur   search.Occur
	added   bool
	place   int // in the question
	forms   [][]search.Token
	weights []float64
	times   float64 // how often the question says it
}

func (c naiveClause) key() string {
	var b strings.Builder
	for i, form := range c.forms {
		fmt.Fprintf(&b, "%v %s|", c.weights[i], formKey(form))
	}
	return b.String()
}

func (c naiveClause) in(d naiveDoc) bool { return slices.ContainsFunc(c.forms, d.holds) }

// score is s(c, d): the best of the forms that occur, as often as it is asked for.
func (n *naive) score(c naiveClause, d naiveDoc) float64 {
	best := 0.0
	for i, form := range c.forms {
		best = max(best, c.weights[i]*n.tf(d, form))
	}
	return c.times * n.idf(c) * best
}

// weight is what a clause counts for coverage, in whole hundredths.
func (c naiveClause) weight() float64 { return max(1, math.Round(100*slices.Max(c.weights))) }

// clauses are the clauses of a question with the words of those that have no form.
// Each has its forms that occur, and none where it occurs nowhere.
func (n *naive) clauses(q *search.Query) []naiveClause {
	var out []naiveClause
	for place, c := range q.Clauses {
		if len(c.Forms) == 0 {
			for _, t := range n.analyze(c.Text) {
				word := naiveClause{occur: c.Occur, added: c.Added, place: place}
				word.say([]search.Token{t}, 1)
				out = append(out, n.known(word))
			}
			continue
		}
		clause := naiveClause{occur: c.Occur, added: c.Added, place: place}
		for _, f := range c.Forms {
			if words := n.analyze(f.Text); len(words) > 0 {
				clause.say(words, f.Weight)
			}
		}
		if len(clause.forms) > 0 {
			out = append(out, n.known(clause))
		}
	}
	return out
}

// say adds a form, or to one that is there the higher weight.
func (c *naiveClause) say(words []search.Token, weight float64) {
	same := func(form []search.Token) bool { return formKey(form) == formKey(words) }
	if i := slices.IndexFunc(c.forms, same); i >= 0 {
		c.weights[i] = max(c.weights[i], weight)
		return
	}
	c.forms, c.weights = append(c.forms, words), append(c.weights, weight)
}

// known is the clause with those of its forms that occur in some document.
func (n *naive) known(c naiveClause) naiveClause {
	out := naiveClause{occur: c.occur, added: c.added, place: c.place}
	for i, form := range c.forms {
		if n.docFreq(naiveClause{forms: c.forms[i : i+1], weights: []float64{1}}) > 0 {
			out.forms, out.weights = append(out.forms, form), append(out.weights, c.weights[i])
		}
	}
	return out
}

// need orders clauses where there are too many.
func (c naiveClause) need() int {
	if c.occur == search.Should && c.added {
		return 3
	}
	return map[search.Occur]int{search.Must: 0, search.Wanted: 1, search.Should: 2}[c.occur]
}

// scoring are the clauses that count: equal ones joined, known ones only, the most
// telling ones of too many.
func (n *naive) scoring(clauses []naiveClause) []naiveClause {
	var out []naiveClause
	for _, c := range clauses {
		if c.occur == search.MustNot || len(c.forms) == 0 {
			continue
		}
		if i := slices.IndexFunc(out, func(o naiveClause) bool { return o.key() == c.key() }); i >= 0 {
			out[i].times++
			if c.need() < out[i].need() {
				out[i].occur, out[i].added = c.occur, c.added
			}
			continue
		}
		c.times = 1
		out = append(out, c)
	}
	if len(out) > search.MaxClauses {
		slices.SortStableFunc(out, func(a, b naiveClause) int {
			return cmp.Or(cmp.Compare(a.need(), b.need()), cmp.Compare(n.idf(b), n.idf(a)))
		})
		out = out[:search.MaxClauses]
	}
	return out
}
