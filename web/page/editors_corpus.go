package page

import (
	"strings"
	"time"

	"evidencestore/review"
)

// A CorpusState says what is served, and what of the corpus is not.
type CorpusState struct {
	Generation  string
	Built       time.Time
	Documents   int
	Stale       bool     // whether the corpus is ahead of what is served
	Reasons     []string // why it is stale
	Held        bool     // whether an operator went back, and the corpus waits for a change
	Refused     *Refused // the corpus that was not published, or nil
	Generations []Generation
	Unlisted    string // why the generations could not be listed, or ""
}

// A Refused is a corpus that was not published. Faults may be the first of Count.
type Refused struct {
	When   time.Time
	Count  int
	Faults review.Faults
}

// A Generation is an index on the disk.
type Generation struct {
	Name      string
	Built     time.Time
	Documents int
	Current   bool   // whether it was published last
	Unusable  string // why it cannot be opened, or ""
}

// EditorsCorpus shows editors the state of the corpus.
type EditorsCorpus struct {
	Editorial
	Verdicts    []Verdict
	Served      []Fact
	Refused     *RefusedView
	Generations []GenerationRow
	Unlisted    string
}

// A Verdict is one thing that can be said of the state, by a symbol and in words.
type Verdict struct {
	Good   bool
	Text   string
	Points []string
}

// A RefusedView is a refused corpus as the page shows it.
type RefusedView struct {
	When   string
	Count  int
	Shown  int
	Tables []FaultTable
}

// A GenerationRow is one line of the table of generations.
type GenerationRow struct {
	Name      string
	Built     string
	Documents string
	Served    bool
	Current   bool
	Unusable  string
}

func (EditorsCorpus) template() string { return "editors-corpus" }

// NewEditorsCorpus makes the page of the state of the corpus.
func NewEditorsCorpus(f *Frame, s CorpusState) EditorsCorpus {
	e := EditorsCorpus{
		Editorial: f.editorial("/editors", "The corpus", "What is served, what of the corpus is not, and why."),
		Verdicts:  verdicts(&s), Unlisted: s.Unlisted,
		Served: []Fact{
			newFact("Generation that is served", s.Generation), newFact("Built", moment(s.Built)), newFact("Documents", number(s.Documents)),
		},
	}
	if s.Refused != nil {
		e.Refused = refusedView(s.Refused)
	}
	for _, g := range s.Generations {
		row := GenerationRow{Name: g.Name, Built: moment(g.Built), Documents: number(g.Documents), Served: g.Name == s.Generation, Current: g.Current, Unusable: g.Unusable}
		if g.Unusable != "" && g.Built.IsZero() {
			row.Documents = "not known"
		}
		e.Generations = append(e.Generations, row)
	}
	return e
}

// verdicts say the state in sentences, the worst first.
func verdicts(s *CorpusState) []Verdict {
	var v []Verdict
	if s.Refused != nil {
		v = append(v, Verdict{Text: "The corpus was refused, so an earlier state of it is served. What is wrong stands below; readers see nothing of it."})
	}
	if s.Held {
		v = append(v, Verdict{Text: "Held after a rollback: an operator went back to this generation. The corpus is published again as soon as it changes, or by “evidence-store index --force”."})
	}
	if s.Stale {
		v = append(v, Verdict{Text: "The corpus is ahead of what is served.", Points: s.Reasons})
	}
	if len(v) == 0 {
		v = append(v, Verdict{Good: true, Text: "What is served is what the corpus says."})
	}
	return v
}

// unreasoned ends what is wrong where a rating changes and nothing says why.
const unreasoned = "without a dated reason"

// refusedView parts the questions that would lose an answer, and the ratings that change
// without a reason, from faults in files: each is mended in another way.
func refusedView(r *Refused) *RefusedView {
	v := &RefusedView{When: moment(r.When), Count: r.Count, Shown: len(r.Faults)}
	questions := FaultTable{Caption: "Questions with known answers that would lose one of them", Subject: "Question"}
	var ratings, files review.Faults
	for _, f := range r.Faults {
		switch {
		case f.Question != "":
			questions.Faults = append(questions.Faults, Faulty{f.Question + " (" + placeOf(f) + ")", f.What, f.Mend})
		case strings.HasSuffix(f.What, unreasoned):
			ratings = append(ratings, f)
		default:
			files = append(files, f)
		}
	}
	for _, t := range []FaultTable{faultTable("Ratings that would change "+unreasoned, ratings), questions, faultTable("Faults in files", files)} {
		if len(t.Faults) > 0 {
			v.Tables = append(v.Tables, t)
		}
	}
	return v
}
