package review

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
)

// QuestionsFile holds questions with known answers. A corpus may have it.
const QuestionsFile = "questions.toml"

// MaxBest bounds the reviews that must be among the first of a question's answer.
const MaxBest = 3

// A Question is what somebody asks, with the reviews that answer it.
type Question struct {
	ID      string       `toml:"id"`
	Ask     string       `toml:"ask"`
	Kind    QuestionKind `toml:"kind"`
	Best    []string     `toml:"best"`     // ids of reviews that must be among the first three
	Good    []string     `toml:"good"`     // ids of reviews that are a reasonable answer
	InField bool         `toml:"in_field"` // Unanswerable, and yet something that a social worker really asks
	Holdout bool         `toml:"holdout"`  // kept aside: nothing is tuned to it
	Line    int          `toml:"-"`        // where it begins in QuestionsFile
}

// QuestionKind says how a question is asked.
type QuestionKind string

// Unanswerable is the kind of a question on which the corpus holds nothing.
const Unanswerable QuestionKind = "unanswerable"

// QuestionKinds are all kinds.
var QuestionKinds = []QuestionKind{
	"lay", "professional", "abbreviation", "typo", "narrative", "engagement", "cost", "rating", Unanswerable,
}

// DecodeQuestions reads questions.toml of a corpus; a corpus without it has no
// questions. An id of a review for which known is false is a fault. The questions
// are whole only when there are no faults.
func DecodeQuestions(corpus fs.FS, known func(id string) bool) ([]Question, Faults) {
	if _, err := fs.Stat(corpus, QuestionsFile); errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var file struct {
		Questions []Question `toml:"question"`
	}
	faults := decodeFile(corpus, QuestionsFile, &file, func(l *stricttoml.Lines) Faults {
		return checkQuestions(file.Questions, l, known)
	})
	faults.Sort()
	return file.Questions, faults
}

func checkQuestions(questions []Question, lines *stricttoml.Lines, known func(id string) bool) Faults {
	c := questionsCheck{lines: lines, known: known, ids: map[string]bool{}, asks: map[string]string{}}
	for i := range questions {
		c.at = i
		questions[i].Line = lines.Of("question", i)
		c.question(&questions[i])
	}
	return c.faults
}

type questionsCheck struct {
	lines  *stricttoml.Lines
	known  func(id string) bool
	ids    map[string]bool
	asks   map[string]string // id of the question by what it asks
	at     int               // the question that is being checked
	faults Faults
}

func (c *questionsCheck) fault(what, mend string, at ...any) {
	line := c.lines.Of(append([]any{"question", c.at}, at...)...)
	c.faults = append(c.faults, Fault{File: QuestionsFile, Line: line, What: what, Mend: mend})
}

func (c *questionsCheck) question(q *Question) {
	if err := CheckID(q.ID); err != nil {
		c.fault("id: "+err.Error(), "", "id")
	} else if c.ids[q.ID] {
		c.fault(fmt.Sprintf("the id %q stands twice", q.ID), "give one of them another", "id")
	}
	c.ids[q.ID] = true
	ask := strings.ToLower(strings.Join(strings.Fields(q.Ask), " "))
	if earlier, twice := c.asks[ask]; ask == "" {
		c.fault("ask is missing or empty", "write what is asked", "ask")
	} else if twice {
		c.fault(fmt.Sprintf("asks the same as %q", earlier), "remove one of the two", "ask")
	} else {
		c.asks[ask] = q.ID
	}
	if !slices.Contains(QuestionKinds, q.Kind) {
		c.fault(fmt.Sprintf("kind %q is not known", q.Kind), stricttoml.OneOf(QuestionKinds), "kind")
	}
	c.answers(q)
}

// answers faults wrong reviews, and those that do not fit the kind.
func (c *questionsCheck) answers(q *Question) {
	switch {
	case q.Kind == Unanswerable && len(q.Best)+len(q.Good) > 0:
		c.fault("the question is unanswerable and has answers", "remove best and good, or give it another kind")
	case q.Kind != Unanswerable && len(q.Best) == 0:
		c.fault("no best answer", fmt.Sprintf("write best with one to %d ids of reviews, or make the kind %q", MaxBest, Unanswerable))
	case len(q.Best) > MaxBest:
		c.fault(fmt.Sprintf("%d best answers, the limit is %d", len(q.Best), MaxBest), "move some to good", "best")
	}
	if q.InField && q.Kind != Unanswerable {
		c.fault(fmt.Sprintf("in_field is for the kind %q only", Unanswerable), "remove it", "in_field")
	}
	seen := map[string]bool{}
	for _, list := range []struct {
		key string
		ids []string
	}{{"best", q.Best}, {"good", q.Good}} {
		for i, id := range list.ids {
			if !c.known(id) {
				c.fault(fmt.Sprintf("%s: there is no published review %q", list.key, id), "write the name of a file in reviews without "+Ext+"; drafts do not count", list.key, i)
			}
			if seen[id] {
				c.fault(fmt.Sprintf("%s: the review %q stands twice", list.key, id), "let it stand once, in best or in good", list.key, i)
			}
			seen[id] = true
		}
	}
}
