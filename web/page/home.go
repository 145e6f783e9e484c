package page

import (
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Home is the first page.
type Home struct {
	Shell
	Documents int // 0 while there is no index
	Examples  []Link
	Browse    []Shelf
	Scales    []ScaleView
	News      []NewsItem
}

// A Shelf lists the values of a facet as ways into the store.
type Shelf struct {
	ID    string
	Title string
	Links []Counted
}

// A Counted link says how much it leads to.
type Counted struct {
	Link
	Count int
}

// A NewsItem is a change that one or more documents had on the same day.
type NewsItem struct {
	Date       review.Date
	Day        string
	What       string
	Programmes []Link // the first few
	More       int    // how many programmes stand behind them
}

func (Home) template() string { return "home" }

// examples are questions that people ask.
var examples = []string{
	"help for substance-misusing parents",
	"gran wants to look after her grandson",
	"how can we keep teenagers out of care",
}

// Examples are the questions that the pages offer as examples. The shipped corpus
// answers each of them.
func Examples() []string { return append([]string(nil), examples...) }

func exampleLinks(view params.View) []Link {
	var links []Link
	for _, q := range examples {
		links = append(links, Link{q, searchURL(params.Page{Search: params.Search{Q: q, Page: 1, PerPage: params.DefaultPerPage}, View: view})})
	}
	return links
}

// NewHome makes the first page. found is an answer to the request for all
// programmes, or nil while there is nothing to serve; latest are the latest changes.
func NewHome(f *Frame, found *search.Response, latest []Change) Home {
	h := Home{
		Shell: f.public("/", "Home", "Search systematic reviews in children’s social care: what was shown to help, for which outcome, and how far that can be trusted."),
	}
	if found == nil {
		return h
	}
	r := &f.Info.Reference.Ratings
	h.Documents = found.Total
	h.Examples = exampleLinks(f.View)
	h.Scales = []ScaleView{
		{"effect", r.Effect.Label, r.Effect.Question, levelViews("effect", r.Effect.Levels)},
		{"strength", r.Strength.Label, r.Strength.Question, levelViews("strength", r.Strength.Levels)},
	}
	for _, shelf := range []struct{ field, title string }{
		{search.FacetOutcome, "By outcome"}, {search.FacetPopulation, "By who it is for"}, {search.FacetTopic, "By topic"},
	} {
		if links := facetLinks(found, shelf.field, f.View); len(links) > 0 {
			h.Browse = append(h.Browse, Shelf{"by-" + shelf.field, shelf.title, links})
		}
	}
	h.News = newsOf(latest, f.View)
	return h
}

// newsOf puts the same change of several documents on one day together.
func newsOf(latest []Change, view params.View) []NewsItem {
	const shown = 3
	var news []NewsItem
	for _, c := range latest {
		item := NewsItem{Date: c.Date, Day: day(c.Date), What: c.What, More: len(c.Programmes) - shown}
		for _, p := range c.Programmes[:min(shown, len(c.Programmes))] {
			item.Programmes = append(item.Programmes, Link{p.Title, ReviewURL(p.ID, view, "")})
		}
		news = append(news, item)
	}
	return news
}

// facetLinks lead to the programmes of each value that has any.
func facetLinks(found *search.Response, field string, view params.View) []Counted {
	var links []Counted
	for _, facet := range found.Facets {
		if facet.Field != field {
			continue
		}
		for _, v := range facet.Values {
			if v.Count > 0 {
				values := view.Values()
				values.Set(field, v.Value)
				links = append(links, Counted{Link{v.Label, params.Address("/search", values)}, v.Count})
			}
		}
	}
	return links
}
