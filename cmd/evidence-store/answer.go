package main

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// An answer is a response in words for people.
type answer struct {
	*layout
	ref     *review.Reference
	filters []string // those that were on, as typed
}

// print writes the whole answer to a request.
func (a *answer) print(query *search.Query, resp *search.Response) {
	for _, p := range query.Problems {
		a.text(0, "The question has %s; it was read as if that were not there.", p.What)
	}
	if resp.Total == 0 && resp.Interpretation != nil && resp.Interpretation.Notice != nil {
		a.unanswered(resp)
	} else {
		a.found(resp)
	}
	a.gap()
	a.text(0, "%s", a.ref.Ratings.Lines.Judgement)
}

// found writes the hits. Where there are none, nobody has said why.
func (a *answer) found(resp *search.Response) {
	a.understood(resp.Interpretation)
	first := (resp.Page - 1) * resp.PerPage
	for i := range resp.Hits {
		a.hit(first+i+1, &resp.Hits[i])
	}
	if len(resp.Hits) == 0 {
		a.nothing(resp)
	} else {
		a.count(resp)
	}
}

// nothing says plainly that there is no hit, and what to do.
func (a *answer) nothing(resp *search.Response) {
	if resp.Total > 0 {
		a.text(0, "There is no page %d: %s on %s.", resp.Page, programmes(resp.Total), plural(pages(resp), "page"))
		return
	}
	a.text(0, "Nothing was found. That does not mean that nothing helps: only that these words and filters find nothing in this store.")
	if len(a.filters) > 0 {
		a.text(0, "Filters were on (%s). Try again without them.", strings.Join(a.filters, " "))
	}
	if resp.Query != "" {
		a.text(0, "Try fewer or other words: the problem (such as neglect), the person (such as carers) or the programme's name.")
	}
}

func (a *answer) count(resp *search.Response) {
	a.text(0, "%s found, by %s; page %d of %d.", programmes(resp.Total), resp.Sort, resp.Page, pages(resp))
	if len(a.filters) > 0 {
		a.text(0, "Filters were on: %s.", strings.Join(a.filters, " "))
	}
	if resp.Page < pages(resp) {
		a.text(0, "More with --page %d.", resp.Page+1)
	}
}

const indent = 3 // columns of what belongs to a hit

func (a *answer) hit(number int, h *search.Hit) {
	a.para(0, piece{fmt.Sprintf("%d.", number), dim}, piece{" " + h.Title, bold})
	if len(h.Aliases) > 0 {
		a.text(indent, "Also called: %s.", strings.Join(h.Aliases, ", "))
	}
	a.text(indent, "%s", h.Summary)
	a.gap()
	for i := range h.Outcomes {
		a.outcome(&h.Outcomes[i])
	}
	if len(h.Outcomes) == 0 {
		a.para(indent, piece{h.Statement, bold})
		a.gap()
	}
	for i := range h.Findings {
		a.finding(&h.Findings[i])
	}
	a.warnings(h)
	a.text(indent, "Evidence to %s. %s.", h.EvidenceTo, a.uk(h.UK))
	a.snippet(h)
	if len(h.Missing) > 0 {
		a.text(indent, "Does not have your words: %s.", strings.Join(h.Missing, ", "))
	}
	a.para(indent, piece{"id: " + h.ID, dim})
	if h.Explain != nil {
		a.explain(indent, h.Explain)
	}
	a.gap()
}

// outcome writes an outcome with all that a rating must not stand without.
func (a *answer) outcome(o *search.Outcome) {
	a.para(indent, piece{o.Name, bold}, outside(o.Matches))
	r := &a.ref.Ratings
	effect := symbol(r.Effect.Levels, string(o.Effect))
	if o.Detail != "" {
		effect = symbol(r.Details, string(o.Detail))
	}
	in := indent + 2
	a.text(in, "%s %s · %s %s", o.EffectLabel, effect, o.StrengthLabel, symbol(r.Strength.Levels, string(o.Strength)))
	a.text(in, "Better means: %s. Compared with: %s.", trimStop(o.Better), trimStop(o.ComparedWith))
	a.text(in, "%s", o.Certainty)
	if o.Newer != "" {
		a.para(in, piece{o.Newer, bold})
	}
	if o.Worse {
		a.para(in, piece{"Worse result: ", bold}, piece{text: o.WorseNote})
	}
	a.text(in, "Evidence to %s. %s. Rated by: %s.", o.EvidenceTo, a.uk(o.UK), trimStop(o.RatedBy))
	a.gap()
}

// outside marks what does not pass the filters.
func outside(matches bool) piece {
	if matches {
		return piece{}
	}
	return piece{" (outside your filters)", dim}
}

// finding writes what research found, which is no rating.
func (a *answer) finding(f *search.Finding) {
	a.para(indent, piece{f.Name, bold}, piece{" (found by research, not rated)", dim}, outside(f.Matches))
	in := indent + 2
	a.text(in, "%s", f.Text)
	if f.Figures != "" {
		a.text(in, "Figures: %s.", trimStop(f.Figures))
	}
	if from := joinNonEmpty(", ", f.Research, f.Country); from != "" {
		a.text(in, "From: %s.", trimStop(from))
	}
	if f.Worse {
		a.para(in, piece{"A worse result than in the comparison.", bold})
	}
	a.gap()
}

// warnings writes what a reader of the ratings must not miss.
func (a *answer) warnings(h *search.Hit) {
	if h.Caution != "" {
		a.para(indent, piece{"Caution: ", bold}, piece{text: h.Caution})
	}
	if h.WorseResult != "" {
		a.para(indent, piece{h.WorseResult, bold})
	}
	for _, l := range h.Later {
		if l.Worse {
			a.para(indent, piece{"Worse result in newer evidence: ", bold}, piece{text: joinNonEmpty(" ", l.Finding, l.Figures)})
		}
	}
	if i := slices.IndexFunc(h.Later, func(l search.Later) bool { return l.Direction == "no-rating" }); i >= 0 {
		a.text(indent, "%s", h.Later[i].Line)
	}
	if h.Status == review.Rated && !h.Verified {
		a.text(indent, "The rating was not read on the rating body's own page.")
	}
}

// snippet quotes the section that matched best, with the matching words marked.
func (a *answer) snippet(h *search.Hit) {
	if len(h.Snippets) == 0 {
		return
	}
	best := h.Snippets[0]
	if i := slices.IndexFunc(h.Snippets, func(s search.Snippet) bool { return s.Field == h.BestSection }); i >= 0 {
		best = h.Snippets[i]
	}
	pieces := []piece{{heading(best.Field) + ": ", dim}, {text: "“"}}
	for _, span := range best.Spans {
		p := piece{text: span.Text}
		if span.Match {
			p.style = match
			if !a.styled {
				p.text = "*" + span.Text + "*"
			}
		}
		pieces = append(pieces, p)
	}
	a.para(indent, append(pieces, piece{text: "”"})...)
}

func (a *answer) explain(indent int, e *search.Explanation) {
	how := ""
	if e.Op != "value" {
		how = " (" + e.Op + " of)"
	}
	a.text(indent, "%.6g %s%s", e.Value, e.Description, how)
	for i := range e.Details {
		a.explain(indent+2, &e.Details[i])
	}
}

func (a *answer) uk(uk review.UK) string { return review.LevelLabel(a.ref.Ratings.UK, string(uk)) }

// symbol is the symbol of a level in brackets, or "" where it has none.
func symbol(levels []review.Level, id string) string {
	for _, l := range levels {
		if l.ID == id && l.Symbol != "" {
			return "[" + l.Symbol + "]"
		}
	}
	return ""
}

// heading is the heading of a section by its id.
func heading(id string) string {
	for _, s := range review.Headings {
		if s.ID == id {
			return s.Heading
		}
	}
	return strings.ToUpper(id[:min(1, len(id))]) + id[min(1, len(id)):]
}

func pages(resp *search.Response) int { return (resp.Total + resp.PerPage - 1) / resp.PerPage }

func programmes(n int) string { return plural(n, "programme") }

func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func trimStop(s string) string { return strings.TrimSuffix(strings.TrimSpace(s), ".") }

func joinNonEmpty(sep string, parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(s string) bool { return s == "" }), sep)
}
