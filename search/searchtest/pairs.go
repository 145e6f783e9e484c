package searchtest

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A rankCase is a question and two reviews of which any sensible ranking puts the
// first before the second.
type rankCase struct {
	name     string
	question string
	better   func(*review.Review)
	worse    func(*review.Review)
}

const filler = "Plain words that say nothing in particular fill this line and the next one up."

var rankCases = []rankCase{
	{"title before citation", "aldermoor", titled("Aldermoor"), cited("Aldermoor")},
	{"title before body", "brackenby", titled("Brackenby"), written("On brackenby. " + filler)},
	{"alias before body", "caldersett", func(d *review.Review) { d.Aliases = []string{"Caldersett"} }, written("On caldersett. " + filler)},
	{"summary before citation", "dunmallet", summed("On dunmallet."), cited("Dunmallet")},
	{"body before citation", "eskrigg", written("On eskrigg."), cited("On eskrigg.")},
	{"both words before one", "fellgarth gillerthwaite", written("A fellgarth, a gillerthwaite. " + filler), written("A fellgarth. " + filler)},
	{"three words before one often", "hartsop ireby jollier", written("A hartsop, an ireby, a jollier."), written("A hartsop, hartsop, hartsop, hartsop, hartsop.")},
	{"rare word before common word", "kentmere reviewed", written("A kentmere. " + filler), summed("Plain.")},
	{"often before once", "langstrath", written("A langstrath, a langstrath, a langstrath. " + filler), written("A langstrath. " + filler + " " + filler)},
	{"short before long", "mosedale", written("A mosedale."), written("A mosedale. " + strings.Repeat(filler+" ", 30))},
	{"phrase and word before phrase", `"nether wasdale" ormathwaite`, written("At nether wasdale, ormathwaite twice: ormathwaite."), written("At nether wasdale, ormathwaite. " + strings.Repeat(filler+" ", 30))},
}

func titled(title string) func(*review.Review) {
	return func(d *review.Review) { d.Title = title }
}

func summed(summary string) func(*review.Review) {
	return func(d *review.Review) { d.Summary = summary }
}

func written(text string) func(*review.Review) {
	return func(d *review.Review) {
		d.Sections = []review.Section{{ID: "what-it-is", Heading: "What it is", Markdown: text}}
	}
}

func cited(title string) func(*review.Review) {
	return func(d *review.Review) {
		d.Reviews = []review.Study{{Kind: "systematic-review", Title: title}}
	}
}

// writtenPairs is one corpus of all pairs. The id of the worse of two is the
// first, so that only the score can order them.
func writtenPairs() part {
	c := newCorpus(0, writtenReference(), nil, nil)
	p := part{name: "pairs", corpus: c}
	for i, rc := range rankCases {
		worse, better := plainReview(fmt.Sprintf("pair-%d-1", i)), plainReview(fmt.Sprintf("pair-%d-2", i))
		rc.worse(worse)
		rc.better(better)
		c.add(worse)
		c.add(better)
		p.checks = append(p.checks, check{rc.name, func(ctx context.Context, engine search.Engine, c *Corpus) error {
			found, err := find(ctx, engine, c, rc.question)
			if err != nil {
				return err
			}
			first, second := slices.Index(found, better.ID), slices.Index(found, worse.ID)
			if first < 0 || second < 0 || first > second {
				return fmt.Errorf("given %q: the better of two stands at %d, the other at %d, in %v", rc.question, first, second, found)
			}
			return nil
		}})
	}
	return p
}
