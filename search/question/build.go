package question

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// Weights of what is looked for; docs/RANKING.md says how they were chosen.
const (
	expansionWeight = 0.7 // of another way of saying it than the typed one
	broaderWeight   = 0.4 // of a broader concept
	besideWeight    = 0.4 // of people, ages and places, where the question says more than these
	looseWeight     = 0.7 // of a concept that was read loosely
	plainWeight     = 0.3 // of plain words, where the question says more than these
)

// enough is how many programmes with everything that was asked for are enough.
const enough = 10

// nothing is a question without a word to look for: it finds nothing, but has facets.
const nothing = "?"

// build makes the query of a reading. One that has no answer asks for nothing.
func (r *Reader) build(rd *reading, v *verdict) search.Query {
	if v.zero != "" {
		return search.Query{Text: nothing}
	}
	q := search.Query{Text: rd.query.Text, Problems: rd.query.Problems, Enough: enough}
	for _, c := range rd.query.Clauses {
		if c.Occur != search.Should || len(c.Forms) > 0 {
			q.Clauses = append(q.Clauses, c)
		}
	}
	for i := range rd.units {
		q.Clauses = append(q.Clauses, r.clause(&rd.units[i], v, v.standing[i]))
	}
	return q
}

// clause is what to look for of one unit.
func (r *Reader) clause(u *unit, v *verdict, s standing) search.Clause {
	if len(u.concepts) == 0 {
		weight := 1.0
		if v.understood {
			weight = plainWeight
		}
		return search.Clause{Text: u.text, Forms: []search.Form{{Text: u.text, Weight: weight}}}
	}
	kind := r.kind(u.concepts)
	c := search.Clause{Text: u.text}
	if c.Text == "" {
		c.Text = r.lexicon.concepts[u.concepts[0]].Label
	}
	weight := 1.0
	if v.subject && !wants(kind) {
		weight = besideWeight
	} else if s == held || s == heldBroader {
		c.Occur = search.Wanted
	}
	if u.loose {
		weight *= looseWeight
	}
	for _, i := range u.concepts {
		concept := &r.lexicon.concepts[i]
		c.Forms = concept.forms(c.Forms, u.key, weight, weight*expansionWeight)
		for _, b := range concept.broader {
			c.Forms = r.lexicon.concepts[b].forms(c.Forms, "", weight, weight*broaderWeight)
		}
	}
	if len(c.Forms) == 0 { // nothing of it can be looked for
		c.Forms = []search.Form{{Text: c.Text, Weight: weight}}
	}
	return c
}

// forms adds the forms of a concept that are not there yet; the typed one weighs most.
func (c *concept) forms(to []search.Form, typed string, direct, weight float64) []search.Form {
	for i, text := range c.looked {
		w := weight
		if c.keys[i] == typed {
			w = direct
		}
		if !slices.ContainsFunc(to, func(f search.Form) bool { return f.Text == text }) {
			to = append(to, search.Form{Text: text, Weight: w})
		}
	}
	return to
}

// isBeside says whether a kind says only whom a question concerns or where.
func isBeside(kind review.ConceptKind) bool { return !wants(kind) && kind != review.Elsewhere }
