package question

import (
	"cmp"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A lexicon is the thesaurus made ready for reading questions.
type lexicon struct {
	concepts []concept
	byID     map[string]int
	forms    *tree // of keys
	exact    *tree // of words as written
	loose    *looseIndex
	known    map[string]bool   // keys of all words in forms
	spelt    map[string]bool   // all words in forms as they are written, in small letters
	begins   map[rune][]string // the same by their first letter
}

// A concept is an entry of the thesaurus with what to look for in documents.
type concept struct {
	review.ThesaurusEntry
	looked  []string // forms that are looked for
	keys    []string // of these, to know the one that was typed
	broader []int    // all concepts above, nearest first
}

// A tree is of words. Its places are numbers, the root is 0. What the words from the
// root to a place mean are its entries. There are tens of thousands of places, most with
// one below them, so that all of them share two maps.
type tree struct {
	words   map[string]int32
	next    map[step]int32
	entries [][]int // by place: concepts, or ignored
}

// A step leads from a place by one word to the next.
type step struct{ place, word int32 }

func newTree() *tree {
	return &tree{words: map[string]int32{}, next: map[step]int32{}, entries: [][]int{nil}}
}

// ignored is the entry of words that say nothing about the subject.
const ignored = -1

func newLexicon(t *review.Thesaurus, analyze func(string) []search.Token) *lexicon {
	l := &lexicon{forms: newTree(), exact: newTree(), loose: newLooseIndex(), byID: map[string]int{}, known: map[string]bool{}, spelt: map[string]bool{}, begins: map[rune][]string{}}
	s := newSpeller(analyze)
	for _, text := range t.Ignore {
		l.add(s, text, ignored)
	}
	for i, entry := range t.Concepts {
		l.byID[entry.ID] = i
		c := concept{ThesaurusEntry: entry}
		say := func(text string) []word {
			words := l.add(s, text, i)
			if asks(entry.Kind) {
				l.loose.add(words, i)
			}
			return words
		}
		for _, text := range entry.Forms {
			words := say(text)
			if lookedFor(words) {
				c.looked = append(c.looked, text)
				c.keys = append(c.keys, keyOf(words))
			}
		}
		for _, text := range entry.Asked {
			say(text)
		}
		for _, text := range entry.Exact {
			words := s.words(text, 0)
			l.exact.add(words, func(w *word) string { return w.text }, i)
			l.learn(words)
		}
		l.concepts = append(l.concepts, c)
	}
	l.loose.finish(len(l.concepts))
	for i := range l.concepts {
		l.concepts[i].broader = l.above(i)
	}
	return l
}

// add puts a way of saying something into the tree.
func (l *lexicon) add(s *speller, text string, entry int) []word {
	words := s.words(text, 0)
	l.forms.add(core(words), func(w *word) string { return w.key }, entry)
	l.learn(words)
	return words
}

func (l *lexicon) learn(words []word) {
	for _, w := range words {
		l.known[w.key] = true
		if text := strings.ToLower(w.text); !l.spelt[text] {
			l.spelt[text] = true
			l.begins[firstRune(text)] = append(l.begins[firstRune(text)], text)
		}
	}
}

// core is a form without the pronouns inside it, and without those around it where
// enough is left to tell: "she drinks too much", but "IT support" and "my pay".
func core(words []word) []word {
	start, end := 0, len(words)
	if indexed(words) > 1 {
		for start < end && words[start].skipped {
			start++
		}
		for end > start && words[end-1].skipped {
			end--
		}
	}
	kept := make([]word, 0, end-start)
	for i := start; i < end; i++ {
		if i == start || i == end-1 || !words[i].skipped {
			kept = append(kept, words[i])
		}
	}
	return kept
}

// indexed is the number of words that an index has.
func indexed(words []word) int {
	n := 0
	for i := range words {
		if !words[i].empty {
			n++
		}
	}
	return n
}

func (t *tree) add(words []word, key func(*word) string, entry int) {
	at := int32(0)
	for i := range words {
		k := key(&words[i])
		number, ok := t.words[k]
		if !ok {
			number = int32(len(t.words))
			t.words[k] = number
		}
		to, ok := t.next[step{at, number}]
		if !ok {
			to = int32(len(t.entries))
			t.next[step{at, number}] = to
			t.entries = append(t.entries, nil)
		}
		at = to
	}
	if at != 0 && !slices.Contains(t.entries[at], entry) {
		t.entries[at] = append(t.entries[at], entry)
	}
}

// lookedFor says whether a form means the same in a document, where function words
// are not indexed: "looked after" would be any "look".
func lookedFor(words []word) bool {
	return indexed(words) > 1 || indexed(words) == 1 && len(words) == 1
}

// keyOf is the same for two texts that are matched as the same.
func keyOf(words []word) string {
	var keys []string
	for _, w := range core(words) {
		keys = append(keys, w.key)
	}
	return strings.Join(keys, " ")
}

// above are the concepts that are broader than one, those of fewest steps first.
func (l *lexicon) above(i int) []int {
	var all []int
	for queue := []int{i}; len(queue) > 0; queue = queue[1:] {
		for _, id := range l.concepts[queue[0]].Broader {
			if b, ok := l.byID[id]; ok && b != i && !slices.Contains(all, b) {
				all = append(all, b)
				queue = append(queue, b)
			}
		}
	}
	return all
}

// A match is a run of words that means something.
type match struct {
	start, end int // words
	length     int // words that were compared
	entries    []int
}

// match finds what the words mean, longest match first. Concepts for which without
// is true are not read. The matches do not overlap and are in order.
func (l *lexicon) match(words []word, without func(concept int) bool) []match {
	var all []match
	for start := range words {
		all = l.exact.find(all, words, start, func(w *word) string { return w.text }, without)
		all = l.forms.find(all, words, start, func(w *word) string { return w.key }, without)
	}
	slices.SortStableFunc(all, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.length, a.length), cmp.Compare(b.end-b.start, a.end-a.start), cmp.Compare(a.start, b.start))
	})
	taken := make([]bool, len(words))
	var chosen []match
	for _, m := range all {
		if !slices.Contains(taken[m.start:m.end], true) {
			for i := m.start; i < m.end; i++ {
				taken[i] = true
			}
			chosen = append(chosen, m)
		}
	}
	slices.SortFunc(chosen, func(a, b match) int { return cmp.Compare(a.start, b.start) })
	return chosen
}

// mentioned are the concepts that a text names, as often as it does.
func (l *lexicon) mentioned(s *speller, text string) []int {
	var all []int
	for _, m := range l.match(s.words(text, 0), func(int) bool { return false }) {
		if m.entries[0] != ignored {
			all = append(all, m.entries...)
		}
	}
	return all
}

// maxPassed is how many pronouns may be passed over inside one way of saying something.
const maxPassed = 4

// find adds the matches that begin at a word, the longest last. A pronoun is both
// compared and passed over, since a form may have it or not.
func (t *tree) find(all []match, words []word, start int, key func(*word) string, without func(int) bool) []match {
	type place struct {
		at             int32
		length, passed int
	}
	places := []place{{}}
	for i := start; i < len(words) && len(places) > 0; i++ {
		var next []place
		reach := func(p place) {
			if !slices.Contains(next, p) {
				next = append(next, p)
			}
		}
		number, known := t.words[key(&words[i])]
		for _, p := range places {
			if to, ok := t.next[step{p.at, number}]; ok && known {
				reach(place{to, p.length + 1, p.passed})
				if entries := meaning(t.entries[to], without); len(entries) > 0 {
					all = append(all, match{start: start, end: i + 1, length: p.length + 1, entries: entries})
				}
			}
			if words[i].skipped && p.length > 0 && p.passed < maxPassed {
				reach(place{p.at, p.length, p.passed + 1})
			}
		}
		if places = next; words[i].ends {
			break
		}
	}
	return all
}

// meaning is what entries mean, less the concepts that are not read. What means anything
// by its stem is not ignored.
func meaning(all []int, without func(concept int) bool) []int {
	var entries []int
	for _, e := range all {
		if e != ignored && !without(e) {
			entries = append(entries, e)
		}
	}
	if len(entries) == 0 && slices.Contains(all, ignored) {
		return []int{ignored}
	}
	return entries
}
