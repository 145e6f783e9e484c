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
	concept int
	keys    []string
	weight  float64 // what its words tell, all together
}

// A looseIndex finds forms by their words.
type looseIndex struct {
	forms []looseForm
	byKey map[string][]int
	tells map[string]float64 // what a word tells: the fewer concepts have it, the more
	least float64            // what a match has to tell: as much as a word of one concept alone
}

func newLooseIndex() *looseIndex {
	return &looseIndex{byKey: map[string][]int{}, tells: map[string]float64{}}
}

// add takes a form of at least two words.
func (x *looseIndex) add(words []word, concept int) {
	var keys []string
	for i := range words {
		if !words[i].empty && !slices.Contains(keys, words[i].key) {
			keys = append(keys, words[i].key)
		}
	}
	if len(keys) >= looseLeast {
		x.forms = append(x.forms, looseForm{concept: concept, keys: keys})
	}
}

// finish weighs the words once all forms are there.
func (x *looseIndex) finish(concepts int) {
	last := map[string]int{} // the concept that was counted last for a word
	count := map[string]int{}
	for i, f := range x.forms {
		for _, key := range f.keys {
			x.byKey[key] = append(x.byKey[key], i)
			if at, ok := last[key]; !ok || at != f.concept {
				last[key] = f.concept
				count[key]++
			}
		}
	}
	for key, n := range count {
		x.tells[key] = tells(n, concepts)
	}
	x.least = tells(1, concepts)
	for i := range x.forms {
		for _, key := range x.forms[i].keys {
			x.forms[i].weight += x.tells[key]
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
	places := map[string]int{}
	found := map[int]float64{}
	telling := map[int]float64{}
	for i := start; i < end; i++ {
		w := &words[i]
		if _, again := places[w.key]; again || w.empty {
			continue
		}
		places[w.key] = i
		for _, f := range x.byKey[w.key] {
			found[f] += x.tells[w.key]
			if tells[i] {
				telling[f] += x.tells[w.key]
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
		for _, key := range f.keys {
			if at, ok := places[key]; ok {
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
