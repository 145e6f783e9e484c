package search

import (
	"slices"

	"evidencestore/review"
)

// Limits of a request that every engine relies on.
const (
	MaxPerPage = 100
	MaxDepth   = 10_000 // hits up to and including the last one of the page
	MaxClauses = 64     // words and phrases of a question that are looked for
)

// A Request asks for one page of programmes. The zero value asks for nothing
// useful: Page and PerPage count from 1.
type Request struct {
	Query   Query
	Filter  Filter
	Reading Reading
	Sort    Sort
	Page    int
	PerPage int // at most MaxPerPage
	Explain bool

	// What is not needed is not made: IDsOnly leaves of each hit ID and Score alone, and
	// NoCounts gives no facets and no grid, and no Notice that is read off them. Total
	// stays exact.
	IDsOnly  bool
	NoCounts bool
}

// Reading says how to read the question. An Engine pays no heed to it.
type Reading struct {
	Concepts []string // ids of concepts that are asked for beside the words
	Without  []string // ids of concepts that are not to be read in the words
	Verbatim bool     // no word is to be taken for misspelt
}

// Filter narrows the programmes. An empty field does not narrow, but for IDs.
type Filter struct {
	Effects     []review.Effect
	Strengths   []review.Strength
	Outcomes    []string
	Topics      []string
	Populations []string
	Settings    []string
	UK          []review.UK
	Statuses    []review.Status
	Age         *int // in years; the programme's range contains it

	// IDs are the programmes to choose among. nil does not narrow; of an empty list
	// nothing passes. An id that is not held stands for no programme.
	IDs []string
}

// Sort is an order of hits. Ties are broken by id.
type Sort string

// The orders. ByEffect and ByStrength go by a programme's best outcome among
// those that match, not rated last; ByNewest by EvidenceTo, a year alone being the
// end of that year, then by the year of the latest review, none last.
const (
	ByRelevance Sort = "relevance"
	ByEffect    Sort = "effect"
	ByStrength  Sort = "strength"
	ByNewest    Sort = "newest"
	ByTitle     Sort = "title"
)

// Sorts are all orders, the default one first.
var Sorts = []Sort{ByRelevance, ByEffect, ByStrength, ByNewest, ByTitle}

// MatchesRatings says whether the ratings of an outcome pass the filter. Where
// there are none, empty ones pass no filter on ratings.
func (f *Filter) MatchesRatings(e review.Effect, s review.Strength) bool {
	return (len(f.Effects) == 0 || slices.Contains(f.Effects, e)) &&
		(len(f.Strengths) == 0 || slices.Contains(f.Strengths, s))
}

// MatchesDomains says whether one of the domains of an outcome passes the filter.
func (f *Filter) MatchesDomains(domains []string) bool {
	return len(f.Outcomes) == 0 || slices.ContainsFunc(domains, func(d string) bool { return slices.Contains(f.Outcomes, d) })
}
