package params

import (
	"net/url"
	"slices"

	"evidencestore/search"
)

// Local narrows a search to what is available at a site.
type Local struct {
	Available bool // never where the site says nothing of what is available
	Here      Here // what Available means
}

// Here is what is available at a site.
type Here struct {
	Name string   // of the site, in words
	IDs  []string // of programmes
}

// narrow makes of a request one for what is available, where that was asked for.
func (l Local) narrow(req *search.Request) *search.Request {
	if l.Available {
		req.Filter.IDs = append([]string{}, l.Here.IDs...) // never nil, which would not narrow
	}
	return req
}

// Request is what to ask the searcher.
func (p Page) Request() *search.Request { return p.narrow(p.Search.Request()) }

// HereOnly is the same search for nothing but what is available here.
func (p Page) HereOnly(here Here) Page {
	p.Local = Local{Available: true, Here: here}
	return p
}

// At is the site that a request of the API is for.
type At struct{ Site string }

// ForAt declare the parameters of an endpoint that takes nothing but a site.
var ForAt = Set[At]{params: []param[At]{knownSite(func(p *At) *string { return &p.Site })}}

// SearchAt are the parameters of a search through the API: what a site adds to them
// has no meaning where there are no sites, as on the command line.
type SearchAt struct {
	Search
	At
	Local
}

// ForSearchAt declare the parameters of a search through the API.
var ForSearchAt = Set[SearchAt]{
	params: append(lifted(ForSearch.params, func(p *SearchAt) *Search { return &p.Search }),
		knownSite(func(p *SearchAt) *string { return &p.Site }),
		availableParam(func(p *SearchAt) *Local { return &p.Local }, func(p *SearchAt) string { return p.Site })),
	finish: func(p *SearchAt, values url.Values) Faults { return finishSearch(&p.Search, values) },
}

// Request is what to ask the searcher.
func (p SearchAt) Request() *search.Request { return p.narrow(p.Search.Request()) }

// Values is the canonical form for a link: ForSearchAt reads it back as p.
func (p SearchAt) Values() url.Values { return ForSearchAt.Values(p) }

const (
	unknownSite = "no site is called this here; ask the operator of the store for the id of your site, or to add a [[site]] to its config.toml"
	noSites     = "this store has no sites; ask its operator to add a [[site]] to its config.toml"
)

// knownSite takes the id of a site. Unlike a page, the API does not pass over one that
// it does not know: a program cannot see that what its site says is missing.
func knownSite[P any](field func(*P) *string) param[P] {
	const name = "site"
	return param[P]{
		name: name, doc: "The site that asks, as the operator of the store has configured it. Programmes then come with what it says of them.", kind: "string",
		allowed: func(sc Scope) []string { return sc.Sites },
		parse: func(p *P, values []string, sc Scope) Faults {
			switch {
			case len(values) == 0:
				return nil
			case slices.Contains(sc.Sites, values[0]):
				*field(p) = values[0]
				return nil
			case len(sc.Sites) == 0:
				return Faults{fault(name, values[0], noSites)}
			}
			return Faults{fault(name, values[0], unknownSite, sc.Sites...)}
		},
		print: func(p *P) []string { return present(*field(p)) },
	}
}

// availableParam is declared behind the site. Where the site says nothing of what is
// available, or there is none, it is passed over: it would hide everything.
func availableParam[P any](field func(*P) *Local, site func(*P) string) param[P] {
	declared := boolean("available", "Whether only programmes are found that the site says are available there. It has no meaning without a site that says so.",
		func(p *P) *bool { return &field(p).Available })
	parse := declared.parse
	declared.parse = func(p *P, values []string, sc Scope) Faults {
		faults := parse(p, values, sc)
		asked := field(p).Available
		*field(p) = Local{}
		if asked && sc.Here != nil {
			if here, known := sc.Here(site(p)); known {
				*field(p) = Local{Available: true, Here: here}
			}
		}
		return faults
	}
	return declared
}
