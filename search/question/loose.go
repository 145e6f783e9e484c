package question

import (
	"cmp"
	"math"
	"slices"
)

// Loose matches find what is said in other words' order or with other words between:
// "hit by her dad" for "dad hit her". They stand in for the many ways of saying
// something that no thesaurus can list.
const (
	looseShare  = 0.5 // of what a form's words tell, that has to be there
	looseLeast  = 2   // words
	looseWindow = 16  // words that they may be spread over, beside their own number
)

// A looseForm is a way of saying something as a set of words.
type looseForm struct {
	concept  int
	from, to int32   // its words are part of looseIndex.words
	weight   float64 // what they tell, all together
}

// A looseIndex finds forms by their words, which are numbers.
type looseIndex struct {
	numbers map[string]int32
	words   []int32 // of all forms
	forms   []looseForm
	having  [][]int32 // forms, by word
	tells   []float64 // what a word tells: the fewer concepts have it, the more
	least   float64   // what a match has to tell: as much as a word of one concept alone
}

func newLooseIndex() *looseIndex { return &looseIndex{numbers: map[string]int32{}} }

// add takes a form of at least two words.
func (x *looseIndex) add(words []word, concept int) {
	from := len(x.words)
	for i := range words {
		if words[i].empty {
			continue
		}
		number, ok := x.numbers[words[i].key]
		if !ok {
			number = int32(len(x.numbers))
			x.numbers[words[i].key] = number
		}
		if !slices.Contains(x.words[from:], number) {
			x.words = append(x.words, number)
		}
	}
	if len(x.words)-from < looseLeast {
		x.words = x.words[:from]
		return
	}
	x.forms = append(x.forms, looseForm{concept: concept, from: int32(from), to: int32(len(x.words))})
}

func (x *looseIndex) wordsOf(f *looseForm) []int32 { return x.words[f.from:f.to] }

// finish weighs the words once all forms are there.
func (x *looseIndex) finish(concepts int) {
	last := make([]int, len(x.numbers)) // 1 + the concept that was counted last for a word
	count := make([]int, len(x.numbers))
	x.having, x.tells = make([][]int32, len(x.numbers)), make([]float64, len(x.numbers))
	for i := range x.forms {
		f := &x.forms[i]
		for _, w := range x.wordsOf(f) {
			x.having[w] = append(x.having[w], int32(i))
			if last[w] != f.concept+1 {
				last[w] = f.concept + 1
				count[w]++
			}
		}
	}
	for w, n := range count {
		x.tells[w] = tells(n, concepts)
	}
	x.least = tells(1, concepts)
	for i := range x.forms {
		f := &x.forms[i]
		for _, w := range x.wordsOf(f) {
			f.weight += x.tells[w]
		}
	}
}

// tells is what a word tells that n of all concepts have: its idf.
func tells(n, concepts int) float64 {
	return math.Log(1 + (float64(concepts)-float64(n)+0.5)/(float64(n)+0.5))
}

// A looseMatch is a form whose words mostly stand near each other.
type looseMatch struct {
	concept int
	words   []int // places
	score   float64
}

// find gives the loose matches of one sentence, words[start:end], best first. Words
// that tells is false of belong to a way of asking: they may take part, and what has to
// be told has to be told without them.
func (x *looseIndex) find(words []word, start, end int, tells []bool, without func(concept int) bool) []looseMatch {
	places := map[int32]int{}
	found := map[int32]float64{}
	telling := map[int32]float64{}
	for i := start; i < end; i++ {
		w := &words[i]
		number, known := x.numbers[w.key]
		if _, again := places[number]; again || w.empty || !known {
			continue
		}
		places[number] = i
		for _, f := range x.having[number] {
			found[f] += x.tells[number]
			if tells[i] {
				telling[f] += x.tells[number]
			}
		}
	}
	var all []looseMatch
	for i, told := range found {
		f := &x.forms[i]
		if told < max(looseShare*f.weight, x.least) || telling[i] < x.least/2 || without(f.concept) {
			continue
		}
		m := looseMatch{concept: f.concept, score: told * told / f.weight}
		for _, w := range x.wordsOf(f) {
			if at, ok := places[w]; ok {
				m.words = append(m.words, at)
			}
		}
		if len(m.words) >= looseLeast && slices.Max(m.words)-slices.Min(m.words) < len(m.words)+looseWindow {
			all = append(all, m)
		}
	}
	slices.SortFunc(all, func(a, b looseMatch) int {
		return cmp.Or(cmp.Compare(b.score, a.score), cmp.Compare(a.concept, b.concept), slices.Compare(a.words, b.words))
	})
	return all
}
