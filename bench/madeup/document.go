package madeup

import (
	"fmt"
	"math/rand/v2"
	"strconv"
	"strings"

	"evidencestore/review"
)

// A writer writes one document.
type writer struct {
	*Generator
	rng  *rand.Rand
	draw *rand.Zipf
	file strings.Builder
	text strings.Builder
	left int // words that are still to be written
}

func (w *writer) document(n int) Document {
	w.draw = w.words.drawer(w.rng)
	w.left = w.corpus.Words/2 + w.rng.IntN(w.corpus.Words+1) // the mean is as asked for
	d := Document{ID: fmt.Sprintf("made-up-%07d", n)}
	w.line("+++")
	w.say("Made up")
	w.key("title", "Made up: "+w.sentence(w.short(3)+w.rng.IntN(w.short(5))))
	if w.rng.IntN(3) == 0 {
		w.list("aliases", []string{w.sentence(2)})
	}
	w.key("summary", w.sentence(w.short(8)+w.rng.IntN(w.short(8)))+".")
	d.Status = string([]review.Status{review.Rated, review.Rated, review.Rated, review.NotRated, review.NotRated}[w.rng.IntN(5)])
	w.key("status", d.Status)
	w.line("verified = false\nupdated = 2026-01-02")
	d.Topics = w.choose(w.ref.Lists.Topics, 1, w.short(3))
	w.list("topics", d.Topics)
	w.list("population", w.choose(w.ref.Lists.Populations, 1, w.short(3)))
	w.list("settings", w.choose(w.ref.Lists.Settings, 0, w.short(2)))
	if w.rng.IntN(2) == 0 {
		from := w.rng.IntN(18)
		w.line(fmt.Sprintf("age = [%d, %d]", from, from+w.rng.IntN(19-from)))
	}
	d.UK = string(review.UKs[w.rng.IntN(len(review.UKs))])
	w.key("uk", d.UK)
	w.key("evidence_to", fmt.Sprint(1995+w.rng.IntN(30)))
	w.outcomes(d.Status)
	w.citations()
	w.line("+++")
	w.body()
	d.File, d.Text = []byte(w.file.String()), w.text.String()
	return d
}

// outcomes writes rated outcomes, or findings where the document is not rated.
func (w *writer) outcomes(status string) {
	for i := range 1 + w.rng.IntN(w.short(3)) {
		rated := status == string(review.Rated)
		table := "[[finding]]"
		if rated {
			table = "[[outcome]]"
		}
		w.line("\n" + table)
		w.key("name", w.sentence(1+w.rng.IntN(w.short(4)))+w.say(strconv.Itoa(i+1)))
		w.list("domains", w.choose(w.ref.Lists.Outcomes, 1, 2))
		if !rated {
			w.key("text", w.sentence(w.short(8))+".")
			continue
		}
		effect := review.Effects[w.rng.IntN(len(review.Effects))]
		w.key("effect", string(effect))
		if effect == review.MixedOrNone {
			w.line(fmt.Sprintf("detail = %q", []string{"mixed", "none"}[w.rng.IntN(2)]))
		}
		w.key("strength", string(review.Strengths[w.rng.IntN(len(review.Strengths))]))
		w.key("better", w.sentence(w.short(5)))
		w.key("compared_with", "Families without it") // which is not searched
		w.key("finding", w.sentence(w.short(10))+".")
		w.key("uk", string(review.UKs[w.rng.IntN(len(review.UKs))]))
		w.line(`rated_by = "nobody: this document is made up"`)
	}
}

// citations writes one to three pieces of research that nobody did.
func (w *writer) citations() {
	for range 1 + w.rng.IntN(w.short(3)) {
		year := 1995 + w.rng.IntN(30)
		w.line("\n[[review]]")
		w.key("kind", string(review.Kinds[w.rng.IntN(len(review.Kinds))]))
		w.key("authors", "Nobody")
		w.line(fmt.Sprintf("year = %d", year))
		w.say(fmt.Sprint("Nobody ", year, " Made up"))
		w.key("title", "Made up: "+w.sentence(w.short(4)+w.rng.IntN(w.short(4))))
	}
}

// body writes the words that are left under up to three headings.
func (w *writer) body() {
	const least = 5 // words under a heading
	for i, heading := range []string{"What it is", "What was found", "Who it works for"} {
		words := w.left / (3 - i)
		if i == 0 {
			words = max(words, least)
		} else if words < least {
			continue
		}
		w.line("\n## " + heading + "\n")
		for end := w.left - words; w.left > end; {
			w.line(w.sentence(min(8+w.rng.IntN(16), w.left-end)) + ".")
		}
	}
}

// sentence is a sentence of n words without the full stop. One in five names a concept
// of the thesaurus.
func (w *writer) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = w.words.words[w.draw.Uint64()]
	}
	if w.rng.IntN(5) == 0 {
		words[w.rng.IntN(n)] = w.form(w.rng)
	}
	s := strings.Join(words, " ")
	w.say(s)
	return strings.ToUpper(s[:1]) + s[1:]
}

// short is a number of words or things in a document of 150 words or more, and fewer in
// the share of a shorter one.
func (w *writer) short(n int) int { return max(1, n*min(w.corpus.Words, 150)/150) }

// choose gives between least and most ids of a list. Their labels are searched.
func (w *writer) choose(items []review.Item, least, most int) []string {
	var ids []string
	for _, i := range w.rng.Perm(len(items))[:least+w.rng.IntN(most-least+1)] {
		ids = append(ids, items[i].ID)
		w.say(items[i].Label)
	}
	return ids
}

// say makes something part of what is searched, and gives it as it stands after others.
func (w *writer) say(s string) string {
	w.text.WriteString(s)
	w.text.WriteByte(' ')
	w.left -= strings.Count(s, " ") + 1
	return " " + s
}

func (w *writer) line(s string) {
	w.file.WriteString(s)
	w.file.WriteByte('\n')
}

func (w *writer) key(name, value string) { w.line(fmt.Sprintf("%s = %q", name, value)) }

func (w *writer) list(name string, values []string) {
	if len(values) == 0 {
		return
	}
	w.line(fmt.Sprintf(`%s = ["%s"]`, name, strings.Join(values, `", "`)))
}
