package bleveindex_test

import (
	"cmp"
	"fmt"
	"maps"
	"math"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/searchtest"
)

// naive computes docs/RANKING.md as it is written there: from the texts of all
// reviews, with no index. The engine only tells which words a text has.
type naive struct {
	analyze func(string) []search.Token
	docs    map[string]naiveDoc // by id
	average map[string]float64  // length by field
	freq    map[string]int      // df of the forms seen so far
}

// naiveDoc is the words of each passage, by field.
type naiveDoc map[string][][]search.Token

func newNaive(c *searchtest.Corpus, analyze func(string) []search.Token) *naive {
	n := &naive{analyze: analyze, docs: map[string]naiveDoc{}, average: map[string]float64{}, freq: map[string]int{}}
	for _, r := range c.Reviews {
		n.docs[r.ID] = n.read(r, &c.Reference.Lists)
	}
	for _, field := range search.TextFields {
		words, documents := 0, 0
		for _, d := range n.docs {
			if length := d.length(field.Name); length > 0 {
				words, documents = words+length, documents+1
			}
		}
		n.average[field.Name] = float64(words) / float64(documents)
	}
	return n
}

func (n *naive) read(r *review.Review, lists *review.Lists) naiveDoc {
	d := naiveDoc{}
	for _, p := range search.Passages(r, lists) {
		d[p.Field] = append(d[p.Field], n.analyze(p.Text))
	}
	return d
}

func (d naiveDoc) length(field string) int {
	words := 0
	for _, passage := range d[field] {
		words += len(passage)
	}
	return words
}

// occurrences counts where the words of a form stand one after the other, at
// their distances, within one passage of a field.
func (d naiveDoc) occurrences(field string, form []search.Token) int {
	count := 0
	for _, passage := range d[field] {
		for _, first := range passage {
			if first.Term == form[0].Term && standsAt(passage, form, first.Position) {
				count++
			}
		}
	}
	return count
}

func standsAt(passage, form []search.Token, position int) bool {
	for _, want := range form {
		at := position + want.Position - form[0].Position
		if !slices.ContainsFunc(passage, func(t search.Token) bool { return t.Position == at && t.Term == want.Term }) {
			return false
		}
	}
	return true
}

// holds says whether a form occurs in any field.
func (d naiveDoc) holds(form []search.Token) bool {
	return slices.ContainsFunc(search.TextFields, func(f search.TextField) bool { return d.occurrences(f.Name, form) > 0 })
}

// docFreq is df: the number of documents with a form in any field.
func (n *naive) docFreq(form []search.Token) int {
	key := formKey(form)
	df, known := n.freq[key]
	if !known {
		for _, d := range n.docs {
			if d.holds(form) {
				df++
			}
		}
		n.freq[key] = df
	}
	return df
}

// formKey tells forms apart: their words and the distances between them.
func formKey(form []search.Token) string {
	var b strings.Builder
	for _, t := range form {
		fmt.Fprintf(&b, "%d %s ", t.Position-form[0].Position, t.Term)
	}
	return b.String()
}

func (n *naive) idf(form []search.Token) float64 {
	df := float64(n.docFreq(form))
	return math.Log(1 + (float64(len(n.docs))-df+0.5)/(df+0.5))
}

// tf is the best field of a form and a part of the others.
func (n *naive) tf(d naiveDoc, form []search.Token) float64 {
	best, sum := 0.0, 0.0
	for _, field := range search.TextFields {
		count := float64(d.occurrences(field.Name, form))
		if count == 0 {
			continue
		}
		length := float64(d.length(field.Name)) / n.average[field.Name]
		u := field.Weight * count * (bleveindex.K1 + 1) / (count + bleveindex.K1*(1-bleveindex.B+bleveindex.B*length))
		best, sum = max(best, u), sum+u
	}
	return best + bleveindex.Lambda*(sum-best)
}

// naiveClause is one thing to look for, in one or several forms.
type naiveClause struct {
	occur   search.Occur
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
		best = max(best, c.weights[i]*n.idf(form)*n.tf(d, form))
	}
	return c.times * best
}

func (n *naive) known(c naiveClause) bool {
	return slices.ContainsFunc(c.forms, func(f []search.Token) bool { return n.docFreq(f) > 0 })
}

// clauses are the clauses of a question with the words of those that have no form.
func (n *naive) clauses(q *search.Query) []naiveClause {
	var out []naiveClause
	for _, c := range q.Clauses {
		if len(c.Forms) == 0 {
			for _, t := range n.analyze(c.Text) {
				out = append(out, naiveClause{occur: c.Occur, forms: [][]search.Token{{t}}, weights: []float64{1}})
			}
			continue
		}
		clause := naiveClause{occur: c.Occur}
		for _, f := range c.Forms {
			if words := n.analyze(f.Text); len(words) > 0 {
				clause.forms, clause.weights = append(clause.forms, words), append(clause.weights, f.Weight)
			}
		}
		if len(clause.forms) > 0 {
			out = append(out, clause)
		}
	}
	return out
}

// scoring are the Should and Must clauses that count: equal ones joined, known ones
// only, the most telling ones of too many.
func (n *naive) scoring(clauses []naiveClause) []naiveClause {
	var out []naiveClause
	for _, c := range clauses {
		if c.occur == search.MustNot || !n.known(c) {
			continue
		}
		if i := slices.IndexFunc(out, func(o naiveClause) bool { return o.key() == c.key() }); i >= 0 {
			out[i].times++
			continue
		}
		c.times = 1
		out = append(out, c)
	}
	if len(out) > search.MaxClauses {
		slices.SortStableFunc(out, func(a, b naiveClause) int { return cmp.Compare(n.idf(b.forms[0]), n.idf(a.forms[0])) })
		out = out[:search.MaxClauses]
	}
	return out
}

// scored is a document that was found.
type scored struct {
	id    string
	score float64
}

// search gives every document that a question finds, best first.
func (n *naive) search(q *search.Query) []scored {
	clauses := n.clauses(q)
	scoring := n.scoring(clauses)
	var found []scored
	for _, id := range slices.Sorted(maps.Keys(n.docs)) {
		d := n.docs[id]
		if !matches(q, clauses, scoring, d) {
			continue
		}
		matched, sum := 0.0, 0.0
		for _, c := range scoring {
			if c.in(d) {
				matched, sum = matched+1, sum+n.score(c, d)
			}
		}
		if matched > 0 {
			sum *= math.Pow(matched/float64(len(scoring)), bleveindex.Gamma)
		}
		found = append(found, scored{id, sum})
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	return found
}

// matches says whether a document satisfies every Must clause, no MustNot clause
// and, where there is no Must clause, one of the Should clauses.
func matches(q *search.Query, clauses, scoring []naiveClause, d naiveDoc) bool {
	must := false
	for _, c := range clauses {
		switch c.occur {
		case search.Must:
			must = true
			if !c.in(d) {
				return false
			}
		case search.MustNot:
			if c.in(d) {
				return false
			}
		}
	}
	asks := slices.ContainsFunc(q.Clauses, func(c search.Clause) bool { return c.Occur != search.MustNot })
	switch {
	case must:
		return true
	case asks:
		return slices.ContainsFunc(scoring, func(c naiveClause) bool { return c.in(d) })
	default: // nothing but exclusions, or nothing at all
		return len(q.Clauses) > 0 || strings.TrimSpace(q.Text) == ""
	}
}
