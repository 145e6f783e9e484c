package searchtest

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
)

// published are the states of a review that an index can hold.
var published = []review.Status{review.Rated, review.NotRated, review.NoEligibleStudies}

// newReview writes a valid review in which everything optional is now there, now not.
func (c *Corpus) newReview(w *writer, id string) *review.Review {
	doc := &review.Review{
		ID: id, Title: c.title(w), Summary: w.sentence(), Status: status(w), Verified: w.chance(50),
		Updated: review.Date(fmt.Sprintf("20%02d-%02d-%02d", 10+w.IntN(16), 1+w.IntN(12), 1+w.IntN(28))),
		Topics:  some(w, itemIDs(c.Reference.Lists.Topics), 0, 3), Population: some(w, itemIDs(c.Reference.Lists.Populations), 0, 3),
		Settings: some(w, itemIDs(c.Reference.Lists.Settings), 0, 2),
		UK:       pick(w, review.UKs), UKNote: w.maybe(20), EvidenceTo: evidenceTo(w), EvidenceToBasis: w.maybe(20),
		Delivery: w.maybe(40), Provider: w.maybe(30), Cost: w.maybe(30), Caution: w.maybe(20),
	}
	for range w.IntN(3) {
		if alias := w.phrase(1, 3); !slices.Contains(doc.Aliases, alias) {
			doc.Aliases = append(doc.Aliases, alias)
		}
	}
	for range w.IntN(review.MaxInBrief + 1) {
		if s := w.sentence(); !slices.Contains(doc.InBrief, s) {
			doc.InBrief = append(doc.InBrief, s)
		}
	}
	if w.chance(65) {
		from := w.IntN(15)
		doc.Age = []int{from, from + w.IntN(12)}
	}
	c.evidence(w, doc)
	for range w.IntN(2) {
		doc.Gaps = append(doc.Gaps, review.Gap{Question: w.sentence(), Missing: w.sentence(), WhoLooked: w.phrase(1, 3), Year: w.year()})
	}
	for _, h := range some(w, review.Headings, 0, 5) {
		h.Markdown = w.markdown()
		doc.Sections = append(doc.Sections, h)
	}
	doc.Reviews, doc.Related = w.studies(3), w.studies(2)
	if w.chance(30) {
		doc.Contacts = []review.Contact{{Name: w.phrase(2, 2), Role: w.word()}}
		doc.Sources = []review.Source{{Title: w.phrase(2, 4), URL: "https://example.org/" + id}}
		doc.Changes = []review.Change{{Date: doc.Updated, What: w.sentence(), Why: w.sentence()}}
	}
	return doc
}

func status(w *writer) review.Status {
	return pick(w, []review.Status{review.Rated, review.Rated, review.Rated, review.NotRated, review.NoEligibleStudies})
}

// title is often one that another review has, so that titles alone order nothing.
func (c *Corpus) title(w *writer) string {
	if len(c.Reviews) > 0 && w.chance(15) {
		return pick(w, c.Reviews).Title
	}
	t := madeUp(w.Rand) + " " + w.phrase(1, 4)
	if w.chance(10) {
		return t
	}
	return strings.ToUpper(t[:1]) + t[1:]
}

func evidenceTo(w *writer) string {
	year := fmt.Sprint(2012 + w.IntN(8))
	if w.chance(40) {
		return fmt.Sprintf("%s-%02d", year, 1+w.IntN(12))
	}
	return year
}

// evidence fills outcomes, findings and later evidence as the status allows.
func (c *Corpus) evidence(w *writer, doc *review.Review) {
	domains := itemIDs(c.Reference.Lists.Outcomes)
	if doc.Status == review.Rated {
		for i := range 1 + w.IntN(4) {
			doc.Outcomes = append(doc.Outcomes, w.outcome(fmt.Sprintf("%s %d", w.phrase(1, 3), i), some(w, domains, 1, 3), doc.EvidenceTo))
		}
		for range w.IntN(3) {
			doc.Later = append(doc.Later, review.Later{
				Year: w.year(), Country: w.word(), Design: w.word(), Domains: some(w, domains, 1, 2), Finding: w.sentence(), Figures: w.maybe(30),
				Direction: pick(w, review.Directions), Worse: w.chance(10), Citation: w.sentence(),
			})
		}
	}
	if doc.Status == review.NotRated || doc.Status == review.Rated && w.chance(30) {
		for range w.IntN(4) {
			doc.Findings = append(doc.Findings, review.Finding{
				Name: w.phrase(1, 3), Domains: some(w, domains, 1, 2), Text: w.sentence(), Figures: w.maybe(30), Country: w.word(), Worse: w.chance(10),
			})
		}
	}
}

func (w *writer) outcome(name string, domains []string, evidenceTo string) review.Outcome {
	o := review.Outcome{
		Name: name, Domains: domains, Effect: pick(w, review.Effects), Strength: pick(w, review.Strengths),
		Better: w.sentence(), ComparedWith: w.sentence(), Finding: w.maybe(60), UK: pick(w, review.UKs), RatedBy: w.phrase(1, 2),
		EvidenceTo: evidenceTo,
	}
	o.Detail = pick(w, detailsOf(o.Effect))
	if w.chance(10) {
		o.Worse, o.WorseNote = true, w.sentence()
	}
	return o
}

func (w *writer) studies(most int) []review.Study {
	var out []review.Study
	for range w.IntN(most + 1) {
		s := review.Study{
			Kind: pick(w, review.Kinds), Authors: w.phrase(1, 2), Year: w.year(), Title: w.sentence(), Journal: w.maybe(50),
			Designs: w.maybe(20), Countries: w.maybe(20), Participants: w.maybe(20),
		}
		if w.chance(50) {
			n := w.IntN(60)
			s.Studies = &n
		}
		out = append(out, s)
	}
	return out
}

// year is one of a few years, or 0 for a year that is not known.
func (w *writer) year() int {
	if w.chance(25) {
		return 0
	}
	return 2008 + w.IntN(8)
}

func itemIDs(items []review.Item) []string {
	out := make([]string, len(items))
	for i, it := range items {
		out[i] = it.ID
	}
	return out
}
