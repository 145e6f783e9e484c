package params

import (
	"fmt"
	"net/url"
	"slices"

	"evidencestore/review"
)

// Lens is what a reader of the pages looks for first.
type Lens string

// The lenses. Practice is the default: what it is, whom it is for, what can be
// done. Lead: how strong the evidence is, from where, at what cost.
const (
	Practice Lens = "practice"
	Lead     Lens = "lead"
)

// Lenses are all lenses, the default one first.
var Lenses = []Lens{Practice, Lead}

// A View is how a page is looked at. Every link carries it on.
type View struct {
	Lens   Lens   // never empty once parsed
	Site   string // the intranet that the reader comes from, or ""
	Framed bool   // whether links stay among the pages that the intranet frames; the path says so, no parameter does
}

// Values is the canonical form of the view alone.
func (v View) Values() url.Values { return ForPlain.Values(Plain{v}) }

// Format is the form in which a list is given. "" is a page for people.
type Format string

// The formats of an export.
const (
	CSV    Format = "csv"
	RIS    Format = "ris"
	BibTeX Format = "bibtex"
	JSON   Format = "json"
	Atom   Format = "atom"
)

// Formats are all formats of an export.
var Formats = []Format{CSV, RIS, BibTeX, JSON, Atom}

// Page are the parameters of a page that shows a search: results, map, compared
// programmes, record and export alike, so that each can lead to the others.
type Page struct {
	Search
	View
	Local
	ID     []string // programmes that were picked, at most MaxPicked, in the order sent
	Format Format
	Words  bool // whether what leaves the page names the typed words too
}

// MaxPicked is how many programmes stand side by side.
const MaxPicked = 4

// ForPage declare the parameters of a page.
var ForPage = Set[Page]{
	params: append(lifted(ForSearch.params, func(p *Page) *Search { return &p.Search }),
		picked(), lensParam(func(p *Page) *Lens { return &p.Lens }), siteParam(func(p *Page) *string { return &p.Site }),
		availableParam(func(p *Page) *Local { return &p.Local }, func(p *Page) string { return p.Site }), formatParam(func(p *Page) *Format { return &p.Format }),
		boolean("words", "Whether an export or a record names the typed words and not only how they were read.", func(p *Page) *bool { return &p.Words })),
	finish: func(p *Page, values url.Values) Faults { return finishSearch(&p.Search, values) },
}

// Values is the canonical form for a link: ForPage reads it back as p.
func (p Page) Values() url.Values { return ForPage.Values(p) }

// One are the parameters of the page of one programme.
type One struct {
	View
	Format Format
}

// ForOne declare the parameters of the page of one programme.
var ForOne = Set[One]{params: []param[One]{
	lensParam(func(p *One) *Lens { return &p.Lens }), siteParam(func(p *One) *string { return &p.Site }), formatParam(func(p *One) *Format { return &p.Format }),
}}

// Values is the canonical form for a link: ForOne reads it back as p.
func (p One) Values() url.Values { return ForOne.Values(p) }

// Plain are the parameters of a page that takes nothing but a view.
type Plain struct{ View }

// ForPlain declare the parameters of a page that takes nothing but a view.
var ForPlain = Set[Plain]{params: []param[Plain]{
	lensParam(func(p *Plain) *Lens { return &p.Lens }), siteParam(func(p *Plain) *string { return &p.Site }),
}}

// Tidy gives what a page reads of the values that a browser sent: without empty
// ones, which forms send, and without unknown names, which mail programs and
// intranets append. Where levels were ticked beside a lowest level, the ticked ones
// count.
func (ps *Set[P]) Tidy(values url.Values) url.Values {
	known := ps.names()
	tidy := url.Values{}
	for name, given := range values {
		given = slices.DeleteFunc(slices.Clone(given), func(v string) bool { return v == "" })
		if len(given) > 0 && slices.Contains(known, name) {
			tidy[name] = given
		}
	}
	for _, name := range []string{"effect", "strength"} {
		if len(tidy[name]) > 0 {
			tidy.Del(name + "_min")
		}
	}
	return tidy
}

// picked takes ids of programmes. Whether they exist is for the page to find out.
func picked() param[Page] {
	const name = "id"
	return param[Page]{
		name: name, doc: "Id of a programme to compare.", kind: "string", repeats: true,
		parse: func(p *Page, values []string, _ Scope) Faults {
			var faults Faults
			for _, v := range values {
				switch {
				case slices.Contains(p.ID, v):
				case review.CheckID(v) != nil:
					faults = append(faults, fault(name, v, "not an id of a programme"))
				default:
					p.ID = append(p.ID, v)
				}
			}
			if n := len(p.ID); n > MaxPicked {
				faults = append(faults, fault(name, fmt.Sprintf("%d programmes", n), fmt.Sprintf("at most %d can stand side by side; leave some out", MaxPicked)))
			}
			return faults
		},
		print: func(p *Page) []string { return p.ID },
	}
}

func lensParam[P any](field func(*P) *Lens) param[P] {
	declared := choice("lens", "What the reader looks for first.", Lenses, field)
	parse := declared.parse
	declared.parse = func(p *P, values []string, sc Scope) Faults {
		*field(p) = Practice
		return parse(p, values, sc)
	}
	declared.print = func(p *P) []string {
		if *field(p) == Practice {
			return nil
		}
		return present(string(*field(p)))
	}
	return declared
}

// siteParam takes the id of a site. One that is not configured any more says nothing,
// or old bookmarks would break; what only a site may see asks for more.
func siteParam[P any](field func(*P) *string) param[P] {
	return param[P]{
		name: "site", doc: "The site that embeds the store, as its operator has configured it.", kind: "string",
		parse: func(p *P, values []string, sc Scope) Faults {
			if len(values) > 0 && slices.Contains(sc.Sites, values[0]) {
				*field(p) = values[0]
			}
			return nil
		},
		print: func(p *P) []string { return present(*field(p)) },
	}
}

func formatParam[P any](field func(*P) *Format) param[P] {
	return choice("format", "The form of an export.", Formats, field)
}

// lifted makes parameters of a part those of the whole.
func lifted[P, Q any](declared []param[Q], part func(*P) *Q) []param[P] {
	out := make([]param[P], len(declared))
	for i, d := range declared {
		out[i] = param[P]{
			name: d.name, doc: d.doc, kind: d.kind, repeats: d.repeats, fallback: d.fallback,
			allowed: d.allowed, examples: d.examples, min: d.min, max: d.max, limited: d.limited,
			parse: func(p *P, values []string, sc Scope) Faults { return d.parse(part(p), values, sc) },
			print: func(p *P) []string { return d.print(part(p)) },
		}
	}
	return out
}
