package page

import (
	"fmt"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// MapPerPage is how many programmes a page of the map lists.
const MapPerPage = search.MaxPerPage

// Map is the page of the evidence map.
type Map struct {
	Shell
	Heading  string
	Options  []MapOption // outcomes to choose from
	Hidden   []Hidden    // the rest of the search, for the form
	One      bool        // whether one outcome is chosen, so that its ratings can stand together
	Outcomes string      // the outcomes that are chosen, in words
	Filters  Filters     // only for what was chosen
	Asked    MapQuestion
	Total    int
	Grid     Grid
	Places   []MapPlace
	Unrated  []MapUnrated
	Domains  DomainTable
	Span     MapSpan
	List     string // address of the same search as a list
	Anything string // address of the map of all programmes, where a question narrows them
}

// A MapQuestion is what the map was asked for beside filters.
type MapQuestion struct {
	Typed  string
	Read   string // the concepts it was read as, in words
	Notice string // the first thing to tell about the answer, or ""
}

// A MapOption is an outcome to choose, with how many programmes it has.
type MapOption struct {
	FilterOption
	Count int
}

// A MapSpan says which of all programmes a page lists, and leads to the others.
type MapSpan struct {
	From, To       int // 0 where the page lists none
	Previous, Next string
}

func (Map) template() string { return "map" }

// NewMap makes the map of a search from its answer, which has MapPerPage on a page.
func NewMap(f *Frame, p params.Page, found *search.Response) Map {
	p.Format, p.Sort, p.PerPage = "", "", params.DefaultPerPage // the page has its own order and length
	first := p
	first.Page = 1
	ref := f.Info.Reference
	m := Map{
		Shell: f.Shell("/map", mapTitle(first, found, ref),
			"How many programmes have which effectiveness and strength of evidence, outcome by outcome, and where nothing is known."),
		Heading: "Evidence map", One: len(p.Outcome) == 1, Outcomes: joined(review.Labels(ref.Lists.Outcomes, p.Outcome)),
		Options: mapOptions(p, found, ref), Hidden: mapHidden(first),
		Filters: newFilters(f, first, found), Asked: mapQuestion(p, found.Interpretation), Total: found.Total,
		Grid: newGrid(f, first, found), Domains: newDomainTable(f, found.Hits), Span: mapSpan(p, found),
		List: searchURL(first),
	}
	m.Filters.Path = "/map"
	if m.Outcomes != "" {
		m.Heading += ": " + m.Outcomes
	}
	if m.One {
		m.Places, m.Unrated = mapPlaces(f, found.Hits), mapUnrated(f, found.Hits)
	}
	if len(p.Q)+len(p.Concept) > 0 {
		m.Anything = params.Address("/map", f.Values())
	}
	m.Private = p.Q != ""
	if reading, ok := ByReading(p, found.Interpretation, ref); ok {
		reading.ID, reading.Lens, reading.Words = nil, params.Practice, false
		m.Canonical = f.Base + params.Address("/map", reading.Values())
	}
	return m
}

// mapTitle names what the map is narrowed to, without the typed words.
func mapTitle(p params.Page, found *search.Response, ref *review.Reference) string {
	var parts []string
	for _, c := range Criteria(p, ref) {
		parts = append(parts, c.Labels()...)
	}
	parts = append(parts, readAs(found.Interpretation)...)
	title := "Evidence map"
	if len(parts) > 0 {
		title += ": " + strings.Join(parts, ", ")
	}
	if found.Page > 1 {
		title += fmt.Sprintf(", page %d", found.Page)
	}
	return title
}

func readAs(in *search.Interpretation) []string {
	var read []string
	if in != nil {
		for _, c := range in.Concepts {
			read = append(read, c.Label)
		}
	}
	return read
}

func mapQuestion(p params.Page, in *search.Interpretation) MapQuestion {
	q := MapQuestion{Typed: p.Q, Read: joined(readAs(in))}
	if in != nil && in.Notice != nil {
		q.Notice = in.Notice.Text
	}
	return q
}

// mapOptions are the outcomes that programmes have, each to be chosen alone.
func mapOptions(p params.Page, found *search.Response, ref *review.Reference) []MapOption {
	counts := countsOf(found)[search.FacetOutcome]
	var options []MapOption
	for _, item := range ref.Lists.Outcomes {
		chosen := len(p.Outcome) == 1 && p.Outcome[0] == item.ID
		if counts[item.ID] > 0 || chosen {
			options = append(options, MapOption{FilterOption{item.ID, item.Label, chosen}, counts[item.ID]})
		}
	}
	return options
}

// mapHidden is all of the search but its outcome.
func mapHidden(p params.Page) []Hidden {
	values := p.Values()
	values.Del("outcome")
	if len(values) == 0 {
		return nil
	}
	return hidden(values)
}

func mapSpan(p params.Page, found *search.Response) MapSpan {
	var span MapSpan
	if len(found.Hits) > 0 {
		span.From = (found.Page-1)*found.PerPage + 1
		span.To = span.From + len(found.Hits) - 1
	}
	to := func(n int) string {
		p.Page = n
		return params.Address("/map", p.Values())
	}
	if found.Page > 1 {
		last := max(1, (found.Total+found.PerPage-1)/found.PerPage)
		span.Previous = to(min(found.Page-1, last))
	}
	if found.Page*found.PerPage < min(found.Total, search.MaxDepth) {
		span.Next = to(found.Page + 1)
	}
	return span
}
