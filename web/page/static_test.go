package page

import (
	"strings"
	"testing"

	"evidencestore/review"
)

func TestRatingsPage(t *testing.T) {
	v := NewRatings(frame(t))
	r := &reference(t).Ratings
	var want []string
	for _, levels := range [][]review.Level{r.Effect.Levels, r.Strength.Levels, r.Details, r.States, r.UK} {
		for _, l := range levels {
			want = append(want, l.Label, l.Definition, l.Sentence)
		}
	}
	for _, c := range r.Certainty {
		want = append(want, c.Sentence)
	}
	want = append(want, r.Effect.Question, r.Strength.Question, r.Lines.NoNegative, r.Lines.Whose, "never to the programme as a whole", "first 2,000 characters")
	body := wants(t, v, want, nil)
	if rows := strings.Count(body, `<th scope="row">`); rows != len(r.Certainty) {
		t.Errorf("the table has %d rows, want one for each of %d sentences", rows, len(r.Certainty))
	}
	for i, level := range v.Scales[0].Levels {
		if level.Level != string(review.Effects[i]) {
			t.Errorf("level %d is %q, want the order of the scale", i, level.Level)
		}
	}
}

func TestHelp(t *testing.T) {
	want := []string{"call 999", "0808 800 5000", "Leave out names", "sets no cookies", "up to 4 programmes"}
	body := wants(t, NewHelp(frame(t), 0), want, nil)
	wants(t, NewHelp(&Frame{}, 0), want, nil)
	kept, none := []string{"no word that was typed", "7 times in a week"}, []string{"keeps no list of what was asked"}
	wants(t, NewHelp(frame(t), 7), kept, none)
	wants(t, NewHelp(frame(t), 0), none, kept)
	if !strings.Contains(body, `id="danger"`) {
		t.Error("nothing for the link of every page to what to do in danger")
	}
}

func TestAbout(t *testing.T) {
	wants(t, NewAbout(frame(t), Organisation{}, everything()),
		[]string{"30 documents", "Rated : 15", "Not rated : 15", "has not yet entered a name", "has not yet entered a contact", "000001-abcdef01", "Apache License", "Neither What Works", "RIS, BibTeX, JSON and Atom"},
		[]string{"No eligible studies"})
	wants(t, NewAbout(frame(t), Organisation{Name: "Moon <Council>", Email: "moon@example.org"}, everything()),
		[]string{"Moon <Council>.", "moon@example.org"}, []string{"has not yet entered"})
}

func TestAccessibility(t *testing.T) {
	named := Organisation{Name: `Moon "Council" <b>`, Email: "moon@example.org", URL: "https://moon.example/contact?a=1&b=2"}
	with := func(c Compliance) Organisation { o := named; o.Accessibility = c; return o }
	always := []string{"Equality and Human Rights Commission (EHRC)", "Equality Advisory and Support Service (EASS)", "(ECNI)", "axe-core", "Preparation of this statement"}
	for _, tc := range []struct {
		name      string
		o         Organisation
		want, not []string
	}{
		{
			"nothing entered",
			Organisation{},
			[]string{"not yet entered a name", "not yet entered a contact", "has not yet assessed", "not yet entered a date on which it was tested", "not yet entered the date", "no list"},
			[]string{"is compliant", "fully compliant", "committed"},
		},
		{
			"not assessed", named,
			[]string{`It is run by Moon "Council" <b>.`, "moon@example.org", `Contact Moon "Council" <b>`, "has not yet assessed"},
			[]string{"fully compliant", "not yet entered a name"},
		},
		{
			"full", with(Compliance{Status: FullyCompliant, Prepared: "2026-11-01", Tested: "2026-10-31"}),
			[]string{"fully compliant", "prepared on 1 November 2026", "No date of a review", "on 31 October 2026", "names nothing that is not accessible"},
			[]string{"partially"},
		},
		{
			"partial", with(Compliance{Status: PartlyCompliant, Problems: []string{"The <map> is wide.", "中文 " + strings.Repeat("long ", 40)}, Prepared: "2026-11-01", Reviewed: "2026-11-02", Tested: "2026-10-31"}),
			[]string{"partially compliant", "The <map> is wide.", "中文", "last reviewed on 2 November 2026"},
			[]string{"fully compliant", "no list"},
		},
		{"none", with(Compliance{Status: NotCompliant, Problems: []string{"All of it."}}), []string{"is not compliant", "All of it."}, []string{"fully"}},
	} {
		t.Run(tc.name, func(t *testing.T) { wants(t, NewAccessibility(frame(t), tc.o), append(tc.want, always...), tc.not) })
	}
	wants(t, NewAccessibility(&Frame{}, Organisation{}), always, nil)
	for _, status := range ComplianceStatuses {
		if complianceSentences[status] == "" {
			t.Errorf("no sentence for the status %q", status)
		}
	}
}
