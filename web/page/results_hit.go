package page

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// A Hit is a programme that was found, with everything that must stand beside its
// ratings.
type Hit struct {
	Heading      int // level of the heading that its title is: 2 or 3
	Title        string
	URL          string
	Summary      []search.Span
	Status       string
	Statement    string
	Mixed        bool
	Worse        string // fixed line, or ""
	Caution      string
	Outcomes     []Rated
	MoreOutcomes MoreOutcomes
	Elsewhere    string // names of rated outcomes that stand in other groups, or ""
	Findings     []Found
	MoreFindings MoreFindings
	Newer        []string // fixed lines on later evidence that no outcome carries
	NewerURL     string
	EvidenceTo   string
	UK           string
	Unverified   string // a sentence, or ""
	Lacks        string
	Quote        *Quote
	Facts        []HitFact
	Local        *LocalNote
	Pick         *Pick
}

// MoreOutcomes are the outcomes after the first few, with what they hold in words.
type MoreOutcomes struct {
	Summary  string
	Outcomes []Rated
}

// MoreFindings are the findings after the first few, with what they hold in words.
type MoreFindings struct {
	Summary  string
	Findings []Found
}

// A Quote is the text that matched best, and the section where it stands.
type Quote struct {
	Spans   []search.Span
	Section string
	URL     string
}

// A Pick is the box that picks a programme for comparing.
type Pick struct {
	ID      string // of the element
	Value   string // of the programme
	Checked bool
}

// How many outcomes and findings stand open.
const (
	openOutcomes = 3
	openFindings = 3
)

// A hitMaker makes the hits of one page. It numbers the boxes that pick them.
type hitMaker struct {
	view     params.View
	at       *site.Site // that the reader comes from, or nil
	ref      *review.Reference
	filtered bool // whether outcomes that match are worth marking
	docs     map[string]*search.Document
	picked   []string // ids of programmes that were picked before
	picks    int
}

// hits are programmes that can be picked.
func (m *hitMaker) hits(found []search.Hit, heading int) []Hit {
	var out []Hit
	for i := range found {
		out = append(out, m.pickable(m.hit(&found[i], heading), found[i].ID))
	}
	return out
}

// nearest are neighbours of the question. They do not answer it, so they are not
// picked from here.
func (m *hitMaker) nearest(found []search.Hit) []Hit {
	var out []Hit
	for i := range found {
		out = append(out, m.hit(&found[i], 3))
	}
	return out
}

func (m *hitMaker) pickable(h Hit, id string) Hit {
	m.picks++
	h.Pick = &Pick{fmt.Sprintf("pick-%d", m.picks), id, slices.Contains(m.picked, id)}
	return h
}

func (m *hitMaker) hit(found *search.Hit, heading int) Hit {
	h := Hit{
		Heading: heading, Title: found.Title, URL: ReviewURL(found.ID, m.view, ""),
		Status: review.LevelLabel(m.ref.Ratings.States, string(found.Status)), Statement: found.Statement,
		Mixed: MixedPicture(found.Outcomes), Worse: found.WorseResult, Caution: found.Caution,
		NewerURL:   ReviewURL(found.ID, m.view, "later-evidence"),
		EvidenceTo: month(found.EvidenceTo), UK: review.LevelLabel(m.ref.Ratings.UK, string(found.UK)),
		Lacks: lacks(found.Missing), Local: NewLocalNote(m.at, found.ID),
	}
	if found.Status == review.Rated && !found.Verified {
		h.Unverified = unverifiedRating
	}
	h.Summary, h.Quote = m.quoted(found)
	m.outcomes(&h, found, found.Outcomes)
	m.findings(&h, found)
	h.Newer = newerElsewhere(found)
	if doc := m.docs[found.ID]; doc != nil {
		h.Facts = lensFacts(NewFacts(doc, m.ref), m.view.Lens, ReviewURL(found.ID, m.view, "gaps"))
	}
	return h
}

// lacks names a few words of the question that a programme does not have. It must not
// read as a finding: “does not mention harm” would.
func lacks(words []string) string {
	if len(words) == 0 {
		return ""
	}
	marked := make([]string, len(words))
	for i, w := range words {
		marked[i] = "“" + w + "”"
	}
	return "Words of the question that its document does not use: " + joined(few(marked)) + "."
}

// outcomes shows rated outcomes: the first few open. Where some have to wait, those
// that match come before the others, and what was worse before what was not.
func (m *hitMaker) outcomes(h *Hit, found *search.Hit, shown []search.Outcome) {
	if len(shown) > openOutcomes {
		shown = firstThose(shown, func(o search.Outcome) bool { return o.Worse || o.Effect == review.Negative })
		shown = firstThose(shown, func(o search.Outcome) bool { return o.Matches })
	}
	var all []Rated
	for i := range shown {
		r := rated(found, &shown[i], m.ref, m.filtered)
		r.Heading = h.Heading + 1
		all = append(all, r)
	}
	if len(all) <= openOutcomes {
		h.Outcomes = all
		return
	}
	h.Outcomes = all[:openOutcomes]
	h.MoreOutcomes = MoreOutcomes{moreOutcomes(all[openOutcomes:]), all[openOutcomes:]}
}

// moreOutcomes says what the outcomes that are folded away were rated, so that no
// worse one is hidden.
func moreOutcomes(rest []Rated) string {
	var levels []string
	counts := map[string]int{}
	worse := false
	for _, r := range rest {
		if counts[r.Effect.Label]++; counts[r.Effect.Label] == 1 {
			levels = append(levels, r.Effect.Label)
		}
		worse = worse || r.Worse != ""
	}
	for i, level := range levels {
		levels[i] = fmt.Sprintf("%d “%s”", counts[level], level)
	}
	text := count(len(rest), "more rated outcome", "more rated outcomes") + ": " + joined(levels)
	if worse {
		text += ", with a worse result"
	}
	return text
}

// findings shows what research found without a rating, in the order of outcomes. Beside
// ratings it is folded away.
func (m *hitMaker) findings(h *Hit, from *search.Hit) {
	shown := from.Findings
	if len(shown) > openFindings {
		shown = firstThose(shown, func(f search.Finding) bool { return f.Worse })
	}
	shown = firstThose(shown, func(f search.Finding) bool { return m.filtered && f.Matches })
	var all []Found
	worse := false
	open := openFindings
	if len(from.Outcomes) > 0 {
		open = 0
	}
	open = min(open, len(shown))
	for i := range shown {
		all = append(all, found(&shown[i], m.ref, m.filtered))
		worse = worse || i >= open && shown[i].Worse
	}
	h.Findings = all[:open]
	rest := all[open:]
	if len(rest) == 0 {
		return
	}
	text := count(len(rest), "finding", "findings")
	if open > 0 {
		text = count(len(rest), "more finding", "more findings")
	}
	text += " of research without a rating"
	if worse {
		text += ", with a worse result"
	}
	h.MoreFindings = MoreFindings{text, rest}
}

// firstThose puts those first that are wanted, and keeps the order otherwise.
func firstThose[T any](all []T, wanted func(T) bool) []T {
	var first, rest []T
	for _, x := range all {
		if wanted(x) {
			first = append(first, x)
		} else {
			rest = append(rest, x)
		}
	}
	return append(first, rest...)
}

// newerElsewhere are the fixed lines on later evidence on kinds of outcomes that no
// rated outcome is of.
func newerElsewhere(found *search.Hit) []string {
	var lines []string
	for _, later := range found.Later {
		carried := slices.ContainsFunc(found.Outcomes, func(o search.Outcome) bool {
			return slices.ContainsFunc(o.Domains, func(d string) bool { return slices.Contains(later.Domains, d) })
		})
		if !carried && later.Line != "" && !slices.Contains(lines, later.Line) {
			lines = append(lines, later.Line)
		}
	}
	return lines
}

// quoted is the summary, and the text that matched best. Where that is the summary,
// the words are marked there.
func (m *hitMaker) quoted(found *search.Hit) ([]search.Span, *Quote) {
	summary := []search.Span{{Text: found.Summary}}
	if len(found.Snippets) == 0 {
		return summary, nil
	}
	best := found.Snippets[0]
	if i := slices.IndexFunc(found.Snippets, func(s search.Snippet) bool { return s.Field == found.BestSection }); i >= 0 {
		best = found.Snippets[i]
	}
	if spoken(best.Spans) == found.Summary {
		return best.Spans, nil
	}
	if best.Field == search.SectionTitle || best.Field == search.SectionSummary {
		return summary, &Quote{best.Spans, "In brief", ReviewURL(found.ID, m.view, "")}
	}
	return summary, &Quote{best.Spans, quotedHeading(best.Field), ReviewURL(found.ID, m.view, best.Field)}
}

func spoken(spans []search.Span) string {
	var b strings.Builder
	for _, s := range spans {
		b.WriteString(s.Text)
	}
	return b.String()
}

// quotedHeading is what a reader calls a section of a programme's page.
func quotedHeading(id string) string {
	for _, h := range review.Headings {
		if h.ID == id {
			return h.Heading
		}
	}
	switch id {
	case search.SectionGaps:
		return "Gaps"
	case search.SectionReviews:
		return "Reviews"
	}
	return "Outcomes"
}
