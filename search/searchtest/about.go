package searchtest

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

const abouts = 60 // times About is asked, a corpus

// checkAbout holds About against the texts themselves.
func checkAbout(ctx context.Context, engine search.Engine, c *Corpus) error {
	engine = &remembering{engine, map[string][]search.Token{}}
	passages, r := c.passages(), c.rand("about")
	for range abouts {
		forms := c.forms(r)
		want := 0
		for _, texts := range passages {
			if isAbout(engine, texts, forms) {
				want++
			}
		}
		if got, err := engine.About(ctx, forms); err != nil || got != want {
			return fmt.Errorf("seed %d: About(%+v) gives %d, want %d (error %w)", c.Seed, forms, got, want, err)
		}
	}
	return nil
}

// forms are some ways of saying something: words and phrases of the texts, words that
// stand nowhere, and function words.
func (c *Corpus) forms(r *rand.Rand) []search.Form {
	w := newWriter(r, c.words)
	forms := make([]search.Form, 1+w.IntN(4))
	for i := range forms {
		forms[i].Weight = float64(1+w.IntN(20)) / 20
		switch n := w.IntN(100); {
		case n < 60:
			forms[i].Text = c.excerpt(w, 1, 1)
		case n < 85:
			forms[i].Text = c.excerpt(w, 2, 3)
		case n < 95:
			forms[i].Text = "zzyzx" + madeUp(r)
		default:
			forms[i].Text = "the"
		}
	}
	return forms
}

// isAbout says whether texts are about what one of the forms says.
func isAbout(engine search.Engine, texts []search.Passage, forms []search.Form) bool {
	return slices.ContainsFunc(forms, func(f search.Form) bool {
		asked := run(engine.Analyze(f.Text))
		return len(asked) > 0 && slices.ContainsFunc(search.TextFields, func(field search.TextField) bool {
			n := 0
			for _, p := range texts {
				if p.Field == field.Name {
					n += asked.count(engine.Analyze(p.Text))
				}
			}
			return n >= search.AboutTimes || n > 0 && field.About
		})
	})
}

// aboutCases are ways of saying something, and a review that is or is not about it.
var aboutCases = []struct {
	name  string
	forms []string
	doc   func(*review.Review)
	about bool
}{
	{"title", []string{"dotterel"}, titled("The dotterels"), true},
	{"alias", []string{"whimbrel"}, func(d *review.Review) { d.Aliases = []string{"Whimbrel"} }, true},
	{"summary", []string{"dunlin"}, summed("On a dunlin."), true},
	{"label", []string{"labelone"}, func(d *review.Review) { d.Topics = []string{"topic"} }, true},
	{"finding", []string{"godwit"}, func(d *review.Review) { d.Findings = []review.Finding{{Name: "Godwit"}} }, true},
	{"text, twice", []string{"curlew"}, written("A curlew and a curlew."), false},
	{"text, three times", []string{"plover"}, written("A plover, a plover.\n\nTwo plovers."), true},
	{"citation", []string{"avocet"}, cited("Avocet"), false},
	{"citation, three times", []string{"sanderling"}, cited("Sanderling, sanderling, sanderling"), true},
	{"text twice, citation once", []string{"turnstone"}, func(d *review.Review) {
		written("A turnstone, a turnstone.")(d)
		cited("Turnstone")(d)
	}, false},
	{"phrase in the summary", []string{"golden pochard"}, summed("The golden pochards."), true},
	{"words of a phrase in the summary", []string{"silver pochard"}, summed("A pochard of silver."), false},
	{"phrase in the text, three times", []string{"jack snipe"}, written("A jack snipe, a jack snipe, a jack snipe."), true},
	{"words of a phrase in the text", []string{"great snipe"}, written("A great, great, great snipe. A snipe. A snipe."), false},
	{"one of two ways", []string{"zzyzxunknown", "redshank"}, summed("A redshank."), true},
	{"two ways in the text, neither three times", []string{"ruff", "reeve"}, written("A ruff, a ruff, a reeve, a reeve."), false},
	{"nothing but function words", []string{"the of"}, written("The of the of the of."), false},
	{"no way of saying it", nil, summed("Anything."), false},
}

// writtenAbout is one corpus of the reviews of all cases, and a check for each.
func writtenAbout() part {
	c := newCorpus(0, writtenReference(), nil, nil)
	p := part{name: "about", corpus: c}
	for i, ac := range aboutCases {
		doc := plainReview(fmt.Sprintf("about-%d", i))
		ac.doc(doc)
		c.add(doc)
		p.checks = append(p.checks, check{ac.name, func(ctx context.Context, engine search.Engine, _ *Corpus) error {
			want := 0
			if ac.about {
				want = 1
			}
			var forms []search.Form
			for _, text := range ac.forms {
				forms = append(forms, search.Form{Text: text, Weight: 0.1})
			}
			if got, err := engine.About(ctx, forms); err != nil || got != want {
				return fmt.Errorf("given %q: %d reviews are about it, want %d (error %w)", ac.forms, got, want, err)
			}
			return nil
		}})
	}
	return p
}
