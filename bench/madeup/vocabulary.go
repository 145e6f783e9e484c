package madeup

import (
	"math/rand/v2"
	"strings"
)

// functionWords are the head of every English text. They take the first ranks.
var functionWords = strings.Fields(`the of and to in a for that with is was on as by were from or be are at this not which
an it have their than had but has who been more they one we can also there these those its both may between when`)

const (
	vocabularySize = 60_000
	// zipf is the exponent of the distribution of words: the word of rank r is as
	// frequent as 1/(r+zipfOffset)^zipf.
	zipf       = 1.1
	zipfOffset = 3
)

// A vocabulary is words by rank, the most frequent first.
type vocabulary struct {
	words []string
	seed  uint64
}

// newVocabulary makes words of syllables; the frequent ones are short.
func newVocabulary(seed uint64) *vocabulary {
	rng := rand.New(rand.NewPCG(seed, 1<<40))
	v := &vocabulary{words: append([]string{}, functionWords...), seed: seed}
	seen := map[string]bool{}
	for _, w := range v.words {
		seen[w] = true
	}
	for len(v.words) < vocabularySize {
		syllables := 2
		if len(v.words) > 400 {
			syllables = 2 + rng.IntN(3)
		}
		var b strings.Builder
		for range syllables {
			b.WriteByte("bcdfgjklmnprtvz"[rng.IntN(15)])
			b.WriteByte("aeiou"[rng.IntN(5)])
		}
		b.WriteByte("kmnrt"[rng.IntN(5)]) // so that no stemmer takes the end for an ending
		if w := b.String(); !seen[w] {
			seen[w] = true
			v.words = append(v.words, w)
		}
	}
	return v
}

// drawer draws ranks. It is made for each generator of random numbers.
func (v *vocabulary) drawer(rng *rand.Rand) *rand.Zipf {
	return rand.NewZipf(rng, zipf, zipfOffset, uint64(len(v.words)-1))
}

// content draws a word that is no function word.
func (v *vocabulary) content(rng *rand.Rand) string {
	draw := v.drawer(rng)
	for {
		if rank := int(draw.Uint64()); rank >= len(functionWords) {
			return v.words[rank]
		}
	}
}
