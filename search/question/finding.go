package question

import (
	"strings"

	"evidencestore/search"
)

// Bounds of the work for one keystroke.
const (
	maxTyped  = 24   // words
	maxLooked = 500  // ways in one list
	maxWays   = 4000 // ways in all
)

// minHidden is the length from which texts that are not shown may be completed: what
// begins with one letter or two would only bewilder.
const minHidden = 3

// complete gives at most limit suggestions. Better is what was typed before what
// would have to be mistyped for it; then, in this order, texts that are what was
// typed, that begin with it, that have it further on, that have all its words
// somewhere; then the order of kinds, then the alphabet.
func (c *completer) complete(text string, limit int) []search.Suggestion {
	f := finding{completer: c, limit: limit, left: maxWays, found: []search.Suggestion{}, offered: map[int32]bool{}, said: map[string]bool{}}
	var typed []beginnings
	for _, t := range bothCompared(text) {
		if starts := startsOf(t); len(starts) <= maxTyped {
			typed = append(typed, newBeginnings(starts))
		}
	}
	f.find(typed)
	if len(f.found) < limit {
		f.find(c.slips(typed, false, len(f.found) == 0))
	}
	if len(f.found) == 0 { // hardly anybody gets the first letter wrong
		f.find(c.slips(typed, true, true))
	}
	return f.found
}

// beginnings are the words that somebody typed: each is a word or the beginning of
// one, and only in texts that have them in a row must all but the last be whole.
type beginnings struct {
	starts []string // each after a space
	text   string
}

func newBeginnings(starts []string) beginnings {
	return beginnings{starts: starts, text: strings.Join(starts, "")[1:]}
}

// startsOf parts a compared text into its words, each with the space before it.
func startsOf(compared string) []string {
	var starts []string
	for word := range strings.SplitSeq(compared[1:], " ") {
		starts = append(starts, " "+word)
	}
	return starts
}

// in says whether all the words stand somewhere in a compared text.
func (b *beginnings) in(text string) bool {
	for _, s := range b.starts {
		if !strings.Contains(text, s) {
			return false
		}
	}
	return true
}

// A finding collects suggestions.
type finding struct {
	*completer
	limit, left int
	found       []search.Suggestion
	offered     map[int32]bool
	said        map[string]bool
}

// find adds what begins with one of some typed texts, the best first.
func (f *finding) find(typed []beginnings) {
	f.each(typed, func(kind int, b *beginnings) {
		f.take(f.places[beginsShown][kind].whole(b.text), b)
		f.take(f.places[beginsHidden][kind].whole(b.text), b)
	})
	for place, kinds := range f.places {
		f.each(typed, func(kind int, b *beginnings) {
			if place < beginsHidden || len(b.text) >= minHidden {
				f.take(kinds[kind].with(b.text), b)
			}
		})
	}
	f.each(typed, func(kind int, b *beginnings) {
		if len(b.starts) > 1 {
			for _, list := range f.rarest(kind, b) {
				f.take(list, b)
			}
		}
	})
}

// each visits what was typed for every kind.
func (f *finding) each(typed []beginnings, visit func(kind int, b *beginnings)) {
	for kind := range f.places[0] {
		for i := range typed {
			visit(kind, &typed[i])
		}
	}
}

// rarest are the lists of the word that the fewest texts have.
func (f *finding) rarest(kind int, typed *beginnings) [places]sorted {
	var best [places]sorted
	least := -1
	for _, s := range typed.starts {
		var lists [places]sorted
		n := 0
		for place := range lists {
			lists[place] = f.places[place][kind].with(s[1:])
			n += len(lists[place].at)
		}
		if least < 0 || n < least {
			best, least = lists, n
		}
	}
	return best
}

// take adds the offers of a list that have all words.
func (f *finding) take(list sorted, typed *beginnings) {
	for _, at := range list.at[:min(len(list.at), maxLooked)] {
		if len(f.found) == f.limit || f.left == 0 {
			return
		}
		f.left--
		if w := f.wayAt(at); !f.offered[w.offer] && typed.in(f.compared(w)) {
			f.add(w, typed)
		}
	}
}

// add adds an offer, unless one that reads the same is there. It is shown with the
// alias that matched only where its own text does not explain why it is there.
func (f *finding) add(w *way, typed *beginnings) {
	o := &f.offers[w.offer]
	f.offered[w.offer] = true
	s := o.Suggestion
	if w.alias > 0 && !typed.in(f.text[o.start:o.end]) {
		s.Text += " (" + f.aliases[w.alias-1] + ")"
	}
	if reads := compared(s.Text, false); !f.said[reads] {
		f.said[reads] = true
		f.found = append(f.found, s)
	}
}
