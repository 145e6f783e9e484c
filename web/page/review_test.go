package page

import (
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// owls is no real programme.
func owls() *review.Review {
	return &review.Review{
		ID: "owl-watching", Title: "Owl watching", Summary: "Families watch owls.", Status: review.Rated, Verified: true, Updated: "2026-01-02",
		UK: "none", EvidenceTo: "2018-03",
		Outcomes: []review.Outcome{{
			Name: "Sleeping at night", Domains: []string{"education"}, Effect: review.TendsPositive, Strength: review.Low,
			Better: "more sleep", ComparedWith: "no owls", Finding: "They slept.", Figures: "7 of 9", FiguresFrom: "Barn 2017", UK: "none", RatedBy: "Nobody",
		}},
	}
}

// reviewOf is the page of a document as the store would give it.
func reviewOf(t testing.TB, doc *review.Review, lens params.Lens, similar ...search.Hit) Review {
	t.Helper()
	f := *framed()
	f.Lens = lens
	return NewReview(&f, search.NewDocument(doc, f.Info.Reference), similar)
}

// idsOf counts the ids of a page.
func idsOf(t testing.TB, body string) map[string]int {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	ids := map[string]int{}
	for n := range root.Descendants() {
		if id := attr(n, "id"); id != "" {
			ids[id]++
		}
	}
	return ids
}

func holdsAll(t testing.TB, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func holdsNone(t testing.TB, text string, unwanted ...string) {
	t.Helper()
	for _, not := range unwanted {
		if strings.Contains(text, not) {
			t.Errorf("%q in %q", not, text)
		}
	}
}

// TestShippedReviews holds that the page of every document has each of its sections
// once, and everything that must stand beside its ratings.
func TestShippedReviews(t *testing.T) {
	ref := reference(t)
	for id, doc := range shipped(t) {
		for _, lens := range params.Lenses {
			t.Run(id+" "+string(lens), func(t *testing.T) {
				body := render(t, reviewOf(t, doc, lens))
				ids := idsOf(t, body)
				for _, s := range doc.Sections {
					if ids[s.ID] != 1 {
						t.Errorf("section %q stands %d times", s.ID, ids[s.ID])
					}
				}
				text := plainText(body)
				holdsAll(t, text, doc.Title, "Key facts", "Printed from https://store.example/reviews/"+id+" · edition 000001-abcdef01")
				for _, o := range doc.Outcomes {
					holdsAll(t, text, o.Name, spaced(o.Better), spaced(o.ComparedWith), spaced(o.Finding), ref.Ratings.CertaintyOf(&o), ref.Ratings.EffectLabel(o.Effect, o.Detail))
				}
				for _, l := range doc.Later {
					holdsAll(t, text, spaced(l.Finding), ref.Ratings.LaterLine(l.Direction), spaced(l.DirectionNote), spaced(l.Citation), spaced(l.Figures))
				}
				for _, f := range doc.Findings {
					holdsAll(t, text, spaced(f.Text))
				}
				for _, s := range append(doc.Reviews, doc.Related...) {
					holdsAll(t, text, spaced(s.Title), spaced(s.Note), spaced(s.Figures))
				}
				for _, g := range doc.Gaps {
					holdsAll(t, text, spaced(g.Question), spaced(g.Missing))
				}
				for _, c := range doc.Changes {
					holdsAll(t, text, day(c.Date)+" : "+spaced(c.What)+" Why: "+spaced(c.Why))
				}
				for _, s := range doc.Sources {
					holdsAll(t, body, `href="`+strings.NewReplacer("(", "%28", ")", "%29", "&", "&amp;").Replace(s.URL)+`" rel="noreferrer"`)
				}
			})
		}
	}
}

func spaced(s string) string { return strings.Join(strings.Fields(s), " ") }

// TestAllSectionsOfAReview holds that the sections of the page and those of the
// document have ids of their own.
func TestAllSectionsOfAReview(t *testing.T) {
	doc := owls()
	for _, h := range review.Headings {
		doc.Sections = append(doc.Sections, review.Section{ID: h.ID, Heading: h.Heading, Markdown: "Text of " + h.ID + "."})
	}
	doc.Gaps = []review.Gap{{Question: "What of bats?", Missing: "All of it", WhoLooked: "A bat", Year: 2019, Source: "https://bats.example/"}}
	doc.Reviews = []review.Study{{Kind: "trial", Title: "On owls", DOI: "10.1/a", URL: "https://owls.example/b"}}
	doc.Related, doc.Contacts = doc.Reviews, []review.Contact{{Name: "A. Owl", Role: "sits", URL: "https://www.owls.example/c"}}
	doc.Sources, doc.Changes = []review.Source{{URL: "https://owls.example/a"}}, []review.Change{{Date: "2026-01-02", What: "Written", Why: "Tests"}}
	view := reviewOf(t, doc, params.Practice, search.Hit{ID: "bat-watching", Title: "Bat watching", Summary: "Bats."})
	body := render(t, view)
	holdsAll(t, plainText(body), "A. Owl, sits: owls.example", "Who looked: A bat, 2019 · Read at bats.example", "https://doi.org/10.1/a Read at owls.example")
	if links, safe := strings.Count(body, `<a href="https://`), strings.Count(body, `" rel="noreferrer">`); links != 7 || safe != links {
		t.Errorf("%d links to other sites, %d of them without referrer, want 7", links, safe)
	}
	ids := idsOf(t, body)
	for _, part := range view.Parts {
		if ids[part.ID] != 1 {
			t.Errorf("%q stands %d times", part.ID, ids[part.ID])
		}
	}
	if want := len(review.Headings) + 10; len(view.Parts) != want {
		t.Errorf("%d sections, want %d", len(view.Parts), want)
	}
	lead := reviewOf(t, doc, params.Lead)
	if place(view.Parts, "what-it-is") > place(view.Parts, "gaps") || place(lead.Parts, "what-it-is") < place(lead.Parts, "reviews") {
		t.Error("practice does not come to the text first, or lead not to the research")
	}
}

func place(parts []Part, id string) int {
	for i, p := range parts {
		if p.ID == id {
			return i
		}
	}
	return -1
}

func TestReviewStates(t *testing.T) {
	lines := reference(t).Ratings.Lines
	notVerified, mixedPicture := "The ratings were not read on the rating body’s own page.", "Mixed picture:"
	for _, tc := range []struct {
		name   string
		change func(*review.Review)
		want   []string
		not    []string
	}{
		{
			"rated", func(*review.Review) {},
			[]string{
				"Each outcome below was rated on its own", "Better means: more sleep. Compared with: no owls.", "Tends to be positive", "Low strength",
				"Figures: 7 of 9 (Barn 2017)", "Evidence to March 2018 · None from the UK · Rated by Nobody", "No evidence newer than the ratings is held here.",
			},
			[]string{"Before you rely on it", notVerified, "Findings without a rating", "Also called"},
		},
		{
			"rated and not verified", func(r *review.Review) { r.Verified = false },
			[]string{"Before you rely on it", notVerified},
			nil,
		},
		{
			"a caution, a worse result and a mixed picture", func(r *review.Review) {
				r.Caution = "Owls bite."
				r.Outcomes = append(r.Outcomes, review.Outcome{
					Name: "Staying awake", Domains: []string{"education"}, Effect: review.Negative, Strength: review.VeryLow, Better: "more waking", ComparedWith: "no owls",
					Worse: true, WorseNote: "One fell asleep.", UK: "yes", RatedBy: "Nobody",
				})
			},
			[]string{"Owls bite.", lines.Worse + " See Outcomes .", mixedPicture, "Includes a worse result. One fell asleep."},
			[]string{notVerified},
		},
		{
			"newer evidence", func(r *review.Review) {
				later := review.Later{Country: "Narnia", Design: "trial", Domains: []string{"education"}, Finding: "Less sleep.", Direction: "less-favourable", DirectionNote: "By our reading.", Worse: true, Citation: "Tawny 2020", DOI: "10.1/owl(1)#2"}
				again := later
				again.Finding, again.Direction, again.Worse, again.Figures = "More dreams.", "unclear", false, "3 of 4"
				r.Later = []review.Later{later, again}
			},
			[]string{
				"Narnia, year not known trial Education", "Less sleep. " + lines.Worse + " " + lines.LessFavourable, "More dreams. Figures: 3 of 4 " + lines.Unclear + " By our reading. Tawny 2020 https://doi.org/10.1/owl(1)#2",
				lines.Worse + " See Newer evidence .",
			},
			[]string{"No evidence newer"},
		},
		{
			"not rated", func(r *review.Review) {
				r.Status, r.Verified, r.Outcomes = review.NotRated, false, nil
				r.Findings = []review.Finding{{Name: "Feathers", Domains: []string{"education"}, Text: "They grew.", Source: "https://owls.example/"}}
			},
			[]string{"That says nothing about whether it works", lines.NotRated + " Feathers. They grew. Not a rating"},
			[]string{notVerified, "Newer evidence", "Rated by", "Overall effectiveness"},
		},
		{
			"findings beside ratings", func(r *review.Review) {
				r.Findings = []review.Finding{{Name: "Feathers", Domains: []string{"education"}, Text: "They grew.", Worse: true}}
			},
			[]string{"Findings without a rating This is what named research found beside the rated outcomes. It is not a rating. Feathers. They grew.", lines.Worse + " See Outcomes ."},
			[]string{lines.NotRated},
		},
		{
			"no eligible studies", func(r *review.Review) { r.Status, r.Verified, r.Outcomes = review.NoEligibleStudies, false, nil },
			[]string{"Nobody knows yet whether it helps", "No outcome is rated, and no single finding is listed."},
			[]string{notVerified, "Newer evidence", "Findings without a rating"},
		},
		{
			"other scripts", func(r *review.Review) { r.Title, r.Aliases = "مراقبة البوم", []string{"观察猫头鹰"} },
			[]string{"مراقبة البوم", "Also called: 观察猫头鹰"},
			nil,
		},
		{
			"very long", func(r *review.Review) {
				r.Title = strings.Repeat("Owl", 1000)
				r.Aliases = make([]string, 100)
				for i := range r.Aliases {
					r.Aliases[i] = "O"
				}
				r.Sections = []review.Section{{ID: "what-it-is", Heading: "What it is", Markdown: strings.Repeat("Hoot. ", 20_000)}}
			},
			[]string{strings.Repeat("Owl", 1000), "O · O · O", "Hoot. Hoot."},
			nil,
		},
		{
			"hostile", func(r *review.Review) {
				evil := `"><script>alert(1)</script>`
				r.Title, r.Summary, r.Caution, r.Aliases, r.InBrief = evil, evil, evil, []string{evil}, []string{evil}
				r.Delivery, r.Outcomes[0].Name, r.Outcomes[0].Better = evil, evil, evil
				r.Findings = []review.Finding{{Name: evil, Domains: []string{"education"}, Text: evil, Source: "javascript:alert(2)"}}
				r.Later = []review.Later{{Country: evil, Design: evil, Domains: []string{evil}, Finding: evil, Direction: "unclear", Citation: evil, DOI: evil, URL: "javascript:alert(3)"}}
				r.Reviews = []review.Study{{Kind: review.Kind(evil), Title: evil, Authors: evil, DOI: "javascript:alert(4)", URL: "data:text/html,x", Note: evil}}
				r.Gaps = []review.Gap{{Question: evil, Missing: evil, WhoLooked: evil, Source: "javascript:alert(5)"}}
				r.Contacts = []review.Contact{{Name: evil, Role: evil, URL: "javascript:alert(6)"}}
				r.Sources = []review.Source{{URL: "javascript:alert(7)"}, {URL: "https://owls.example/" + evil}}
				r.Changes = []review.Change{{Date: review.Date(evil), What: evil, Why: evil}}
				r.Sections = []review.Section{{ID: "what-it-is", Heading: "What it is", Markdown: evil + "\n\n[here](javascript:alert(8))"}}
			},
			[]string{`Also called: "><script>alert(1)</script>`, "javascript:alert(7)"},
			nil,
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			doc := owls()
			tc.change(doc)
			for _, lens := range params.Lenses {
				body := render(t, reviewOf(t, doc, lens))
				text := plainText(body)
				holdsAll(t, text, tc.want...)
				holdsNone(t, text, tc.not...)
				holdsNone(t, body, "<script>alert", `href="javascript`, `href="data:`)
			}
		})
	}
}
