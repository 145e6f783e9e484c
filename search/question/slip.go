package question

import (
	"iter"
	"slices"
	"strings"
	"unicode/utf8"
)

const (
	minSlip  = 4  // letters of a word that may be mistyped: shorter ones are near too many others
	maxSlip  = 40 // letters; longer ones are no words
	maxSlips = 64 // other ways to read what was typed
	fewWords = 6  // of which each is tried, though all are words
)

// slips are what may have been meant if one word was mistyped, in its first letter
// or later. Words that are right so far are left alone, unless every word may be
// wrong and there are few.
func (c *completer) slips(typed []beginnings, first, every bool) []beginnings {
	var all []beginnings
	for _, t := range typed {
		trusted, unknown := !every || len(t.starts) > fewWords, 0
		for _, s := range t.starts {
			if !c.words.has(s[1:]) {
				unknown++
			}
		}
		for i, s := range t.starts {
			others := unknown
			if !c.words.has(s[1:]) {
				others--
			}
			if others > 0 || trusted && c.written.has(s[1:]) {
				continue
			}
			for word := range c.words.near(s[1:], first) {
				if len(all) == maxSlips {
					return all
				}
				starts := slices.Clone(t.starts)
				starts[i] = " " + word
				all = append(all, newBeginnings(starts))
			}
		}
	}
	return all
}

// near gives what a word would be without one slip in its first letter or, if first
// is not set, later: a letter too many, a letter missing, a wrong letter, two
// neighbours swapped. Words of the list begin with each. It follows the word letter
// by letter through the list, and looks aside at all letters that go on differently.
func (s sorted) near(typed string, first bool) iter.Seq[string] {
	return func(yield func(string) bool) {
		letters := []rune(typed)
		if len(letters) < minSlip || len(letters) > maxSlip {
			return
		}
		from, to := 1, len(letters)
		if first {
			from, to = 0, 1
		}
		given := map[string]bool{}
		for list, i := s, from; i < to; i++ {
			if list = list.with(string(letters[:i])); len(list.at) == 0 {
				return
			}
			for word := range list.slipAt(letters, i) {
				if given[word] || strings.HasPrefix(word, typed) {
					continue
				}
				given[word] = true
				if !yield(word) {
					return
				}
			}
		}
	}
}

// slipAt gives what a word would be without a slip at one letter. All the list
// begins with the letters before it.
func (s sorted) slipAt(letters []rune, at int) iter.Seq[string] {
	return func(yield func(string) bool) {
		head, rest := string(letters[:at]), string(letters[at+1:])
		give := func(list sorted, word string) bool { return !list.has(word) || yield(word) }
		if at+1 < len(letters) && !give(s, head+string(letters[at+1])+string(letters[at])+string(letters[at+2:])) {
			return
		}
		for next, list := range s.following(head) {
			if !give(list, head+next+string(letters[at:])) || !give(list, head+next+rest) {
				return
			}
		}
		give(s, head+rest)
	}
}

// following gives the letters that follow a beginning which all the list has, each
// with the part of the list that goes on with it.
func (s sorted) following(head string) iter.Seq2[string, sorted] {
	return func(yield func(string, sorted) bool) {
		for len(s.at) > 0 {
			begins := s.text[s.at[0]:]
			r, size := utf8.DecodeRuneInString(begins[len(head):])
			if r == 0 { // the beginning is the whole word
				s = s.part(1, len(s.at))
				continue
			}
			text := begins[:len(head)+size]
			here := s.with(text)
			if !yield(text[len(head):], here) {
				return
			}
			s = s.part(len(here.at), len(s.at))
		}
	}
}
