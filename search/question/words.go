package question

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencestore/search"
)

// A word is one word of a question or of a form in the thesaurus.
type word struct {
	text      string // as written
	key       string // what it is compared by: its stem, or itself if it is a function word
	clause    int    // the clause of the query that it stands in
	ends      bool   // a sentence ends after it
	empty     bool   // a function word, which no index has
	corrected bool   // it was typed otherwise
	skipped   bool   // a pronoun or the like, passed over inside a way of saying something
}

// speller gives the keys of words. It remembers them, and is for one goroutine.
type speller struct {
	analyze func(string) []search.Token
	keys    map[string]string
}

func newSpeller(analyze func(string) []search.Token) *speller {
	return &speller{analyze: analyze, keys: map[string]string{}}
}

// key is the stem of a word, or "" for a function word.
func (s *speller) key(text string) string {
	if key, ok := s.keys[text]; ok {
		return key
	}
	var b strings.Builder
	for _, t := range s.analyze(text) {
		b.WriteString(t.Term)
	}
	s.keys[text] = b.String()
	return b.String()
}

// words splits a text at everything that is no letter, digit or apostrophe.
func (s *speller) words(text string, clause int) []word {
	var all []word
	start := -1
	end := func(at int) {
		if start < 0 {
			return
		}
		w := word{text: strings.Trim(text[start:at], apostrophes), clause: clause}
		start = -1
		if w.text == "" {
			return
		}
		if w.key = s.key(singular(w.text)); w.key == "" {
			w.empty = true
			w.key = strings.ToLower(strings.Map(dropApostrophe, w.text))
		}
		if class, ok := pronouns[strings.ToLower(w.text)]; ok {
			w.key, w.empty, w.skipped = class, true, true
		}
		all = append(all, w)
	}
	for i, r := range text {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) || strings.ContainsRune(apostrophes, r):
			if start < 0 {
				start = i
			}
			continue
		case strings.ContainsRune(".?!;:", r):
			end(i)
			if next, _ := utf8.DecodeRuneInString(text[i+1:]); len(all) > 0 && !unicode.IsLetter(next) && !unicode.IsDigit(next) { // "s.47" is no two sentences
				all[len(all)-1].ends = true
			}
		}
		end(i)
	}
	end(len(text))
	return all
}

// textOf is words as they were written, with a space between them.
func textOf(words []word) string {
	texts := make([]string, len(words))
	for i := range words {
		texts[i] = words[i].text
	}
	return strings.Join(texts, " ")
}

// singular takes the s from numbers that are used as names: "section 47s".
func singular(text string) string {
	if number := strings.TrimRight(text, "sS"); number != "" && strings.Trim(number, "0123456789") == "" {
		return number
	}
	return text
}

const apostrophes = "'’‘ʼ＇"

func dropApostrophe(r rune) rune {
	if strings.ContainsRune(apostrophes, r) {
		return -1
	}
	return r
}

// pronouns are compared by what they have in common, and passed over inside a way of
// saying something: "hit his son" is "hit her little son". They are so common in
// everyday speech that a thesaurus would else have to list every one of them.
var pronouns = classes(map[string]string{
	"=1": "i we me us my our",
	"=3": "he she they him them his her their",
	"=s": "himself herself themselves myself ourselves yourself",
	"=a": "a an the this that these those",
	"=":  "it its you your very really just quite so too also still always little own",
})

func classes(members map[string]string) map[string]string {
	class := map[string]string{}
	for name, words := range members {
		for w := range strings.FieldsSeq(words) {
			if class[w] = name; name == "=" {
				class[w] = w // comparable with itself alone
			}
		}
	}
	return class
}
