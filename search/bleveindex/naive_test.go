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
	freq    map[string]int      // df of the clauses seen so far
}

// naiveDoc is the words of each passage, by field, and which words these are.
type naiveDoc struct {
	passages map[string][][]search.Token
	words    map[string]bool
}

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
	d := naiveDoc{map[string][][]search.Token{}, map[string]bool{}}
	for _, p := range search.Passages(r, lists) {
		tokens := n.analyze(p.Text)
		d.passages[p.Field] = append(d.passages[p.Field], tokens)
		for _, t := range tokens {
			d.words[t.Term] = true
		}
	}
	return d
}

func (d naiveDoc) length(field string) int {
	words := 0
	for _, passage := range d.passages[field] {
		words += len(passage)
	}
	return words
}

// occurrences counts where the words of a form stand one after the other, at
// their distances, within one passage of a field.
func (d naiveDoc) occurrences(field string, form []search.Token) int {
	count := 0
	if !d.words[form[0].Term] {
		return 0
	}
	for _, passage := range d.passages[field] {
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

// docFreq is df: the number of documents with any of the forms of a clause in any
// field.
func (n *naive) docFreq(c naiveClause) int {
	key := c.key()
	df, known := n.freq[key]
	if !known {
		for _, d := range n.docs {
			if c.in(d) {
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

func (n *naive) idf(c naiveClause) float64 {
	df := float64(n.docFreq(c))
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

// scored is a document that was found.
type scored struct {
	id    string
	score float64
}

// search gives every document that a question finds, best first, and the places of
// the Wanted clauses that were dropped.
func (n *naive) search(q *search.Query) (found []scored, dropped []int) {
	clauses := n.clauses(q)
	scoring := n.scoring(clauses)
	all := 0.0
	for _, c := range scoring {
		all += c.weight()
	}
	wanted, dropped := n.settle(q, clauses)
	for _, id := range slices.Sorted(maps.Keys(n.docs)) {
		d := n.docs[id]
		if !matches(q, clauses, scoring, wanted, d) {
			continue
		}
		covered, sum := 0.0, 0.0
		for _, c := range scoring {
			if c.in(d) {
				covered, sum = covered+c.weight(), sum+n.score(c, d)
			}
		}
		if covered > 0 {
			sum *= math.Pow(covered/all, bleveindex.Gamma)
		}
		found = append(found, scored{id, sum})
	}
	slices.SortStableFunc(found, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	return found, dropped
}

// settle drops Wanted clauses one by one until enough documents have those that are
// left, or any one of all, and chooses the fewest that find as many. Those that occur
// nowhere always go.
func (n *naive) settle(q *search.Query, clauses []naiveClause) (_ wish, dropped []int) {
	var left []naiveClause
	var places [][]int // of each clause that is left, and of its equals
	for _, c := range clauses {
		if c.occur != search.Wanted {
			continue
		}
		if len(c.forms) == 0 {
			dropped = append(dropped, c.place)
		} else if i := slices.IndexFunc(left, func(o naiveClause) bool { return o.key() == c.key() }); i >= 0 {
			places[i] = append(places[i], c.place)
		} else {
			left, places = append(left, c), append(places, []int{c.place})
		}
	}
	known, all := slices.Clone(left), slices.Clone(dropped)
	for _, p := range places {
		all = append(all, p...)
	}
	best, bestDropped, least := slices.Clone(left), slices.Clone(dropped), len(left)
	found := n.count(clauses, left, len(left))
	for len(left) > 1 && found < q.Enough {
		most := 0
		for i, c := range left {
			if n.docFreq(c) >= n.docFreq(left[most]) { // the later one of equals
				most = i
			}
		}
		dropped = append(dropped, places[most]...)
		left, places = slices.Delete(left, most, most+1), slices.Delete(places, most, most+1)
		if more := n.count(clauses, left, len(left)); more > found {
			found, best, bestDropped, least = more, slices.Clone(left), slices.Clone(dropped), len(left)
		}
	}
	if found < q.Enough && n.count(clauses, known, 1) > found {
		best, bestDropped, least = known, all, 1
	}
	slices.Sort(bestDropped)
	return wish{best, least}, slices.Compact(bestDropped)
}

// A wish asks for at least so many of the clauses.
type wish struct {
	clauses []naiveClause
	least   int
}

func (w wish) in(d naiveDoc) bool {
	found := 0
	for _, c := range w.clauses {
		if c.in(d) {
			found++
		}
	}
	return len(w.clauses) > 0 && found >= w.least
}

// count is how many documents may be found and have what is wanted.
func (n *naive) count(clauses, wanted []naiveClause, least int) int {
	count := 0
	for _, d := range n.docs {
		if allowed(clauses, d) && (wish{wanted, least}).in(d) {
			count++
		}
	}
	return count
}

// allowed says whether a document satisfies every Must clause and no MustNot clause.
func allowed(clauses []naiveClause, d naiveDoc) bool {
	return !slices.ContainsFunc(clauses, func(c naiveClause) bool {
		return c.occur == search.Must && !c.in(d) || c.occur == search.MustNot && c.in(d)
	})
}

// matches says whether a document is allowed, has what is wanted and, where there is
// no Must and no Wanted clause, one of the Should clauses.
func matches(q *search.Query, clauses, scoring []naiveClause, wanted wish, d naiveDoc) bool {
	has := func(o search.Occur) bool {
		return slices.ContainsFunc(clauses, func(c naiveClause) bool { return c.occur == o })
	}
	asks := slices.ContainsFunc(q.Clauses, func(c search.Clause) bool { return c.Occur != search.MustNot })
	switch {
	case !allowed(clauses, d):
		return false
	case has(search.Wanted):
		return wanted.in(d)
	case has(search.Must):
		return true
	case asks:
		return slices.ContainsFunc(scoring, func(c naiveClause) bool { return c.in(d) })
	default: // nothing but exclusions, or nothing at all
		return len(q.Clauses) > 0 || strings.TrimSpace(q.Text) == ""
	}
}
