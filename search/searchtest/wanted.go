package searchtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// checkWanted asks for more than there may be. What one clause alone finds is the
// engine's; what is dropped, and what is found then, follows from that.
func checkWanted(questions int) func(context.Context, search.Engine, *Corpus) error {
	return func(ctx context.Context, engine search.Engine, c *Corpus) error {
		r := c.rand("wanted")
		for range questions {
			if err := c.want(ctx, engine, r); err != nil {
				return err
			}
		}
		return nil
	}
}

// want asks one question with Wanted clauses.
func (c *Corpus) want(ctx context.Context, engine search.Engine, r *rand.Rand) error {
	q := c.wanting(engine, r)
	parts, err := partsOf(ctx, engine, c, q)
	if err != nil {
		return err
	}
	found, dropped := settle(c, q, parts)
	ids, err := wants(ctx, engine, c, q, found, dropped)
	if err != nil {
		return err
	}
	req := c.Request(r, "")
	req.Query = q
	return answers(ctx, engine, c, ids, req, r)
}

// wanting is a question with some Wanted clauses. No two clauses share a form, so
// that it does not matter whether an engine takes equal clauses for one.
func (c *Corpus) wanting(engine search.Engine, r *rand.Rand) search.Query {
	q := search.Query{Text: "a question", Enough: 1 + r.IntN(8)}
	said := map[string]bool{}
	unsaid := func(text string) bool {
		var key strings.Builder
		for _, t := range engine.Analyze(text) {
			key.WriteString(t.Term + " ")
		}
		defer func() { said[key.String()] = key.String() != "" }()
		return !said[key.String()]
	}
	for range 1 + r.IntN(6) {
		clause := search.Clause{Text: "a clause", Occur: search.Wanted}
		for _, f := range c.forms(r) {
			if unsaid(f.Text) {
				clause.Forms = append(clause.Forms, f)
			}
		}
		switch r.IntN(12) {
		case 0:
			clause.Occur = search.Must
		case 1:
			clause.Occur = search.MustNot
		case 2, 3:
			clause.Occur = search.Should
		}
		if len(clause.Forms) > 0 {
			q.Clauses = append(q.Clauses, clause)
		}
	}
	if text := c.excerpt(newWriter(r, c.words), 1, 3); r.IntN(4) == 0 {
		words := engine.Analyze(text)
		if !slices.ContainsFunc(words, func(t search.Token) bool { return !unsaid(text[t.Start:t.End]) }) {
			q.Clauses = append(q.Clauses, search.Clause{Text: text, Occur: search.Wanted}) // by each of its words
		}
	}
	return q
}

// A wantedPart is a clause, or a word of one without forms, and what it finds alone.
type wantedPart struct {
	place int // of the clause
	occur search.Occur
	found map[string]bool
}

// partsOf are the parts of a question that hold an indexable word.
func partsOf(ctx context.Context, engine search.Engine, c *Corpus, q search.Query) ([]wantedPart, error) {
	var parts []wantedPart
	for place, clause := range q.Clauses {
		for _, alone := range apart(engine, clause) {
			hits, err := walk(ctx, engine, c, search.Query{Text: alone.Text, Clauses: []search.Clause{alone}})
			if err != nil {
				return nil, err
			}
			part := wantedPart{place, clause.Occur, map[string]bool{}}
			for _, id := range idsOf(hits) {
				part.found[id] = true
			}
			parts = append(parts, part)
		}
	}
	return parts, nil
}

// apart makes Should clauses of what a clause asks for: of itself, or of each of its
// words.
func apart(engine search.Engine, clause search.Clause) []search.Clause {
	var out []search.Clause
	if len(clause.Forms) == 0 {
		for _, t := range engine.Analyze(clause.Text) {
			out = append(out, search.Clause{Text: clause.Text[t.Start:t.End]})
		}
		return out
	}
	if slices.ContainsFunc(clause.Forms, func(f search.Form) bool { return len(engine.Analyze(f.Text)) > 0 }) {
		out = append(out, search.Clause{Text: clause.Text, Forms: clause.Forms})
	}
	return out
}

// settle says what a question finds, by id, and the places of the clauses that are
// dropped for it.
func settle(c *Corpus, q search.Query, parts []wantedPart) (found []string, dropped []int) {
	asks := slices.ContainsFunc(q.Clauses, func(c search.Clause) bool { return c.Occur != search.MustNot })
	must, should, wanted := withOccur(parts, search.Must), withOccur(parts, search.Should), withOccur(parts, search.Wanted)
	var candidates []string
	for _, id := range c.IDs() {
		if howMany(must, id) == len(must) && howMany(withOccur(parts, search.MustNot), id) == 0 {
			candidates = append(candidates, id)
		}
	}
	switch {
	case len(wanted) > 0:
		return relax(candidates, wanted, q.Enough)
	case len(must) > 0 || !asks:
		return candidates, nil
	default:
		return slices.DeleteFunc(candidates, func(id string) bool { return howMany(should, id) == 0 }), nil
	}
}

// relax drops what is wanted, one by one, until enough of the candidates have all
// that is left, or any of it where that is never so.
func relax(candidates []string, wanted []wantedPart, enough int) (found []string, dropped []int) {
	drop := func(i int) {
		dropped = append(dropped, wanted[i].place)
		wanted = slices.Delete(wanted, i, i+1)
	}
	for i, p := range slices.Backward(wanted) {
		if len(p.found) == 0 {
			drop(i)
		}
	}
	having := func(least int) (ids []string) {
		for _, id := range candidates {
			if len(wanted) > 0 && howMany(wanted, id) >= least {
				ids = append(ids, id)
			}
		}
		return ids
	}
	all := slices.Clone(dropped)
	any := having(1)
	for _, p := range wanted {
		all = append(all, p.place)
	}
	found = having(len(wanted))
	best := slices.Clone(dropped) // with the most found so far
	for len(found) < enough && len(wanted) > 1 {
		most := 0
		for i, p := range wanted {
			if len(p.found) >= len(wanted[most].found) { // the later one of equals
				most = i
			}
		}
		drop(most)
		if more := having(len(wanted)); len(more) > len(found) {
			found, best = more, slices.Clone(dropped)
		}
	}
	if len(found) < enough && len(any) > len(found) {
		found, best = any, all
	}
	slices.Sort(best)
	return found, slices.Compact(best)
}

// withOccur are the parts of one kind.
func withOccur(parts []wantedPart, o search.Occur) []wantedPart {
	return slices.DeleteFunc(slices.Clone(parts), func(p wantedPart) bool { return p.occur != o })
}

// howMany is how many of the parts find a review.
func howMany(parts []wantedPart, id string) int {
	n := 0
	for _, p := range parts {
		if p.found[id] {
			n++
		}
	}
	return n
}

// wants gives the ids that a question finds, and says what is wrong with them and
// with what is dropped for them, whatever the filter.
func wants(ctx context.Context, engine search.Engine, c *Corpus, q search.Query, found []string, dropped []int) (ids []string, err error) {
	hits, err := walk(ctx, engine, c, q)
	if err != nil {
		return nil, err
	}
	ids = idsOf(hits)
	if err := differ("ids found", found, slices.Sorted(slices.Values(ids))); err != nil {
		return nil, fmt.Errorf("seed %d, question %+v: %w", c.Seed, q, err)
	}
	for _, filter := range []search.Filter{{}, {UK: []review.UK{"some"}}} {
		req := &search.Request{Query: q, Filter: filter, Sort: search.ByRelevance, Page: 1, PerPage: 1}
		resp, err := engine.Search(ctx, req)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.describe(req), err)
		}
		if !slices.Equal(resp.Dropped, dropped) {
			return nil, fmt.Errorf("%s: dropped %v, want %v", c.describe(req), resp.Dropped, dropped)
		}
	}
	return ids, nil
}
