package searchtest

import (
	"math/rand/v2"
	"strings"
)

// realWords stand among the made-up ones so that every rule of the analysis is
// met: inflections, possessives, hyphens, both spellings, accents, case, numbers,
// abbreviations, and words that carry no meaning of their own.
var realWords = strings.Fields(`
	the of and for with in to a is was not by on at
	parent parents parenting parent's parents’ child children child's children’s family families families'
	substance-misusing substance misuse misusing drug drugs alcohol care carer carers caring in-care
	behaviour behavior behaviours behavioural programme program programmes programs counselling counseling
	randomised randomized centre center organisation organizations paediatric labour labor favour
	café cafe naïve naive Zoë fiancée re-entry reentry pre-school co-parenting step-by-step well-being wellbeing
	FDAC LAC CIN COVID-19 2009 1,200 0.85 95% R&D U.K. don't can't foster fostering fostered adoption adopted adopt
	reunification reunified outcome outcomes study studies trial trials court courts social worker workers
	help helps helping helped violence abuse neglect school schools teenager teenagers mental health`)

const madeUpWords = 500

// vocabulary is what generated texts are made of: few words very often, many rarely.
type vocabulary []string

func newVocabulary(r *rand.Rand) vocabulary {
	v := append(vocabulary{}, realWords...)
	for range madeUpWords {
		v = append(v, madeUp(r))
	}
	r.Shuffle(len(v), func(i, k int) { v[i], v[k] = v[k], v[i] })
	return v
}

// madeUp is a word of two to four syllables.
func madeUp(r *rand.Rand) string {
	const consonants, vowels = "bdfgklmnprstvz", "aeiou"
	var b strings.Builder
	for range 2 + r.IntN(3) {
		b.WriteByte(consonants[r.IntN(len(consonants))])
		b.WriteByte(vowels[r.IntN(len(vowels))])
	}
	return b.String()
}

// writer writes texts; it is for one goroutine.
type writer struct {
	*rand.Rand
	words vocabulary
	zipf  *rand.Zipf
}

func newWriter(r *rand.Rand, words vocabulary) *writer {
	return &writer{Rand: r, words: words, zipf: rand.NewZipf(r, 1.15, 4, uint64(len(words)-1))}
}

func (w *writer) word() string { return w.words[w.zipf.Uint64()] }

// chance is true in p of 100 cases.
func (w *writer) chance(p int) bool { return w.IntN(100) < p }

// phrase is from least to most words in a row, with a comma or a dash now and then.
func (w *writer) phrase(least, most int) string {
	words := make([]string, least+w.IntN(most-least+1))
	for i := range words {
		words[i] = w.word()
		switch {
		case i == len(words)-1:
		case w.chance(6):
			words[i] += ","
		case w.chance(2):
			words[i] += " –"
		}
	}
	return strings.Join(words, " ")
}

func (w *writer) sentence() string {
	s := w.phrase(4, 18)
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// maybe is a sentence in p of 100 cases, and otherwise empty.
func (w *writer) maybe(p int) string {
	if w.chance(p) {
		return w.sentence()
	}
	return ""
}

// markdown is the text of a section: paragraphs, lists, emphasis and headings.
func (w *writer) markdown() string {
	blocks := make([]string, 1+w.IntN(3))
	for i := range blocks {
		switch w.IntN(5) {
		case 0:
			blocks[i] = "- " + w.sentence() + "\n- " + w.sentence()
		case 1:
			blocks[i] = "### " + w.phrase(2, 4) + "\n\n" + w.sentence()
		case 2:
			blocks[i] = w.sentence() + " **" + w.word() + "** " + w.sentence()
		case 3:
			blocks[i] = w.sentence() + "\n" + w.sentence() // one paragraph on two lines
		default:
			blocks[i] = w.sentence()
		}
	}
	return strings.Join(blocks, "\n\n")
}

// pick is one of the values.
func pick[T any](w *writer, values []T) T { return values[w.IntN(len(values))] }

// some are from least to most different values, in the order of the values.
func some[T any](w *writer, values []T, least, most int) []T {
	n := min(least+w.IntN(most-least+1), len(values))
	var out []T
	for i, v := range values {
		if w.IntN(len(values)-i) < n-len(out) {
			out = append(out, v)
		}
	}
	return out
}
