package page

import (
	"fmt"
	"strings"

	"evidencestore/review"
	"evidencestore/web/params"
)

// Unmet is what people asked for beside what is held of it, for those who commission
// research and services.
type Unmet struct {
	Generation string // that was looked at
	From, To   string // weeks
	Counted    int    // weeks of these in which something was kept
	Questions  int    // that were kept in these weeks
	NotTaken   int    // questions for which there was no room
	More       int    // needs that are not among the entries
	Minimum    int    // how often a need is asked for in a week before it is kept
	Unread     []string
	Sections   []UnmetSection
}

// An UnmetSection holds the needs of which about as much is held.
type UnmetSection struct {
	ID      string
	Title   string
	Text    string
	Entries []UnmetEntry
}

// An UnmetEntry is one need and what is held of it.
type UnmetEntry struct {
	Need       []string       // labels, the most telling first
	Ask        *params.Search // finds what is held of it now, or nil
	Asked      int            // questions
	Weeks      []string       // in which it was kept
	Answers    []string       // how it was answered then
	Held       string         // what is held of it now, in words
	Certainty  string         // how far the strongest of it can be trusted, or ""
	Programmes []Programme    // the first of those about it
	Count      int            // of programmes about it
	Gaps       []UnmetGap
}

// An UnmetGap is what the document on a programme says is not known.
type UnmetGap struct {
	Programme Programme
	review.Gap
}

// EditorsUnmet is the page of what was asked for.
type EditorsUnmet struct {
	Editorial
	Off      bool // whether counting is switched off
	Unmet    Unmet
	Kept     string // what a need has to be before it is kept
	Sections []UnmetSectionView
	Download string // address of the table as CSV
}

// An UnmetSectionView is a section as the page shows it.
type UnmetSectionView struct {
	ID, Title, Text string
	Rows            []UnmetRow
}

// An UnmetRow is one line of it.
type UnmetRow struct {
	Need       string
	URL        string // of a search for it, or ""
	Asked      string
	Weeks      string
	Answers    []string
	Held       string
	Certainty  string
	Programmes []Link
	More       int
	Gaps       []NamedGap
}

func (EditorsUnmet) template() string { return "editors-unmet" }

// NewEditorsUnmet makes the page of what was asked for; u is nil where counting is
// switched off.
func NewEditorsUnmet(f *Frame, u *Unmet) EditorsUnmet {
	e := EditorsUnmet{
		Editorial: f.editorial("/editors/unmet", "Asked for and not held", "What people asked for that this store does not hold, or holds with weak evidence only."),
		Off:       u == nil, Download: "/editors/unmet?format=csv",
	}
	if u == nil {
		return e
	}
	e.Unmet, e.Kept = *u, "often enough in one week"
	e.Unmet.From, e.Unmet.To = weekName(u.From), weekName(u.To)
	if u.Minimum > 0 {
		e.Kept = fmt.Sprintf("at least %s in one week", count(u.Minimum, "time", "times"))
	}
	for _, s := range u.Sections {
		view := UnmetSectionView{ID: s.ID, Title: s.Title, Text: s.Text}
		for i := range s.Entries {
			view.Rows = append(view.Rows, unmetRow(&s.Entries[i], f.View))
		}
		e.Sections = append(e.Sections, view)
	}
	return e
}

func unmetRow(u *UnmetEntry, view params.View) UnmetRow {
	row := UnmetRow{
		Need: strings.Join(u.Need, "; "), Asked: count(u.Asked, "time", "times"), Weeks: weeksIn(u.Weeks), Answers: u.Answers,
		Held: u.Held, Certainty: u.Certainty, More: u.Count - len(u.Programmes),
	}
	if u.Ask != nil {
		ask := *u.Ask
		ask.Page, ask.PerPage = 1, params.DefaultPerPage
		row.URL = searchURL(params.Page{Search: ask, View: view})
	}
	for _, p := range u.Programmes {
		row.Programmes = append(row.Programmes, Link{p.Title, ReviewURL(p.ID, view, "")})
	}
	for _, g := range u.Gaps {
		row.Gaps = append(row.Gaps, NamedGap{g.Gap, Link{g.Programme.Title, ReviewURL(g.Programme.ID, view, "gaps")}})
	}
	return row
}

// weeksIn says in which weeks: the only one, or how many there are between which.
func weeksIn(weeks []string) string {
	switch len(weeks) {
	case 0:
		return ""
	case 1:
		return "in " + weekName(weeks[0])
	default:
		return fmt.Sprintf("in %d weeks from %s to %s", len(weeks), weekName(weeks[0]), weekName(weeks[len(weeks)-1]))
	}
}

// weekName writes a week by ISO 8601, such as 2026-W48, as people do: week 48 of 2026.
func weekName(week string) string {
	year, number, ok := strings.Cut(week, "-W")
	if !ok {
		return week
	}
	return "week " + strings.TrimPrefix(number, "0") + " of " + year
}
