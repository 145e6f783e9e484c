package main

import (
	"cmp"
	"slices"
	"strings"

	"evidencestore/search"
)

// matches says which documents a question finds.
func (f *formula) matches(q *search.Query, all, scoring []*clause) func(doc int) bool {
	asks := slices.ContainsFunc(q.Clauses, func(c search.Clause) bool { return c.Occur != search.MustNot })
	wants, found := of(all, search.Wanted), func(int) bool { return true }
	switch {
	case len(wants) > 0:
		found = f.settle(wants, q.Enough, func(doc int) bool { return allowed(all, doc) })
	case len(of(all, search.Must)) > 0: // which allowed looks at
	case asks:
		found = func(doc int) bool { return count(scoring, doc) > 0 }
	case len(q.Clauses) == 0 && strings.TrimSpace(q.Text) != "":
		found = func(int) bool { return false }
	}
	return func(doc int) bool { return allowed(all, doc) && found(doc) }
}

// of are the clauses that do one thing to a document.
func of(all []*clause, occur search.Occur) []*clause {
	var some []*clause
	for _, c := range all {
		if c.occur == occur {
			some = append(some, c)
		}
	}
	return some
}

// allowed says whether a document has all that must be there, and nothing that must not.
func allowed(all []*clause, doc int) bool {
	return !slices.ContainsFunc(all, func(c *clause) bool {
		return c.occur == search.Must && !c.has(doc) || c.occur == search.MustNot && c.has(doc)
	})
}

// count is how many of the clauses a document satisfies.
func count(clauses []*clause, doc int) int {
	n := 0
	for _, c := range clauses {
		if c.has(doc) {
			n++
		}
	}
	return n
}

// settle decides what of the Wanted clauses a document has to have: "What may be
// missing" in docs/RANKING.md.
func (f *formula) settle(wants []*clause, enough int, allowed func(doc int) bool) func(doc int) bool {
	var known []*clause
	for _, c := range wants {
		if c.df > 0 && !slices.ContainsFunc(known, func(k *clause) bool { return k.key == c.key }) {
			known = append(known, c)
		}
	}
	slices.SortStableFunc(known, func(a, b *clause) int { return cmp.Compare(a.df, b.df) })
	find := func(least int, clauses []*clause) (n int) {
		for doc := range f.texts {
			if allowed(doc) && count(clauses, doc) >= least {
				n++
			}
		}
		return n
	}
	found, best, least := -1, known, max(1, len(known)) // where none is known, none is found
	for left := len(known); left > 0 && found < enough; left-- {
		if n := find(left, known[:left]); n > found {
			found, best, least = n, known[:left], left
		}
	}
	if found < enough && find(1, known) > found {
		best, least = known, 1
	}
	return func(doc int) bool { return count(best, doc) >= least }
}
