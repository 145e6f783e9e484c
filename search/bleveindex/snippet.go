package bleveindex

import (
	"cmp"
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

// A candidate is a passage that could be a snippet, with its best window.
type candidate struct {
	passage    *search.Passage
	marks      []mark
	start, end int
	value      float64
}

// snippets gives the section that matched best and the best pieces of text, the
// best one first. The title is quoted only if nothing else matched. What is marked in a
// passage comes with the words of it.
func snippets(passages []search.Passage, marked func(passage int) ([]mark, []word)) (best string, out []search.Snippet) {
	out = []search.Snippet{}
	found := make([]candidate, 0, 16)
	var worth [search.MaxClauses]float64 // of each clause
	sections := make([]sectionMatch, 0, 12)
	for i := range passages {
		p := &passages[i]
		if p.Section == "" {
			continue
		}
		marks, words := marked(i)
		if len(marks) == 0 {
			continue
		}
		at := sectionAt(sections, p.Section)
		if at < 0 {
			at = len(sections)
			sections = append(sections, sectionMatch{section: p.Section})
		}
		sections[at].add(marks, &worth)
		found = append(found, window(p, words, marks))
	}
	best = bestSection(passages, sections, &worth)
	arrange(found, best)
	for _, c := range found {
		if len(out) == maxSnippets || len(out) > 0 && c.place() == placeTitle {
			break
		}
		spans := c.spans()
		if slices.ContainsFunc(out, func(s search.Snippet) bool { return slices.Equal(s.Spans, spans) }) {
			continue // two studies can be quoted in the same words
		}
		out = append(out, search.Snippet{Field: c.passage.Section, Spans: spans})
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

// A sectionMatch says how often each clause occurs in a section.
type sectionMatch struct {
	section string
	counts  [search.MaxClauses]int32
}

func (s *sectionMatch) add(marks []mark, worth *[search.MaxClauses]float64) {
	for _, m := range marks {
		s.counts[m.clause]++
		worth[m.clause] = m.weight
	}
}

// value is what the clauses together say: each counts its rarity, and a little more
// where it occurs again. A reader is sent to the title or to the citations only if
// nothing else matched.
func (s *sectionMatch) value(worth *[search.MaxClauses]float64) float64 {
	value := 0.0
	for clause, count := range s.counts {
		if n := float64(count); n > 0 {
			value += worth[clause] * n / (n + 1)
		}
	}
	if s.section == search.SectionTitle || s.section == search.SectionReviews {
		value /= 1000
	}
	return value
}

func sectionAt(sections []sectionMatch, section string) int {
	for i := range sections {
		if sections[i].section == section {
			return i
		}
	}
	return -1
}

// bestSection is the one with the highest value; ties go to the one that begins first.
func bestSection(passages []search.Passage, sections []sectionMatch, worth *[search.MaxClauses]float64) string {
	best, bestValue := "", 0.0
	for i := 0; i < len(passages) && len(sections) > 0; i++ {
		at := sectionAt(sections, passages[i].Section)
		if at < 0 {
			continue
		}
		if value := sections[at].value(worth); value > bestValue {
			best, bestValue = passages[i].Section, value
		}
		sections = slices.Delete(sections, at, at+1)
	}
	return best
}

// window chooses the part of a passage in which most of the question stands.
func window(p *search.Passage, words []word, marks []mark) candidate {
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
			best.start, best.end = bounds(p.Text, words, first.start, marks[n-1].end)
			best.marks = marks[i:n]
		}
	}
	best.marks = slices.DeleteFunc(slices.Clone(marks), func(m mark) bool { return m.start < best.start || m.end > best.end })
	return best
}

// distinct adds up what the clauses that occur are worth.
func distinct(marks []mark) float64 {
	seen := uint64(0) // bits of clauses
	value := 0.0
	for _, m := range marks {
		if seen>>m.clause&1 == 0 {
			seen |= 1 << m.clause
			value += m.weight
		}
	}
	return value
}

// bounds widens a window: back to the beginning of the sentence where that is
// near, else by some whole words, and on to as many whole words as fit.
func bounds(text string, words []word, from, to int) (start, end int) {
	start, end = from, to
	near := max(0, from-sentenceBytes)
	sentence := strings.LastIndex(text[near:from], ". ")
	for _, w := range words {
		if w.start >= from-leadBytes && w.start < start {
			start = w.start
		}
	}
	switch {
	case sentence >= 0:
		start = near + sentence + len(". ")
	case near == 0:
		start = 0
	}
	for _, w := range words {
		if w.end <= start+snippetBytes && w.end > end {
			end = w.end
		}
	}
	if last := words[len(words)-1]; end >= last.end {
		end = len(text)
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
