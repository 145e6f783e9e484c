package search

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Parse reads what somebody typed. "Quoted words" must occur as they stand, -word
// and -"quoted words" must not occur, everything else is plain words. Nothing is
// an error: a stray sign is read as if it were not there, and named in Problems.
func Parse(text string) Query {
	p := parser{text: text, query: Query{Text: text}}
	for p.pos < len(p.text) {
		p.next()
	}
	return p.query
}

type parser struct {
	text  string
	pos   int
	query Query
}

// next reads one word, phrase or exclusion.
func (p *parser) next() {
	r, size := utf8.DecodeRuneInString(p.text[p.pos:])
	if unicode.IsSpace(r) {
		p.pos += size
		return
	}
	start, occur := p.pos, Should
	if r == '-' {
		if p.excludes(p.text[p.pos+1:]) {
			occur = MustNot
		}
		p.pos++
	}
	if p.pos < len(p.text) {
		if r, size := utf8.DecodeRuneInString(p.text[p.pos:]); isQuote(r) {
			p.quoted(start, size, occur)
			return
		}
	}
	word := p.word()
	if occur == MustNot {
		p.add(Clause{Text: word, Occur: MustNot, Forms: []Form{{Text: word, Weight: 1}}}, word)
	} else {
		p.add(Clause{Text: word}, word)
	}
}

// excludes says whether a minus before rest means "without": a word or a quote
// follows at once.
func (p *parser) excludes(rest string) bool {
	r, _ := utf8.DecodeRuneInString(rest)
	return rest != "" && (isQuote(r) || isWordRune(r))
}

// quoted reads a phrase up to its closing quote. Without one the quote is dropped.
func (p *parser) quoted(start, quote int, occur Occur) {
	inside := p.text[p.pos+quote:]
	end := strings.IndexFunc(inside, isQuote)
	if end < 0 {
		p.problem(p.pos, p.pos+quote, "a quote that is not closed")
		p.pos += quote
		return
	}
	_, closing := utf8.DecodeRuneInString(inside[end:])
	p.pos += quote + end + closing
	phrase := strings.Join(strings.Fields(inside[:end]), " ")
	if !hasWord(phrase) {
		p.problem(start, p.pos, "quotes around nothing")
		return
	}
	if occur == Should {
		occur = Must
	}
	p.add(Clause{Text: phrase, Occur: occur, Forms: []Form{{Text: phrase, Weight: 1}}}, phrase)
}

// word reads up to the next space or quote.
func (p *parser) word() string {
	rest := p.text[p.pos:]
	end := strings.IndexFunc(rest, func(r rune) bool { return unicode.IsSpace(r) || isQuote(r) })
	if end < 0 {
		end = len(rest)
	}
	p.pos += end
	return rest[:end]
}

func (p *parser) add(c Clause, text string) {
	if hasWord(text) {
		p.query.Clauses = append(p.query.Clauses, c)
	}
}

func (p *parser) problem(start, end int, what string) {
	p.query.Problems = append(p.query.Problems, Problem{Start: start, End: end, What: what})
}

func isQuote(r rune) bool { return strings.ContainsRune("\"“”„«»", r) }

func isWordRune(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }

func hasWord(s string) bool { return strings.ContainsFunc(s, isWordRune) }
