package page

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// HowRead says how a question was read, with a way to take back each part of it.
type HowRead struct {
	Subjects     []Subject
	MoreSubjects []Subject // the rest of a long question
	Typed        bool      // whether removed concepts are looked for as words
	Corrections  []string
	AsTyped      *Step // the same search with every word as it was typed
	Corrected    *Step // the same search with spelling corrected, where it was not
	PutBack      []Subject
	Spared       Listed // what a programme need not have
	Unknown      Listed
}

// Shown says whether there is anything to tell.
func (h HowRead) Shown() bool {
	return len(h.Subjects)+len(h.Corrections)+len(h.PutBack)+len(h.Spared.First)+len(h.Unknown.First) > 0 || h.Corrected != nil
}

// A Subject is a concept that was looked for.
type Subject struct {
	Label string
	From  string // the words that it was read from, or ""
	Held  string
	Step  Step
}

// Listed are the first few of many words, and the rest.
type Listed struct{ First, Rest []string }

const (
	maxSubjects = 6
	maxListed   = 6
)

func listed(words []string) Listed {
	if len(words) <= maxListed {
		return Listed{First: words}
	}
	return Listed{words[:maxListed], words[maxListed:]}
}

func newHowRead(p params.Page, in *search.Interpretation, ref *review.Reference, steps steps) HowRead {
	p.Page = 1
	h := HowRead{Typed: p.Q != ""}
	for _, c := range mattersFirst(in.Concepts) {
		h.Subjects = append(h.Subjects, newSubject(p, &c, steps))
	}
	if len(h.Subjects) > maxSubjects {
		h.Subjects, h.MoreSubjects = h.Subjects[:maxSubjects], h.Subjects[maxSubjects:]
	}
	for _, c := range in.Corrections {
		h.Corrections = append(h.Corrections, fmt.Sprintf("We read “%s” as “%s”.", c.From, c.To))
	}
	if len(h.Corrections) > 0 {
		as := p
		as.Verbatim = true
		h.AsTyped = new(steps.to("Search for the words as typed", "", as))
	}
	if p.Verbatim && p.Q != "" {
		as := p
		as.Verbatim = false
		h.Corrected = new(steps.to("Correct the spelling where a word is not known", "", as))
	}
	h.PutBack = putBack(p, ref, steps)
	if !toldInFull(in, search.Relaxed, in.Dropped) {
		h.Spared = listed(conceptsFirst(in.Dropped, in.Concepts))
	}
	if !has(in, search.UnknownWords) {
		h.Unknown = listed(in.Unknown)
	}
	return h
}

// mattersFirst puts what a question is about before whom it names, where it names
// more than are seen at once.
func mattersFirst(concepts []search.Concept) []search.Concept {
	if len(concepts) <= maxSubjects {
		return concepts
	}
	return firstThose(concepts, func(c search.Concept) bool {
		return slices.Contains([]review.ConceptKind{review.Problem, review.Programme, review.OutcomeOf, review.Legal}, c.Kind)
	})
}

func newSubject(p params.Page, c *search.Concept, steps steps) Subject {
	subject := Subject{Label: c.Label, Held: held(c)}
	p.Concept = without(p.Concept, c.ID)
	if len(c.Words) > 0 {
		p.Without = append(slices.Clone(p.Without), c.ID)
	}
	if len(c.Words) > 0 && !strings.EqualFold(c.Words[0], c.Label) {
		subject.From = "“" + strings.Join(c.Words, "”, “") + "”"
	}
	subject.Step = steps.to("Remove", c.Label+" from what we look for", p)
	return subject
}

func held(c *search.Concept) string {
	switch {
	case c.Kind == review.Elsewhere:
		return "not a matter of this store"
	case c.Documents == 0:
		return "no programme is about this"
	case c.Documents == 1:
		return "1 programme is about this"
	}
	return number(c.Documents) + " programmes are about this"
}

// putBack are the concepts that were removed from the reading of the words.
func putBack(p params.Page, ref *review.Reference, steps steps) []Subject {
	var out []Subject
	for _, id := range p.Without {
		again := p
		again.Without = without(p.Without, id)
		label := conceptLabel(ref, id)
		out = append(out, Subject{Label: label, Step: steps.to("Put back", label, again)})
	}
	return out
}

func conceptLabel(ref *review.Reference, id string) string {
	for i := range ref.Thesaurus.Concepts {
		if c := &ref.Thesaurus.Concepts[i]; c.ID == id {
			return c.Label
		}
	}
	return id
}

// conceptsFirst are the words with those first that were read as something.
func conceptsFirst(words []string, concepts []search.Concept) []string {
	var read, rest []string
	for _, w := range words {
		if slices.ContainsFunc(concepts, func(c search.Concept) bool { return c.Label == w || slices.Contains(c.Words, w) }) {
			read = append(read, w)
		} else {
			rest = append(rest, w)
		}
	}
	return append(read, rest...)
}

// has says whether there is a notice of this kind.
func has(in *search.Interpretation, kind search.NoticeKind) bool {
	return slices.ContainsFunc(notices(in), func(n search.Notice) bool { return n.Kind == kind })
}

// toldInFull says whether a notice of this kind names all of the words and is short.
func toldInFull(in *search.Interpretation, kind search.NoticeKind, words []string) bool {
	return has(in, kind) && !has(in, search.Shortened) && len(words) <= maxListed
}

// notices are all notices, the first one first.
func notices(in *search.Interpretation) []search.Notice {
	if in.Notice == nil {
		return in.Notes
	}
	return append([]search.Notice{*in.Notice}, in.Notes...)
}
