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
	forms    node              // of keys
	exact    node              // of words as written
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

// A node is a place in a tree of words. Its entries are what the words up to there
// mean.
type node struct {
	next    map[string]*node
	entries []int // concepts, or ignored
}

// ignored is the entry of words that say nothing about the subject.
const ignored = -1

func newLexicon(t *review.Thesaurus, analyze func(string) []search.Token) *lexicon {
	l := &lexicon{byID: map[string]int{}, known: map[string]bool{}, spelt: map[string]bool{}, begins: map[rune][]string{}}
	s := newSpeller(analyze)
	for _, text := range t.Ignore {
		l.add(s, text, ignored)
	}
	for i, entry := range t.Concepts {
		l.byID[entry.ID] = i
		c := concept{ThesaurusEntry: entry}
		for _, text := range entry.Forms {
			words := l.add(s, text, i)
			if lookedFor(words) {
				c.looked = append(c.looked, text)
				c.keys = append(c.keys, keyOf(words))
			}
		}
		for _, text := range entry.Asked {
			l.add(s, text, i)
		}
		for _, text := range entry.Exact {
			words := s.words(text, 0)
			l.exact.add(words, func(w *word) string { return w.text }, i)
			l.learn(words)
		}
		l.concepts = append(l.concepts, c)
	}
	for i := range l.concepts {
		l.concepts[i].broader = l.above(i)
	}
	return l
}

// add puts a way of saying something into the tree.
func (l *lexicon) add(s *speller, text string, entry int) []word {
	words := s.words(text, 0)
	l.forms.add(words, func(w *word) string { return w.key }, entry)
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

func (n *node) add(words []word, key func(*word) string, entry int) {
	at, any := n, false
	for i := range words {
		if words[i].skips() && len(words) > 1 {
			continue
		}
		if at.next == nil {
			at.next = map[string]*node{}
		}
		k := key(&words[i])
		if at.next[k] == nil {
			at.next[k] = &node{}
		}
		at, any = at.next[k], true
	}
	if any && !slices.Contains(at.entries, entry) {
		at.entries = append(at.entries, entry)
	}
}

// lookedFor says whether a form means the same in a document, where function words
// are not indexed: "looked after" would be any "look".
func lookedFor(words []word) bool {
	indexed := 0
	for i := range words {
		if !words[i].empty {
			indexed++
		}
	}
	return indexed > 1 || indexed == 1 && len(words) == 1
}

// keyOf is the same for two texts that are matched as the same.
func keyOf(words []word) string {
	var keys []string
	for i := range words {
		if !words[i].skips() {
			keys = append(keys, words[i].key)
		}
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
		if words[start].skips() && !l.beginsAlone(&words[start]) {
			continue
		}
		all = l.exact.find(all, words, start, func(w *word) string { return w.text }, without)
		all = l.forms.find(all, words, start, func(w *word) string { return w.key }, without)
	}
	slices.SortStableFunc(all, func(a, b match) int {
		return cmp.Or(cmp.Compare(b.length, a.length), cmp.Compare(a.start, b.start))
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

// beginsAlone says whether a word that is passed over elsewhere is a form by itself.
func (l *lexicon) beginsAlone(w *word) bool {
	n := l.forms.next[w.key]
	return n != nil && len(n.entries) > 0
}

// find adds the matches that begin at a word, the longest last.
func (n *node) find(all []match, words []word, start int, key func(*word) string, without func(int) bool) []match {
	at, length := n, 0
	for i := start; i < len(words); i++ {
		next := at.next[key(&words[i])]
		if next == nil {
			if length > 0 && words[i].skips() && !words[i].ends {
				continue
			}
			return all
		}
		at = next
		length++
		var entries []int
		for _, e := range at.entries {
			if e == ignored || !without(e) {
				entries = append(entries, e)
			}
		}
		if len(entries) > 0 {
			all = append(all, match{start: start, end: i + 1, length: length, entries: entries})
		}
		if words[i].ends {
			return all
		}
	}
	return all
}
