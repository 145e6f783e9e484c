package bleveindex

import (
	"cmp"
	"slices"
)

// A markedPhrase is a phrase to mark, with the clause it belongs to and what
// finding the clause is worth.
type markedPhrase struct {
	phrase
	clause int
	weight float64
}

// A mark is a piece of a passage that matched.
type mark struct {
	start, end int // bytes
	clause     int
	weight     float64
}

// A marker finds the phrases of a question in texts.
type marker struct {
	english *english
	phrases []markedPhrase
	firsts  map[string][]int // the phrases by their first words
	letters uint32           // that words may begin with from which first words are made
	words   []word           // of the passage marked last
}

func newMarker(english *english, phrases []markedPhrase) *marker {
	m := &marker{english: english, phrases: phrases, firsts: make(map[string][]int, len(phrases))}
	for i, p := range phrases {
		first := p.phrase[0].term
		m.firsts[first] = append(m.firsts[first], i)
		m.letters |= letterBit(first[0])
	}
	for _, changed := range changedLetters {
		if m.letters&letterBit(changed.british) != 0 {
			m.letters |= letterBit(changed.american)
		}
	}
	return m
}

// letterBit is the bit of a letter, whether small or not.
func letterBit(c byte) uint32 {
	if c |= 0x20; 'a' <= c && c <= 'z' {
		return 1 << (c - 'a')
	}
	return 0
}

// changedLetters are the first letters that british changes. Nothing else does.
var changedLetters = func() (all []struct{ american, british byte }) {
	add := func(american, british string) {
		if american[0] != british[0] {
			all = append(all, struct{ american, british byte }{american[0], british[0]})
		}
	}
	for _, p := range britishBeginnings {
		add(p.american, p.british)
	}
	for american, british := range britishWords {
		add(american, british)
	}
	return all
}()

// mark finds the phrases in a text, in its order, and gives the words of the text, which
// are valid until the next one. What a text is made of need not be known, unless one of
// the phrases may be there.
func (m *marker) mark(text string) ([]mark, []word) {
	if !m.mayHave(text) {
		return nil, nil
	}
	m.words = m.english.appendWords(m.words[:0], text)
	var marks []mark
	for i := range m.words {
		if at, ok := m.firsts[m.words[i].term]; ok {
			marks = m.begin(marks, at, m.words, i)
		}
	}
	return inOrder(marks), m.words
}

// begin adds those of some phrases that begin at a word.
func (m *marker) begin(marks []mark, phrases []int, words []word, i int) []mark {
	for _, at := range phrases {
		p := &m.phrases[at]
		if last, ok := p.at(words, i); ok {
			marks = append(marks, mark{start: words[i].start, end: words[last].end, clause: p.clause, weight: p.weight})
		}
	}
	return marks
}

func inOrder(marks []mark) []mark {
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.clause, b.clause))
	})
	return marks
}

// mayHave says whether a text has the first word of a phrase. Most words are passed over
// for the letter that they begin with.
func (m *marker) mayHave(text string) bool {
	for at := 0; at < len(text); {
		start, end, next := nextRun(text, at)
		at = next
		if start == end || m.letters&letterBit(text[start]) == 0 && isPlain(text[start:end]) {
			continue
		}
		for _, w := range m.english.run(text[start:end]).words {
			if _, ok := m.firsts[w.term]; ok {
				return true
			}
		}
	}
	return false
}

// at says whether the phrase begins at a word, and at which word it ends.
func (m *markedPhrase) at(words []word, i int) (last int, ok bool) {
	last = i
	for _, w := range m.phrase[1:] {
		place := words[i].position + w.gap
		for last < len(words) && words[last].position < place {
			last++
		}
		if last == len(words) || words[last].position != place || words[last].term != w.term {
			return 0, false
		}
	}
	return last, true
}
