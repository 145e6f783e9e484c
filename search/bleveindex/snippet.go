package bleveindex

import (
	"cmp"
	"maps"
	"reflect"
	"slices"
	"strings"

	"evidencestore/search"
)

const (
	maxSnippets  = 3
	snippetBytes = 240 // a passage longer than this is cut to a window
	leadBytes    = 60  // text kept before the first marked word of a window
	// sentenceBytes is how far back the beginning of a sentence may be.
	sentenceBytes = 120
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

// A candidate is a passage that could be a snippet, with its best window.
type candidate struct {
	passage    *passage
	marks      []mark
	start, end int
	value      float64
}

// snippets gives the section that matched best and the best pieces of text, the
// best one first. The title is quoted only if nothing else matched.
func snippets(passages []passage, marked []markedPhrase) (best string, out []search.Snippet) {
	out = []search.Snippet{}
	var found []candidate
	sections := map[string]map[int]sectionClause{}
	for i := range passages {
		p := &passages[i]
		marks := markPassage(p.tokens, marked)
		if len(marks) == 0 || p.Section == "" {
			continue
		}
		if sections[p.Section] == nil {
			sections[p.Section] = map[int]sectionClause{}
		}
		for _, m := range marks {
			s := sections[p.Section][m.clause]
			sections[p.Section][m.clause] = sectionClause{weight: m.weight, count: s.count + 1}
		}
		found = append(found, window(p, marks))
	}
	best = bestSection(passages, sections)
	arrange(found, best)
	for _, c := range found {
		switch {
		case len(out) == maxSnippets || len(out) > 0 && c.place() == placeTitle:
			return best, out
		case slices.ContainsFunc(out, func(s search.Snippet) bool { return reflect.DeepEqual(s.Spans, c.spans()) }):
			continue // two studies can be quoted in the same words
		}
		out = append(out, search.Snippet{Field: c.passage.Section, Spans: c.spans()})
	}
	return best, out
}

// arrange orders what could be quoted: first the best of the section that matched
// best, so that the quotation and the link to the section agree, then by value.
func arrange(found []candidate, best string) {
	slices.SortStableFunc(found, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.place(), b.place()), cmp.Compare(b.value, a.value))
	})
	if at := slices.IndexFunc(found, func(c candidate) bool { return c.passage.Section == best }); at > 0 {
		first := found[at]
		copy(found[1:at+1], found[:at])
		found[0] = first
	}
}

// Places in the order of snippets.
const (
	placeText = iota
	placeCitations
	placeTitle
)

func (c *candidate) place() int {
	switch c.passage.Section {
	case search.SectionReviews:
		return placeCitations
	case search.SectionTitle:
		return placeTitle
	default:
		return placeText
	}
}

// A sectionClause says how often a clause occurs in a section.
type sectionClause struct {
	weight float64
	count  int
}

// bestSection is the one whose clauses together say most: each clause counts its
// rarity, and a little more where it occurs again. A reader is sent to the title
// or to the citations only if nothing else matched; ties go to the earlier one.
func bestSection(passages []passage, sections map[string]map[int]sectionClause) string {
	best, bestValue := "", 0.0
	valued := map[string]bool{}
	for i := range passages {
		p := &passages[i]
		if valued[p.Section] || sections[p.Section] == nil {
			continue
		}
		valued[p.Section] = true
		value := 0.0
		for _, clause := range slices.Sorted(maps.Keys(sections[p.Section])) {
			s := sections[p.Section][clause]
			value += s.weight * float64(s.count) / (float64(s.count) + 1)
		}
		if p.Section == search.SectionTitle || p.Section == search.SectionReviews {
			value /= 1000
		}
		if value > bestValue {
			best, bestValue = p.Section, value
		}
	}
	return best
}

// markPassage finds the phrases in a passage, in the order of the text.
func markPassage(tokens []search.Token, marked []markedPhrase) []mark {
	var marks []mark
	for _, m := range marked {
		for i := range tokens {
			if last, ok := m.at(tokens, i); ok {
				marks = append(marks, mark{start: tokens[i].Start, end: tokens[last].End, clause: m.clause, weight: m.weight})
			}
		}
	}
	slices.SortFunc(marks, func(a, b mark) int {
		return cmp.Or(cmp.Compare(a.start, b.start), cmp.Compare(b.end, a.end), cmp.Compare(a.clause, b.clause))
	})
	return marks
}

// at says whether the phrase begins at a token, and at which token it ends.
func (m *markedPhrase) at(tokens []search.Token, i int) (last int, ok bool) {
	if tokens[i].Term != m.phrase[0].term {
		return 0, false
	}
	last = i
	for _, w := range m.phrase[1:] {
		place := tokens[i].Position + w.gap
		for last < len(tokens) && tokens[last].Position < place {
			last++
		}
		if last == len(tokens) || tokens[last].Position != place || tokens[last].Term != w.term {
			return 0, false
		}
	}
	return last, true
}

// window chooses the part of a passage in which most of the question stands.
func window(p *passage, marks []mark) candidate {
	best := candidate{passage: p, marks: marks, start: 0, end: len(p.Text)}
	if len(p.Text) <= snippetBytes {
		best.value = distinct(marks)
		return best
	}
	for i, first := range marks {
		n := i
		for n < len(marks) && marks[n].end <= first.start+snippetBytes-leadBytes {
			n++
		}
		n = max(n, i+1) // a phrase longer than a window stands alone
		if value := distinct(marks[i:n]); value > best.value {
			best.value = value
			best.start, best.end = bounds(p, first.start, marks[n-1].end)
			best.marks = marks[i:n]
		}
	}
	best.marks = slices.DeleteFunc(slices.Clone(marks), func(m mark) bool { return m.start < best.start || m.end > best.end })
	return best
}

// distinct adds up what the clauses that occur are worth.
func distinct(marks []mark) float64 {
	seen := map[int]bool{}
	value := 0.0
	for _, m := range marks {
		if !seen[m.clause] {
			seen[m.clause] = true
			value += m.weight
		}
	}
	return value
}

// bounds widens a window: back to the beginning of the sentence where that is
// near, else by some whole words, and on to as many whole words as fit.
func bounds(p *passage, from, to int) (start, end int) {
	start, end = from, to
	near := max(0, from-sentenceBytes)
	sentence := strings.LastIndex(p.Text[near:from], ". ")
	for _, t := range p.tokens {
		if t.Start >= from-leadBytes && t.Start < start {
			start = t.Start
		}
	}
	switch {
	case sentence >= 0:
		start = near + sentence + len(". ")
	case near == 0:
		start = 0
	}
	for _, t := range p.tokens {
		if t.End <= start+snippetBytes && t.End > end {
			end = t.End
		}
	}
	if last := p.tokens[len(p.tokens)-1]; end >= last.End {
		end = len(p.Text)
	}
	return start, end
}

// spans cuts the window at its marks. Marks that overlap become one.
func (c *candidate) spans() []search.Span {
	var spans []search.Span
	at := c.start
	add := func(to int, match bool) {
		if to > at {
			spans = append(spans, search.Span{Text: c.passage.Text[at:to], Match: match})
			at = to
		}
	}
	for i := 0; i < len(c.marks); i++ {
		end := c.marks[i].end
		add(c.marks[i].start, false)
		for i+1 < len(c.marks) && c.marks[i+1].start < end {
			i++
			end = max(end, c.marks[i].end)
		}
		add(end, true)
	}
	add(c.end, false)
	return spans
}
