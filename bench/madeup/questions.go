package madeup

import (
	"math/rand/v2"
	"slices"
	"strings"
)

// Questions are n questions of two to four words, each of which stands in some document,
// none of them a function word: the commoner a word, the more often it is asked for.
func (g *Generator) Questions(n int) []string {
	rng := rand.New(rand.NewPCG(g.corpus.Seed, 0))
	questions := make([]string, n)
	for i := range questions {
		questions[i] = g.plain(rng, 2+rng.IntN(3))
	}
	return questions
}

// Spoken are n questions as people put them: with concepts of the thesaurus, most with
// plain words beside them, and one in six with a phrase in quotation marks.
func (g *Generator) Spoken(n int) []string {
	rng := rand.New(rand.NewPCG(g.corpus.Seed, 1<<41))
	questions := make([]string, n)
	for i := range questions {
		switch rng.IntN(6) {
		case 0:
			questions[i] = "what helps with " + g.form(rng)
		case 1:
			questions[i] = g.form(rng) + " and " + g.form(rng)
		case 2:
			questions[i] = g.plain(rng, 1) + ` "` + g.form(rng) + `"`
		default:
			questions[i] = g.form(rng) + " " + g.plain(rng, 1+rng.IntN(2))
		}
	}
	return questions
}

// Common are the n most frequent words that are no function words; there are over 1,900
// at any size.
func (g *Generator) Common(n int) []string {
	return g.words.words[len(functionWords) : len(functionWords)+n]
}

// plain takes n different words that are no function words from as many documents.
func (g *Generator) plain(rng *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		for words[i] == "" {
			text := strings.Fields(g.Document(rng.IntN(g.corpus.Documents)).Text)
			if word := text[rng.IntN(len(text))]; g.words.content(word) && !slices.Contains(words, word) {
				words[i] = word
			}
		}
	}
	return strings.Join(words, " ")
}

// form draws a way of saying a concept: the first concepts more often, of each all ways
// alike.
func (g *Generator) form(rng *rand.Rand) string {
	ways := g.concepts[int(float64(len(g.concepts))*rng.Float64()*rng.Float64())]
	return ways[rng.IntN(len(ways))]
}
