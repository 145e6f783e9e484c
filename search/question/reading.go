package question

import (
	"context"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A reading is what a question was understood to be.
type reading struct {
	query       *search.Query
	words       []word // the plain ones, corrected
	units       []unit // what they mean, in order; then what was asked for by id
	corrections []search.Correction
	loose       []bool   // the words that are read, though not as they stand in the thesaurus
	absent      []string // words that no document has
	unknown     []string // of these the ones that the thesaurus does not have either
	spared      []string // words that a long question can spare
}

// blank says whether nothing was asked for.
func (rd *reading) blank() bool { return strings.TrimSpace(rd.query.Text) == "" && len(rd.units) == 0 }

// A unit is a part of a question that means one thing: concepts, of which there are
// several where the words are ambiguous, or a plain word.
type unit struct {
	text     string
	key      string
	concepts []int
	absent   bool // a word that no document has
	loose    bool // not said as it stands in the thesaurus
}

// read reads the words of a query.
func (r *Reader) read(ctx context.Context, q *search.Query, how *search.Reading) (*reading, error) {
	rd := &reading{query: q}
	s := newSpeller(r.Analyze)
	for i, c := range q.Clauses {
		if c.Occur == search.Should && len(c.Forms) == 0 {
			rd.words = append(rd.words, s.words(c.Text, i)...)
		} else if len(rd.words) > 0 {
			rd.words[len(rd.words)-1].ends = true // nothing is said across a quotation
		}
	}
	if !how.Verbatim {
		if err := r.correct(ctx, rd, s); err != nil {
			return nil, err
		}
	}
	switchedOff := func(c int) bool { return slices.Contains(how.Without, r.lexicon.concepts[c].ID) }
	matches := r.lexicon.match(rd.words, switchedOff)
	loose := r.loosen(rd, matches, switchedOff)
	if err := r.understand(ctx, rd, matches); err != nil {
		return nil, err
	}
	rd.units = append(rd.units, loose...)
	for _, id := range how.Concepts {
		if c, ok := r.lexicon.byID[id]; ok && !switchedOff(c) {
			rd.units = append(rd.units, unit{concepts: []int{c}})
		}
	}
	if err := rd.takeIgnored(ctx, r); err != nil {
		return nil, err
	}
	r.spare(rd)
	return rd, nil
}

// leastIgnored is how many words that are left out elsewhere make a question of their
// own: "consistently positive with high strength", but not "what works".
const leastIgnored = 3

// takeIgnored takes the ways of asking for the question, where there is nothing else
// and they are more than a way of asking: several words, all of which documents have.
func (rd *reading) takeIgnored(ctx context.Context, r *Reader) error {
	if len(rd.units) > 0 {
		return nil
	}
	words := 0
	for _, w := range rd.words {
		if w.empty {
			continue
		}
		if err := inTime(ctx); err != nil {
			return err
		}
		if words++; r.DocFreq(w.key) == 0 {
			return nil
		}
	}
	if words < leastIgnored {
		return nil
	}
	return r.plain(ctx, rd, 0, len(rd.words))
}

// understand makes units of the words and what they match.
func (r *Reader) understand(ctx context.Context, rd *reading, matches []match) error {
	at := 0
	for _, m := range matches {
		if err := r.plain(ctx, rd, at, m.start); err != nil {
			return err
		}
		at = m.end
		if m.entries[0] == ignored {
			continue
		}
		words := rd.words[m.start:m.end]
		rd.units = append(rd.units, unit{text: textOf(words), key: keyOf(words), concepts: m.entries})
	}
	return r.plain(ctx, rd, at, len(rd.words))
}

// loosen reads what is said loosely in the words that no exact match of a problem,
// programme, outcome or legal term has. Words that are read so are no plain words any
// more.
func (r *Reader) loosen(rd *reading, matches []match, without func(int) bool) []unit {
	taken := make([]bool, len(rd.words))
	said := make([]bool, len(rd.words)) // by any concept
	told := make([]bool, len(rd.words)) // what is no way of asking
	for i := range told {
		told[i] = true
	}
	for _, m := range matches {
		if m.entries[0] == ignored {
			for i := m.start; i < m.end; i++ {
				told[i] = false
			}
			continue
		}
		wanted := wants(r.kind(m.entries))
		for i := m.start; i < m.end; i++ {
			said[i], taken[i] = true, wanted
		}
	}
	rd.loose = make([]bool, len(rd.words))
	var units []unit
	for start := 0; start < len(rd.words); {
		end := start + 1
		for end < len(rd.words) && !rd.words[end-1].ends {
			end++
		}
		if slices.Contains(taken[start:end], true) {
			start = end // understood without it
			continue
		}
		for _, m := range r.lexicon.loose.find(rd.words, start, end, told, without) {
			if slices.ContainsFunc(m.words, func(i int) bool { return taken[i] }) || !slices.ContainsFunc(m.words, func(i int) bool { return !said[i] }) {
				continue
			}
			slices.Sort(m.words)
			var words []word
			for _, i := range m.words {
				taken[i], rd.loose[i] = true, true
				words = append(words, rd.words[i])
			}
			units = append(units, unit{text: textOf(words), concepts: []int{m.concept}, loose: true})
		}
		start = end
	}
	return units
}

// plain makes units of words that mean nothing to the thesaurus. The parts of one
// typed word, as in "re-entry", stay together, since the index may have them as one.
func (r *Reader) plain(ctx context.Context, rd *reading, start, end int) error {
	for i := start; i < end; {
		if err := inTime(ctx); err != nil {
			return err
		}
		if rd.loose[i] {
			i++
			continue
		}
		next := i + 1
		for next < end && rd.words[next].clause == rd.words[i].clause && !rd.loose[next] {
			next++
		}
		whole := next-i > 1 && (i == 0 || rd.words[i-1].clause != rd.words[i].clause) &&
			(next == len(rd.words) || rd.words[next].clause != rd.words[i].clause) &&
			!slices.ContainsFunc(rd.words[i:next], func(w word) bool { return w.corrected })
		if whole {
			text := rd.query.Clauses[rd.words[i].clause].Text
			for _, t := range r.Analyze(text) {
				rd.addPlain(r, text[t.Start:t.End], t.Term)
			}
		} else {
			for _, w := range rd.words[i:next] {
				if !w.empty {
					rd.addPlain(r, w.text, w.key)
				}
			}
		}
		i = next
	}
	return nil
}

func (rd *reading) addPlain(r *Reader, text, key string) {
	absent := !slices.ContainsFunc(r.Analyze(text), func(t search.Token) bool { return r.DocFreq(t.Term) > 0 })
	if absent && !slices.Contains(rd.absent, text) {
		rd.absent = append(rd.absent, text)
		if !r.lexicon.known[key] {
			rd.unknown = append(rd.unknown, text)
		}
	}
	rd.units = append(rd.units, unit{text: text, key: key, absent: absent})
}

// conceptsOf are those read in the question, each once, in order.
func (r *Reader) conceptsOf(ctx context.Context, rd *reading) ([]search.Concept, error) {
	concepts := []search.Concept{}
	for _, u := range rd.units {
		for _, c := range u.concepts {
			entry := &r.lexicon.concepts[c]
			at := slices.IndexFunc(concepts, func(x search.Concept) bool { return x.ID == entry.ID })
			if at < 0 {
				n, err := r.about(ctx, c)
				if err != nil {
					return nil, err
				}
				at = len(concepts)
				concepts = append(concepts, search.Concept{ID: entry.ID, Label: entry.Label, Kind: entry.Kind, Words: []string{}, Documents: n})
			}
			if u.text != "" && !slices.Contains(concepts[at].Words, u.text) {
				concepts[at].Words = append(concepts[at].Words, u.text)
			}
		}
	}
	return concepts, nil
}

// kind is that of the concepts of a unit: of several, the one that asks for most.
func (r *Reader) kind(concepts []int) review.ConceptKind {
	for _, kind := range []review.ConceptKind{
		review.Programme, review.Problem, review.OutcomeOf, review.Legal, review.Setting, review.Person, review.AgeGroup, review.Elsewhere,
	} {
		if slices.ContainsFunc(concepts, func(c int) bool { return r.lexicon.concepts[c].Kind == kind }) {
			return kind
		}
	}
	return ""
}
