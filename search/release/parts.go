package release

import (
	"fmt"
	"reflect"

	"evidencestore/review"
	"evidencestore/search"
)

// partsChanged names what differs between two states of a review: its keys as the file
// has them, its rated outcomes by name and the sections of its body by id. Words that
// come from elsewhere, such as the certainty sentences, are no parts of it.
func partsChanged(was, is *search.Document) []string {
	var parts []string
	note := func(name string, a, b any) {
		if !reflect.DeepEqual(a, b) {
			parts = append(parts, name)
		}
	}
	note("title", was.Title, is.Title)
	note("aliases", was.Aliases, is.Aliases)
	note("summary", was.Summary, is.Summary)
	note("in_brief", was.InBrief, is.InBrief)
	note("status", was.Status, is.Status)
	note("verified", was.Verified, is.Verified)
	note("updated", was.Updated, is.Updated)
	note("topics", was.Topics, is.Topics)
	note("population", was.Population, is.Population)
	note("settings", was.Settings, is.Settings)
	note("age", was.Age, is.Age)
	note("uk", []any{was.UK, was.UKNote}, []any{is.UK, is.UKNote})
	note("evidence_to", []any{was.EvidenceTo, was.EvidenceToBasis}, []any{is.EvidenceTo, is.EvidenceToBasis})
	note("delivery", was.Delivery, is.Delivery)
	note("provider", was.Provider, is.Provider)
	note("cost", was.Cost, is.Cost)
	note("caution", was.Caution, is.Caution)
	parts = append(parts, outcomesChanged(was.Outcomes, is.Outcomes)...)
	note("findings", inner(was.Findings, func(f search.Finding) review.Finding { return f.Finding }),
		inner(is.Findings, func(f search.Finding) review.Finding { return f.Finding }))
	note("later", inner(was.Later, func(l search.Later) review.Later { return l.Later }),
		inner(is.Later, func(l search.Later) review.Later { return l.Later }))
	note("reviews", was.Reviews, is.Reviews)
	note("related", was.Related, is.Related)
	note("gaps", was.Gaps, is.Gaps)
	note("contacts", was.Contacts, is.Contacts)
	note("sources", was.Sources, is.Sources)
	if name := "changes"; holds(is.Changes, was.Changes) {
		note(name, was.Changes, is.Changes)
	} else {
		parts = append(parts, name+" (an entry is gone)")
	}
	return append(parts, sectionsChanged(was.Sections, is.Sections)...)
}

// inner takes what the document says out of what is said beside it.
func inner[T, U any](list []T, of func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = of(x)
	}
	return out
}

// outcomesChanged names the outcomes of which anything differs, and says where it is
// not the rating. An outcome that moved is none.
func outcomesChanged(was, is []search.Outcome) []string {
	var parts []string
	for _, o := range is {
		switch before := outcomeNamed(was, o.Name); {
		case before == nil:
			parts = append(parts, fmt.Sprintf("outcome %q (new)", o.Name))
		case ratingOf(before) != ratingOf(&o):
			parts = append(parts, fmt.Sprintf("outcome %q (rating)", o.Name))
		case !reflect.DeepEqual(before.Outcome, o.Outcome):
			parts = append(parts, fmt.Sprintf("outcome %q", o.Name))
		}
	}
	for _, o := range was {
		if outcomeNamed(is, o.Name) == nil {
			parts = append(parts, fmt.Sprintf("outcome %q (gone)", o.Name))
		}
	}
	return parts
}

// sectionsChanged gives the ids of the sections that differ, in their fixed order.
func sectionsChanged(was, is []review.Section) []string {
	text := func(sections []review.Section, id string) string {
		for _, s := range sections {
			if s.ID == id {
				return s.Markdown
			}
		}
		return ""
	}
	var parts []string
	for _, h := range review.Headings {
		if text(was, h.ID) != text(is, h.ID) {
			parts = append(parts, h.ID)
		}
	}
	return parts
}

// Counts are numbers of entries of a file beside the reviews.
type Counts struct {
	Added   int `json:"added"`
	Removed int `json:"removed"`
	Changed int `json:"changed"`
}

// count compares entries by their names.
func count(was, is map[string]any) Counts {
	var c Counts
	for name, entry := range is {
		if before, ok := was[name]; !ok {
			c.Added++
		} else if !reflect.DeepEqual(before, entry) {
			c.Changed++
		}
	}
	for name := range was {
		if _, ok := is[name]; !ok {
			c.Removed++
		}
	}
	return c
}

// wording are the texts of the two scales. That all of them are there is checked, so
// that they can only change.
func wording(r *review.Ratings) map[string]any {
	texts := map[string]any{}
	lines := reflect.ValueOf(r.Lines)
	for i := range lines.NumField() {
		texts["line "+lines.Type().Field(i).Name] = lines.Field(i).String()
	}
	add := func(set string, levels []review.Level) {
		for _, l := range levels {
			texts[set+" "+l.ID] = l
		}
	}
	for name, scale := range map[string]review.Scale{"effect": r.Effect, "strength": r.Strength} {
		texts[name] = [2]string{scale.Label, scale.Question}
		add(name, scale.Levels)
	}
	add("detail", r.Details)
	add("state", r.States)
	add("uk", r.UK)
	for _, c := range r.Certainty {
		texts[fmt.Sprintf("certainty %s %s %s", c.Effect, c.Detail, c.Strength)] = c.Sentence
	}
	return texts
}

func items(l *review.Lists) map[string]any {
	labels := map[string]any{}
	for list, items := range map[string][]review.Item{
		"topic": l.Topics, "population": l.Populations, "setting": l.Settings, "outcome": l.Outcomes,
	} {
		for _, item := range items {
			labels[list+" "+item.ID] = item.Label
		}
	}
	return labels
}

// concepts are those of the thesaurus, and what it ignores as if that were one.
func concepts(t *review.Thesaurus) map[string]any {
	all := map[string]any{"": t.Ignore}
	for _, c := range t.Concepts {
		all[c.ID] = c
	}
	return all
}
