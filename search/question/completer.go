package question

import (
	"cmp"
	"slices"
	"sort"
	"strings"

	"evidencestore/search"
)

// An offer is something to suggest, with the texts that lead to it beside its own.
type offer struct {
	search.Suggestion
	aliases []string // shown beside it where they match and its own text does not
	forms   []string // not shown
	asked   []string // not shown, and perhaps misspelt on purpose
	names   string   // its own text, as it is compared
}

// A completer finds offers by the beginnings of words. Every place where a word of
// a text begins is in a sorted list, so that a binary search finds all texts that go
// on there with what was typed: the work does not grow with the number of texts.
// It never changes once it is built.
type completer struct {
	offers  []offer
	ways    []way
	places  [places][]sorted // what may match, by place and by kind of offer, the better place first
	words   sorted           // all words of all texts
	written sorted           // those that are spelt as they should be
}

// Places where something typed may match. A text that is shown is better than one
// that is not, since the reader sees why it is there.
const (
	beginsShown = iota
	insideShown
	beginsHidden
	insideHidden
	places
)

// A way is one text that leads to an offer.
type way struct {
	offer int32
	text  string // as it is compared, a space before each word
	shown string // as it is shown beside the offer, or ""
}

// sorted is a list in the order of texts.
type sorted []beginning

// A beginning is the rest of a way from where one of its words begins.
type beginning struct {
	text string
	way  int32
}

// newCompleter makes offers, which come by kind, ready to be found.
func newCompleter(kinds [][]offer) *completer {
	c := &completer{}
	for i := range c.places {
		c.places[i] = make([]sorted, len(kinds))
	}
	for kind, offers := range kinds {
		for _, o := range offers {
			c.add(kind, o)
		}
		for i := range c.places {
			c.places[i][kind].sort()
		}
	}
	c.words = c.words.distinct()
	c.written = c.written.distinct()
	return c
}

// add puts in an offer by all its ways.
func (c *completer) add(kind int, o offer) {
	a := adding{completer: c, kind: kind, offer: int32(len(c.offers)), first: len(c.ways)}
	c.offers = append(c.offers, o)
	c.written = append(c.written, a.way(o.Text, "", beginsShown)...)
	for _, w := range c.ways[a.first:] {
		c.offers[a.offer].names += w.text
	}
	for _, text := range o.aliases {
		c.written = append(c.written, a.way(text, text, beginsShown)...)
	}
	for _, text := range o.forms {
		c.written = append(c.written, a.way(text, "", beginsHidden)...)
	}
	for _, text := range o.asked {
		a.way(text, "", beginsHidden)
	}
}

// adding is the work of putting in one offer.
type adding struct {
	*completer
	kind, first int // first way of the offer
	offer       int32
}

// way puts in one text, with its hyphens parting words and joining them, and gives
// its words.
func (a *adding) way(text, shown string, place int) []beginning {
	had := len(a.words)
	for _, compared := range bothCompared(text) {
		if slices.ContainsFunc(a.ways[a.first:], func(w way) bool { return w.text == compared }) {
			continue
		}
		at, number := place, int32(len(a.ways))
		a.ways = append(a.ways, way{offer: a.offer, text: compared, shown: shown})
		for i := range len(compared) {
			if compared[i] != ' ' {
				continue
			}
			rest := compared[i+1:]
			a.places[at][a.kind] = append(a.places[at][a.kind], beginning{rest, number})
			at = place + 1
			word, _, _ := strings.Cut(rest, " ")
			a.words = append(a.words, beginning{text: word})
		}
	}
	return a.words[had:]
}

// sort sorts by text, equal ones in the order in which they were put in.
func (s sorted) sort() {
	slices.SortFunc(s, func(a, b beginning) int {
		return cmp.Or(strings.Compare(a.text, b.text), cmp.Compare(a.way, b.way))
	})
}

// distinct is the sorted list of its different texts.
func (s sorted) distinct() sorted {
	s.sort()
	return slices.CompactFunc(s, func(a, b beginning) bool { return a.text == b.text })
}

// from is the list without what stands before a text.
func (s sorted) from(text string) sorted {
	return s[sort.Search(len(s), func(i int) bool { return s[i].text >= text }):]
}

// with is the part of the list that begins with a text.
func (s sorted) with(text string) sorted {
	rest := s.from(text)
	return rest[:sort.Search(len(rest), func(i int) bool { return !strings.HasPrefix(rest[i].text, text) })]
}

// whole is the part of the list that is a text.
func (s sorted) whole(text string) sorted {
	rest := s.from(text)
	return rest[:sort.Search(len(rest), func(i int) bool { return rest[i].text > text })]
}

// has says whether something in the list begins with a text.
func (s sorted) has(text string) bool {
	rest := s.from(text)
	return len(rest) > 0 && strings.HasPrefix(rest[0].text, text)
}
