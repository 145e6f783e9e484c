package indexer

import (
	"context"
	"fmt"

	"evidencestore/review"
)

// A Summary says what a corpus holds.
type Summary struct {
	Reviews   int
	Statuses  map[review.Status]int // reviews
	Outcomes  int
	Pairs     map[Pair]int // outcomes
	Findings  int
	Later     int // pieces of later evidence
	Gaps      int
	Questions int
	Concepts  map[review.ConceptKind]int // of the thesaurus
	Forms     int                        // of all concepts

	// Served are the ids of what would be served: no drafts, but what is faulty too,
	// since it will be once it is mended.
	Served map[string]bool
	// Reference is nil where it is faulty.
	Reference *review.Reference
}

// A Pair is the two ratings of an outcome.
type Pair struct {
	Effect   review.Effect
	Strength review.Strength
}

// Check reads the whole corpus and builds nothing. A faulty corpus gives
// review.Faults, all of them, beside the summary of what could be read.
func (x *Indexer) Check(ctx context.Context) (Summary, error) {
	sum := Summary{Statuses: map[review.Status]int{}, Pairs: map[Pair]int{}, Concepts: map[review.ConceptKind]int{}, Served: map[string]bool{}}
	corpus, err := scan(ctx, x.opt.Corpus, nil, x.opt.Progress)
	if err != nil {
		return sum, err
	}
	ref, faults := review.DecodeReference(x.opt.Corpus)
	if len(faults) == 0 {
		sum.Reference = ref
	}
	faults = append(faults, corpus.faults...)
	sum.addThesaurus(&ref.Thesaurus)
	drafts := map[string]bool{}
	_, changes := differences(nil, corpus.reviews)
	for c := range decoded(ctx, x.opt.Corpus, &ref.Lists, changes) {
		if c.err != nil {
			return sum, fmt.Errorf("checking the corpus: %w", c.err)
		}
		faults = append(faults, c.faults...)
		drafts[c.id] = !c.doc.Status.Published()
		sum.Served[c.id] = len(c.faults) > 0 || !drafts[c.id]
		if len(c.faults) == 0 {
			sum.add(c.doc)
		}
	}
	if ctx.Err() != nil {
		return sum, fmt.Errorf("checking the corpus: %w", ctx.Err())
	}
	questions, wrong := corpus.questions(x.opt.Corpus, drafts)
	sum.Questions = len(questions)
	faults = append(faults, wrong...)
	if len(faults) > 0 {
		faults.Sort()
		return sum, faults
	}
	return sum, nil
}

func (s *Summary) add(doc *review.Review) {
	s.Reviews++
	s.Statuses[doc.Status]++
	s.Outcomes += len(doc.Outcomes)
	for _, o := range doc.Outcomes {
		s.Pairs[Pair{o.Effect, o.Strength}]++
	}
	s.Findings += len(doc.Findings)
	s.Later += len(doc.Later)
	s.Gaps += len(doc.Gaps)
}

func (s *Summary) addThesaurus(t *review.Thesaurus) {
	for i := range t.Concepts {
		s.Concepts[t.Concepts[i].Kind]++
		s.Forms += t.Concepts[i].FormCount()
	}
}
