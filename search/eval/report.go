package eval

import (
	"cmp"
	"maps"
	"slices"

	"evidencestore/search"
)

// A Report is what came of asking questions. It is written as JSON to be compared
// with later ones.
type Report struct {
	Name      string   `json:"name"` // what was asked
	Documents int      `json:"documents"`
	Groups    []Group  `json:"groups"` // all questions, then parts of them
	Results   []Result `json:"questions"`
}

// A Group is the means over some of the questions. Scores are means over the
// answerable ones, HonestZero over the others; a mean over none is 0.
type Group struct {
	Name         string `json:"name"`
	Answerable   int    `json:"answerable"`   // questions
	Unanswerable int    `json:"unanswerable"` // questions
	Scores
	HonestZero float64 `json:"honest_zero"` // share of the unanswerable questions that find nothing
}

// Scores are those of one answerable question, or means of them; all from 0 to 1.
type Scores struct {
	NDCG10    float64 `json:"ndcg_10"`
	Success1  float64 `json:"success_1"`
	Success3  float64 `json:"success_3"`
	MRR       float64 `json:"mrr"` // over the first 100
	Recall10  float64 `json:"recall_10"`
	Recall100 float64 `json:"recall_100"`
}

// A Metric is one of the scores, with the name that people know it by.
type Metric struct {
	Name string
	Of   func(*Scores) float64
}

// Metrics are all scores, in the order in which to show them.
var Metrics = []Metric{
	{"nDCG@10", func(s *Scores) float64 { return s.NDCG10 }},
	{"success@1", func(s *Scores) float64 { return s.Success1 }},
	{"success@3", func(s *Scores) float64 { return s.Success3 }},
	{"MRR", func(s *Scores) float64 { return s.MRR }},
	{"recall@10", func(s *Scores) float64 { return s.Recall10 }},
	{"recall@100", func(s *Scores) float64 { return s.Recall100 }},
}

// A Result is the answer to one question, against what was wanted.
type Result struct {
	ID           string            `json:"id"`
	Text         string            `json:"text"`
	Kind         string            `json:"kind,omitempty"`
	Unanswerable bool              `json:"unanswerable,omitempty"`
	InField      bool              `json:"in_field,omitempty"`
	Holdout      bool              `json:"holdout,omitempty"`
	Total        int               `json:"total"`            // documents found
	Notice       search.NoticeKind `json:"notice,omitempty"` // that came with the answer
	First        []string          `json:"first"`            // ids of the first three
	Judged       []Place           `json:"judged,omitempty"` // the best answers first
	Scores       `json:"scores"`   // of an answerable question
}

// A Place is where a judged document stands in an answer.
type Place struct {
	ID    string `json:"id"`
	Grade int    `json:"grade"`
	Rank  int    `json:"rank"` // from 1; 0 where it is not among the first 100
}

// Failed says whether the question is answered wrongly: nothing that is wanted
// among the first three, or anything at all where nothing is held.
func (r *Result) Failed() bool {
	if r.Unanswerable {
		return !r.Honest()
	}
	return r.Success3 == 0
}

// Honest says whether it is said honestly that nothing is held: the question is
// unanswerable, and nothing is found.
func (r *Result) Honest() bool { return r.Unanswerable && r.Total == 0 }

// result measures a ranking of at most 100 documents.
func result(q *Judged, ranking []string, total int) Result {
	r := Result{
		ID: q.ID, Text: q.Text, Kind: q.Kind, Unanswerable: q.Unanswerable, InField: q.InField, Holdout: q.Holdout,
		Total: total, First: ranking[:min(3, len(ranking))],
	}
	if q.Unanswerable {
		return r
	}
	for id, grade := range q.Grades {
		r.Judged = append(r.Judged, Place{ID: id, Grade: grade, Rank: 1 + slices.Index(ranking, id)})
	}
	slices.SortFunc(r.Judged, func(a, b Place) int {
		return cmp.Or(b.Grade-a.Grade, cmp.Compare(a.ID, b.ID))
	})
	r.Scores = Scores{
		NDCG10:    ndcg(ranking, q.Grades, depth),
		Success1:  success(ranking, q.Grades, q.Wanted, 1),
		Success3:  success(ranking, q.Grades, q.Wanted, 3),
		MRR:       reciprocalRank(ranking, q.Grades, q.Wanted),
		Recall10:  recall(ranking, q.Grades, depth),
		Recall100: recall(ranking, q.Grades, deepDepth),
	}
	return r
}

// groups are the means over all, over what is kept aside and what is not, and by
// kind. Groups without questions are left out, and so is all but the first where
// nothing tells questions apart.
func groups(results []Result) []Group {
	all := []Group{mean("all", results, func(*Result) bool { return true })}
	add := func(name string, in func(*Result) bool) {
		g := mean(name, results, in)
		if n := g.Answerable + g.Unanswerable; n > 0 && n < len(results) {
			all = append(all, g)
		}
	}
	add("not held out", func(r *Result) bool { return !r.Holdout })
	add("held out", func(r *Result) bool { return r.Holdout })
	kinds := map[string]int{} // in the order of their first question
	for i, r := range slices.Backward(results) {
		kinds[r.Kind] = i
	}
	delete(kinds, "")
	for _, kind := range slices.SortedFunc(maps.Keys(kinds), func(a, b string) int { return kinds[a] - kinds[b] }) {
		add(kind, func(r *Result) bool { return r.Kind == kind })
	}
	add("unanswerable, in the field", func(r *Result) bool { return r.InField })
	add("unanswerable, in the field, held out", func(r *Result) bool { return r.InField && r.Holdout })
	add("unanswerable, outside the field", func(r *Result) bool { return r.Unanswerable && !r.InField })
	return all
}

func mean(name string, results []Result, in func(*Result) bool) Group {
	g := Group{Name: name}
	zeros := 0
	for i := range results {
		switch r := &results[i]; {
		case !in(r):
		case r.Unanswerable:
			g.Unanswerable++
			if r.Honest() {
				zeros++
			}
		default:
			g.Answerable++
			g.add(&r.Scores)
		}
	}
	g.divide(float64(max(g.Answerable, 1)))
	g.HonestZero = float64(zeros) / float64(max(g.Unanswerable, 1))
	return g
}

func (s *Scores) add(o *Scores) {
	s.NDCG10 += o.NDCG10
	s.Success1 += o.Success1
	s.Success3 += o.Success3
	s.MRR += o.MRR
	s.Recall10 += o.Recall10
	s.Recall100 += o.Recall100
}

func (s *Scores) divide(n float64) {
	s.NDCG10 /= n
	s.Success1 /= n
	s.Success3 /= n
	s.MRR /= n
	s.Recall10 /= n
	s.Recall100 /= n
}
