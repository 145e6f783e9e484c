package search

import (
	"strconv"
	"strings"

	"evidencestore/review"
)

// A TextField is a part of every document that is searched by words.
type TextField struct {
	Name   string
	Weight float64 // factor of the score of a word found in it
	About  bool    // a document is about what stands here
}

// TextFields are all text fields. A word in a title says more about a programme
// than the same word in a citation.
var TextFields = []TextField{
	{"title", 2, true},
	{"aliases", 2, true},
	{"summary", 1.5, true},
	{"tags", 1.2, true},
	{"outcomes", 1.2, true},
	{"body", 1, false},
	{"reviews", 0.4, false},
}

// Snippet fields beside the ids of the headings of the body.
const (
	SectionTitle    = "title"
	SectionSummary  = "summary"
	SectionOutcomes = "outcomes"
	SectionGaps     = "gaps"
	SectionReviews  = "reviews"
)

// A Passage is a piece of a document's text. A phrase never spans two passages.
type Passage struct {
	Field   string // the text field it is searched in
	Section string // the section where a reader finds it; "" for labels, which are never quoted
	Text    string
}

// PlainSections are the sections of a document as plain text. To make them of Markdown
// takes longer than all else that Passages does, so an engine may keep them.
func PlainSections(doc *review.Review) []string {
	plain := make([]string, len(doc.Sections))
	for i, s := range doc.Sections {
		plain[i] = review.PlainText(s.Markdown)
	}
	return plain
}

// Passages are all texts of a document that are searched, in a fixed order.
func Passages(doc *review.Review, lists *review.Lists) []Passage {
	return PassagesOf(doc, PlainSections(doc), lists)
}

// PassagesOf are the Passages of a document whose PlainSections are known.
func PassagesOf(doc *review.Review, plain []string, lists *review.Lists) []Passage {
	p := passages{doc: doc, all: make([]Passage, 0, 64)}
	p.add("title", SectionTitle, doc.Title)
	for _, alias := range doc.Aliases {
		p.add("aliases", SectionTitle, alias)
	}
	p.add("summary", SectionSummary, doc.Summary)
	for _, sentence := range doc.InBrief {
		p.add("summary", SectionSummary, sentence)
	}
	p.tags(lists)
	p.outcomes()
	for i, s := range doc.Sections {
		for line := range strings.Lines(plain[i]) {
			p.add("body", s.ID, strings.TrimSuffix(line, "\n"))
		}
	}
	p.add("body", "how-to-deliver", doc.Delivery, doc.Provider)
	p.add("body", "costs", doc.Cost)
	p.add("body", "where-studied", doc.UKNote)
	for _, l := range doc.Later {
		p.add("body", "later-evidence", l.Finding, l.Figures, l.Design, l.Country)
		p.add("reviews", SectionReviews, l.Citation)
	}
	for _, g := range doc.Gaps {
		p.add("body", SectionGaps, g.Question, g.Missing)
	}
	p.studies(doc.Reviews)
	p.studies(doc.Related)
	return p.all
}

type passages struct {
	doc *review.Review
	all []Passage
}

// add joins the parts that are not empty into one passage.
func (p *passages) add(field, section string, parts ...string) {
	text := ""
	for _, part := range parts {
		switch {
		case text == "":
			text = part
		case part != "":
			text += " · " + part
		}
	}
	if text != "" {
		p.all = append(p.all, Passage{Field: field, Section: section, Text: text})
	}
}

func (p *passages) tags(lists *review.Lists) {
	for _, list := range []struct {
		ids   []string
		items []review.Item
	}{{p.doc.Topics, lists.Topics}, {p.doc.Population, lists.Populations}, {p.doc.Settings, lists.Settings}} {
		for _, id := range list.ids {
			p.add("tags", "", review.Label(list.items, id))
		}
	}
	for _, o := range p.doc.Outcomes {
		p.labels(o.Domains, lists)
	}
	for _, f := range p.doc.Findings {
		p.labels(f.Domains, lists)
	}
}

func (p *passages) labels(domains []string, lists *review.Lists) {
	for _, id := range domains {
		p.add("tags", "", review.Label(lists.Outcomes, id))
	}
}

func (p *passages) outcomes() {
	for _, o := range p.doc.Outcomes {
		p.add("outcomes", SectionOutcomes, o.Name, o.Better)
		p.add("outcomes", SectionOutcomes, o.Finding, o.WorseNote)
	}
	p.add("outcomes", SectionOutcomes, p.doc.Caution)
	for _, f := range p.doc.Findings {
		p.add("outcomes", SectionOutcomes, f.Name, f.Text)
	}
}

func (p *passages) studies(studies []review.Study) {
	for _, s := range studies {
		year := ""
		if s.Year != 0 {
			year = strconv.Itoa(s.Year)
		}
		p.add("reviews", SectionReviews, s.Authors, year, s.Title, s.Journal)
		p.add("reviews", SectionReviews, s.Participants, s.Countries, s.Designs)
	}
}
