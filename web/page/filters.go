package page

import (
	"fmt"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Filters is the form that narrows a search, and the list of what was chosen.
type Filters struct {
	Path   string      // of the page that the form and the links lead to
	Method string      // "post" where the typed words are to stay out of the address
	Links  params.Page // the search that the links which take filters away start from
	Hidden []Hidden
	Orders []FilterOption

	Outcome  Ticks
	Effect   LevelFilter
	Strength LevelFilter
	Others   []Ticks // topic, population, setting
	Age      string
	MaxAge   int
	States   []Ticks // UK evidence and status
	Local    *LocalFilter

	ref *review.Reference
}

// A FilterOption is one value of a select.
type FilterOption struct {
	Value    string
	Label    string
	Selected bool
}

// Ticks are the checkboxes of one filter.
type Ticks struct {
	Name   string // of the parameter
	Legend string
	Shown  []Tick
	More   []Tick // behind a summary; none is ticked
}

// A Tick is one checkbox, with how many programmes choosing it gives.
type Tick struct {
	ID      string // of the field
	Name    string // of the parameter
	Value   string
	Label   string
	Badge   Badge // of a level; its Symbol is empty elsewhere
	Count   int
	Checked bool
}

// A LevelFilter narrows one of the two scales: by a lowest level, or by exact ones.
type LevelFilter struct {
	Name  string // "effect" or "strength"
	Label string
	Least []FilterOption
	Exact Ticks
	Open  bool // whether exact levels were ticked
}

// A FilterChip is a chosen filter with the address of the search without it.
type FilterChip struct {
	Label string
	URL   string
}

// ticksShown is how many values of a long list are seen at once.
const ticksShown = 7

// newFilters makes the form for a search and its answer.
func newFilters(f *Frame, p params.Page, found *search.Response) Filters {
	ref, counts := f.Info.Reference, countsOf(found)
	list := func(name, legend string, items []review.Item, chosen []string) Ticks {
		return listTicks(name, legend, items, chosen, counts[name])
	}
	levels := func(name, legend string, levels []review.Level, chosen []string) Ticks {
		return levelTicks(name, legend, levels, chosen, counts[name])
	}
	filters := Filters{
		Path: "/search", Method: "get", Links: p, ref: ref, MaxAge: 120,
		Hidden:   hidden(p.Values(), "q", "concept", "without", "verbatim", "id", "lens", "site", "per_page"),
		Local:    newLocalFilter(f, p),
		Orders:   orders(p),
		Outcome:  list(search.FacetOutcome, "Outcome", ref.Lists.Outcomes, p.Outcome),
		Effect:   levelFilter(search.FacetEffect, ref.Ratings.Effect, "or better", string(p.EffectMin)),
		Strength: levelFilter(search.FacetStrength, ref.Ratings.Strength, "or stronger", string(p.StrengthMin)),
		Others: []Ticks{
			list(search.FacetTopic, "Topic", ref.Lists.Topics, p.Topic),
			list(search.FacetPopulation, "Who it is for", ref.Lists.Populations, p.Population),
			list(search.FacetSetting, "Setting", ref.Lists.Settings, p.Setting),
		},
		States: []Ticks{
			levels(search.FacetUK, "UK evidence", ref.Ratings.UK, texts(p.UK)),
			levels(search.FacetStatus, "Rated or not", ref.Ratings.States, texts(p.Status)),
		},
	}
	filters.Effect.Exact = levels(search.FacetEffect, "Exact levels of effectiveness", ref.Ratings.Effect.Levels, texts(p.Effect))
	filters.Strength.Exact = levels(search.FacetStrength, "Exact levels of strength", ref.Ratings.Strength.Levels, texts(p.Strength))
	filters.Effect.Open, filters.Strength.Open = len(p.Effect) > 0, len(p.Strength) > 0
	if p.Age != nil {
		filters.Age = fmt.Sprint(*p.Age)
	}
	return filters
}

// Chosen are the filters that are set, each with a link that takes it away.
func (f Filters) Chosen() []FilterChip {
	var chips []FilterChip
	for _, c := range Criteria(f.Links, f.ref) {
		for _, v := range c.Values {
			label := v.Label
			if c.Name == "age" {
				label = strings.TrimPrefix(label, "age ")
			}
			chips = append(chips, FilterChip{c.Label + ": " + label, params.Address(f.Path, v.Without.Values())})
		}
	}
	return chips
}

// Clear is the address of the search without any filter.
func (f Filters) Clear() string { return params.Address(f.Path, Unfiltered(f.Links).Values()) }

// orders are the orders that make sense for a search. The one it has by default
// has no value, so that it does not get into the address.
func orders(p params.Page) []FilterOption {
	asked := p.Q != "" || len(p.Concept) > 0
	byDefault := search.ByTitle
	if asked {
		byDefault = search.ByRelevance
	}
	var options []FilterOption
	for _, sort := range search.Sorts {
		if sort == search.ByRelevance && !asked && p.Sort != sort {
			continue // nothing to be relevant to
		}
		o := FilterOption{Value: string(sort), Label: orderLabels[sort], Selected: p.Sort == sort}
		if sort == byDefault {
			o.Value = ""
		}
		options = append(options, o)
	}
	return options
}

var orderLabels = map[search.Sort]string{
	search.ByRelevance: "Relevance to the question",
	search.ByEffect:    "Overall effectiveness, most positive first",
	search.ByStrength:  "Strength of evidence, strongest first",
	search.ByNewest:    "Newest evidence first",
	search.ByTitle:     "Title, A to Z",
}

// countsOf are the counts of an answer by facet and value.
func countsOf(found *search.Response) map[string]map[string]int {
	counts := map[string]map[string]int{}
	for _, facet := range found.Facets {
		counts[facet.Field] = map[string]int{}
		for _, v := range facet.Values {
			counts[facet.Field][v.Value] = v.Count
		}
	}
	return counts
}
