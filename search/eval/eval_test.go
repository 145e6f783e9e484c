package eval

import (
	"context"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidencestore/review"
	"evidencestore/search"
)

// A fake finds the documents that stand under the words of a question.
type fake struct {
	search.Searcher // what is not used here
	answers         map[string]string
	asked           []*search.Request
}

func (f *fake) Info() *search.Info { return &search.Info{Documents: 9} }

func (f *fake) Search(_ context.Context, req *search.Request) (*search.Response, error) {
	f.asked = append(f.asked, req)
	answer, ok := f.answers[req.Query.Text]
	if !ok {
		return nil, search.ErrTimeout
	}
	resp := &search.Response{}
	if answer == "" {
		resp.Interpretation = &search.Interpretation{Notice: &search.Notice{Kind: search.NothingHeld}}
	}
	for id := range strings.FieldsSeq(answer) {
		resp.Hits = append(resp.Hits, search.Hit{ID: id})
		resp.Total++
	}
	return resp, nil
}

var questions = []review.Question{
	{ID: "singing", Ask: `"who sings" -flutes`, Kind: "lay", Best: []string{"choir"}, Good: []string{"organ"}},
	{ID: "songs", Ask: "songs", Kind: "lay", Best: []string{"choir"}, Holdout: true},
	{ID: "costs", Ask: "costs", Kind: "cost", Best: []string{"organ"}},
	{ID: "boiler", Ask: "boiler", Kind: review.Unanswerable},
	{ID: "moon", Ask: "moon", Kind: review.Unanswerable, InField: true},
	{ID: "mars", Ask: "mars", Kind: review.Unanswerable, InField: true, Holdout: true},
}

func TestRun(t *testing.T) {
	f := &fake{answers: map[string]string{
		`"who sings" -flutes`: "choir organ", "songs": "flutes choir drums organ", "costs": "drums", "boiler": "drums", "moon": "", "mars": "flutes organ",
	}}
	got, err := Run(t.Context(), "made up", f, FromQuestions(questions))
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(search.Parse(questions[0].Ask), f.asked[0].Query); diff != "" {
		t.Errorf("not read as the product reads (-want +got):\n%s", diff)
	}
	second := 0.6309297535714575
	whole := Scores{1, 1, 1, 1, 1, 1}
	half := Scores{second, 0, 1, 0.5, 1, 1}
	want := &Report{
		Name: "made up", Documents: 9,
		Groups: []Group{
			{"all", 3, 3, Scores{(1 + second) / 3, 1. / 3, 2. / 3, 0.5, 2. / 3, 2. / 3}, 1. / 3},
			{"not held out", 2, 2, Scores{0.5, 0.5, 0.5, 0.5, 0.5, 0.5}, 0.5},
			{"held out", 1, 1, half, 0},
			{"lay", 2, 0, Scores{(1 + second) / 2, 0.5, 1, 0.75, 1, 1}, 0},
			{"cost", 1, 0, Scores{}, 0},
			{"unanswerable", 0, 3, Scores{}, 1. / 3},
			{"unanswerable, in the field", 0, 2, Scores{}, 0.5},
			{"unanswerable, in the field, held out", 0, 1, Scores{}, 0},
			{"unanswerable, outside the field", 0, 1, Scores{}, 0},
		},
		Results: []Result{
			{
				ID: "singing", Text: `"who sings" -flutes`, Kind: "lay", Total: 2, First: []string{"choir", "organ"},
				Judged: []Place{{"choir", Best, 1}, {"organ", Good, 2}}, Scores: whole,
			},
			{
				ID: "songs", Text: "songs", Kind: "lay", Holdout: true, Total: 4, First: []string{"flutes", "choir", "drums"},
				Judged: []Place{{"choir", Best, 2}}, Scores: half,
			},
			{ID: "costs", Text: "costs", Kind: "cost", Total: 1, First: []string{"drums"}, Judged: []Place{{"organ", Best, 0}}},
			{ID: "boiler", Text: "boiler", Kind: "unanswerable", Unanswerable: true, Total: 1, First: []string{"drums"}},
			{ID: "moon", Text: "moon", Kind: "unanswerable", Unanswerable: true, InField: true, Notice: search.NothingHeld, First: []string{}},
			{ID: "mars", Text: "mars", Kind: "unanswerable", Unanswerable: true, InField: true, Holdout: true, Total: 2, First: []string{"flutes", "organ"}},
		},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	for i, failed := range []bool{false, false, true, true, false, true} {
		if got.Results[i].Failed() != failed {
			t.Errorf("%s: failed is %t, want %t", got.Results[i].ID, !failed, failed)
		}
	}
}

func TestRunFails(t *testing.T) {
	_, err := Run(t.Context(), "made up", &fake{}, FromQuestions(questions))
	if !errors.Is(err, search.ErrTimeout) || !strings.Contains(err.Error(), "question singing of made up") {
		t.Errorf("got the error %v, want the one of the searcher and the question", err)
	}
}

func TestCompare(t *testing.T) {
	report := func(answers map[string]string, questions ...review.Question) *Report {
		r, err := Run(t.Context(), "made up", &fake{answers: answers}, FromQuestions(questions))
		if err != nil {
			t.Fatal(err)
		}
		return r
	}
	before := report(map[string]string{"songs": "flutes choir", "costs": "organ", "moon": "drums flutes"}, questions[1], questions[2], questions[4])
	after := report(map[string]string{"songs": "choir", "moon": "", "boiler": ""}, questions[1], questions[4], questions[3])
	if diff := cmp.Diff(&Comparison{}, Compare(before, before)); diff != "" {
		t.Errorf("of a report with itself (-want +got):\n%s", diff)
	}
	second := 0.6309297535714575
	got := Compare(before, after)
	got.Groups = got.Groups[:2]
	want := &Comparison{
		Groups: []Change{{"all", "nDCG@10", (1 + second) / 2, 1}, {"all", "success@1", 0.5, 1}},
		Questions: []Change{
			{"songs", "nDCG@10", second, 1}, {"songs", "success@1", 0, 1}, {"songs", "MRR", 0.5, 1}, {"moon", Found, 2, 0},
		},
		Added: []string{"boiler"}, Removed: []string{"costs"},
	}
	if diff := cmp.Diff(want, got, cmpopts.EquateApprox(0, 1e-12)); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
