package bleveindex

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/bleve/v2/analysis"
	"github.com/blevesearch/bleve/v2/analysis/char/asciifolding"
	"github.com/blevesearch/bleve/v2/analysis/lang/en"
	"github.com/blevesearch/bleve/v2/analysis/tokenizer/unicode"
	"golang.org/x/text/unicode/norm"
)

// english makes words of a text. It is Bleve's tokenizer, stop words and stemmer
// with our own steps between; offsets always point into the text as it was given.
// It is safe for concurrent use.
type english struct {
	tokenizer  *unicode.UnicodeTokenizer
	folding    *asciifolding.AsciiFoldingFilter
	possessive *en.PossessiveFilter
	stop       analysis.TokenMap
	stemmer    *en.EnglishStemmerFilter
	known      knownRuns
}

// analyzer is the one of the process: what it remembers of words holds in every index.
var analyzer = sync.OnceValues(newEnglish)

func newEnglish() (*english, error) {
	stop := analysis.NewTokenMap()
	if err := stop.LoadBytes(en.EnglishStopWords); err != nil {
		return nil, fmt.Errorf("loading stop words: %w", err)
	}
	return &english{
		tokenizer:  unicode.NewUnicodeTokenizer(),
		folding:    asciifolding.New(),
		possessive: en.NewPossessiveFilter(),
		stop:       stop,
		stemmer:    en.NewEnglishStemmerFilter(),
		known:      newKnownRuns(),
	}, nil
}

// parse makes words of a text by all the steps, remembering nothing.
func (a *english) parse(text string) run {
	source := []byte(text)
	tokens := splitInside(a.tokenizer.Tokenize(source))
	for _, t := range tokens {
		t.Term = a.fold(t.Term)
	}
	tokens = joinPrefixes(source, a.possessive.Filter(tokens))
	r := run{text: text}
	if n := len(tokens); n > 0 {
		r.positions = tokens[n-1].Position
	}
	kept := tokens[:0]
	for _, t := range tokens {
		if len(t.Term) == 0 || len(t.Term) > maxWordBytes {
			continue
		}
		spelt := british(string(t.Term))
		if !a.stop[spelt] {
			t.Term = []byte(spelt)
			kept = append(kept, t)
			r.words = append(r.words, word{spelt: spelt, start: t.Start, end: t.End, position: t.Position})
		}
	}
	words := r.words[:0]
	for i, t := range a.stemmer.Filter(kept) {
		w := r.words[i]
		w.spelt = shared(w.spelt, text[w.start:w.end])
		w.term = shared(string(t.Term), w.spelt)
		if w.term != "" { // of signs alone the stemmer may leave nothing
			words = append(words, w)
		}
	}
	r.words = words
	return r
}

// shared is a string, in the memory of another one where that begins with it, as most
// words do with their stem. What lies together is found faster.
func shared(s, other string) string {
	if strings.HasPrefix(other, s) {
		return other[:len(s)]
	}
	return s
}

// maxWordBytes is the longest word that is indexed; what is longer is no word.
const maxWordBytes = 64

// splitInside parts tokens at signs that the tokenizer takes for parts of a word,
// as in "parents.They" and "note:this". Initials as in "U.K." stay one word.
func splitInside(tokens analysis.TokenStream) analysis.TokenStream {
	if !slices.ContainsFunc(tokens, func(t *analysis.Token) bool { return bytes.ContainsAny(t.Term, ".:_") }) {
		return tokens
	}
	var out analysis.TokenStream
	added := 0
	for _, t := range tokens {
		parts := partsOf(t)
		for i, p := range parts {
			p.Position = t.Position + added + i
		}
		added += len(parts) - 1
		out = append(out, parts...)
	}
	return out
}

// partsOf are the words inside a token, at least one.
func partsOf(t *analysis.Token) analysis.TokenStream {
	if t.Type == analysis.Numeric || !bytes.ContainsAny(t.Term, ".:_") {
		return analysis.TokenStream{t}
	}
	var parts analysis.TokenStream
	at, initials := t.Start, true
	for part := range bytes.FieldsFuncSeq(t.Term, func(r rune) bool { return r == '.' || r == ':' || r == '_' }) {
		at += bytes.Index(t.Term[at-t.Start:], part)
		parts = append(parts, &analysis.Token{Term: part, Start: at, End: at + len(part), Type: t.Type})
		at += len(part)
		initials = initials && utf8.RuneCount(part) == 1
	}
	if len(parts) == 0 {
		return analysis.TokenStream{t}
	}
	if initials && !bytes.ContainsAny(t.Term, ":_") {
		whole := *t
		whole.Term = bytes.ReplaceAll(t.Term, []byte("."), nil)
		return analysis.TokenStream{&whole}
	}
	return parts
}

// fold lower-cases and takes away accents, odd apostrophes and invisible signs.
func (a *english) fold(term []byte) []byte {
	if isASCII(term) {
		return []byte(strings.ToLower(string(term)))
	}
	folded := strings.Map(func(r rune) rune {
		switch {
		case r == '’' || r == '‘' || r == '＇' || r == 'ʼ':
			return '\''
		case r >= 0x0300 && r <= 0x036F, r == 0x00AD, r >= 0x200B && r <= 0x200D, r == 0x2060, r == 0xFEFF:
			return -1 // combining accents, soft hyphens, zero-width signs
		}
		return r
	}, norm.NFKD.String(string(term)))
	return []byte(strings.ToLower(string(a.folding.Filter([]byte(folded)))))
}

func isASCII(b []byte) bool {
	for _, c := range b {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// boundPrefixes make one word with what follows their hyphen: alone they mean
// nothing, and the rest alone means something else. Prefixes such as post- and pre-
// are not among them, since somebody who asks for "adoption" wants "post-adoption".
var boundPrefixes = map[string]bool{
	"anti": true, "bi": true, "co": true, "de": true, "intra": true, "mis": true, "multi": true,
	"non": true, "psycho": true, "re": true, "semi": true, "socio": true, "un": true,
}

// joinPrefixes makes one word of a prefix, a hyphen and a word: re-entry, non-abusive.
func joinPrefixes(text []byte, tokens analysis.TokenStream) analysis.TokenStream {
	joined := tokens[:0]
	lost := 0 // positions that joining took away so far
	for i := 0; i < len(tokens); i++ {
		t := tokens[i]
		t.Position -= lost
		for part := t.Term; boundPrefixes[string(part)] && i+1 < len(tokens) && isHyphen(text[t.End:tokens[i+1].Start]); {
			i++
			part = tokens[i].Term
			lost++
			t.Term = append(t.Term, tokens[i].Term...)
			t.End = tokens[i].End
		}
		joined = append(joined, t)
	}
	return joined
}

func isHyphen(between []byte) bool {
	switch string(between) {
	case "-", "\u2010", "\u2011":
		return true
	}
	return false
}
