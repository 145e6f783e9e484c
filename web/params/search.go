package params

import (
	"fmt"
	"net/url"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// Search are the parameters of a search as its URL, its form and its links
// have them. ParseSearch makes them valid and complete.
type Search struct {
	Q           string   // without spaces around it
	Concept     []string // ids of the thesaurus, in its order; Without likewise
	Without     []string
	Verbatim    bool
	Effect      []review.Effect
	EffectMin   review.Effect // "" for none; never beside Effect
	Strength    []review.Strength
	StrengthMin review.Strength // "" for none; never beside Strength
	Outcome     []string
	Topic       []string
	Population  []string
	Setting     []string
	UK          []review.UK
	Status      []review.Status
	Age         *int // in years
	Sort        search.Sort
	Page        int
	PerPage     int
	Explain     bool
}

// DefaultPerPage is how many hits stand on a page unless asked otherwise.
const DefaultPerPage = 10

// maxAge is the highest age that can be asked for, in years.
const maxAge = 120

// ForSearch declare the parameters of a search.
var ForSearch = Set[Search]{finish: finishSearch, params: []param[Search]{
	text("q", "The question in plain words. \"Quoted words\" have to occur as they stand, -word must not occur. Without it every programme is found. Do not send names or details of a case.",
		func(p *Search) *string { return &p.Q }),
	concepts("concept", "Id of a concept to look for beside the question, or in its place. Answers name the concepts that were read in a question, suggestions offer some.",
		func(p *Search) *[]string { return &p.Concept }),
	concepts("without", "Id of a concept that is not to be read in the question; its words are looked for as words.",
		func(p *Search) *[]string { return &p.Without }),
	boolean("verbatim", "Whether every word of the question is taken as spelt. 1 and 0 are taken as true and false.",
		func(p *Search) *bool { return &p.Verbatim }),
	choices("effect", "Overall effectiveness of an outcome. Effect, strength and outcome have to hold on one and the same outcome.",
		fixed(review.Effects), func(p *Search) *[]review.Effect { return &p.Effect }),
	choice("effect_min", "This overall effectiveness or better. Not together with effect.",
		review.Effects, func(p *Search) *review.Effect { return &p.EffectMin }),
	choices("strength", "Strength of the evidence on an outcome.",
		fixed(review.Strengths), func(p *Search) *[]review.Strength { return &p.Strength }),
	choice("strength_min", "This strength of evidence or higher. Not together with strength.",
		review.Strengths, func(p *Search) *review.Strength { return &p.StrengthMin }),
	choices("outcome", "Domain of an outcome, or of a finding of a programme that was not rated.",
		listed(func(l *review.Lists) []review.Item { return l.Outcomes }), func(p *Search) *[]string { return &p.Outcome }),
	choices("topic", "What the programme is about.",
		listed(func(l *review.Lists) []review.Item { return l.Topics }), func(p *Search) *[]string { return &p.Topic }),
	choices("population", "Whom the programme is for.",
		listed(func(l *review.Lists) []review.Item { return l.Populations }), func(p *Search) *[]string { return &p.Population }),
	choices("setting", "Where the programme takes place.",
		listed(func(l *review.Lists) []review.Item { return l.Settings }), func(p *Search) *[]string { return &p.Setting }),
	choices("uk", "Whether any of the evidence is from the United Kingdom.",
		fixed(review.UKs), func(p *Search) *[]review.UK { return &p.UK }),
	choices("status", "Whether the programme was rated.",
		fixed(review.PublishedStatuses), func(p *Search) *[]review.Status { return &p.Status }),
	optionalNumber("age", "An age in years that lies in the programme's range. Programmes without a range are not found by it.",
		0, maxAge, func(p *Search) **int { return &p.Age }),
	sortParam(),
	pageParam(func(p *Search) *int { return &p.Page }),
	perPageParam(func(p *Search) *int { return &p.PerPage }),
	boolean("explain", "Whether each hit says how its score came about. 1 and 0 are taken as true and false.",
		func(p *Search) *bool { return &p.Explain }),
}}

// ParseSearch reads the parameters of a search. The error is Faults and names
// all that is wrong. It is what the API itself uses.
func ParseSearch(values url.Values, ref *review.Reference, limits Limits) (Search, error) {
	p, faults := ForSearch.Parse(values, Scope{Reference: ref, Limits: limits})
	if len(faults) > 0 {
		return Search{}, faults
	}
	return p, nil
}

func finishSearch(p *Search, values url.Values) Faults {
	var faults Faults
	for _, name := range []string{"effect", "strength"} {
		if least := name + "_min"; len(values[name]) > 0 && len(values[least]) > 0 {
			faults = append(faults, fault(least, values[least][0], fmt.Sprintf("cannot stand beside %s; give one of the two", name)))
		}
	}
	if p.Sort == "" {
		p.Sort = p.defaultSort()
	}
	return append(faults, tooDeep(p.Page, p.PerPage)...)
}

// Values is the canonical form for a link: ParseSearch reads it back as p.
func (p Search) Values() url.Values { return ForSearch.Values(p) }

// Request is what to ask the searcher.
func (p Search) Request() *search.Request {
	return &search.Request{
		Query:   search.Parse(p.Q),
		Reading: search.Reading{Concepts: p.Concept, Without: p.Without, Verbatim: p.Verbatim},
		Filter: search.Filter{
			Effects:     atLeast(review.Effects, p.EffectMin, p.Effect),
			Strengths:   atLeast(review.Strengths, p.StrengthMin, p.Strength),
			Outcomes:    p.Outcome,
			Topics:      p.Topic,
			Populations: p.Population,
			Settings:    p.Setting,
			UK:          p.UK,
			Statuses:    p.Status,
			Age:         p.Age,
		},
		Sort: p.Sort, Page: p.Page, PerPage: p.PerPage, Explain: p.Explain,
	}
}

// defaultSort is by relevance where there is something to be relevant to.
func (p *Search) defaultSort() search.Sort {
	if p.Q == "" && len(p.Concept) == 0 {
		return search.ByTitle
	}
	return search.ByRelevance
}

func sortParam() param[Search] {
	declared := choice("sort", "Order of the hits; ties are broken by id. By default relevance with a question or a concept, title without either. "+
		"effect and strength go by a programme's best outcome among those that match.",
		search.Sorts, func(p *Search) *search.Sort { return &p.Sort })
	declared.print = func(p *Search) []string {
		if p.Sort == p.defaultSort() {
			return nil
		}
		return present(string(p.Sort))
	}
	return declared
}

func pageParam[P any](field func(*P) *int) param[P] {
	return number("page", fmt.Sprintf("Page of the list, from 1. Page times per_page is at most %d.", search.MaxDepth), 1, search.MaxDepth, 1, field)
}

func perPageParam[P any](field func(*P) *int) param[P] {
	return number("per_page", "Entries on a page.", 1, search.MaxPerPage, DefaultPerPage, field)
}

// tooDeep faults a page that no engine goes down to.
func tooDeep(page, perPage int) Faults {
	if page*perPage <= search.MaxDepth {
		return nil
	}
	return Faults{fault("page", fmt.Sprint(page), fmt.Sprintf("with %d on a page the last page is %d; narrow the search instead", perPage, search.MaxDepth/perPage))}
}

// atLeast is the part of a scale from least up, or the chosen levels without one.
func atLeast[T comparable](scale []T, least T, chosen []T) []T {
	if i := slices.Index(scale, least); i >= 0 {
		return scale[i:]
	}
	return chosen
}

// fixed is a closed set that is code.
func fixed[T any](set []T) func(Scope) []T {
	return func(Scope) []T { return set }
}

// listed is a closed set that is data of the corpus.
func listed(list func(*review.Lists) []review.Item) func(Scope) []string {
	return func(sc Scope) []string {
		items := list(&sc.Reference.Lists)
		ids := make([]string, len(items))
		for i, it := range items {
			ids[i] = it.ID
		}
		return ids
	}
}
