package release

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A Rating is what is said of one outcome.
type Rating struct {
	Effect   review.Effect   `json:"effect"`
	Detail   review.Detail   `json:"detail,omitempty"`
	Strength review.Strength `json:"strength"`
}

// String names the levels.
func (r Rating) String() string {
	effect := string(r.Effect)
	if r.Detail != "" {
		effect += " (" + string(r.Detail) + ")"
	}
	return effect + ", " + string(r.Strength)
}

// An OutcomeChange is a rating that changed. Before or After is nil where the outcome
// was not there.
type OutcomeChange struct {
	Name   string  `json:"name"`
	Was    string  `json:"was,omitempty"` // its earlier name, where only that changed
	Before *Rating `json:"before"`
	After  *Rating `json:"after"`
}

// String says what changed from what to what.
func (o OutcomeChange) String() string {
	switch {
	case o.Before == nil:
		return fmt.Sprintf("the outcome %q is new, rated %v", o.Name, o.After)
	case o.After == nil:
		return fmt.Sprintf("the outcome %q, rated %v, is gone", o.Name, o.Before)
	case o.Was != "":
		return fmt.Sprintf("the outcome %q, rated %v, is called %q now", o.Was, o.Before, o.Name)
	}
	return fmt.Sprintf("the rating of %q changes from %v to %v", o.Name, o.Before, o.After)
}

// A RatingChange is all that changed in the ratings of one review, with the entries of
// its history that give the reason.
type RatingChange struct {
	ID       string          `json:"id"`
	Title    string          `json:"title"`
	Before   review.Status   `json:"before"`
	After    review.Status   `json:"after"`
	Outcomes []OutcomeChange `json:"outcomes"`
	Reasons  []review.Change `json:"reasons"` // entries that are new, and no older than the last one before
	Since    review.Date     `json:"since"`   // the date that a reason must not be older than, or empty
}

// Reasoned says whether the change has its dated reason.
func (c *RatingChange) Reasoned() bool { return len(c.Reasons) > 0 }

// ratingChange compares the ratings of two states of a review. It gives nil where they
// are the same.
func ratingChange(before, after *search.Document) *RatingChange {
	c := RatingChange{
		ID: after.ID, Title: after.Title, Before: before.Status, After: after.Status,
		Outcomes: outcomeChanges(before.Outcomes, after.Outcomes), Reasons: []review.Change{},
	}
	toOrFromRated := c.Before != c.After && (c.Before == review.Rated || c.After == review.Rated)
	if len(c.Outcomes) == 0 && !toOrFromRated {
		return nil
	}
	for _, entry := range before.Changes {
		c.Since = max(c.Since, entry.Date)
	}
	for _, entry := range after.Changes {
		if len(after.Changes) <= len(before.Changes) {
			break // an entry that was written anew is none that is new
		}
		if entry.Date >= c.Since && !slices.Contains(before.Changes, entry) {
			c.Reasons = append(c.Reasons, entry)
		}
	}
	return &c
}

// outcomeChanges compares rated outcomes by their names, which are unique in a review.
func outcomeChanges(before, after []search.Outcome) []OutcomeChange {
	changes := []OutcomeChange{}
	for _, is := range after {
		now := ratingOf(&is)
		switch was := outcomeNamed(before, is.Name); {
		case was == nil:
			changes = append(changes, OutcomeChange{Name: is.Name, After: &now})
		case ratingOf(was) != now:
			then := ratingOf(was)
			changes = append(changes, OutcomeChange{Name: is.Name, Before: &then, After: &now})
		}
	}
	for _, was := range before {
		if outcomeNamed(after, was.Name) != nil {
			continue
		}
		then := ratingOf(&was)
		if i := slices.IndexFunc(changes, func(c OutcomeChange) bool { return c.Before == nil && *c.After == then }); i >= 0 {
			changes[i].Was, changes[i].Before = was.Name, &then
		} else {
			changes = append(changes, OutcomeChange{Name: was.Name, Before: &then})
		}
	}
	return changes
}

func outcomeNamed(outcomes []search.Outcome, name string) *search.Outcome {
	for i := range outcomes {
		if outcomes[i].Name == name {
			return &outcomes[i]
		}
	}
	return nil
}

func ratingOf(o *search.Outcome) Rating {
	return Rating{Effect: o.Effect, Detail: o.Detail, Strength: o.Strength}
}

// String says all that changed.
func (c *RatingChange) String() string {
	var parts []string
	if c.Before != c.After {
		parts = append(parts, fmt.Sprintf("the status changes from %s to %s", c.Before, c.After))
	}
	for _, o := range c.Outcomes {
		parts = append(parts, o.String())
	}
	return strings.Join(parts, ", and ")
}

func (c *RatingChange) fault() review.Fault {
	mend := "add [[change]] with date, what and why"
	if c.Since != "" {
		mend = fmt.Sprintf("add [[change]] with date (%s or later), what and why, before the others", c.Since)
	}
	return review.Fault{File: fileOf(c.ID), What: c.String() + ", without a dated reason", Mend: mend}
}
