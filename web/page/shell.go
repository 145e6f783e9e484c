package page

import (
	"net/url"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// A Shell is what every page has around its content. A page's view embeds one.
type Shell struct {
	Title       string // of the document; unique among the pages
	Description string
	Canonical   string // absolute address of the page by its reading, or ""
	Feed        string // address of the list as Atom, or ""
	Private     bool   // whether search engines are to keep away
	Nav         string // path of the main page that this belongs to, or ""
	Lens        params.Lens
	Lenses      []Choice // links to this page under each lens; none where it changes nothing
	Question    Box
	Lines       review.FixedLines
	Generation  string
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
	Lens   params.Lens
}

// Shell begins a page.
func (f *Frame) Shell(nav, title, description string) Shell {
	s := Shell{
		Title: title, Description: description, Nav: nav, Lens: f.Lens,
		Question: Box{MaxLength: f.Limits.QuestionChars, Hidden: f.hiddenLens()},
	}
	if f.Info != nil {
		s.Lines = f.Info.Reference.Ratings.Lines
		s.Generation = f.Info.Generation
	}
	return s
}

// hiddenLens carries the lens through a form.
func (f *Frame) hiddenLens() []Hidden {
	return hidden(params.One{Lens: f.Lens}.Values(), "lens")
}

// lenses are links to the same page under each lens.
func (f *Frame) lenses(link func(params.Lens) string) []Choice {
	var out []Choice
	for _, lens := range params.Lenses {
		out = append(out, Choice{Link{lensLabels[lens], link(lens)}, lens == f.Lens})
	}
	return out
}

var lensLabels = map[params.Lens]string{
	params.Practice: "For practice",
	params.Lead:     "For service leads",
}

// address is a path with a query, which is left out where it is empty.
func address(path string, values url.Values) string {
	if len(values) == 0 {
		return path
	}
	return path + "?" + values.Encode()
}

// searchURL leads to the results of a search.
func searchURL(p params.Page) string { return address("/search", p.Values()) }

// reviewURL leads to the page of a programme, at a section of it or "".
func reviewURL(id string, lens params.Lens, section string) string {
	to := address("/reviews/"+url.PathEscape(id), params.One{Lens: lens}.Values())
	if section != "" {
		to += "#" + section
	}
	return to
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
