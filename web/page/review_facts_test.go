package page

import (
	"slices"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// termsAndValues are key facts, each in one line.
func termsAndValues(facts []Fact) []string {
	var lines []string
	for _, f := range facts {
		var line strings.Builder
		line.WriteString(f.Term + ": " + strings.Join(f.Values, "; "))
		for _, l := range f.Links {
			line.WriteString(" [" + l.Text + " " + l.URL + "]")
		}
		lines = append(lines, strings.TrimSpace(line.String()))
	}
	return lines
}

func TestKeyFacts(t *testing.T) {
	ref := reference(t)
	full := owls()
	full.Population, full.Settings, full.Age = []string{"teenagers", "kinship-carers"}, []string{"family-home"}, []int{3, 3}
	full.Delivery, full.Provider, full.Cost, full.UKNote = "By night.", "An owl.", "Two mice.", "No owl was British."
	full.Contacts = []review.Contact{{Name: "A. Owl"}}
	full.Gaps = []review.Gap{{Question: "Q", Missing: "M", WhoLooked: "W"}}
	full.Reviews = []review.Study{{Kind: "trial", Title: "On owls", Year: 2017, Studies: new(4)}, {Kind: "trial", Title: "More owls", Authors: "Barn, O., Tawny, O."}}
	full.Outcomes = append(full.Outcomes, full.Outcomes[0])
	full.Outcomes[1].Strength = review.High
	notRated := owls()
	notRated.Status, notRated.Outcomes = review.NotRated, nil
	notRated.Reviews = []review.Study{{Kind: "trial", Title: "On owls"}}

	for _, tc := range []struct {
		name string
		doc  *review.Review
		lens params.Lens
		want []string
	}{
		{"practice", full, params.Practice, []string{
			"Who it is for: " + review.Label(ref.Lists.Populations, "teenagers") + "; " + review.Label(ref.Lists.Populations, "kinship-carers"), "Age: 3 years", "Where: " + review.Label(ref.Lists.Settings, "family-home"), "Topics:",
			"How it is delivered: By night.", "Who delivers it: An owl.", "Cost: Two mice.", "Contacts:  [1 contact #contacts]",
			"Evidence from the UK: None from the UK; No owl was British.", "Evidence reaches to: March 2018",
		}},
		{"lead", full, params.Lead, []string{
			"Strength of evidence: High strength: 1 outcome; Low strength: 1 outcome [Read which way each outcome points #outcomes]",
			"Evidence from the UK: None from the UK; No owl was British.", "Cost: Two mice.", "How it is delivered: By night.", "Who delivers it: An owl.",
			"Studies counted: 4 studies (On owls 2017); number not reported (Barn and others)", "Gaps in the evidence:  [1 question without an answer #gaps]", "Evidence reaches to: March 2018",
			"Who it is for: " + review.Label(ref.Lists.Populations, "teenagers") + "; " + review.Label(ref.Lists.Populations, "kinship-carers"), "Age: 3 years",
		}},
		{"lead, with nothing known and no rating", notRated, params.Lead, []string{
			"Strength of evidence: Not rated", "Evidence from the UK: None from the UK", "Cost:", "How it is delivered:", "Who delivers it:",
			"Studies counted:", "Gaps in the evidence:", "Evidence reaches to: March 2018", "Who it is for:", "Age:",
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := termsAndValues(keyFacts(search.NewDocument(tc.doc, ref), ref, tc.lens))
			if !slices.Equal(got, tc.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tc.want, "\n"))
			}
		})
	}
	holdsAll(t, plainText(render(t, reviewOf(t, notRated, params.Lead))), "Cost not reported in the reviews we hold")
}

func TestReviewLenses(t *testing.T) {
	body := render(t, reviewOf(t, owls(), params.Lead, search.Hit{ID: "bat-watching", Title: "Bat watching", Summary: "Bats."}))
	holdsAll(
		t, body,
		`<link rel="canonical" href="https://store.example/reviews/owl-watching">`,
		`<li><a href="/reviews/owl-watching">For practice</a></li>`,
		`<li><a href="/reviews/owl-watching?lens=lead" aria-current="true">For service leads</a></li>`,
		`<a href="/reviews/bat-watching?lens=lead">Bat watching</a>`,
		`<input type="hidden" name="lens" value="lead">`,
	)
}

func TestReviewSimilar(t *testing.T) {
	hits := []search.Hit{
		{ID: "owl-watching", Title: "Owl watching"},
		{ID: "bat-watching", Title: `Bat "watching"`, Summary: "Bats."},
		{ID: "cat-watching", Title: "Cat watching"},
		{ID: "dog-watching", Title: "Dog watching"},
		{ID: "elk-watching", Title: "Elk watching"},
	}
	view := reviewOf(t, owls(), params.Practice, hits...)
	body := render(t, view)
	holdsAll(
		t, body,
		`<form class="similar-form" action="/compare" method="get">`,
		`<input type="hidden" name="id" value="owl-watching">`,
		`<input type="checkbox" name="id" value="bat-watching">`,
		`<a href="/compare?id=owl-watching&amp;id=bat-watching">Compare Bat &#34;watching&#34; with this one</a>`,
	)
	if len(view.Similar) != SimilarShown || len(view.Similar) > params.MaxPicked-1 {
		t.Errorf("%d similar ones", len(view.Similar))
	}
	holdsNone(t, body, "elk-watching", `type="checkbox" name="id" value="owl-watching"`, `name="page"`)
	holdsNone(t, plainText(render(t, reviewOf(t, owls(), params.Practice))), "Similar programmes")
}
