package bleveindex

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"

	"evidencestore/search"
)

// A plan is a query made of phrases of this index.
type plan struct {
	clauses  []clause // that score
	excluded []*union
	must     uint64 // the bits of the clauses that a document has to satisfy
	wanted   relaxation
	weight   int      // of all clauses together, in hundredths
	unknown  []string // what was asked for and occurs nowhere
	dropped  []int    // places in the query of Wanted clauses that need not be there
	everyone bool     // nothing is asked for: all documents that are not excluded
	nobody   bool     // something that has to be there occurs nowhere
}

// A clause is satisfied by any of its forms and scores the best.
type clause struct {
	*union
	text         string
	must, wanted bool
	added        bool  // not said by the question
	times        int   // how often the question says it
	places       []int // in the query, of what made it Wanted
}

// plan resolves a query. Clauses that occur nowhere are left out, of many words
// those that say most are kept.
func (e *Engine) plan(ctx context.Context, q *search.Query) (*plan, error) {
	p := &plan{everyone: strings.TrimSpace(q.Text) == "" || len(q.Clauses) > 0}
	wanted := false
	for place, c := range q.Clauses {
		if c.Occur != search.MustNot {
			p.everyone = false
		}
		resolved, err := e.resolve(ctx, c)
		if err != nil {
			return nil, err
		}
		for _, r := range resolved {
			if r.wanted {
				wanted, r.places = true, []int{place}
			}
			p.put(c.Occur, r)
		}
	}
	p.limit()
	for i, c := range p.clauses {
		p.weight += c.weight
		if c.must {
			p.must |= 1 << i
		}
	}
	p.wanted = newRelaxation(p.clauses)
	p.nobody = p.nobody || wanted && len(p.wanted.order) == 0
	return p, nil
}

// resolve looks up what a clause says: itself in its forms, or, without forms, each
// of its words. What has no indexable word is left out.
func (e *Engine) resolve(ctx context.Context, c search.Clause) ([]clause, error) {
	made := clause{text: c.Text, must: c.Occur == search.Must, wanted: c.Occur == search.Wanted, added: c.Added}
	var err error
	if len(c.Forms) > 0 {
		if made.union, err = e.unionOf(ctx, c.Forms); err != nil || made.union == nil {
			return nil, err
		}
		return []clause{made}, nil
	}
	var words []clause
	for _, t := range e.Analyze(c.Text) {
		made.text = c.Text[t.Start:t.End]
		if made.union, err = e.newUnion(ctx, []form{{text: made.text, phrase: phrase{{term: t.Term}}, weight: 1}}); err != nil {
			return nil, err
		}
		words = append(words, made)
	}
	return words, nil
}

// phraseOf is a text as a phrase.
func (e *Engine) phraseOf(text string) phrase {
	var p phrase
	first := 0
	for i, t := range e.Analyze(text) {
		if i == 0 {
			first = t.Position
		}
		p = append(p, phraseWord{term: t.Term, gap: t.Position - first})
	}
	return p
}

// put takes a clause where it belongs.
func (p *plan) put(occur search.Occur, c clause) {
	switch known := len(c.forms) > 0; {
	case occur == search.MustNot && known:
		p.excluded = append(p.excluded, c.union)
	case occur == search.MustNot:
	case known:
		p.add(c)
	default:
		p.nobody = p.nobody || c.must
		if !c.added {
			p.unknown = append(p.unknown, c.text)
		}
		p.dropped = append(p.dropped, c.places...)
	}
}

// add puts in a clause, unless it says the same as one that is there.
func (p *plan) add(c clause) {
	for i := range p.clauses {
		if same := &p.clauses[i]; slices.EqualFunc(same.forms, c.forms, func(a, b form) bool {
			return a.weight == b.weight && slices.Equal(a.phrase, b.phrase)
		}) {
			if same.added {
				same.text, same.added = c.text, c.added
			}
			same.must, same.wanted = same.must || c.must, same.wanted || c.wanted
			same.places = append(same.places, c.places...)
			same.times++
			return
		}
	}
	c.times = 1
	p.clauses = append(p.clauses, c)
}

// limit keeps as many clauses as a document's mask has bits: those that must be
// there, then those that are wanted, then those that the question says, of each the
// rarest, and in the order of the question.
func (p *plan) limit() {
	if len(p.clauses) <= search.MaxClauses {
		return
	}
	order := make([]int, len(p.clauses))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := p.clauses[a], p.clauses[b]
		return cmp.Or(cmp.Compare(x.need(), y.need()), cmp.Compare(y.idf, x.idf))
	})
	for _, at := range order[search.MaxClauses:] {
		p.dropped = append(p.dropped, p.clauses[at].places...)
	}
	order = order[:search.MaxClauses]
	slices.Sort(order)
	kept := make([]clause, len(order))
	for i, at := range order {
		kept[i] = p.clauses[at]
	}
	p.clauses = kept
}

// need is the less, the more a clause is needed.
func (c *clause) need() int {
	switch {
	case c.must:
		return 0
	case c.wanted:
		return 1
	case c.added:
		return 3
	default:
		return 2
	}
}

// covered is the weight of the clauses that a document satisfies, in hundredths.
func (p *plan) covered(matched uint64) int {
	if p.weight == fullWeight*len(p.clauses) { // as in every plain question
		return fullWeight * bits.OnesCount64(matched)
	}
	weight := 0
	for bit := range bitsOf(matched) {
		weight += p.clauses[bit].weight
	}
	return weight
}

// missing are the words and phrases that a document does not have, by the bits of
// the clauses that it satisfies, in the order of the question but for unknown ones,
// which come last.
func (p *plan) missing(matched uint64) []string {
	words := []string{}
	for i, c := range p.clauses {
		if matched>>i&1 == 0 && !c.added {
			words = append(words, c.text)
		}
	}
	for _, w := range p.unknown {
		if !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return words
}

// phrases are what to mark in a text, with the clauses they belong to.
func (p *plan) phrases() []markedPhrase {
	var marked []markedPhrase
	for i, c := range p.clauses {
		for _, f := range c.forms {
			marked = append(marked, markedPhrase{phrase: f.phrase, clause: i, weight: c.idf})
		}
	}
	return marked
}
