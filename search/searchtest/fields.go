package searchtest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// everywhere has one word of its own in each text that is searched, and one in
// texts that are not.
func everywhere() *review.Review {
	d := plainReview("everywhere")
	d.Title, d.Aliases, d.Summary, d.InBrief = "Wordtitle", []string{"Wordalias"}, "Wordsummary.", []string{"One.", "Wordbrief <b>R&D</b>."}
	d.Status, d.Topics, d.Population, d.Settings = review.Rated, []string{"topic"}, []string{"population"}, []string{"setting"}
	d.UKNote, d.Delivery, d.Provider, d.Cost, d.Caution = "Worduknote.", "Worddelivery.", "Wordprovider.", "Wordcost.", "Wordcaution."
	d.EvidenceToBasis = "Hiddenbasis."
	d.Outcomes = []review.Outcome{{
		Name: "Wordoutcome", Domains: []string{"outcome"}, Effect: review.TendsPositive, Strength: review.Low, Better: "Wordbetter.",
		ComparedWith: "Hiddencompared.", Finding: "Wordfinding.", UK: "none", Worse: true, WorseNote: "Wordworse.", RatedBy: "Hiddenrater", EvidenceTo: "2018",
	}}
	d.Findings = []review.Finding{{Name: "Wordname", Domains: []string{"other"}, Text: "Wordtext.", Country: "Hiddencountry"}}
	d.Later = []review.Later{{
		Country: "Wordland", Design: "Worddesign", Domains: []string{"other"}, Finding: "Wordlater.", Figures: "Wordfigures.",
		Direction: "in-line", Citation: "Wordcitation.",
	}}
	d.Gaps = []review.Gap{{Question: "Wordquestion?", Missing: "Wordmissing.", WhoLooked: "Hiddenlooker"}}
	d.Reviews = []review.Study{{Kind: "trial", Authors: "Wordauthor", Year: 1987, Title: "Wordstudy", Journal: "Wordjournal", Participants: "Wordparticipants"}}
	d.Related = []review.Study{{Kind: "trial", Title: "Wordrelated", Note: "Hiddennote"}}
	d.Sections = []review.Section{
		{ID: "mechanism", Heading: "How it is meant to work", Markdown: "Plain.\n\n- **Wordbullet** item\n- [Wordlink](https://hiddenaddress.org/x)"},
		{ID: "who-for", Heading: "Who it works for", Markdown: "Some wordsection text.\n\n### Wordheading\n\nMore."},
	}
	return d
}

// wordsBySection are the words of everywhere by the section that a reader is sent
// to. A label has none.
var wordsBySection = map[string]string{
	search.SectionTitle:    "wordtitle wordalias",
	search.SectionSummary:  "wordsummary wordbrief",
	search.SectionOutcomes: "wordoutcome wordbetter wordfinding wordworse wordcaution wordname wordtext",
	search.SectionGaps:     "wordquestion wordmissing",
	search.SectionReviews:  "wordauthor 1987 wordstudy wordjournal wordparticipants wordrelated wordcitation",
	"mechanism":            "wordbullet wordlink",
	"who-for":              "wordsection wordheading",
	"how-to-deliver":       "worddelivery wordprovider",
	"costs":                "wordcost",
	"where-studied":        "worduknote",
	"later-evidence":       "wordland worddesign wordlater wordfigures",
	"":                     "labelone labeltwo labelthree labelfour labelfive",
}

const hiddenWords = "hiddenbasis hiddencompared hiddenrater hiddencountry hiddenlooker hiddennote hiddenaddress everywhere"

// writtenFields checks that each text is searched, and where a hit sends its reader.
func writtenFields() part {
	c := newCorpus(0, writtenReference(), nil, []*review.Review{everywhere(), plainReview("nowhere")})
	p := part{name: "fields", corpus: c}
	for section, words := range wordsBySection {
		for word := range strings.FieldsSeq(words) {
			p.checks = append(p.checks, check{word, func(ctx context.Context, engine search.Engine, c *Corpus) error {
				return foundIn(ctx, engine, c, word, section)
			}})
		}
	}
	for word := range strings.FieldsSeq(hiddenWords) {
		p.checks = append(p.checks, check{word, func(ctx context.Context, engine search.Engine, c *Corpus) error {
			if found, err := find(ctx, engine, c, word); err != nil || len(found) > 0 {
				return fmt.Errorf("given %q: found %v, want nothing (error %w)", word, found, err)
			}
			return nil
		}})
	}
	slices.SortFunc(p.checks, func(a, b check) int { return strings.Compare(a.name, b.name) })
	return p
}

func foundIn(ctx context.Context, engine search.Engine, c *Corpus, word, section string) error {
	hits, err := walk(ctx, engine, c, search.Parse(word))
	if err != nil {
		return err
	}
	if len(hits) != 1 || hits[0].ID != "everywhere" {
		return fmt.Errorf("given %q: found %v, want everywhere", word, idsOf(hits))
	}
	if hits[0].BestSection != section {
		return fmt.Errorf("given %q: best section %q, want %q", word, hits[0].BestSection, section)
	}
	if section == "" {
		return nil
	}
	for _, s := range hits[0].Snippets {
		if s.Field == section && slices.ContainsFunc(s.Spans, func(sp search.Span) bool { return sp.Match && strings.EqualFold(sp.Text, word) }) {
			return nil
		}
	}
	return fmt.Errorf("given %q: no snippet of %q with the word marked: %+v", word, section, hits[0].Snippets)
}
