package release

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// foremost is how many programmes of an answer are looked at: those among which the
// best must be.
const foremost = review.MaxBest

// first asks a question as the product does and gives the ids of the first programmes.
func first(ctx context.Context, s search.Searcher, q *review.Question) ([]string, error) {
	return ask(ctx, s, q, foremost)
}

func ask(ctx context.Context, s search.Searcher, q *review.Question, most int) ([]string, error) {
	resp, err := s.Search(ctx, &search.Request{Query: search.Parse(q.Ask), Sort: search.ByRelevance, Page: 1, PerPage: most, IDsOnly: true, NoCounts: true})
	if err != nil {
		return nil, fmt.Errorf("question %q: %w", q.ID, err)
	}
	ids := make([]string, len(resp.Hits))
	for i := range resp.Hits {
		ids[i] = resp.Hits[i].ID
	}
	return ids, nil
}

// holds says whether all of the wanted are in the list.
func holds[T comparable](list, wanted []T) bool {
	return !slices.ContainsFunc(wanted, func(x T) bool { return !slices.Contains(list, x) })
}

// A Lost is a best programme of a question that was among the first three and is not
// any more: its places from 1, After being 0 where it is not among the first hundred.
type Lost struct {
	ID     string `json:"id"`
	Before int    `json:"before"`
	After  int    `json:"after,omitempty"`
}

// lostOf gives the best programmes that were among the first and are not in next. Where
// there are any the question is broken.
func lostOf(ctx context.Context, next search.Searcher, q *review.Question, before, after []string) ([]Lost, error) {
	lost := []Lost{}
	for _, id := range q.Best {
		if place := slices.Index(before, id); place >= 0 && !slices.Contains(after, id) {
			lost = append(lost, Lost{ID: id, Before: place + 1})
		}
	}
	if len(lost) == 0 {
		return lost, nil
	}
	deep, err := ask(ctx, next, q, search.MaxPerPage)
	for i := range lost {
		lost[i].After = slices.Index(deep, lost[i].ID) + 1
	}
	return lost, err
}

// String says where the programme stood and where it stands now.
func (l Lost) String() string {
	if l.After == 0 {
		return fmt.Sprintf("%q stood at %d and is not among the first %d now", l.ID, l.Before, search.MaxPerPage)
	}
	return fmt.Sprintf("%q stood at %d and stands at %d now", l.ID, l.Before, l.After)
}

// A QuestionChange is a question of B whose first three programmes are not those of A.
type QuestionChange struct {
	ID     string   `json:"id"`
	Ask    string   `json:"ask"`
	Line   int      `json:"line"` // in questions.toml of B
	New    bool     `json:"new"`  // A does not have it, or asks it in other words
	Before []string `json:"before"`
	After  []string `json:"after"`
	Lost   []Lost   `json:"lost"` // the best programmes that broke it
}

// Broken says whether the question is broken.
func (c *QuestionChange) Broken() bool { return len(c.Lost) > 0 }

// questionChanges asks all questions of b. Of those that a does not have in the same
// words only the broken ones are worth telling.
func questionChanges(ctx context.Context, a, b search.Searcher) ([]QuestionChange, error) {
	questions := b.Info().Reference.Questions
	known := byID(a.Info().Reference.Questions)
	found := make([]*QuestionChange, len(questions))
	err := each(ctx, len(questions), func(ctx context.Context, i int) error {
		q := &questions[i]
		before, err := first(ctx, a, q)
		if err != nil {
			return err
		}
		after, err := first(ctx, b, q)
		if err != nil || slices.Equal(before, after) {
			return err
		}
		lost, err := lostOf(ctx, b, q, before, after)
		c := QuestionChange{ID: q.ID, Ask: q.Ask, Line: q.Line, New: known[q.ID].Ask != q.Ask, Before: before, After: after, Lost: lost}
		if !c.New || c.Broken() {
			found[i] = &c
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("asking the questions with known answers: %w", err)
	}
	changes := []QuestionChange{}
	for _, c := range found {
		changes = appendFound(changes, c)
	}
	return changes, nil
}

// Asked are the ids of the questions that only one of the two has, that are asked in
// other words, and that are to be answered otherwise.
type Asked struct {
	Added    []string `json:"added"`
	Removed  []string `json:"removed"`
	Reworded []string `json:"reworded"`
	Judged   []string `json:"judged"` // other programmes are best or good
}

func asked(was, is []review.Question) Asked {
	a := Asked{Added: []string{}, Removed: []string{}, Reworded: []string{}, Judged: []string{}}
	before, after := byID(was), byID(is)
	for _, q := range is {
		old, ok := before[q.ID]
		if !ok {
			a.Added = append(a.Added, q.ID)
			continue
		}
		if old.Ask != q.Ask {
			a.Reworded = append(a.Reworded, q.ID)
		}
		if old.Kind != q.Kind || !sameSet(old.Best, q.Best) || !sameSet(old.Good, q.Good) {
			a.Judged = append(a.Judged, q.ID)
		}
	}
	for _, q := range was {
		if _, ok := after[q.ID]; !ok {
			a.Removed = append(a.Removed, q.ID)
		}
	}
	return a
}

func byID(questions []review.Question) map[string]review.Question {
	m := make(map[string]review.Question, len(questions))
	for _, q := range questions {
		m[q.ID] = q
	}
	return m
}

func sameSet(a, b []string) bool { return len(a) == len(b) && holds(a, b) }

const mendQuestion = "improve the documents or the thesaurus; or, if the new answer is right, move the programme from best to good in " + review.QuestionsFile

func questionFault(q *review.Question, lost []Lost, after []string) review.Fault {
	var places []string
	for _, l := range lost {
		places = append(places, l.String())
	}
	return review.Fault{
		File: review.QuestionsFile, Line: q.Line, Question: q.ID, Mend: mendQuestion,
		What: fmt.Sprintf("the question %q loses an answer: %s; first now: %s",
			q.ID, strings.Join(places, ", "), cmp.Or(strings.Join(after, ", "), "nothing")),
	}
}
