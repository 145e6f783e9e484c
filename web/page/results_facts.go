package page

import (
	"strings"

	"evidencestore/web/params"
)

// A HitFact is one line of what a lens looks for.
type HitFact struct {
	Label string
	Text  string
	Links []Link
}

// lensFacts are what a lens looks for in a programme beside its outcomes. What the
// documents do not say is named at the end.
func lensFacts(f Facts, lens params.Lens, gaps string) []HitFact {
	all := practiceFacts(f)
	if lens == params.Lead {
		all = leadFacts(f, gaps)
	}
	var told []HitFact
	var missing []string
	for _, fact := range all {
		if fact.Text == "" && len(fact.Links) == 0 {
			missing = append(missing, fact.Label)
		} else {
			told = append(told, fact)
		}
	}
	if len(missing) > 0 {
		told = append(told, HitFact{Label: notReportedLabel, Text: strings.Join(missing, ", ")})
	}
	return told
}

// notReportedLabel is NotReported where it begins a line.
var notReportedLabel = strings.ToUpper(NotReported[:1]) + NotReported[1:]

func practiceFacts(f Facts) []HitFact {
	contacts := HitFact{Label: "Contacts"}
	for _, c := range f.Contacts {
		text := c.Name
		if c.Role != "" {
			text += ", " + c.Role
		}
		contacts.Links = append(contacts.Links, Link{text, c.URL})
	}
	return []HitFact{
		{Label: "Who it is for", Text: f.Population},
		{Label: "Ages", Text: f.Age},
		{Label: "Where", Text: f.Settings},
		{Label: "How it is delivered", Text: f.Delivery},
		{Label: "Who provides it", Text: f.Provider},
		contacts,
	}
}

func leadFacts(f Facts, gaps string) []HitFact {
	open := HitFact{Label: "Gaps that reviewers named"}
	if f.Gaps > 0 {
		open.Links = []Link{{count(f.Gaps, "open question", "open questions"), gaps}}
	}
	return []HitFact{
		{Label: "Evidence from the UK", Text: sentences(f.UK, f.UKNote)},
		{Label: "Number of studies", Text: strings.Join(f.Studies, "; ")},
		{Label: "Cost", Text: f.Cost},
		{Label: "What it takes to deliver", Text: f.Delivery},
		open,
	}
}

// sentences joins a label and a note on it.
func sentences(label, note string) string {
	if note == "" {
		return label
	}
	return label + ". " + note
}
