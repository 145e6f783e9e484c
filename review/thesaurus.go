package review

import (
	"errors"
	"io/fs"
)

// ThesaurusFile holds what people mean by the words they use. A corpus may have it.
const ThesaurusFile = "thesaurus.toml"

// Limits of a thesaurus.
const (
	MaxConcepts   = 20_000
	MaxForms      = 200_000 // of all concepts
	MaxFormWords  = 10
	MaxFormLength = 100 // in characters; of a label too
	MaxBroader    = 20  // concepts that are broader than one, however indirectly
)

// A Thesaurus maps everyday, professional and abbreviated words to concepts.
type Thesaurus struct {
	// Ignore are ways of asking that say nothing about the subject.
	Ignore   []string         `toml:"ignore"`
	Concepts []ThesaurusEntry `toml:"concept"`
}

// A ThesaurusEntry is one concept with the ways of saying it.
type ThesaurusEntry struct {
	ID    string      `toml:"id"`
	Label string      `toml:"label"`
	Kind  ConceptKind `toml:"kind"`
	// Forms are read in questions and looked for in documents.
	Forms []string `toml:"forms"`
	// Asked are read in questions only.
	Asked []string `toml:"asked"`
	// Exact are read in questions only, and only in these capitals.
	Exact []string `toml:"exact"`
	// Broader are ids of concepts whose documents answer a question on this one too.
	Broader []string `toml:"broader"`
	// Shared are those of Forms, Asked and Exact that another concept has as well.
	Shared []string `toml:"shared"`
}

// FormCount is the number of ways of saying the concept.
func (e *ThesaurusEntry) FormCount() int { return len(e.Forms) + len(e.Asked) + len(e.Exact) }

// ConceptKind says what part a concept plays in a question.
type ConceptKind string

// The kinds of concepts.
const (
	Problem   ConceptKind = "problem"
	Programme ConceptKind = "programme"
	OutcomeOf ConceptKind = "outcome"
	Person    ConceptKind = "person"
	AgeGroup  ConceptKind = "age"
	Setting   ConceptKind = "setting"
	Legal     ConceptKind = "legal"
	Elsewhere ConceptKind = "elsewhere" // not a matter of this store at all
)

// ConceptKinds are all kinds.
var ConceptKinds = []ConceptKind{Problem, Programme, OutcomeOf, Person, AgeGroup, Setting, Legal, Elsewhere}

// DecodeThesaurus reads thesaurus.toml of a corpus; a corpus without it has an empty
// thesaurus. The thesaurus is whole only when there are no faults.
func DecodeThesaurus(corpus fs.FS) (Thesaurus, Faults) {
	var t Thesaurus
	if _, err := fs.Stat(corpus, ThesaurusFile); errors.Is(err, fs.ErrNotExist) {
		return t, nil
	}
	faults := decodeFile(corpus, ThesaurusFile, &t, t.check)
	faults.Sort()
	return t, faults
}
