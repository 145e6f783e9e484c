// Package params declares the parameters of every endpoint: one type each, parsed
// and printed both ways, used alike by the API, its description, the pages, their
// links and forms, the exports and the command line.
package params

import (
	"maps"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"evidencestore/review"
)

// A param declares one parameter of an endpoint: what it takes, how it gets into
// the endpoint's parameter type P, and how it is written back into a link. The
// API description is made from the same declaration.
type param[P any] struct {
	name     string
	doc      string
	kind     string // its JSON Schema type, or that of one value where it repeats
	repeats  bool
	fallback any                  // what an absent one means, or nil
	allowed  func(Scope) []string // its values where they are a closed set, or nil
	examples func(Scope) []string // some of its values where they are too many to name them all, or nil
	min, max int                  // bounds of a number
	limited  bool                 // whether it is a text that the limits of a question bound

	// parse reads the values, of which there may be none, into P.
	parse func(p *P, values []string, sc Scope) Faults
	// print gives the values that parse reads back as the same, none for the default.
	print func(p *P) []string
}

// A Scope is what decides which values are allowed.
type Scope struct {
	Reference *review.Reference
	Limits    Limits
	Sites     []string // ids of the sites that are configured

	// Here is what is available at a site; false where the site says nothing of that.
	// nil is for those who know of no site.
	Here func(site string) (Here, bool)
}

// Limits bound what one request may ask.
type Limits struct {
	QuestionChars int
	QuestionWords int
	Values        int // values of all parameters together
}

// DefaultLimits let a pasted paragraph through.
func DefaultLimits() Limits {
	return Limits{QuestionChars: 4000, QuestionWords: 500, Values: 200}
}

// A Set is all parameters of an endpoint, in the order in which to document
// them, and what has to hold between them. The zero value takes none.
type Set[P any] struct {
	params []param[P]
	// finish faults what cannot stand together, and fills in defaults that
	// depend on other parameters; nil where there is nothing to do.
	finish func(p *P, values url.Values) Faults
}

// Parse reads all values, and reports every fault of them at once.
func (ps *Set[P]) Parse(values url.Values, sc Scope) (P, Faults) {
	var p P
	if faults := tooMany(values, sc.Limits.Values); faults != nil {
		return p, faults
	}
	var faults Faults
	for _, declared := range ps.params {
		given := values[declared.name]
		if bad := malformed(declared.name, given); bad != nil {
			faults = append(faults, bad...)
			continue
		}
		if len(given) > 1 && !declared.repeats {
			faults = append(faults, fault(declared.name, given[1], "given more than once"))
			continue
		}
		faults = append(faults, declared.parse(&p, given, sc)...)
	}
	if ps.finish != nil {
		faults = append(faults, ps.finish(&p, values)...)
	}
	return p, append(faults, ps.unknown(values)...)
}

// Values is the canonical form: what Parse reads back as p, defaults left out.
func (ps *Set[P]) Values(p P) url.Values {
	values := url.Values{}
	for _, declared := range ps.params {
		if printed := declared.print(&p); len(printed) > 0 {
			values[declared.name] = printed
		}
	}
	return values
}

func (ps *Set[P]) names() []string {
	names := make([]string, len(ps.params))
	for i, declared := range ps.params {
		names[i] = declared.name
	}
	return names
}

// unknown faults every name that is not declared.
func (ps *Set[P]) unknown(values url.Values) Faults {
	known := ps.names()
	detail := "no such parameter here; there are none"
	if len(known) > 0 {
		detail = "no such parameter here; there are " + strings.Join(known, ", ")
	}
	var faults Faults
	for _, name := range slices.Sorted(maps.Keys(values)) {
		if !slices.Contains(known, name) {
			faults = append(faults, fault(name, strings.Join(values[name], ", "), detail))
		}
	}
	return faults
}

// tooMany bounds the work, and the length of the answer, that a request can cause.
func tooMany(values url.Values, limit int) Faults {
	total, most := 0, ""
	for _, name := range slices.Sorted(maps.Keys(values)) {
		total += len(values[name])
		if len(values[name]) > len(values[most]) {
			most = name
		}
	}
	if total <= limit {
		return nil
	}
	return Faults{fault(most, strconv.Itoa(total)+" values", "all parameters together take at most "+strconv.Itoa(limit)+" values")}
}

// malformed faults values that are no text at all.
func malformed(name string, values []string) Faults {
	var faults Faults
	for _, v := range values {
		switch {
		case !utf8.ValidString(v):
			faults = append(faults, fault(name, v, "not valid UTF-8"))
		case strings.ContainsRune(v, 0):
			faults = append(faults, fault(name, v, "holds a NUL character"))
		}
	}
	return faults
}

// SplitQuery reads the name=value pairs of a URL or a form. Unlike url.ParseQuery it names every pair that
// is broken, up to a limit.
func SplitQuery(raw string, limit int) (url.Values, Faults) {
	values := url.Values{}
	var faults Faults
	for pair := range strings.SplitSeq(raw, "&") {
		if len(faults) == limit {
			break
		}
		if pair == "" {
			continue
		}
		rawName, rawValue, _ := strings.Cut(pair, "=")
		name, err := url.QueryUnescape(rawName)
		if err != nil {
			faults = append(faults, fault(rawName, rawValue, "broken percent-encoding in the name"))
			continue
		}
		value, err := url.QueryUnescape(rawValue)
		switch {
		case err != nil:
			faults = append(faults, fault(name, rawValue, "broken percent-encoding"))
		case strings.Contains(pair, ";"):
			// Some proxies split here and some do not, so it must not have a meaning.
			faults = append(faults, fault(name, rawValue, "holds a ; that is not written as %3B"))
		default:
			values[name] = append(values[name], value)
		}
	}
	return values, faults
}
