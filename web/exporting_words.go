package web

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// exporting is what was asked for, how it was read, and the words to say it in.
type exporting struct {
	p   params.Page
	in  *search.Interpretation // may be nil
	ref *review.Reference
}

// shareable is the search by its reading, on its first page, for an address that
// others may see. It is false where such an address would ask for something else
// altogether, and has the typed words only where the user asked for them.
func (e exporting) shareable() (params.Page, bool) {
	p, ok := e.p, true
	if !p.Words {
		p, ok = page.ByReading(p, e.in, e.ref)
	}
	p.ID, p.Lens, p.Format, p.Words = nil, params.Practice, "", false
	p.Page, p.PerPage, p.Explain = 1, params.DefaultPerPage, false
	return p, ok
}

// concepts are the labels of what the search was read as.
func (e exporting) concepts() []string {
	var out []string
	if e.in != nil {
		for _, c := range e.in.Concepts {
			out = append(out, c.Label)
		}
	}
	if len(out) > 0 {
		return out
	}
	for _, c := range e.ref.Thesaurus.Concepts {
		if slices.Contains(e.p.Concept, c.ID) {
			out = append(out, c.Label)
		}
	}
	return out
}

// subject is what the search is for, in a few words, without those that were typed.
func (e exporting) subject() string {
	if read := e.concepts(); len(read) > 0 {
		return strings.Join(read, ", ")
	}
	if e.p.Q != "" {
		return "a question in words"
	}
	var values []string
	for _, c := range page.Criteria(e.p, e.ref) {
		values = append(values, c.Labels()...)
	}
	return cmp.Or(strings.Join(values, ", "), "all programmes")
}

// reading says how the question was read.
func (e exporting) reading() []string {
	read, out := e.concepts(), []string(nil)
	switch {
	case len(read) > 0:
		out = append(out, "Looked for: "+strings.Join(read, ", "))
		if e.p.Q != "" && !e.p.Words {
			out = append(out, "The typed words are not named here. The address of this list asks for what was read in them, so it may find other programmes.")
		}
	case e.p.Q != "":
		out = append(out, "Looked for: words that are not named here")
	case len(page.Criteria(e.p, e.ref)) > 0:
		out = append(out, "Looked for: all programmes that pass these filters")
	default:
		out = append(out, "Looked for: all programmes")
	}
	if e.in == nil {
		return out
	}
	notes := e.in.Notes
	if e.in.Notice != nil {
		notes = append([]search.Notice{*e.in.Notice}, notes...)
	}
	for _, n := range notes {
		if text := exportNotices[n.Kind]; text != "" && !slices.Contains(out, text) {
			out = append(out, text)
		}
	}
	return out
}

// exportNotices say what there is to know about an answer, without the typed words,
// which the texts of notices may have.
var exportNotices = map[search.NoticeKind]string{
	search.NothingHeld:       "Nothing is held on what was asked for.",
	search.NoEligibleStudies: "Reviewers looked for studies on it and found none that met their standard.",
	search.Filtered:          "There are programmes that answer, and the filters leave all of them out.",
	search.UnknownWords:      "Words were typed that neither the documents nor the thesaurus have.",
	search.NoWords:           "No word was typed that could be looked for.",
	search.PartlyHeld:        "Nothing is held on a part of what was asked for.",
	search.BroaderOnly:       "Nothing is held on exactly what was asked for, only on what it is a case of.",
	search.Shortened:         "A long question was reduced to what it seems to be about.",
	search.Relaxed:           "Not all of what was asked for had to be there.",
}

// picked says which programmes these are. Where none was picked they are those that
// a search found first.
func (e exporting) picked(titles []string) []string {
	named := strings.Join(titles, "; ")
	switch {
	case len(e.p.ID) == 0:
		return append([]string{"Programmes found first: " + named}, e.reading()...)
	case len(titles) == 1:
		return []string{"One programme: " + named}
	default:
		return []string{"Programmes picked by hand: " + named}
	}
}

// filters says what narrows the search.
func (e exporting) filters() []string {
	var out []string
	for _, c := range page.Criteria(e.p, e.ref) {
		out = append(out, c.Label+": "+strings.Join(c.Labels(), " or "))
	}
	if page.OutcomeFiltered(e.p) {
		out = append(out, "Filters on outcome, effectiveness and strength hold on one and the same outcome. Other outcomes of the same programme are here too, and may differ.")
	}
	return out
}

// exportOrders say how a list is sorted.
var exportOrders = map[search.Sort]string{
	search.ByRelevance: "how well they match the question, which says nothing about ratings",
	search.ByEffect:    "the overall effectiveness of the best outcome that matches; outcomes of different kinds were judged apart",
	search.ByStrength:  "the strength of evidence of the strongest outcome that matches; outcomes of different kinds were judged apart",
	search.ByNewest:    "how far the evidence reaches, newest first",
	search.ByTitle:     "title",
}

// extent says how programmes are sorted, and whether some are left out.
func (e exporting) extent(total, given int) []string {
	if total == 0 {
		return []string{"No programme was found."}
	}
	out := []string{"In the order of: " + exportOrders[e.p.Sort]}
	if given < total {
		out = append(out, fmt.Sprintf("Only the first %d of %d programmes are in this list. Narrow the search to see the others.", given, total))
	}
	return out
}
