package search

import (
	"slices"
	"strings"

	"evidencestore/review"
)

// NewHit is what every engine says about a programme: all that must stand beside
// its ratings. Score, best section, snippets and explanation are the engine's.
func NewHit(doc *review.Review, ref *review.Reference, f *Filter) Hit {
	h := Hit{
		ID: doc.ID, Title: doc.Title, Aliases: doc.Aliases, Summary: doc.Summary, Status: doc.Status,
		URL: "/reviews/" + doc.ID, UK: doc.UK, EvidenceTo: doc.EvidenceTo, Verified: doc.Verified, Caution: doc.Caution,
		Outcomes: []Outcome{}, Findings: []Finding{}, Later: []Later{}, Snippets: []Snippet{}, Missing: []string{},
	}
	for _, state := range ref.Ratings.States {
		if state.ID == string(doc.Status) {
			h.Statement = state.Sentence
		}
	}
	worse := false
	for _, o := range doc.Outcomes {
		h.Outcomes = append(h.Outcomes, Outcome{
			Outcome:       o,
			EffectLabel:   ref.Ratings.EffectLabel(o.Effect, o.Detail),
			StrengthLabel: review.LevelLabel(ref.Ratings.Strength.Levels, string(o.Strength)),
			Certainty:     ref.Ratings.CertaintyOf(&o),
			Newer:         newer(doc.Later, o.Domains, &ref.Ratings),
			Matches:       f.MatchesRatings(o.Effect, o.Strength) && f.MatchesDomains(o.Domains),
		})
		worse = worse || o.Worse
	}
	for _, x := range doc.Findings {
		h.Findings = append(h.Findings, Finding{Finding: x, Matches: f.MatchesRatings("", "") && f.MatchesDomains(x.Domains)})
		worse = worse || x.Worse
	}
	for _, l := range doc.Later {
		h.Later = append(h.Later, Later{Later: l, Line: ref.Ratings.LaterLine(l.Direction)})
		worse = worse || l.Worse
	}
	if worse {
		h.WorseResult = ref.Ratings.Lines.Worse
	}
	return h
}

// newerOrder puts first what a reader of a rating must not miss.
var newerOrder = []review.Direction{"less-favourable", "more-favourable", "unclear", "in-line"}

// newer joins the fixed lines for later evidence in one of the domains.
func newer(later []review.Later, domains []string, ratings *review.Ratings) string {
	var lines []string
	for _, direction := range newerOrder {
		if slices.ContainsFunc(later, func(l review.Later) bool {
			return l.Direction == direction && slices.ContainsFunc(l.Domains, func(d string) bool { return slices.Contains(domains, d) })
		}) {
			lines = append(lines, ratings.LaterLine(direction))
		}
	}
	return strings.Join(lines, " ")
}

// NewDocument is a whole review.
func NewDocument(doc *review.Review, ref *review.Reference) *Document {
	return &Document{
		Hit:     NewHit(doc, ref, &Filter{}),
		InBrief: list(doc.InBrief), Updated: doc.Updated,
		Topics: list(doc.Topics), Population: list(doc.Population), Settings: list(doc.Settings), Age: doc.Age,
		UKNote: doc.UKNote, EvidenceToBasis: doc.EvidenceToBasis,
		Delivery: doc.Delivery, Provider: doc.Provider, Cost: doc.Cost,
		Sections: list(doc.Sections), Reviews: list(doc.Reviews), Related: list(doc.Related), Gaps: list(doc.Gaps),
		Contacts: list(doc.Contacts), Sources: list(doc.Sources), Changes: list(doc.Changes),
	}
}

// list makes an empty list of none, so that JSON says [] and not null.
func list[T any](values []T) []T {
	if values == nil {
		return []T{}
	}
	return values
}
