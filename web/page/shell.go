package page

import (
	"net/url"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// A Shell is what every page has around its content. A page's view embeds one.
type Shell struct {
	Title       string // of the document; unique among the pages
	Description string
	Canonical   string // absolute address of the page by its reading, or ""
	Feed        string // address of the list as Atom, or ""
	OpenSearch  string // address of the description of the search
	OEmbed      string // absolute address that says how to embed the page, without a format, or ""
	Private     bool   // whether search engines are to keep away
	Nav         string // path of the main page that this belongs to, or ""
	Lens        params.Lens
	Lenses      []Choice // links to this page under each lens; none where it changes nothing
	Question    Box
	Lines       review.FixedLines
	Generation  string

	view params.View
}

// To is the address of another page of the store as the reader sees this one: links
// carry the lens, and the intranet that the reader comes from.
func (s Shell) To(page string) string {
	path, section, found := strings.Cut(page, "#")
	to := params.Address(path, s.view.Values())
	if found {
		to += "#" + section
	}
	return to
}

// A Link leads somewhere.
type Link struct {
	Text string
	URL  string
}

// A Choice is a link to one of several states, of which one is the present one.
type Choice struct {
	Link
	Current bool
}

// A Box is the box that takes a question.
type Box struct {
	Typed     string
	MaxLength int  // characters
	Post      bool // whether the form keeps the question out of the address
	Hidden    []Hidden
}

// A Hidden is a value that a form sends along.
type Hidden struct{ Name, Value string }

// A Frame is what pages are made in: what is served, and how it was asked for.
type Frame struct {
	Info   *search.Info // nil while there is nothing to serve
	Base   string       // scheme and host of absolute addresses, without a slash at the end
	Limits params.Limits
	params.View
	At   *site.Site // the intranet that the reader comes from, or nil
	Here *int       // how many programmes of the search are available At, or nil where that was not counted
}

// Shell begins a page.
func (f *Frame) Shell(nav, title, description string) Shell {
	s := Shell{
		Title: title, Description: description, Nav: nav, Lens: f.Lens, view: f.View,
		Question:   Box{MaxLength: f.Limits.QuestionChars, Hidden: f.hiddenView()},
		OpenSearch: params.Address("/opensearch.xml", params.View{Lens: params.Practice, Site: f.Site}.Values()),
	}
	if f.Info != nil {
		s.Lines = f.Info.Reference.Ratings.Lines
		s.Generation = f.Info.Generation
	}
	return s
}

// hiddenView carries the view through a form.
func (f *Frame) hiddenView() []Hidden {
	return hidden(f.Values())
}

// lenses are links to the same page under each lens.
func (f *Frame) lenses(link func(params.View) string) []Choice {
	var out []Choice
	for _, lens := range params.Lenses {
		out = append(out, Choice{Link{lensLabels[lens], link(params.View{Lens: lens, Site: f.Site})}, lens == f.Lens})
	}
	return out
}

var lensLabels = map[params.Lens]string{
	params.Practice: "For practice",
	params.Lead:     "For service leads",
}

// searchURL leads to the results of a search.
func searchURL(p params.Page) string {
	if p.Framed {
		return params.Address(embedPath, p.Values())
	}
	return params.Address("/search", p.Values())
}

// ReviewURL leads to the page of a programme, at a section of it or "".
func ReviewURL(id string, view params.View, section string) string {
	path := "/reviews/" + url.PathEscape(id)
	if view.Framed {
		path = embedPath + path
	}
	to := params.Address(path, view.Values())
	if section != "" {
		to += "#" + section
	}
	return to
}

// oembedURL leads to how to embed a page of the store, as consumers of oEmbed look for
// it: they resolve no relative addresses.
func (f *Frame) oembedURL(page string) string {
	return f.Base + params.Address("/oembed", url.Values{"url": {f.Base + page}})
}

// hidden are the values of these names, for a form; all names where none are given.
func hidden(values url.Values, names ...string) []Hidden {
	if len(names) == 0 {
		for name := range values {
			names = append(names, name)
		}
	}
	var out []Hidden
	for _, name := range sorted(names) {
		for _, v := range values[name] {
			out = append(out, Hidden{name, v})
		}
	}
	return out
}
