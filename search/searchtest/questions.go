package searchtest

import (
	"math/rand/v2"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// Question is what somebody might type: words and pieces of the texts, quoted or
// excluded or neither, words that stand nowhere, and function words.
func (c *Corpus) Question(r *rand.Rand) string {
	w := newWriter(r, c.words)
	parts := make([]string, 1+r.IntN(5))
	for i := range parts {
		switch n := r.IntN(100); {
		case n < 55:
			parts[i] = c.excerpt(w, 1, 1)
		case n < 65:
			parts[i] = w.word()
		case n < 80:
			parts[i] = quoted(c.excerpt(w, 2, 4))
		case n < 83:
			parts[i] = quoted(w.phrase(2, 3))
		case n < 90:
			parts[i] = "-" + c.excerpt(w, 1, 1)
		case n < 93:
			parts[i] = "-" + quoted(c.excerpt(w, 2, 2))
		case n < 97:
			parts[i] = "zzyzx" + madeUp(r)
		default:
			parts[i] = "the"
		}
	}
	return strings.Join(parts, " ")
}

func quoted(s string) string { return `"` + s + `"` }

// excerpt is some words in a row out of a text of the corpus, without the signs
// that mean something in a question.
func (c *Corpus) excerpt(w *writer, least, most int) string {
	if len(c.Reviews) == 0 {
		return w.phrase(least, most)
	}
	passage := pick(w, search.Passages(pick(w, c.Reviews), &c.Reference.Lists))
	words := strings.Fields(passage.Text)
	n := min(least+w.IntN(most-least+1), len(words))
	at := w.IntN(len(words) - n + 1)
	return strings.TrimLeft(strings.Map(func(r rune) rune {
		if strings.ContainsRune(`"“”„«»`, r) {
			return -1
		}
		return r
	}, strings.Join(words[at:at+n], " ")), "-")
}

// Filter is a random filter: each field now empty, now with one or a few values,
// seldom with one that the lists do not have.
func (c *Corpus) Filter(r *rand.Rand) search.Filter {
	w := newWriter(r, c.words)
	l := &c.Reference.Lists
	f := search.Filter{
		Effects: chosen(w, review.Effects, 30), Strengths: chosen(w, review.Strengths, 30), Outcomes: chosen(w, itemIDs(l.Outcomes), 30),
		Topics: chosen(w, itemIDs(l.Topics), 15), Populations: chosen(w, itemIDs(l.Populations), 15), Settings: chosen(w, itemIDs(l.Settings), 15),
		UK: chosen(w, review.UKs, 15), Statuses: chosen(w, published, 15),
	}
	if w.chance(2) {
		f.Topics = append(f.Topics, "no-such-topic")
	}
	if w.chance(2) {
		f.Outcomes = append(f.Outcomes, "no-such-outcome")
	}
	if w.chance(15) {
		age := w.IntN(30)
		f.Age = &age
	}
	if w.chance(15) {
		f.IDs = c.someIDs(w)
	}
	return f
}

// someIDs are none, a few or all of the programmes, and one that there is not.
func (c *Corpus) someIDs(w *writer) []string {
	ids := append(c.IDs(), "no-such-programme")
	w.Shuffle(len(ids), func(i, k int) { ids[i], ids[k] = ids[k], ids[i] })
	return ids[:w.IntN(len(ids)+1)]
}

// chosen are a few of the values in p of 100 cases.
func chosen[T any](w *writer, values []T, p int) []T {
	if !w.chance(p) {
		return nil
	}
	out := some(w, values, 1, max(1, len(values)/3))
	w.Shuffle(len(out), func(i, k int) { out[i], out[k] = out[k], out[i] })
	return out
}

// Request asks a question, or none, with a random filter and order.
func (c *Corpus) Request(r *rand.Rand, question string) *search.Request {
	w := newWriter(r, c.words)
	return &search.Request{
		Query: search.Parse(question), Filter: c.Filter(r), Sort: pick(w, search.Sorts),
		Page: 1, PerPage: pick(w, []int{1, 2, 7, 10, 25, search.MaxPerPage}),
	}
}
