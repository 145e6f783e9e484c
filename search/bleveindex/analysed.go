package bleveindex

import (
	"slices"

	"evidencestore/search"
)

// An analysed document is one that is asked for again and again: its words are kept, and
// where each of them stands. To make it takes longer than to quote from the text once.
type analysed struct {
	words  []word
	ends   []int            // of each passage in words
	places map[string][]int // of each term in words
}

func newAnalysed(english *english, passages []search.Passage) *analysed {
	a := &analysed{ends: make([]int, len(passages)), places: map[string][]int{}}
	for i, p := range passages {
		a.words = english.appendWords(a.words, p.Text)
		a.ends[i] = len(a.words)
	}
	a.words = slices.Clip(a.words)
	for i := range a.words {
		term := a.words[i].term
		a.places[term] = append(a.places[term], i)
	}
	return a
}

// passage gives the words of a passage, and which one of all the first is.
func (a *analysed) passage(i int) (words []word, first int) {
	if i > 0 {
		first = a.ends[i-1]
	}
	return a.words[first:a.ends[i]], first
}

// marks are what marker.mark finds in each passage, by its place.
func (a *analysed) marks(m *marker) map[int][]mark {
	marks := map[int][]mark{}
	for term, phrases := range m.firsts {
		for _, place := range a.places[term] {
			at, _ := slices.BinarySearch(a.ends, place+1)
			words, first := a.passage(at)
			marks[at] = m.begin(marks[at], phrases, words, place-first)
		}
	}
	for at := range marks {
		inOrder(marks[at])
	}
	return marks
}
