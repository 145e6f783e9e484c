package bleveindex

import (
	"hash/maphash"
	"strings"
	"sync/atomic"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"

	"evidencestore/search"
)

// A word is an indexed word with its place in a text.
type word struct {
	spelt, term          string // before and after stemming
	start, end, position int
}

// A run is a piece of text of which words are made without a look at what stands
// around it.
type run struct {
	text      string
	words     []word
	positions int // how many places it takes, those of words left out too
}

// Analyze makes words of a text.
func (a *english) Analyze(text string) []search.Token {
	words := a.words(text)
	tokens := make([]search.Token, len(words))
	for i, w := range words {
		tokens[i] = search.Token{Term: w.term, Start: w.start, End: w.end, Position: w.position}
	}
	return tokens
}

// words makes words of a text, run by run. Most runs were seen before: a few
// thousand words make up nearly all of any text.
func (a *english) words(text string) []word {
	return a.appendWords(make([]word, 0, len(text)/averageWord+1), text)
}

// appendWords puts the words of a text behind others.
func (a *english) appendWords(words []word, text string) []word {
	position := 0
	for at := 0; at < len(text); {
		start, end, next := nextRun(text, at)
		at = next
		if start == end {
			continue
		}
		r := a.run(text[start:end])
		for _, w := range r.words {
			w.start += start
			w.end += start
			w.position += position
			words = append(words, w)
		}
		position += r.positions
	}
	return words
}

// averageWord is the length in bytes, or a little less, of a word that is indexed and
// of what stands around it.
const averageWord = 7

// nextRun finds the next run from an offset on, and where to go on behind it.
func nextRun(text string, at int) (start, end, next int) {
	for start = at; start < len(text) && signs[text[start]] != inWord; start++ {
	}
	for next = start; next < len(text) && signs[text[next]] != apart; next++ {
	}
	for end = next; end > start && signs[text[end-1]] == between; end-- {
	}
	if end > start && text[end-1] >= utf8.RuneSelf {
		end = next // a Hebrew letter keeps the apostrophe behind it
	}
	return start, end, next
}

// signs say what a byte is to a run.
var signs = func() (signs [256]sign) {
	for c := range signs {
		switch {
		case c >= utf8.RuneSelf || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z':
			signs[c] = inWord
		case strings.IndexByte("-.:,;'\"", byte(c)) >= 0:
			signs[c] = between
		}
	}
	return signs
}()

type sign uint8

const (
	apart   sign = iota // ends every run
	between             // may join what stands on both sides, and means nothing at an end
	inWord
)

// knownRuns remembers runs: the last one for each of its places. It is safe for
// concurrent use.
type knownRuns struct {
	seed  maphash.Seed
	slots []atomic.Pointer[run]
}

const (
	knownSlots = 1 << 15
	// Longer ones, and those of more words, are rare, and take more memory.
	knownBytes = 40
	knownWords = 4
)

func newKnownRuns() knownRuns {
	return knownRuns{seed: maphash.MakeSeed(), slots: make([]atomic.Pointer[run], knownSlots)}
}

// run is what parse makes of a run.
func (a *english) run(text string) *run {
	if len(text) > knownBytes {
		r := a.parse(text)
		return &r
	}
	slot := &a.known.slots[maphash.String(a.known.seed, text)%knownSlots]
	if r := slot.Load(); r != nil && r.text == text {
		return r
	}
	text = strings.Clone(text) // it may be a piece of much more
	var r run
	if isPlain(text) {
		r = a.plain(text)
	} else {
		r = a.parse(text)
	}
	if len(r.words) <= knownWords {
		slot.Store(&r)
	}
	return &r
}

// isPlain says whether a run is one word of plain letters.
func isPlain(run string) bool {
	for i := range len(run) {
		if letterBit(run[i]) == 0 {
			return false
		}
	}
	return true
}

// plain makes of a plain run what parse does, without the steps that would change nothing.
func (a *english) plain(text string) run {
	r := run{text: text, positions: 1}
	spelt := british(strings.ToLower(text))
	if a.stop[spelt] {
		return r
	}
	stem := a.stemmer.Filter(analysis.TokenStream{{Term: []byte(spelt)}})[0].Term
	spelt = shared(spelt, text)
	r.words = []word{{spelt: spelt, term: shared(string(stem), spelt), end: len(text), position: 1}}
	return r
}
