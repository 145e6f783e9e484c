package main

import (
	"cmp"
	"fmt"
	"strings"

	"evidencestore/search/release"
)

// A diffPrinter writes a comparison for people.
type diffPrinter struct{ *layout }

// mostListed is how many entries of a list are printed that nothing speaks against.
const mostListed = 100

func (p *diffPrinter) print(a, b string, d *release.Diff) {
	p.text(0, "From %s (%s) to %s (%s)", a, documents(d.A.Documents), b, documents(d.B.Documents))
	p.ratings(d)
	p.questions(d)
	p.statuses(d.Statuses)
	p.named("Added", d.Added)
	p.named("Removed", d.Removed)
	p.changed(d.Changed)
	p.beside(d)
}

// marked begins what speaks against B.
func marked(speaksAgainst bool) string {
	if speaksAgainst {
		return "! "
	}
	return ""
}

func (p *diffPrinter) ratings(d *release.Diff) {
	p.gap()
	switch n := d.Unreasoned(); {
	case len(d.Ratings) == 0:
		p.text(0, "No rating changes.")
	case n > 0:
		p.text(0, "Reviews with changed ratings: %d; those marked ! lack a dated reason: %d", len(d.Ratings), n)
	default:
		p.text(0, "Reviews with changed ratings: %d, each with its dated reason", len(d.Ratings))
	}
	for i := range d.Ratings {
		p.rating(&d.Ratings[i])
	}
}

func (p *diffPrinter) rating(c *release.RatingChange) {
	p.gap()
	p.heading(!c.Reasoned(), c.ID, c.Title)
	if c.Before != c.After {
		p.text(indent, "status: %s -> %s", c.Before, c.After)
	}
	for _, o := range c.Outcomes {
		name := o.Name
		if o.Was != "" {
			name = o.Was + " -> " + o.Name
		}
		p.text(indent, "%s", name)
		p.text(indent+2, "%s", ratingStep(o))
	}
	for _, why := range c.Reasons {
		p.text(indent, "%s: %s %s", why.Date, why.What, why.Why)
	}
	switch {
	case c.Reasoned():
	case c.Since == "":
		p.text(indent, "No dated reason: add [[change]] with date, what and why.")
	default:
		p.text(indent, "No dated reason: add [[change]] with date (%s or later), what and why, before the others.", c.Since)
	}
}

func (p *diffPrinter) heading(speaksAgainst bool, id, text string) {
	p.para(0, piece{marked(speaksAgainst) + id, bold}, piece{": " + text, plain})
}

// ratingStep says what became of the rating of one outcome.
func ratingStep(o release.OutcomeChange) string {
	switch {
	case o.Before == nil:
		return fmt.Sprintf("new: %v", o.After)
	case o.After == nil:
		return fmt.Sprintf("gone: %v", o.Before)
	case o.Was != "":
		return fmt.Sprintf("as before: %v", o.After)
	}
	return fmt.Sprintf("%v -> %v", o.Before, o.After)
}

func (p *diffPrinter) questions(d *release.Diff) {
	p.gap()
	switch n := d.Broken(); {
	case len(d.Questions) == 0:
		p.text(0, "No question with a known answer has other programmes first.")
	case n > 0:
		p.text(0, "Questions with other programmes first: %d; those marked ! are broken: %d", len(d.Questions), n)
	default:
		p.text(0, "Questions with other programmes first: %d, none of them broken", len(d.Questions))
	}
	for i := range d.Questions {
		p.question(&d.Questions[i])
	}
	if d.Broken() > 0 {
		p.gap()
		p.text(0, "To mend a broken question improve the documents or the thesaurus; or, if the new answer is right, move the programme from best to good in questions.toml.")
	}
}

func (p *diffPrinter) question(c *release.QuestionChange) {
	text := []rune(c.Ask)
	if len(text) > longQuestion {
		text = append(text[:longQuestion], '…')
	}
	p.gap()
	p.heading(c.Broken(), c.ID, string(text))
	p.text(indent, "before: %s", cmp.Or(strings.Join(c.Before, ", "), "nothing"))
	p.text(indent, "after: %s", cmp.Or(strings.Join(c.After, ", "), "nothing"))
	for _, l := range c.Lost {
		p.text(indent, "%v", l)
	}
}

func (p *diffPrinter) statuses(changes []release.StatusChange) {
	p.list("Other status", len(changes), func(i int) {
		c := changes[i]
		p.para(indent, piece{c.ID, bold}, piece{fmt.Sprintf(": %s -> %s", c.Before, c.After), plain})
	})
}

func (p *diffPrinter) named(what string, reviews []release.Named) {
	p.list(what, len(reviews), func(i int) {
		r := reviews[i]
		p.para(indent, piece{r.ID, bold}, piece{fmt.Sprintf(": %s (%s)", r.Title, r.Status), plain})
	})
}

func (p *diffPrinter) changed(reviews []release.Changed) {
	p.list("Changed", len(reviews), func(i int) {
		r := reviews[i]
		p.para(indent, piece{r.ID, bold}, piece{": " + strings.Join(r.Parts, ", "), plain})
	})
}

// list prints the entries of one kind, if there are any.
func (p *diffPrinter) list(what string, n int, entry func(i int)) {
	if n == 0 {
		return
	}
	p.gap()
	p.text(0, "%s: %d", what, n)
	for i := range min(n, mostListed) {
		entry(i)
	}
	if more := n - mostListed; more > 0 {
		p.text(indent, "and %d more, which --json lists", more)
	}
}

// beside prints what changes in the files beside the reviews.
func (p *diffPrinter) beside(d *release.Diff) {
	var lines []string
	for _, file := range []struct {
		name   string
		counts release.Counts
	}{{"ratings.toml, texts", d.Words}, {"lists.toml, entries", d.Lists}, {"thesaurus.toml, concepts", d.Thesaurus}} {
		if c := file.counts; c != (release.Counts{}) {
			lines = append(lines, fmt.Sprintf("%s: %d added, %d removed, %d changed", file.name, c.Added, c.Removed, c.Changed))
		}
	}
	for _, list := range []struct {
		name string
		ids  []string
	}{{"added", d.Asked.Added}, {"removed", d.Asked.Removed}, {"asked in other words", d.Asked.Reworded}, {"judged otherwise", d.Asked.Judged}} {
		if len(list.ids) > 0 {
			lines = append(lines, fmt.Sprintf("questions.toml, %s: %s", list.name, strings.Join(list.ids, ", ")))
		}
	}
	if len(lines) > 0 {
		p.gap()
	}
	for _, line := range lines {
		p.text(0, "%s", line)
	}
}
