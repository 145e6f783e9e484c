package bleveindex

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"evidencestore/search"
)

// A plan is a query made of phrases of this index.
type plan struct {
	clauses  []clause // that score
	excluded []form
	must     uint64   // the bits of the clauses that a document has to satisfy
	unknown  []string // what was asked for and occurs nowhere
	everyone bool     // nothing is asked for: all documents that are not excluded
}

// A clause is satisfied by any of its forms and scores the best.
type clause struct {
	text  string
	must  bool
	times int     // how often the question says it
	idf   float64 // the highest of its forms
	forms []form
}

type form struct {
	text   string
	phrase phrase
	list   *postings
	weight float64
	idf    float64
}

// plan resolves a query. Clauses that occur nowhere are left out, of many words
// those that say most are kept.
func (e *Engine) plan(ctx context.Context, q *search.Query) (*plan, error) {
	p := &plan{everyone: strings.TrimSpace(q.Text) == "" || len(q.Clauses) > 0}
	unsatisfiable := false
	for _, c := range q.Clauses {
		if c.Occur != search.MustNot {
			p.everyone = false
		}
		for _, resolved := range e.split(c) {
			if len(resolved.forms) == 0 {
				continue // no indexable word
			}
			if err := e.lookupForms(ctx, &resolved); err != nil {
				return nil, err
			}
			switch {
			case c.Occur == search.MustNot:
				p.excluded = append(p.excluded, resolved.forms...)
			case len(resolved.forms) == 0:
				unsatisfiable = unsatisfiable || resolved.must
				p.unknown = append(p.unknown, resolved.text)
			default:
				p.add(resolved)
			}
		}
	}
	if unsatisfiable {
		p.clauses = nil
	}
	p.limit()
	for i, c := range p.clauses {
		if c.must {
			p.must |= 1 << i
		}
	}
	return p, nil
}

// split makes the words of a clause without forms into clauses of their own.
func (e *Engine) split(c search.Clause) []clause {
	must := c.Occur == search.Must
	if len(c.Forms) > 0 {
		whole := clause{text: c.Text, must: must}
		for _, f := range c.Forms {
			if p := e.phraseOf(f.Text); len(p) > 0 {
				whole.forms = append(whole.forms, form{text: f.Text, phrase: p, weight: f.Weight})
			}
		}
		return []clause{whole}
	}
	var words []clause
	for _, t := range e.Analyze(c.Text) {
		text := c.Text[t.Start:t.End]
		words = append(words, clause{text: text, must: must, forms: []form{{text: text, phrase: phrase{{term: t.Term}}, weight: 1}}})
	}
	return words
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

// lookupForms finds the postings of a clause and drops the forms without any.
func (e *Engine) lookupForms(ctx context.Context, c *clause) error {
	kept := c.forms[:0]
	for _, f := range c.forms {
		list, err := e.lookup(ctx, f.phrase)
		if err != nil {
			return err
		}
		if list.df == 0 {
			continue
		}
		f.list, f.idf = list, inverseFrequency(e.columns.documents, list.df)
		c.idf = max(c.idf, f.idf)
		kept = append(kept, f)
	}
	c.forms = kept
	return nil
}

// add puts in a clause, unless it says the same as one that is there.
func (p *plan) add(c clause) {
	for i := range p.clauses {
		if slices.EqualFunc(p.clauses[i].forms, c.forms, func(a, b form) bool {
			return a.weight == b.weight && slices.Equal(a.phrase, b.phrase)
		}) {
			p.clauses[i].must = p.clauses[i].must || c.must
			p.clauses[i].times++
			return
		}
	}
	c.times = 1
	p.clauses = append(p.clauses, c)
}

// limit keeps as many clauses as a document's mask has bits: those that must be
// there, then the rarest, in the order of the question.
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
		if x.must != y.must {
			if x.must {
				return -1
			}
			return 1
		}
		return cmp.Compare(y.idf, x.idf)
	})
	order = order[:search.MaxClauses]
	slices.Sort(order)
	kept := make([]clause, len(order))
	for i, at := range order {
		kept[i] = p.clauses[at]
	}
	p.clauses = kept
}

// missing are the words and phrases that a document does not have, by the bits of
// the clauses that it satisfies, in the order of the question but for unknown ones,
// which come last.
func (p *plan) missing(matched uint64) []string {
	words := []string{}
	for i, c := range p.clauses {
		if matched>>i&1 == 0 {
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
