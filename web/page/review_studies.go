package page

import (
	"fmt"

	"evidencestore/review"
	"evidencestore/search"
)

// A StudyCard shows a study that a document rests on or relates to.
type StudyCard struct {
	Name     string // as texts refer to it
	Citation string
	Kind     string
	Facts    []Fact // only those that are known
	Links    []Link
}

var kindLabels = map[review.Kind]string{
	"systematic-review": "Systematic review",
	"meta-analysis":     "Meta-analysis",
	"evidence-map":      "Evidence map",
	"trial":             "Trial",
	"comparison-study":  "Comparison study, not randomised",
	"qualitative":       "Qualitative study",
}

func studyCards(studies []review.Study) []StudyCard {
	var cards []StudyCard
	for _, s := range studies {
		card := StudyCard{Name: shortName(&s), Citation: studyCitation(&s), Kind: kindLabels[s.Kind], Links: studyLinks(s.DOI, s.URL)}
		if card.Kind == "" {
			card.Kind = string(s.Kind)
		}
		for _, fact := range []struct{ term, value string }{
			{"Counted", studyCount(&s)},
			{"Designs", s.Designs},
			{"Countries", s.Countries},
			{"Participants", s.Participants},
			{"Searched", s.SearchDate},
			{"Figures", s.Figures},
			{"Note", s.Note},
		} {
			if fact.value != "" {
				card.Facts = append(card.Facts, Fact{Term: fact.term, Values: []string{fact.value}})
			}
		}
		cards = append(cards, card)
	}
	return cards
}

// A LaterStudy is a study newer than the ratings, with all that it found.
type LaterStudy struct {
	Name     string // country and year
	Design   string
	Note     string // on its direction
	Citation string
	Links    []Link
	Findings []LaterFinding
}

// A LaterFinding is one finding of a newer study and how it bears on the rating.
type LaterFinding struct {
	Domains []string // labels
	Text    string
	Figures string
	Line    string // fixed
	Worse   bool
}

// laterStudies puts together what one study found; a document has one entry for each
// of its findings.
func laterStudies(later []search.Later, lists *review.Lists) []LaterStudy {
	type key struct {
		year                            int
		country, design, citation, note string
	}
	var studies []LaterStudy
	at := map[key]int{}
	for _, l := range later {
		k := key{l.Year, l.Country, l.Design, l.Citation, l.DirectionNote}
		i, known := at[k]
		if !known {
			i = len(studies)
			at[k] = i
			studies = append(studies, LaterStudy{
				Name: laterName(&l), Design: l.Design, Note: l.DirectionNote, Citation: l.Citation, Links: studyLinks(l.DOI, l.URL),
			})
		}
		studies[i].Findings = append(studies[i].Findings, LaterFinding{
			Domains: review.Labels(lists.Outcomes, l.Domains), Text: l.Finding, Figures: l.Figures, Line: l.Line, Worse: l.Worse,
		})
	}
	return studies
}

func laterName(l *search.Later) string {
	if l.Year == 0 {
		return l.Country + ", year not known"
	}
	return fmt.Sprintf("%s, %d", l.Country, l.Year)
}

// A Gap is a question that somebody looked for and found unanswered.
type Gap struct {
	Question string
	Missing  string
	Looked   string // who, and when
	Source   *Link  // nil where none is given
}

func gapsOf(doc *search.Document) []Gap {
	var gaps []Gap
	for _, g := range doc.Gaps {
		gap := Gap{Question: g.Question, Missing: g.Missing, Looked: g.WhoLooked}
		if g.Year != 0 {
			gap.Looked += fmt.Sprintf(", %d", g.Year)
		}
		if host := hostOf(g.Source); host != "" {
			gap.Source = &Link{"Read at " + host, g.Source}
		}
		gaps = append(gaps, gap)
	}
	return gaps
}

// A ContactCard is somebody to ask.
type ContactCard struct {
	Name string
	Role string
	Link *Link // nil where none is given
}

func contactCards(contacts []review.Contact) []ContactCard {
	var cards []ContactCard
	for _, c := range contacts {
		card := ContactCard{Name: c.Name, Role: c.Role}
		if host := hostOf(c.URL); host != "" {
			card.Link = &Link{host, c.URL}
		}
		cards = append(cards, card)
	}
	return cards
}

// A HistoryEntry is one change of a document.
type HistoryEntry struct {
	Date review.Date
	Day  string
	What string
	Why  string
}

func historyOf(doc *search.Document) []HistoryEntry {
	var entries []HistoryEntry
	for _, c := range doc.Changes {
		entries = append(entries, HistoryEntry{c.Date, day(c.Date), c.What, c.Why})
	}
	return entries
}
