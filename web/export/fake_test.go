package export

import (
	"bytes"
	"os"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// decoded is the shipped corpus's reference, which takes a while to decode.
var decoded = sync.OnceValues(func() (*review.Reference, review.Faults) { return review.DecodeReference(os.DirFS("../../corpus")) })

// reference is the shipped corpus's own.
func reference(t testing.TB) *review.Reference {
	t.Helper()
	ref, faults := decoded()
	if len(faults) > 0 {
		t.Fatalf("the corpus's reference: %v", faults)
	}
	return ref
}

// list is an export of these documents.
func list(t testing.TB, docs ...*review.Review) *List {
	t.Helper()
	ref := reference(t)
	l := &List{
		Title: "Evidence Store: the moon", Criteria: []string{"Looked for: The moon", "Outcome: Education"},
		Link: "https://store.example/search?concept=moon&outcome=education", Feed: "https://store.example/search?concept=moon&format=atom&outcome=education",
		Base: "https://store.example", Generation: "000001-abcdef01", Made: time.Date(2026, 11, 23, 9, 30, 0, 0, time.FixedZone("CET", 3600)),
		Total: len(docs), Reference: ref,
	}
	for _, doc := range docs {
		l.Documents = append(l.Documents, search.NewDocument(doc, ref))
	}
	return l
}

// shipped are the documents of the shipped corpus, by id.
func shipped(t testing.TB) []*review.Review {
	t.Helper()
	ref := reference(t)
	files, err := filepath.Glob("../../corpus/reviews/*.md")
	if err != nil || len(files) == 0 {
		t.Fatalf("no documents: %v", err)
	}
	var docs []*review.Review
	for _, file := range files {
		data, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		doc, faults := review.Decode(filepath.Base(file), data, &ref.Lists)
		if len(faults) > 0 {
			t.Fatalf("%s: %v", file, faults)
		}
		docs = append(docs, doc)
	}
	return docs
}

func written(t testing.TB, format params.Format, l *List) string {
	t.Helper()
	var buf bytes.Buffer
	if err := Write(&buf, format, l); err != nil {
		t.Fatalf("Write: %v", err)
	}
	return buf.String()
}

// moonWalks is no real programme; it has something of everything.
func moonWalks() *review.Review {
	return &review.Review{
		ID: "moon-walks", Title: "Moon walks <for> families & friends", Summary: "Made up for tests: 100 % moon, $0, #1_a.",
		Status: review.Rated, Updated: "2026-01-02", UK: "some", EvidenceTo: "2018", Topics: []string{"parenting"}, Population: []string{"children-in-care"},
		Caution: "Only one moon was seen", Verified: true,
		Outcomes: []review.Outcome{
			{
				Name: "Seeing the moon", Domains: []string{"education"}, Effect: review.MixedOrNone, Detail: review.Mixed, Strength: review.Low,
				Better: "more moons seen", ComparedWith: "staying in", Finding: "Some saw it.", Figures: "3 of 5", FiguresFrom: "Luna 2017",
				UK: "none", Worse: true, WorseNote: "One fell.", RatedBy: "nobody", EvidenceTo: "2017-05",
			},
			{
				Name: "Coming home", Domains: []string{"reunification"}, Effect: review.TendsPositive, Strength: review.High,
				Better: "more come home", ComparedWith: "-10 others", Finding: "=Most did.", UK: "not-stated", Worse: true, RatedBy: "nobody",
			},
		},
		Findings: []review.Finding{{Name: "Sleep", Domains: []string{"child-mental-health"}, Text: "Slept.", Figures: "1 of 2", Country: "England", Research: "Owl 2020", Worse: true}},
		Later: []review.Later{
			{Year: 2024, Country: "Wales", Design: "trial", Domains: []string{"education"}, Finding: "Fewer moons.", Figures: "2 of 9", Direction: "less-favourable", DirectionNote: "Cloudy.", Worse: true, Citation: "Nimbus 2024"},
			{Country: "Mars", Design: "trial", Domains: []string{"offending"}, Finding: "No crime.", Direction: "no-rating", Citation: "Ares"},
		},
		Reviews: []review.Study{
			{Kind: "systematic-review", Authors: "Luna, A. B., van der Maan, C.-D.", Title: "On {moons} & 50% of ~x^2", Year: 2017, Journal: "Moon & Sky, 12(3), 45-67", DOI: "10.1/moon_{a}", URL: "https://example.org/a_b%20c"},
			{Kind: "systematic-review", Authors: "Institute for Moons, Owls and partners", Title: "A report", Year: 2020, Journal: "Institute for Moons (report)"},
		},
	}
}

// unrated is a programme of which nothing is known.
func unrated() *review.Review {
	return &review.Review{ID: "sun-walks", Title: "Sun walks", Summary: "Nobody looked.", Status: review.NoEligibleStudies, Updated: "2026-03-04", UK: "not-stated"}
}
