package main

import (
	"fmt"
	"io"
	"strings"

	"evidencestore/review"
	"evidencestore/search/unmet"
	"evidencestore/web/export"
)

// A gapsPrinter writes a report on unmet need for people.
type gapsPrinter struct {
	*layout
	report *unmet.Report
	unmet  unmetConfig
}

func (p *gapsPrinter) print(words *review.Ratings) {
	r := p.report
	p.para(0, piece{fmt.Sprintf("What was asked for from %s to %s, and what is held on it now", r.From, r.To), bold})
	p.gap()
	if !p.unmet.Keep {
		p.text(0, "Note: %s.", countingOff)
		p.gap()
	}
	if len(r.Counted) == 0 {
		p.nothing()
		return
	}
	p.text(0, "Kept: %s of %s. These are numbers of questions and not of people: who asks often counts often. What was asked for fewer than %d times in a week is not kept, or is counted under less of it.",
		plural(r.Questions, "question"), plural(len(r.Counted), "week"), p.unmet.Minimum)
	if r.NotTaken > 0 {
		p.text(0, "%s more found no room, on what was asked for most rarely.", plural(r.NotTaken, "question"))
	}
	for i := range r.Sections {
		p.section(&r.Sections[i])
	}
	if r.More > 0 {
		p.gap()
		p.text(0, "%s more, asked for more rarely, were not looked up.", plural(r.More, "need"))
	}
	p.gap()
	p.text(0, "Index: %s.", r.Generation)
	p.text(0, "%s", words.Lines.Judgement)
}

// nothing says that there is nothing to report, and why that may be.
func (p *gapsPrinter) nothing() {
	p.text(0, "Nothing was kept in these weeks.")
	if p.unmet.Keep {
		p.text(0, "\"evidence-store serve\" counts, and keeps what is asked for at least %d times in a week. It writes once an hour and when it ends.", p.unmet.Minimum)
	}
}

func (p *gapsPrinter) section(s *unmet.Section) {
	if len(s.Entries) == 0 {
		return
	}
	p.gap()
	p.para(0, piece{fmt.Sprintf("%s: %s", s.Title, plural(len(s.Entries), "need")), bold})
	p.text(0, "%s", s.Text)
	for i := range s.Entries {
		p.gap()
		p.entry(&s.Entries[i])
	}
}

// shownGaps is how many recorded gaps are printed of one need.
const shownGaps = 3

func (p *gapsPrinter) entry(e *unmet.Entry) {
	p.para(indent, piece{needOf(e), bold})
	p.text(indent, "Asked for %s in %s, last in %s. Answered then: %s.",
		plural(e.Asked, "time"), plural(len(e.Weeks), "week"), e.Weeks[len(e.Weeks)-1], answeredThen(e.Answers))
	p.text(indent, "Held now: %s", joinNonEmpty(" ", e.Held.Text, e.Held.Certainty))
	if first := e.Held.First; len(first) > 0 {
		var titles []string
		for _, programme := range first {
			titles = append(titles, programme.Title)
		}
		if e.Held.Programmes > len(first) {
			titles = append(titles, fmt.Sprintf("%d more", e.Held.Programmes-len(first)))
		}
		p.text(indent, "Programmes: %s.", strings.Join(titles, "; "))
	}
	for i, g := range e.Held.Gaps {
		if i == shownGaps {
			p.text(indent, "%s more.", plural(len(e.Held.Gaps)-i, "recorded gap"))
			break
		}
		p.text(indent, "Recorded gap, in %s: %s Missing: %s.", g.Programme.Title, sentence(g.Question), trimStop(g.Missing))
	}
}

// sentence ends a text that does not end by itself.
func sentence(text string) string {
	if text = strings.TrimSpace(text); strings.HasSuffix(text, "?") || strings.HasSuffix(text, ".") {
		return text
	}
	return text + "."
}

// needOf names a need, with the list of what is no concept.
func needOf(e *unmet.Entry) string {
	var parts []string
	for _, part := range e.Parts {
		text := part.Label
		if part.List != unmet.Concepts || part.Gone {
			text = part.List + ": " + text
		}
		if part.Gone {
			text += " (no longer known)"
		}
		parts = append(parts, text)
	}
	return strings.Join(parts, " · ")
}

func answeredThen(answers []unmet.Answered) string {
	var parts []string
	for _, a := range answers {
		parts = append(parts, fmt.Sprintf("%s %d", a.Words, a.Count))
	}
	return strings.Join(parts, ", ")
}

// writeUnmet writes a report as CSV, one need a row.
func writeUnmet(w io.Writer, r *unmet.Report) error {
	header := []string{"held_now", "need", "ids", "questions", "weeks", "first_week", "last_week"}
	for _, a := range unmet.Answers {
		header = append(header, "answered_"+strings.ReplaceAll(string(a), "-", "_"))
	}
	rows := [][]string{append(header, "programmes", "strongest_evidence", "certainty", "text", "first_programmes", "recorded_gaps")}
	for _, s := range r.Sections {
		for i := range s.Entries {
			rows = append(rows, unmetRow(s.Holding, &s.Entries[i]))
		}
	}
	return export.WriteTable(w, rows)
}

func unmetRow(holding unmet.Holding, e *unmet.Entry) []string {
	var ids, first, gaps []string
	for _, part := range e.Parts {
		ids = append(ids, part.List+"/"+part.ID)
	}
	for _, programme := range e.Held.First {
		first = append(first, programme.ID)
	}
	for _, g := range e.Held.Gaps {
		gaps = append(gaps, g.Programme.ID+": "+g.Question)
	}
	row := []string{
		string(holding), needOf(e), strings.Join(ids, " "), fmt.Sprint(e.Asked), fmt.Sprint(len(e.Weeks)),
		string(e.Weeks[0]), string(e.Weeks[len(e.Weeks)-1]),
	}
	for _, answer := range unmet.Answers {
		n := 0
		for _, a := range e.Answers {
			if a.Answer == answer {
				n = a.Count
			}
		}
		row = append(row, fmt.Sprint(n))
	}
	return append(row, fmt.Sprint(e.Held.Programmes), string(e.Held.Strongest), e.Held.Certainty, e.Held.Text,
		strings.Join(first, " "), strings.Join(gaps, "; "))
}
