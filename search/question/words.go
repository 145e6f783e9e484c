package question

import (
	"strings"
	"unicode"

	"evidencestore/search"
)

// A word is one word of a question or of a form in the thesaurus.
type word struct {
	text   string // as written
	key    string // what it is compared by: its stem, or itself if it is a function word
	clause int    // the clause of the query that it stands in
	ends   bool   // a sentence ends after it
	empty  bool   // a function word, which no index has
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
		if w.key = s.key(w.text); w.key == "" {
			w.empty = true
			w.key = strings.ToLower(strings.Map(dropApostrophe, w.text))
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
			if len(all) > 0 {
				all[len(all)-1].ends = true
			}
		}
		end(i)
	}
	end(len(text))
	return all
}

const apostrophes = "'’‘ʼ＇"

func dropApostrophe(r rune) rune {
	if strings.ContainsRune(apostrophes, r) {
		return -1
	}
	return r
}

// skipped are function words that may stand anywhere inside a way of saying
// something without changing it: "hit his son", "hit her little son".
var skipped = setOf(`a an the this that these those my your his her its our their him them me us he she they
	we i it you very really just quite so too also still always little own`)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// skips says whether the word may be passed over in a match.
func (w *word) skips() bool { return skipped[strings.ToLower(w.text)] }
