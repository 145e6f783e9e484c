package page

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// notStated is what documents write where their sources say nothing.
const notStated = "not stated"

// mixedPicture is said of a programme whose outcomes disagree.
const mixedPicture = "Mixed picture: some of its outcomes were rated better than in the comparison, and others were not."

// noCaution stands where a programme beside others has no caution.
const noCaution = "None is noted here. That does not mean that there is none."

// outcomeGroups are the rows that come first under every lens: warnings, then one
// row for each kind of outcome, apart by how many of the programmes were rated on it.
func outcomeGroups(docs []*search.Document, p params.Page, ref *review.Reference) []CompareGroup {
	shared := CompareGroup{
		Title: "Outcomes that at least two of them were rated on",
		Note:  "Outcomes of the same kind stand in one row. Even these may have been measured in different ways, with different families.",
	}
	alone := CompareGroup{Title: "Outcomes that only one of them was rated on", Note: "On these the programmes cannot be compared by their ratings."}
	unrated := CompareGroup{Title: "Found by research, not rated", Note: "No rating of these outcomes is held for any of these programmes."}
	for _, domain := range ref.Lists.Outcomes {
		row, rated := outcomeRow(docs, domain, p, ref)
		switch {
		case rated > 1:
			shared.Rows = append(shared.Rows, row)
		case rated == 1:
			alone.Rows = append(alone.Rows, row)
		case slices.ContainsFunc(row.Cells, func(c CompareCell) bool { return !c.Empty() }):
			unrated.Rows = append(unrated.Rows, row)
		}
	}
	groups := []CompareGroup{readFirst(docs)}
	for _, g := range []CompareGroup{shared, alone, unrated} {
		if len(g.Rows) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

// readFirst is what must not be missed about the programmes as a whole.
func readFirst(docs []*search.Document) CompareGroup {
	state, warnings := CompareRow{Label: "Rated or not"}, CompareRow{Label: "Cautions"}
	some := false
	for _, doc := range docs {
		state.Cells = append(state.Cells, cellOf(doc, doc.Statement))
		cell := CompareCell{Programme: doc.Title, Warnings: compareWarnings(doc)}
		if cell.Empty() {
			cell.Lines = textLines(noCaution)
		} else {
			some = true
		}
		warnings.Cells = append(warnings.Cells, cell)
	}
	group := CompareGroup{Title: "Read this first", Rows: []CompareRow{state}}
	if some {
		group.Rows = []CompareRow{warnings, state}
	}
	return group
}

// compareWarnings are the caution, the worse result and the mixed picture of a programme,
// and that its ratings were not read at their source.
func compareWarnings(doc *search.Document) []string {
	var all []string
	for _, warning := range []string{doc.Caution, doc.WorseResult} {
		if warning != "" {
			all = append(all, warning)
		}
	}
	if MixedPicture(doc.Outcomes) {
		all = append(all, mixedPicture)
	}
	if doc.Status == review.Rated && !doc.Verified {
		all = append(all, unverifiedRating)
	}
	return all
}

// outcomeRow is all that is held on one kind of outcome, and how many of the
// programmes were rated on it.
func outcomeRow(docs []*search.Document, domain review.Item, p params.Page, ref *review.Reference) (CompareRow, int) {
	row, rated := CompareRow{Label: domain.Label}, 0
	var compared []string
	for _, doc := range docs {
		cell := CompareCell{Programme: doc.Title, Outcomes: ratedIn(doc, domain.ID, p, ref)}
		for _, f := range doc.Findings {
			if slices.Contains(f.Domains, domain.ID) {
				cell.Findings = append(cell.Findings, found(&f, ref, false))
			}
		}
		for _, o := range cell.Outcomes {
			compared = append(compared, o.ComparedWith)
		}
		if len(cell.Outcomes) > 0 {
			rated++ // its newer evidence is said beside each rating
		} else {
			cell.Later = laterIn(doc, domain.ID)
		}
		row.Cells = append(row.Cells, cell)
	}
	if rated > 1 {
		row.Note = comparisons(compared)
	}
	return row, rated
}

// ratedIn are the rated outcomes of a programme in a domain, or all of them under "".
// Those that pass the filters of the search are marked.
func ratedIn(doc *search.Document, domain string, p params.Page, ref *review.Reference) []Rated {
	filter, filtered := p.Request().Filter, OutcomeFiltered(p)
	var out []Rated
	for _, o := range doc.Outcomes {
		if domain != "" && !slices.Contains(o.Domains, domain) {
			continue
		}
		o.Matches = filter.MatchesRatings(o.Effect, o.Strength) && filter.MatchesDomains(o.Domains)
		out = append(out, rated(&doc.Hit, &o, ref, filtered))
	}
	return out
}

func laterIn(doc *search.Document, domain string) []UnratedLater {
	var out []UnratedLater
	for _, l := range doc.Later {
		if slices.Contains(l.Domains, domain) {
			where := l.Country
			if l.Year != 0 {
				where = strings.TrimSuffix(fmt.Sprintf("%d, %s", l.Year, where), ", ")
			}
			out = append(out, UnratedLater{Where: where, Text: l.Finding, Line: l.Line, Worse: l.Worse})
		}
	}
	return out
}

// comparisons says where the outcomes of a row were not compared with the same.
func comparisons(with []string) string {
	var stated []string
	for _, w := range with {
		if w != notStated && !slices.Contains(stated, w) {
			stated = append(stated, w)
		}
	}
	different, unknown := len(stated) > 1, slices.Contains(with, notStated)
	switch {
	case different && unknown:
		return "Compared with different things; what some were compared with is not stated."
	case different:
		return "Compared with different things."
	case unknown && len(stated) == 0:
		return "What they were compared with is not stated."
	case unknown:
		return "What some of them were compared with is not stated."
	default:
		return ""
	}
}
