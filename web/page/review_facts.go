package page

import (
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// A Fact is a term and what is known of it. Without values and links it is not
// reported.
type Fact struct {
	Term   string
	Values []string
	Links  []Link
}

// keyFacts are what a reader looks for first under each lens.
func keyFacts(doc *search.Document, ref *review.Reference, lens params.Lens) []Fact {
	f := NewFacts(doc, ref)
	population := listedFact("Who it is for", ref.Lists.Populations, doc.Population)
	uk := newFact("Evidence from the UK", f.UK, f.UKNote)
	to := newFact("Evidence reaches to", f.EvidenceTo, f.Basis)
	delivery, provider := newFact("How it is delivered", f.Delivery), newFact("Who delivers it", f.Provider)
	if lens == params.Lead {
		return []Fact{
			strengthFact(doc, ref), uk, newFact("Cost", f.Cost), delivery, provider, newFact("Studies counted", studiesCounted(doc)...),
			linkedFact("Gaps in the evidence", f.Gaps, count(f.Gaps, "question without an answer", "questions without an answer"), "#gaps"),
			to, population, newFact("Age", f.Age),
		}
	}
	return []Fact{
		population, newFact("Age", f.Age), listedFact("Where", ref.Lists.Settings, doc.Settings), listedFact("Topics", ref.Lists.Topics, doc.Topics),
		delivery, provider, newFact("Cost", f.Cost),
		linkedFact("Contacts", len(f.Contacts), count(len(f.Contacts), "contact", "contacts"), "#contacts"),
		uk, to,
	}
}

// newFact leaves out empty values.
func newFact(term string, values ...string) Fact {
	f := Fact{Term: term}
	for _, v := range values {
		if strings.TrimSpace(v) != "" {
			f.Values = append(f.Values, v)
		}
	}
	return f
}

// listedFact parts its labels by semicolons, since some hold commas.
func listedFact(term string, items []review.Item, ids []string) Fact {
	return newFact(term, strings.Join(review.Labels(items, ids), "; "))
}

// studiesCounted says of each review how many studies it counts. Where one does, it
// says so of those that do not, too, or the numbers would pass for all there is.
func studiesCounted(doc *search.Document) []string {
	var lines []string
	some := false
	for _, s := range doc.Reviews {
		counted := studyCount(&s)
		some = some || counted != ""
		if counted == "" {
			counted = "number not reported"
		}
		lines = append(lines, counted+" ("+shortName(&s)+")")
	}
	if !some {
		return nil
	}
	return lines
}

// linkedFact leads to the section that lists n things.
func linkedFact(term string, n int, text, section string) Fact {
	f := Fact{Term: term}
	if n > 0 {
		f.Links = []Link{{text, section}}
	}
	return f
}

// strengthFact counts outcomes by strength and leads to them, where everything
// stands that belongs beside a rating.
func strengthFact(doc *search.Document, ref *review.Reference) Fact {
	f := Fact{Term: ref.Ratings.Strength.Label}
	if len(doc.Outcomes) == 0 {
		return newFact(f.Term, review.LevelLabel(ref.Ratings.States, string(doc.Status)))
	}
	levels := ref.Ratings.Strength.Levels
	for i := len(levels) - 1; i >= 0; i-- {
		n := 0
		for _, o := range doc.Outcomes {
			if string(o.Strength) == levels[i].ID {
				n++
			}
		}
		if n > 0 {
			f.Values = append(f.Values, levels[i].Label+": "+count(n, "outcome", "outcomes"))
		}
	}
	f.Links = []Link{{"Read which way each outcome points", "#outcomes"}}
	return f
}
