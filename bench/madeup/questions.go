package madeup

import (
	"math/rand/v2"
	"strings"
)

// Questions are n questions of two to four words that somewhere stand in the documents,
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

// Common are the n most frequent words that are no function words.
func (g *Generator) Common(n int) []string {
	return g.words.words[len(functionWords) : len(functionWords)+n]
}

// plain draws n words that are no function words.
func (g *Generator) plain(rng *rand.Rand, n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = g.words.content(rng)
	}
	return strings.Join(words, " ")
}

// form draws a way of saying a concept, the first ones more often.
func (g *Generator) form(rng *rand.Rand) string {
	return g.forms[int(float64(len(g.forms))*rng.Float64()*rng.Float64())]
}
