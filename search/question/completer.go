package question

import (
	"cmp"
	"context"
	"encoding/binary"
	"math"
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
}

// A completer finds offers by the beginnings of words. Every place where a word of
// a text begins is in a sorted list, so that a binary search finds all texts that go
// on there with what was typed: the work does not grow with the number of texts.
// It never changes once it is built. All texts are one, and the lists are places in it:
// there are as many of them as words in all titles.
type completer struct {
	offers  []entry
	aliases []string
	text    string           // the ways as they are compared, a space before each word and a zero after each way
	ways    []way            // in the order of text
	places  [places][]sorted // what may match, by place and by kind of offer, the better place first
	words   sorted           // all words of all texts
	written sorted           // those that are spelt as they should be
}

// An entry is an offer that is ready to be found.
type entry struct {
	search.Suggestion
	start, end uint32 // of its own text among the ways
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
	start uint32
	offer int32
	alias int32 // 1 + that of aliases which is shown beside the offer, or 0
}

// offersLook is how many offers lie between looks at the context.
const offersLook = 1024

// maxText bounds the text of a completer, whose places are 32 bits long. Titles that
// take more are not completed.
const maxText = math.MaxUint32 / 2

// newCompleter makes offers, which come by kind, ready to be found. The error is that of
// ctx.
func newCompleter(ctx context.Context, kinds [][]offer) (*completer, error) {
	a := adding{completer: &completer{}, words: map[string]bool{}}
	var lists [places][][]uint32
	for _, offers := range kinds {
		a.lists = [places][]uint32{}
		for i, o := range offers {
			if i%offersLook == 0 {
				if err := search.Ended(ctx); err != nil {
					return nil, err
				}
			}
			if len(a.all) < maxText {
				a.add(&o)
			}
		}
		for place, list := range a.lists {
			lists[place] = append(lists[place], list)
		}
	}
	c := a.completer
	c.text = string(a.all)
	for place, kinds := range lists {
		for _, list := range kinds {
			s, err := newSorted(ctx, c.text, list)
			if err != nil {
				return nil, err
			}
			c.places[place] = append(c.places[place], s)
		}
	}
	return c, a.vocabulary(ctx)
}

// adding is the work of putting in offers of one kind.
type adding struct {
	*completer
	all   []byte // becomes the text
	lists [places][]uint32
	words map[string]bool // whether they are spelt as they should be
}

// add puts in an offer by all its ways.
func (a *adding) add(o *offer) {
	own, first := uint32(len(a.all)), len(a.ways)
	a.offers = append(a.offers, entry{Suggestion: o.Suggestion})
	a.way(first, o.Text, 0, beginsShown, true)
	kept := &a.offers[len(a.offers)-1]
	kept.start, kept.end = own, uint32(len(a.all))
	for _, text := range o.aliases {
		a.aliases = append(a.aliases, text)
		a.way(first, text, int32(len(a.aliases)), beginsShown, true)
	}
	for _, text := range o.forms {
		a.way(first, text, 0, beginsHidden, true)
	}
	for _, text := range o.asked {
		a.way(first, text, 0, beginsHidden, false)
	}
}

// way puts in one text of the offer whose ways are those from first, with its hyphens
// parting words and joining them.
func (a *adding) way(first int, text string, alias int32, place int, written bool) {
	for _, compared := range bothCompared(text) {
		if a.has(first, compared) {
			continue
		}
		start := uint32(len(a.all))
		a.ways = append(a.ways, way{start: start, offer: int32(len(a.offers) - 1), alias: alias})
		a.all = append(append(a.all, compared...), 0)
		at := place
		for i := range len(compared) {
			if compared[i] != ' ' {
				continue
			}
			a.lists[at] = append(a.lists[at], start+uint32(i)+1)
			at = place + 1
			word, _, _ := strings.Cut(compared[i+1:], " ")
			if known, ok := a.words[word]; !ok || written && !known {
				a.words[word] = written
			}
		}
	}
}

// has says whether one of the ways from first is a text.
func (a *adding) has(first int, compared string) bool {
	for i := first; i < len(a.ways); i++ {
		end := len(a.all)
		if i+1 < len(a.ways) {
			end = int(a.ways[i+1].start)
		}
		if string(a.all[a.ways[i].start:end-1]) == compared {
			return true
		}
	}
	return false
}

// vocabulary finishes with all words and those that are spelt as they should be.
func (a *adding) vocabulary(ctx context.Context) (err error) {
	var text []byte
	var all, right []uint32
	for word, isWritten := range a.words {
		all = append(all, uint32(len(text)))
		if isWritten {
			right = append(right, uint32(len(text)))
		}
		text = append(append(text, word...), 0)
	}
	if a.completer.words, err = newSorted(ctx, string(text), all); err != nil {
		return err
	}
	a.written, err = newSorted(ctx, string(text), right)
	return err
}

// wayAt is the way that a place in the text belongs to.
func (c *completer) wayAt(at uint32) *way {
	return &c.ways[sort.Search(len(c.ways), func(i int) bool { return c.ways[i].start > at })-1]
}

// compared is a way as it is compared.
func (c *completer) compared(w *way) string { return until(c.text[w.start:]) }

// sorted is a list of places in a text, in the order of what begins there. Each ends
// before a zero, which comes before everything in that order.
type sorted struct {
	text string
	at   []uint32
}

// until is a text as far as the zero.
func until(text string) string {
	text, _, _ = strings.Cut(text, "\x00")
	return text
}

// newSorted sorts places in a text, equal ones in the order of the text. Most are told
// apart by what is next to their number.
func newSorted(ctx context.Context, text string, at []uint32) (sorted, error) {
	type beginning struct {
		key uint64 // the first letters, zeros after the end
		at  uint32
	}
	list := make([]beginning, len(at))
	for i, p := range at {
		var first [8]byte
		copy(first[:], until(text[p:min(len(text), int(p)+len(first))]))
		list[i] = beginning{binary.BigEndian.Uint64(first[:]), p}
	}
	err := search.SortFunc(ctx, list, func(a, b beginning) int {
		if a.key != b.key {
			return cmp.Compare(a.key, b.key)
		}
		return cmp.Or(strings.Compare(until(text[a.at:]), until(text[b.at:])), cmp.Compare(a.at, b.at))
	})
	s := sorted{text: text, at: make([]uint32, len(at))}
	for i := range list {
		s.at[i] = list[i].at
	}
	return s, err
}

func (s sorted) part(from, to int) sorted { return sorted{s.text, s.at[from:to]} }

// first is the first number from which on something holds of all that begins.
func (s sorted) first(holds func(begins string) bool) int {
	return sort.Search(len(s.at), func(i int) bool { return holds(s.text[s.at[i]:]) })
}

// from is the list without what stands before a text.
func (s sorted) from(text string) sorted {
	return s.part(s.first(func(begins string) bool { return begins >= text }), len(s.at))
}

// with is the part of the list that begins with a text.
func (s sorted) with(text string) sorted {
	rest := s.from(text)
	return rest.part(0, rest.first(func(begins string) bool { return !strings.HasPrefix(begins, text) }))
}

// whole is the part of the list that is a text.
func (s sorted) whole(text string) sorted {
	rest := s.with(text)
	return rest.part(0, rest.first(func(begins string) bool { return begins[len(text)] != 0 }))
}

// has says whether something in the list begins with a text.
func (s sorted) has(text string) bool {
	rest := s.from(text)
	return len(rest.at) > 0 && strings.HasPrefix(rest.text[rest.at[0]:], text)
}
