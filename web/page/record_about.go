package page

import (
	"fmt"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// aboutRecord says what was asked, when, and of which edition.
func aboutRecord(f *Frame, p, untyped params.Page, rec *Recording) []RecordLine {
	ref := f.Info.Reference
	lines := []RecordLine{{"Question as read", []string{questionAsRead(p, rec.Found)}}}
	if p.Q != "" {
		lines = append(lines, RecordLine{"Words typed, carried by choice", []string{"“" + p.Q + "”"}})
	}
	if filters := criteriaInWords(p, ref); len(filters) > 0 {
		lines = append(lines, RecordLine{"Filters", filters})
	}
	if rec.Found != nil {
		lines = append(lines, RecordLine{"Found", []string{count(rec.Found.Total, "programme", "programmes") + " of " + number(f.Info.Documents) + " held"}})
	}
	lines = append(
		lines,
		RecordLine{"Made on", []string{rec.Made.Format("2 January 2006") + ", from edition " + f.Info.Generation}},
		RecordLine{"Whose ratings", []string{ref.Ratings.Lines.Whose}},
	)
	if to := params.Address("/record", untyped.Values()); to != "/record" {
		at := RecordLine{"Address", []string{f.Base + to}}
		if p.Q != "" {
			at.Lines = append(at.Lines, "It carries how the question was read, and not the words typed.")
		}
		lines = append(lines, at)
	}
	return lines
}

// questionAsRead names the concepts that a question was understood to be about.
func questionAsRead(p params.Page, found *search.Response) string {
	var read []string
	if in := interpretationOf(found); in != nil {
		for _, c := range in.Concepts {
			read = append(read, c.Label)
		}
	}
	switch {
	case len(read) > 0:
		return strings.Join(read, " · ")
	case p.Q != "":
		return "No subject was recognised; the words were looked for as words."
	case found == nil:
		return "No question was asked: the programmes were picked by hand."
	default:
		return "No question was asked: the programmes were found by the filters alone."
	}
}

// recordNotices are what a reader of the answer should know.
func recordNotices(found *search.Response) []string {
	in := interpretationOf(found)
	if in == nil {
		return nil
	}
	var out []string
	if in.Notice != nil {
		out = append(out, in.Notice.Text)
	}
	for _, note := range in.Notes {
		out = append(out, note.Text)
	}
	for _, c := range in.Corrections {
		out = append(out, fmt.Sprintf("“%s” was read as “%s”.", c.From, c.To))
	}
	return out
}

// criteriaInWords are the filters of a search, one line each.
func criteriaInWords(p params.Page, ref *review.Reference) []string {
	var out []string
	for _, c := range Criteria(p, ref) {
		out = append(out, c.Label+": "+either(c))
	}
	return out
}

// either joins the values of a filter, of which one has to hold.
func either(c Criterion) string {
	return strings.Join(c.Labels(), " or ")
}

func interpretationOf(found *search.Response) *search.Interpretation {
	if found == nil {
		return nil
	}
	return found.Interpretation
}
