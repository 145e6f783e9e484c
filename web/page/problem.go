package page

import (
	"cmp"

	"evidencestore/review"
	"evidencestore/web/params"
)

// Problem is the page of an error.
type Problem struct {
	Shell
	Heading   string
	Detail    string
	Faults    []Wrong
	Ways      []Link
	RequestID string // "" where there is nothing to report
}

// A Wrong is a value that could not be read, in words for people.
type Wrong struct {
	Name    string // what people call the parameter
	Value   string
	Detail  string
	Allowed []string // labels of what there is to choose from
}

func (Problem) template() string { return "problem" }

// NewProblem makes the page of an error.
func NewProblem(f *Frame, heading, detail string, faults params.Faults, requestID string) Problem {
	shell := f.Shell("", heading, detail)
	shell.Private = true
	p := Problem{
		Shell: shell, Heading: heading, Detail: detail, RequestID: requestID,
		Ways: []Link{{"Start again from the first page", shell.To("/")}, {"See all programmes", shell.To("/search")}, {"Read how to ask", shell.To("/help")}},
	}
	for _, fault := range faults {
		p.Faults = append(p.Faults, wrong(fault, f))
	}
	if len(faults) > 0 {
		p.Detail = "A part of the address, or of what was entered, could not be read. This is what was wrong:"
	}
	return p
}

// parameterNames are what people call the parameters; those of the two scales are
// called as the scales are.
var parameterNames = map[string]string{
	"q": "Your question", "concept": "What to look for", "without": "What not to look for", "verbatim": "Spelling as typed",
	"outcome": "Outcome", "topic": "Topic", "population": "Who it is for", "setting": "Setting", "uk": "UK evidence",
	"status": "Rated or not", "age": "Age", "sort": "Order", "page": "Page of the list", "per_page": "Entries on a page",
	"id": "Programmes to compare", "lens": "What to show first", "format": "Form of the export", "words": "Typed words in exports", "site": "Intranet that embeds the store", "available": "Available here", "explain": "How scores came about",
	"effect": "Overall effectiveness", "effect_min": "Overall effectiveness", "strength": "Strength of evidence", "strength_min": "Strength of evidence",
}

func wrong(fault params.Fault, f *Frame) Wrong {
	w := Wrong{Name: cmp.Or(parameterNames[fault.Parameter], fault.Parameter), Value: fault.Value, Detail: fault.Detail, Allowed: fault.Allowed}
	if f.Info == nil {
		return w
	}
	r, l := &f.Info.Reference.Ratings, &f.Info.Reference.Lists
	level := func(levels []review.Level) func(string) string {
		return func(id string) string { return review.LevelLabel(levels, id) }
	}
	say := map[string]func(string) string{
		"effect": level(r.Effect.Levels), "effect_min": level(r.Effect.Levels),
		"strength": level(r.Strength.Levels), "strength_min": level(r.Strength.Levels),
		"uk": level(r.UK), "status": level(r.States),
		"outcome": inList(l.Outcomes), "topic": inList(l.Topics), "population": inList(l.Populations), "setting": inList(l.Settings),
	}[fault.Parameter]
	if say == nil {
		return w
	}
	w.Allowed = nil
	for _, id := range fault.Allowed {
		w.Allowed = append(w.Allowed, say(id))
	}
	return w
}
