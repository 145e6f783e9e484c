package page

import (
	"fmt"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// NotReported stands where the documents say nothing.
const NotReported = "not reported in the reviews we hold"

// Facts are what a document says of a programme beside outcomes, in words. An empty
// field is not reported.
type Facts struct {
	Population string
	Age        string
	Settings   string
	Topics     string
	Delivery   string
	Provider   string
	Cost       string
	UK         string
	UKNote     string
	EvidenceTo string
	Basis      string // how that is known
	Studies    []string
	Verified   bool
	Gaps       int
	Contacts   []review.Contact
}

// NewFacts gathers what a document says.
func NewFacts(doc *search.Document, ref *review.Reference) Facts {
	f := Facts{
		Population: strings.Join(review.Labels(ref.Lists.Populations, doc.Population), ", "),
		Settings:   strings.Join(review.Labels(ref.Lists.Settings, doc.Settings), ", "),
		Topics:     strings.Join(review.Labels(ref.Lists.Topics, doc.Topics), ", "),
		Delivery:   doc.Delivery, Provider: doc.Provider, Cost: doc.Cost,
		UK: review.LevelLabel(ref.Ratings.UK, string(doc.UK)), UKNote: doc.UKNote,
		EvidenceTo: month(doc.EvidenceTo), Basis: doc.EvidenceToBasis,
		Verified: doc.Verified, Gaps: len(doc.Gaps), Contacts: doc.Contacts,
	}
	if len(doc.Age) == 2 {
		f.Age = fmt.Sprintf("%d to %d years", doc.Age[0], doc.Age[1])
		if doc.Age[0] == doc.Age[1] {
			f.Age = count(doc.Age[0], "year", "years")
		}
	}
	for _, s := range doc.Reviews {
		if counted := studyCount(&s); counted != "" {
			f.Studies = append(f.Studies, counted+" ("+shortName(&s)+")")
		}
	}
	return f
}

// studyCount says what a review counts, or "" where its source counts nothing.
func studyCount(s *review.Study) string {
	var parts []string
	for _, c := range []struct {
		n         *int
		one, many string
	}{{s.Studies, "study", "studies"}, {s.Publications, "publication", "publications"}, {s.Programmes, "programme", "programmes"}} {
		if c.n != nil {
			parts = append(parts, count(*c.n, c.one, c.many))
		}
	}
	return strings.Join(parts, ", ")
}

// shortName is how a text refers to a study: "Zhang and others 2019".
func shortName(s *review.Study) string {
	name := s.Title
	if family, rest, _ := strings.Cut(s.Authors, ","); family != "" {
		name = family
		if strings.Contains(rest, ",") || strings.HasSuffix(s.Authors, " and others") {
			name += " and others"
		}
	}
	if s.Year != 0 {
		name += fmt.Sprintf(" %d", s.Year)
	}
	return name
}
