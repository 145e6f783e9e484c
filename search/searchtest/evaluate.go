package searchtest

import (
	"cmp"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// An Answer is what a Response must say, whichever page is asked for.
type Answer struct {
	IDs    []string // of all pages, in order
	Facets []search.Facet
	Grid   []search.Cell
}

// Evaluate answers a request by looking at every review, straight from the
// counting rule. The question is not read: found are the ids that it finds, in
// the order of relevance.
func Evaluate(c *Corpus, found []string, req *search.Request) Answer {
	docs := make([]*review.Review, len(found))
	for i, id := range found {
		docs[i] = c.Review(id)
	}
	var a Answer
	a.IDs = orderedIDs(docs, req)
	for _, x := range facetsOf(c.Reference, &req.Filter) {
		f := search.Facet{Field: x.field}
		for _, v := range x.values {
			// A value counts what choosing it, and nothing else of its facet, gives.
			chosen := req.Filter
			x.choose(&chosen, v.ID)
			f.Values = append(f.Values, search.FacetValue{
				Value: v.ID, Label: v.Label, Count: count(docs, &chosen), Selected: slices.Contains(x.selected, v.ID),
			})
		}
		a.Facets = append(a.Facets, f)
	}
	for _, s := range slices.Backward(review.Strengths) {
		for _, e := range slices.Backward(review.Effects) {
			chosen := req.Filter
			chosen.Strengths, chosen.Effects = []review.Strength{s}, []review.Effect{e}
			a.Grid = append(a.Grid, search.Cell{Strength: s, Effect: e, Count: count(docs, &chosen)})
		}
	}
	return a
}

// facet is one field of the answer: its values in order, those that the request
// has chosen, and how to choose one alone.
type facet struct {
	field    string
	values   []review.Item
	selected []string
	choose   func(f *search.Filter, value string)
}

func facetsOf(ref *review.Reference, f *search.Filter) []facet {
	return []facet{
		{search.FacetEffect, labels(ref.Ratings.Effect.Levels, review.Effects), strs(f.Effects), func(f *search.Filter, v string) { f.Effects = []review.Effect{review.Effect(v)} }},
		{search.FacetStrength, labels(ref.Ratings.Strength.Levels, review.Strengths), strs(f.Strengths), func(f *search.Filter, v string) { f.Strengths = []review.Strength{review.Strength(v)} }},
		{search.FacetOutcome, ref.Lists.Outcomes, f.Outcomes, func(f *search.Filter, v string) { f.Outcomes = []string{v} }},
		{search.FacetTopic, ref.Lists.Topics, f.Topics, func(f *search.Filter, v string) { f.Topics = []string{v} }},
		{search.FacetPopulation, ref.Lists.Populations, f.Populations, func(f *search.Filter, v string) { f.Populations = []string{v} }},
		{search.FacetSetting, ref.Lists.Settings, f.Settings, func(f *search.Filter, v string) { f.Settings = []string{v} }},
		{search.FacetUK, labels(ref.Ratings.UK, review.UKs), strs(f.UK), func(f *search.Filter, v string) { f.UK = []review.UK{review.UK(v)} }},
		{search.FacetStatus, labels(ref.Ratings.States, published), strs(f.Statuses), func(f *search.Filter, v string) { f.Statuses = []review.Status{review.Status(v)} }},
	}
}

// labels are the values of a closed set with their labels.
func labels[T ~string](levels []review.Level, values []T) []review.Item {
	var out []review.Item
	for _, v := range values {
		out = append(out, review.Item{ID: string(v), Label: review.LevelLabel(levels, string(v))})
	}
	return out
}

func count(docs []*review.Review, f *search.Filter) int {
	n := 0
	for _, doc := range docs {
		if passes(doc, f) {
			n++
		}
	}
	return n
}

// passes says whether a programme passes a filter.
func passes(doc *review.Review, f *search.Filter) bool {
	return hasOutcome(doc, f) && anyOf(f.Topics, doc.Topics) && anyOf(f.Populations, doc.Population) && anyOf(f.Settings, doc.Settings) &&
		oneOf(f.UK, doc.UK) && oneOf(f.Statuses, doc.Status) && ageWithin(doc.Age, f.Age) &&
		(f.IDs == nil || slices.Contains(f.IDs, doc.ID))
}

// hasOutcome holds effect, strength and outcome against one and the same outcome.
// A finding of a programme without ratings is an outcome that has none.
func hasOutcome(doc *review.Review, f *search.Filter) bool {
	if len(f.Effects)+len(f.Strengths)+len(f.Outcomes) == 0 {
		return true
	}
	for i := range doc.Outcomes {
		if outcomeMatches(&doc.Outcomes[i], f) {
			return true
		}
	}
	if len(doc.Outcomes) > 0 || len(f.Effects)+len(f.Strengths) > 0 {
		return false
	}
	return slices.ContainsFunc(doc.Findings, func(x review.Finding) bool { return anyOf(f.Outcomes, x.Domains) })
}

func outcomeMatches(o *review.Outcome, f *search.Filter) bool {
	return oneOf(f.Effects, o.Effect) && oneOf(f.Strengths, o.Strength) && anyOf(f.Outcomes, o.Domains)
}

// oneOf says whether a value was asked for. Nothing asked for narrows nothing.
func oneOf[T comparable](wanted []T, value T) bool {
	return len(wanted) == 0 || slices.Contains(wanted, value)
}

// anyOf says whether one of the values was asked for.
func anyOf(wanted, values []string) bool {
	return len(wanted) == 0 || slices.ContainsFunc(values, func(v string) bool { return slices.Contains(wanted, v) })
}

// ageWithin finds no programme without a range when an age is asked for.
func ageWithin(limits []int, age *int) bool {
	return age == nil || len(limits) == 2 && limits[0] <= *age && *age <= limits[1]
}

// orderedIDs are the ids of the programmes that pass, in the order asked for.
func orderedIDs(docs []*review.Review, req *search.Request) []string {
	var hits []*review.Review
	for _, doc := range docs {
		if passes(doc, &req.Filter) {
			hits = append(hits, doc)
		}
	}
	if req.Sort != search.ByRelevance {
		slices.SortFunc(hits, func(a, b *review.Review) int {
			return cmp.Or(compare(a, b, req), cmp.Compare(a.ID, b.ID))
		})
	}
	ids := []string{}
	for _, doc := range hits {
		ids = append(ids, doc.ID)
	}
	return ids
}

// compare is negative where a stands before b, and 0 where their ids decide.
func compare(a, b *review.Review, req *search.Request) int {
	switch req.Sort {
	case search.ByEffect:
		return cmp.Compare(bestEffect(b, &req.Filter), bestEffect(a, &req.Filter))
	case search.ByStrength:
		return cmp.Compare(bestStrength(b, &req.Filter), bestStrength(a, &req.Filter))
	case search.ByNewest: // an unknown date is the empty string, an unknown year 0: both are last
		return cmp.Or(cmp.Compare(reach(b), reach(a)), cmp.Compare(b.LatestYear(), a.LatestYear()))
	case search.ByTitle:
		return cmp.Compare(strings.ToLower(a.Title), strings.ToLower(b.Title))
	default:
		return 0
	}
}

// reach is how far the evidence reaches, to be compared. A year alone is the end
// of it, after its months.
func reach(doc *review.Review) string {
	if len(doc.EvidenceTo) == len("2018") {
		return doc.EvidenceTo + "-13"
	}
	return doc.EvidenceTo
}

// bestEffect is the rank of the best effect among the outcomes that match, or -1.
func bestEffect(doc *review.Review, f *search.Filter) int {
	best := -1
	for i := range doc.Outcomes {
		if o := &doc.Outcomes[i]; outcomeMatches(o, f) {
			best = max(best, slices.Index(review.Effects, o.Effect))
		}
	}
	return best
}

// bestStrength is the rank of the best strength among the outcomes that match, or -1.
func bestStrength(doc *review.Review, f *search.Filter) int {
	best := -1
	for i := range doc.Outcomes {
		if o := &doc.Outcomes[i]; outcomeMatches(o, f) {
			best = max(best, slices.Index(review.Strengths, o.Strength))
		}
	}
	return best
}
