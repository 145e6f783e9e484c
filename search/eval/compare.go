package eval

import "math"

// A Change is a figure that differs between two reports.
type Change struct {
	Of            string // name of a group, or id of a question
	Metric        string
	Before, After float64
}

// A Comparison is what differs between two reports on the same thing.
type Comparison struct {
	Groups    []Change
	Questions []Change
	Added     []string // ids of questions that only the later report has
	Removed   []string // ids of questions that only the earlier one has
}

// The names of figures that are not scores.
const (
	HonestZero = "honest zero"
	Found      = "found" // documents, for an unanswerable question
)

// noise is more than what adding up in another order makes of a score.
const noise = 1e-9

// Compare says what changed from one report to the next, in the order of the later
// one. Questions are the same where their ids are.
func Compare(before, after *Report) *Comparison {
	c := &Comparison{}
	groups := map[string]*Group{}
	for i := range before.Groups {
		groups[before.Groups[i].Name] = &before.Groups[i]
	}
	for i := range after.Groups {
		if was, is := groups[after.Groups[i].Name], &after.Groups[i]; was != nil {
			c.Groups = append(c.Groups, changed(is.Name, &was.Scores, &is.Scores)...)
			c.Groups = append(c.Groups, differs(is.Name, HonestZero, was.HonestZero, is.HonestZero)...)
		}
	}
	questions := map[string]*Result{}
	for i := range before.Results {
		questions[before.Results[i].ID] = &before.Results[i]
	}
	for i := range after.Results {
		is := &after.Results[i]
		was := questions[is.ID]
		delete(questions, is.ID)
		switch {
		case was == nil:
			c.Added = append(c.Added, is.ID)
		case is.Unanswerable:
			c.Questions = append(c.Questions, differs(is.ID, Found, float64(was.Total), float64(is.Total))...)
		default:
			c.Questions = append(c.Questions, changed(is.ID, &was.Scores, &is.Scores)...)
		}
	}
	for i := range before.Results {
		if id := before.Results[i].ID; questions[id] != nil {
			c.Removed = append(c.Removed, id)
		}
	}
	return c
}

// changed are the scores that differ.
func changed(of string, before, after *Scores) []Change {
	var changes []Change
	for _, m := range Metrics {
		changes = append(changes, differs(of, m.Name, m.Of(before), m.Of(after))...)
	}
	return changes
}

// differs is the change of one figure, or nothing.
func differs(of, metric string, before, after float64) []Change {
	if math.Abs(after-before) < noise {
		return nil
	}
	return []Change{{Of: of, Metric: metric, Before: before, After: after}}
}
