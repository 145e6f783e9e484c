package page

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// overviewOf reads documents, in the order given.
func overviewOf(t testing.TB, docs ...*review.Review) *Overview {
	t.Helper()
	f := frame(t)
	o := &Overview{Info: f.Info, Total: len(docs)}
	for _, doc := range docs {
		o.Add(search.NewDocument(doc, f.Info.Reference))
	}
	return o
}

func gaps(t testing.TB, o *Overview, p params.Page) Gaps {
	t.Helper()
	f := frame(t)
	f.Info, f.Lens = o.Info, p.Lens
	return NewGaps(f, o, p)
}

// knitting is no real programme. It lacks everything but a rating.
func knitting() *review.Review {
	return &review.Review{
		ID: "moon-knitting", Title: `Moon <knitting> & "wool"`, Status: review.Rated, UK: "none", EvidenceTo: "2018", Topics: []string{"neglect"}, Caution: "Of wool only.",
		Outcomes: []review.Outcome{
			{Name: "Warm <feet>", Domains: []string{"education"}, Effect: review.MixedOrNone, Detail: review.Mixed, Strength: review.VeryLow, Better: "warmer feet", ComparedWith: "no socks", UK: "none", Worse: true, WorseNote: "One fell.", RatedBy: "nobody"},
			{Name: "Long scarves", Domains: []string{"education"}, Effect: review.TendsPositive, Strength: review.High, Better: "longer", ComparedWith: "short ones", UK: "yes", RatedBy: "nobody"},
		},
		Later: []review.Later{{Year: 2024, Domains: []string{"education"}, Finding: "Warm.", Direction: "less-favourable", Worse: true}},
		Gaps:  []review.Gap{{Question: "Do <fathers> knit?", Missing: "Any study.", WhoLooked: "Nobody and others", Year: 2020, Source: "https://example.org/?a=1&b=2"}, {Question: "说什么?", Missing: "All.", WhoLooked: "Nobody"}},
	}
}

func TestGaps(t *testing.T) {
	costed := &review.Review{ID: "a", Title: "Apples", Status: review.NotRated, UK: "not-stated", Cost: "No figure.", Topics: []string{"physical-abuse"}}
	section := &review.Review{ID: "b", Title: "Bees", Status: review.NoEligibleStudies, UK: "yes", Sections: []review.Section{{ID: "costs", Heading: "Costs and benefits", Markdown: "None."}}}
	for _, tc := range []struct {
		name      string
		view      Gaps
		want, not []string
	}{
		{
			"nothing held", gaps(t, overviewOf(t), params.Page{}),
			[]string{"0 outcomes", "Nothing from the UK: 0 programmes", "None among the documents shown here.", "no evidence against a programme"},
			[]string{"What could help to settle it:", "Only the first", "more."},
		},
		{
			"everything lacks", gaps(t, overviewOf(t, knitting()), params.Page{}),
			[]string{
				"Low or very low strength of evidence: 1 outcome ", "Caution. Of wool only. " + reference(t).Ratings.Lines.Worse, `Moon <knitting> & "wool"`, "Warm <feet>", "Better means: warmer feet. Compared with: no socks.", "Includes a worse result. One fell.",
				"Some newer evidence on this kind of outcome is less favourable", "A well-conducted controlled study on this outcome.", "for whom, and under which conditions", "looks for harm", "A study in UK services.",
				"Nothing from the UK: 1 programme", "Nothing on costs: 1 programme", "Never rated: 0 programmes", "unanswered: 2", "Do <fathers> knit?", "Who looked: Nobody and others, 2020.", "说什么?", "Who looked: Nobody. In the document",
			},
			[]string{"Long scarves"},
		},
		{
			"the other lists", gaps(t, overviewOf(t, costed, section), params.Page{}),
			[]string{"Not known whether anything is from the UK: 1 programme ", "Nothing on costs: 0 programmes", "Never rated: 1 programme ", "A rating of the existing reviews.", "No eligible studies: 1 programme "},
			nil,
		},
		{
			"one topic", gaps(t, overviewOf(t, costed, knitting()), params.Page{Search: params.Search{Topic: []string{"physical-abuse"}}, View: params.View{Lens: params.Lead}}),
			[]string{"Gaps in the evidence: Physical abuse", "Never rated: 1 programme "},
			[]string{"Moon"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) { wants(t, tc.view, tc.want, tc.not) })
	}
}

func TestGapsOfMany(t *testing.T) {
	var docs []*review.Review
	for i := range maxGaps + 3 {
		doc := knitting()
		doc.ID, doc.Title = fmt.Sprintf("moon-%d", i), fmt.Sprintf("Moon number %d,", i)
		docs = append(docs, doc)
	}
	o := overviewOf(t, docs...)
	o.Total = 20_000
	p := params.Page{Search: params.Search{Topic: []string{"neglect"}}, View: params.View{Lens: params.Lead}}
	v := gaps(t, o, p)
	body := wants(t, v,
		[]string{"There are 20,000 documents. Only the first 53 documents by title were read", "53 outcomes", "And 3 more. See all programmes of this list", "Moon number 49,", "unanswered: 106"},
		[]string{"Moon number 50,"})
	for _, want := range []string{
		`href="/search?lens=lead&amp;strength=very-low&amp;strength=low&amp;topic=neglect"`, `href="/search?lens=lead&amp;topic=neglect&amp;uk=none"`,
		`<option value="neglect" selected>`, `<input type="hidden" name="lens" value="lead">`, `href="https://store.example/gaps?lens=lead&amp;topic=neglect"`,
	} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	}
	if v.Lists[2].ID != "economics" || v.Lists[2].More != (Rest{Count: 3}) {
		t.Errorf("of those without costs: %+v, want no search, which finds none of them", v.Lists[2].More)
	}
	if v.Named.More != (Rest{Count: 56}) || len(v.Named.Entries) != maxGaps {
		t.Errorf("of named gaps %d are shown and %+v not", len(v.Named.Entries), v.Named.More)
	}
}

// TestGapsOfTheShippedCorpus holds that the page counts what the documents say.
func TestGapsOfTheShippedCorpus(t *testing.T) {
	all := shipped(t)
	var docs []*review.Review
	weak, named := 0, 0
	for _, id := range slices.Sorted(maps.Keys(all)) {
		docs = append(docs, all[id])
		named += len(all[id].Gaps)
		for _, o := range all[id].Outcomes {
			if o.Strength == review.Low || o.Strength == review.VeryLow {
				weak++
			}
		}
	}
	v := gaps(t, overviewOf(t, docs...), params.Page{})
	if weak == 0 || v.Weak.Count != weak || v.Named.Count != named {
		t.Errorf("%d weak outcomes and %d named gaps, want %d and %d", v.Weak.Count, v.Named.Count, weak, named)
	}
	render(t, v)
}

func TestSettling(t *testing.T) {
	for _, tc := range []struct {
		outcome review.Outcome
		want    []string
	}{
		{review.Outcome{Strength: review.VeryLow, Effect: review.TendsPositive, UK: "yes"}, []string{"A well-conducted controlled study on this outcome."}},
		{review.Outcome{Strength: review.Low, Effect: review.MixedOrNone, Detail: review.NoDifference, UK: "none"}, []string{"Larger, well-conducted controlled studies on this outcome.", "A study large enough to find a difference if there is one.", "A study in UK services."}},
		{review.Outcome{Strength: review.Low, Effect: review.Negative, UK: "some"}, []string{"Larger, well-conducted controlled studies on this outcome.", "A study that looks for harm as carefully as for benefit."}},
		{review.Outcome{Strength: review.VeryLow, Effect: review.MixedOrNone, Detail: review.Mixed, UK: "not-stated"}, []string{"A well-conducted controlled study on this outcome.", "Studies that ask for whom, and under which conditions, results differ.", "A look at whether any of the studies is from the UK, and if none is, a study in UK services."}},
	} {
		if diff := cmp.Diff(tc.want, settling(&search.Outcome{Outcome: tc.outcome})); diff != "" {
			t.Errorf("%+v, -want +got:\n%s", tc.outcome, diff)
		}
	}
}

// TestChanges holds that the latest changes are kept whole, whatever the order in
// which the documents are read.
func TestChanges(t *testing.T) {
	var docs []*review.Review
	for i := range 8 {
		docs = append(docs, &review.Review{ID: fmt.Sprint(i), Title: fmt.Sprint(i), Changes: []review.Change{
			{Date: review.Date(fmt.Sprintf("2026-01-0%d", i+1)), What: "Changed."}, {Date: "2026-01-05", What: "All."},
		}})
	}
	type news struct {
		Date review.Date
		N    int
	}
	want := []news{{"2026-01-08", 1}, {"2026-01-07", 1}, {"2026-01-06", 1}, {"2026-01-05", 8}, {"2026-01-05", 1}}
	for range 2 {
		var got []news
		for _, c := range overviewOf(t, docs...).Changes {
			got = append(got, news{c.Date, len(c.Programmes)})
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("-want +got:\n%s", diff)
		}
		slices.Reverse(docs)
	}
}
