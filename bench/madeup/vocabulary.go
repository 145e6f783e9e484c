package madeup

import (
	"math"
	"math/rand/v2"
	"strings"
)

// functionWords are the head of every English text. They take the first ranks.
var functionWords = strings.Fields(`the of and to in a for that with is was on as by were from or be are at this not which
an it have their than had but has who been more they one we can also there these those its both may between when`)

// The number of words grows with the corpus by Heaps' law: k·T^b of them in a text of T
// words (Manning, Raghavan, Schütze, Introduction to Information Retrieval, 5.1.1).
const (
	heapsK = 44
	heapsB = 0.49
	// leastWords is what there are at any size, so that there are enough common ones.
	leastWords = 2000
)

// zipf is the exponent of the distribution of words: the word of rank r is as frequent as
// 1/(r+zipfOffset)^zipf.
const (
	zipf       = 1.1
	zipfOffset = 3
)

// A vocabulary is words by rank, the most frequent first.
type vocabulary struct {
	words []string
	rank  map[string]int
}

// newVocabulary makes words of syllables; the frequent ones are short. None has an ending
// that a stemmer takes off, or is spelt in two ways, as those with "or" may be.
func newVocabulary(c Corpus) *vocabulary {
	rng := rand.New(rand.NewPCG(c.Seed, 1<<40))
	size := max(leastWords, int(heapsK*math.Pow(float64(c.Documents)*float64(c.Words), heapsB)))
	v := &vocabulary{rank: make(map[string]int, size)}
	for _, w := range functionWords {
		v.add(w)
	}
	for len(v.words) < size {
		syllables := 2
		if len(v.words) > 400 {
			syllables = 2 + rng.IntN(3)
		}
		var b strings.Builder
		for range syllables {
			b.WriteByte("bcdfgjklmnptvz"[rng.IntN(14)])
			b.WriteByte("aeiou"[rng.IntN(5)])
		}
		b.WriteByte("kmnt"[rng.IntN(4)])
		v.add(b.String())
	}
	return v
}

// add adds a word unless it is there.
func (v *vocabulary) add(word string) {
	if _, ok := v.rank[word]; !ok {
		v.rank[word] = len(v.words)
		v.words = append(v.words, word)
	}
}

// drawer draws ranks. It is made for each generator of random numbers.
func (v *vocabulary) drawer(rng *rand.Rand) *rand.Zipf {
	return rand.NewZipf(rng, zipf, zipfOffset, uint64(len(v.words)-1))
}

// content says whether a word is made up and no function word.
func (v *vocabulary) content(word string) bool { return v.rank[word] >= len(functionWords) }
