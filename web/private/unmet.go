package private

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strconv"
	"strings"

	"evidencestore/search"
	"evidencestore/search/unmet"
	"evidencestore/web/export"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// unmetPage shows what was asked for and is not held, or gives it as a table.
func (s *Server) unmetPage(w http.ResponseWriter, r *http.Request) error {
	asTable := params.Format(r.URL.Query().Get("format")) == params.CSV
	if s.opt.Unmet == nil {
		status := http.StatusOK
		if asTable {
			status = http.StatusNotFound
		}
		return s.show(w, r, status, func(f *page.Frame) page.View { return page.NewEditorsUnmet(f, nil) })
	}
	report, err := s.opt.Unmet(r.Context())
	if err != nil {
		return s.trouble(w, r, "unmet", err, page.NewUnmetTrouble)
	}
	if asTable {
		return sendTable(w, report)
	}
	shown := s.unmetOf(report)
	return s.show(w, r, http.StatusOK, func(f *page.Frame) page.View { return page.NewEditorsUnmet(f, shown) })
}

// unmetOf is a report as its page has it.
func (s *Server) unmetOf(r *unmet.Report) *page.Unmet {
	u := &page.Unmet{
		Generation: r.Generation, From: string(r.From), To: string(r.To), Counted: len(r.Counted),
		Questions: r.Questions, NotTaken: r.NotTaken, More: r.More, Minimum: s.opt.Minimum, Unread: r.Unread,
	}
	for _, section := range r.Sections {
		shown := page.UnmetSection{ID: string(section.Holding), Title: section.Title, Text: section.Text}
		for i := range section.Entries {
			shown.Entries = append(shown.Entries, entryOf(&section.Entries[i]))
		}
		u.Sections = append(u.Sections, shown)
	}
	return u
}

func entryOf(e *unmet.Entry) page.UnmetEntry {
	shown := page.UnmetEntry{
		Need: labelsOf(e), Ask: searchFor(e), Asked: e.Asked, Weeks: weeksOf(e), Answers: answersOf(e),
		Held: e.Held.Text, Certainty: e.Held.Certainty, Count: e.Held.Programmes,
	}
	for _, p := range e.Held.First {
		shown.Programmes = append(shown.Programmes, page.Programme(p))
	}
	for _, g := range e.Held.Gaps {
		shown.Gaps = append(shown.Gaps, page.UnmetGap{Programme: page.Programme(g.Programme), Gap: g.Gap})
	}
	return shown
}

// searchFor finds what is held of a need, or is nil where an id is no longer known.
func searchFor(e *unmet.Entry) *params.Search {
	var p params.Search
	for _, part := range e.Parts {
		to := map[string]*[]string{
			unmet.Concepts: &p.Concept, search.FacetOutcome: &p.Outcome, search.FacetTopic: &p.Topic,
			search.FacetPopulation: &p.Population, search.FacetSetting: &p.Setting,
		}[part.List]
		if part.Gone || to == nil {
			return nil
		}
		*to = append(*to, part.ID)
	}
	return &p
}

func labelsOf(e *unmet.Entry) []string {
	var labels []string
	for _, p := range e.Parts {
		labels = append(labels, p.Label)
	}
	return labels
}

func weeksOf(e *unmet.Entry) []string {
	var weeks []string
	for _, w := range e.Weeks {
		weeks = append(weeks, string(w))
	}
	return weeks
}

func answersOf(e *unmet.Entry) []string {
	var answers []string
	for _, a := range e.Answers {
		answers = append(answers, fmt.Sprintf("%s: %d", a.Words, a.Count))
	}
	return answers
}

// columns name the table that is sent. What it is about is repeated in every row, so
// that a row that was copied away still says it.
var columns = []string{
	"asked for", "ids", "times asked", "weeks", "how it was answered then", "what is held now", "in words", "programmes held", "first programmes", "strongest evidence", "what that means", "gaps that reviewers named",
	"from week", "to week", "generation", "what is counted",
}

const whatIsCounted = "questions and not people; names of the store’s own lists only, at most three together; rare needs are not kept"

// sendTable gives a report as a table for spreadsheets.
func sendTable(w http.ResponseWriter, r *unmet.Report) error {
	rows := [][]string{columns}
	for _, section := range r.Sections {
		for i := range section.Entries {
			rows = append(rows, append(cellsOf(&section, &section.Entries[i]), string(r.From), string(r.To), r.Generation, whatIsCounted))
		}
	}
	var body bytes.Buffer
	if err := export.WriteTable(&body, rows); err != nil {
		return fmt.Errorf("table of unmet need: %w", err)
	}
	file := export.FileName(params.CSV, fmt.Sprintf("asked for %s to %s", r.From, r.To))
	w.Header().Set("Content-Disposition", mime.FormatMediaType("attachment", map[string]string{"filename": file}))
	w.Header().Set("Content-Type", export.ContentType(params.CSV))
	w.Header().Set("Content-Length", strconv.Itoa(body.Len()))
	_, _ = body.WriteTo(w) // a failure to send is the client's to notice
	return nil
}

func cellsOf(section *unmet.Section, e *unmet.Entry) []string {
	var ids, programmes, gaps []string
	for _, p := range e.Parts {
		ids = append(ids, p.List+"/"+p.ID)
	}
	for _, p := range e.Held.First {
		programmes = append(programmes, p.Title)
	}
	for _, g := range e.Held.Gaps {
		gaps = append(gaps, fmt.Sprintf("%s: %s %s", g.Programme.Title, g.Question, g.Missing))
	}
	const apart = " | "
	return []string{
		strings.Join(labelsOf(e), apart), strings.Join(ids, apart), strconv.Itoa(e.Asked), strings.Join(weeksOf(e), apart), strings.Join(answersOf(e), apart),
		section.Title, e.Held.Text, strconv.Itoa(e.Held.Programmes), strings.Join(programmes, apart), string(e.Held.Strongest), e.Held.Certainty, strings.Join(gaps, apart),
	}
}
