package page

import (
	"net/url"
	"strings"
	"testing"

	"evidencestore/web/params"
)

func TestProblem(t *testing.T) {
	faults := params.Faults{
		{Parameter: "uk", Value: "<b>mars", Detail: "not one of the allowed values", Allowed: []string{"yes", "some"}},
		{Parameter: "age", Value: "old", Detail: "must be a whole number from 0 to 120"},
		{Parameter: "tönen", Detail: "broken percent-encoding in the name"},
	}
	for _, tc := range []struct {
		name      string
		view      Problem
		want, not []string
	}{
		{"not found", NewProblem(frame(t), "There is no such page", "There is no review with this id.", nil, ""), []string{"There is no review with this id.", "Ask in your own words", "See all programmes"}, []string{"number:", "what was wrong"}},
		{
			"faults", NewProblem(frame(t), "This address cannot be understood", "See errors.", faults, ""),
			[]string{"UK evidence “<b>mars”: not one of the allowed values.", "From the UK Partly from the UK", "Age “old”: must be a whole number", "tönen : broken"},
			[]string{"See errors", "None from the UK"},
		},
		{"faults without an index", NewProblem(&Frame{}, "Wrong", "See errors.", faults, ""), []string{"UK evidence “<b>mars”", "yes some"}, nil},
		{"our fault", NewProblem(&Frame{}, "Something went wrong", "Something went wrong here.", nil, "abc123"), []string{"this number: abc123"}, nil},
		{"very long", NewProblem(frame(t), "Wrong", strings.Repeat("long ", 500), nil, ""), []string{"long long"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if body := wants(t, tc.view, tc.want, tc.not); !strings.Contains(body, `content="noindex"`) {
				t.Error("search engines may keep it")
			}
		})
	}
}

// TestParameterNames holds that every parameter of the pages is called something.
func TestParameterNames(t *testing.T) {
	_, faults := params.ForPage.Parse(url.Values{"zzyzx": {"1"}}, params.Scope{Reference: reference(t), Limits: params.DefaultLimits()})
	_, names, found := strings.Cut(faults.Error(), "there are ")
	if !found {
		t.Fatalf("the faults %v do not name the parameters", faults)
	}
	for name := range strings.SplitSeq(names, ", ") {
		if parameterNames[name] == "" {
			t.Errorf("no name for %q", name)
		}
	}
}
