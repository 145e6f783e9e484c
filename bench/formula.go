package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A formula ranks documents by docs/RANKING.md as it stands there: document by document,
// from their texts, without an index. Of the product it takes what passages a document
// has, and of the engine which words a text has.
type formula struct {
	analyze func(string) []search.Token
	texts   []text
	average [nFields]float64
}

// The constants of docs/RANKING.md, written down once more.
const (
	saturation  = 1.2  // k1
	lengthPart  = 0.75 // b
	otherFields = 0.5  // λ
	coverage    = 0.2  // γ
	mostClauses = 64
)

const nFields = 7

// fields are the text fields and their weights, as search/fields.go has them.
var fields = [nFields]struct {
	name   string
	weight float64
}{{"title", 2}, {"aliases", 2}, {"summary", 1.5}, {"tags", 1.2}, {"outcomes", 1.2}, {"body", 1}, {"reviews", 0.4}}

// A text is a document as words: where each of them stands, and how many a field has.
type text struct {
	id     string
	places map[string][]place
	length [nFields]float64
}

// A place is one of a word.
type place struct{ field, passage, position int }

func newFormula(lists *review.Lists, documents []*review.Review, analyze func(string) []search.Token) *formula {
	f := &formula{analyze: analyze}
	var filled [nFields]float64
	for _, d := range documents {
		t := text{id: d.ID, places: map[string][]place{}}
		for n, p := range search.Passages(d, lists) {
			field := 0
			for fields[field].name != p.Field {
				field++
			}
			for _, w := range analyze(p.Text) {
				t.places[w.Term] = append(t.places[w.Term], place{field, n, w.Position})
				t.length[field]++
			}
		}
		for field, length := range t.length {
			f.average[field] += length
			if length > 0 {
				filled[field]++
			}
		}
		f.texts = append(f.texts, t)
	}
	for field := range f.average {
		f.average[field] /= max(1, filled[field])
	}
	return f
}

// tf is tf(f, d) for the words of a form.
func (f *formula) tf(t *text, form []search.Token) float64 {
	var n [nFields]float64
	for _, p := range t.places[form[0].Term] {
		follows := func(w search.Token) bool {
			return slices.Contains(t.places[w.Term], place{p.field, p.passage, p.position + w.Position - form[0].Position})
		}
		if !slices.ContainsFunc(form, func(w search.Token) bool { return !follows(w) }) {
			n[p.field]++
		}
	}
	best, sum := 0.0, 0.0
	for i, field := range fields {
		if n[i] > 0 {
			length := 1 - lengthPart + lengthPart*t.length[i]/f.average[i]
			u := field.weight * n[i] * (saturation + 1) / (n[i] + saturation*length)
			best, sum = max(best, u), sum+u
		}
	}
	return best + otherFields*(sum-best)
}

// A clause is one thing to look for, looked up in every document.
type clause struct {
	occur  search.Occur
	added  bool
	key    string    // the same for the same forms and weights
	weight float64   // for coverage
	score  []float64 // best form in each document; 0 where there is none
	df     int
	times  float64
}

// has says whether a document satisfies the clause.
func (c *clause) has(doc int) bool { return c.score[doc] > 0 }

// clauses are those of a question that have words.
func (f *formula) clauses(q *search.Query) []*clause {
	var all []*clause
	for _, c := range q.Clauses {
		forms := map[string]weighted{}
		if len(c.Forms) == 0 {
			for _, word := range f.analyze(c.Text) {
				all = append(all, f.look(&c, map[string]weighted{word.Term: {[]search.Token{word}, 1}}))
			}
			continue
		}
		for _, form := range c.Forms {
			if words := f.analyze(form.Text); len(words) > 0 {
				key := keyOf(words)
				forms[key] = weighted{words, max(form.Weight, forms[key].weight)}
			}
		}
		if len(forms) > 0 {
			all = append(all, f.look(&c, forms))
		}
	}
	return all
}

type weighted struct {
	words  []search.Token
	weight float64
}

// keyOf tells forms apart: by their words and the distances between them.
func keyOf(form []search.Token) string {
	var b strings.Builder
	for _, w := range form {
		fmt.Fprintf(&b, "%s+%d ", w.Term, w.Position-form[0].Position)
	}
	return b.String()
}

// look looks in every document for forms of a clause.
func (f *formula) look(c *search.Clause, forms map[string]weighted) *clause {
	out := &clause{occur: c.Occur, added: c.Added, score: make([]float64, len(f.texts)), times: 1}
	var keys []string
	for key, form := range forms {
		known := false
		for doc := range f.texts {
			if s := form.weight * f.tf(&f.texts[doc], form.words); s > 0 {
				out.score[doc], known = max(out.score[doc], s), true
			}
		}
		if known {
			out.weight = max(out.weight, math.Round(100*form.weight), 1)
			keys = append(keys, fmt.Sprint(key, form.weight))
		}
	}
	slices.Sort(keys)
	out.key = strings.Join(keys, "|")
	for _, s := range out.score {
		if s > 0 {
			out.df++
		}
	}
	return out
}

func (f *formula) idf(c *clause) float64 {
	return math.Log(1 + (float64(len(f.texts))-float64(c.df)+0.5)/(float64(c.df)+0.5))
}

// answer gives the ids of the best documents, and how many are found.
func (f *formula) answer(q *search.Query, top int) (ids []string, total int) {
	all := f.clauses(q)
	scoring := f.scoring(all)
	weight := 0.0
	for _, c := range scoring {
		weight += c.weight
	}
	type hit struct {
		id    string
		score float64
	}
	var hits []hit
	matches := f.matches(q, all, scoring)
	for doc, t := range f.texts {
		if !matches(doc) {
			continue
		}
		sum, covered := 0.0, 0.0
		for _, c := range scoring {
			if c.has(doc) {
				sum, covered = sum+c.times*f.idf(c)*c.score[doc], covered+c.weight
			}
		}
		if covered > 0 {
			sum *= math.Pow(covered/weight, coverage)
		}
		hits = append(hits, hit{t.id, sum})
	}
	slices.SortFunc(hits, func(a, b hit) int { return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.id, b.id)) })
	for _, h := range hits[:min(top, len(hits))] {
		ids = append(ids, h.id)
	}
	return ids, len(hits)
}

// scoring are the clauses that count: equal ones as one, and of too many the most needed.
func (f *formula) scoring(all []*clause) []*clause {
	var out []*clause
	for _, c := range all {
		if c.occur == search.MustNot || c.df == 0 {
			continue
		}
		same := slices.IndexFunc(out, func(o *clause) bool { return o.key == c.key })
		if same < 0 {
			one := *c
			out = append(out, &one)
			continue
		}
		out[same].times++
		if c.need() < out[same].need() {
			out[same].occur, out[same].added = c.occur, c.added
		}
	}
	if len(out) > mostClauses {
		slices.SortStableFunc(out, func(a, b *clause) int {
			return cmp.Or(cmp.Compare(a.need(), b.need()), cmp.Compare(f.idf(b), f.idf(a)))
		})
		out = out[:mostClauses]
	}
	return out
}

func (c *clause) need() int {
	switch {
	case c.occur == search.Must:
		return 0
	case c.occur == search.Wanted:
		return 1
	case c.added:
		return 3
	}
	return 2
}
