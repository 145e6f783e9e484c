package page

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// moonWalks has ratings on two outcomes and a finding beside them.
var moonWalks = &review.Review{
	ID: "moon-walks", Title: "Moon walks", Status: review.Rated, Caution: "Made up.",
	Outcomes: []review.Outcome{
		{
			Name: "Seeing the moon", Domains: []string{"education"}, Effect: review.MixedOrNone, Detail: review.Mixed, Strength: review.Low,
			Better: "more moons seen", ComparedWith: "staying in", UK: "none", Worse: true, WorseNote: "One fell.", EvidenceTo: "2018-03",
		},
		{
			Name: "Naming stars", Domains: []string{"education", "offending"}, Effect: review.TendsPositive, Strength: review.High,
			Better: "more stars named", ComparedWith: "a lecture", UK: "yes", EvidenceTo: "2019",
		},
	},
	Findings: []review.Finding{{Name: "Sleep", Domains: []string{"entry-to-care"}, Text: "Slept.", Country: "Wales"}},
	Later:    []review.Later{{Year: 2024, Domains: []string{"offending"}, Direction: "less-favourable"}},
}

// sunWalks was not rated.
var sunWalks = &review.Review{
	ID: "sun-walks", Title: `Sun <script>alert("walks")</script>`, Status: review.NotRated,
	Findings: []review.Finding{
		{Name: "Tan", Domains: []string{"education"}, Text: "Browner.", Country: "England"},
		{Name: "Shade", Domains: []string{"offending"}, Text: "Cooler.", Country: "England"},
	},
}

// darkWalks has nothing at all.
var darkWalks = &review.Review{ID: "dark-walks", Title: "走る " + strings.Repeat("in the dark ", 40), Status: review.NoEligibleStudies}

// mapOf is the map of these programmes for a query, as if all of them were found.
func mapOf(t *testing.T, f *Frame, query string, docs ...*review.Review) Map {
	t.Helper()
	p := parsePage(t, f, query)
	filter := p.Request().Filter
	found := countsOfAll(f.Info.Reference, len(docs))
	found.Page, found.PerPage = p.Page, MapPerPage
	for _, doc := range docs {
		found.Hits = append(found.Hits, search.NewHit(doc, f.Info.Reference, &filter))
	}
	return NewMap(f, p, found)
}

func TestMap(t *testing.T) {
	f := frame(t)
	lines := f.Info.Reference.Ratings.Lines
	for _, tc := range []struct {
		name    string
		query   string
		docs    []*review.Review
		want    []string
		without []string
	}{
		{
			"nothing found", "outcome=education", nil,
			[]string{"Evidence map: Education · Evidence Store", "Education (0)", "No programme is found here"},
			[]string{"What stands where", "Programmes and outcomes", "Strength of evidence"},
		},
		{
			"no outcome", "",
			[]*review.Review{moonWalks},
			[]string{
				"Which outcome do you want to know about?", "cannot be put together", "No outcome is chosen. What follows puts different outcomes side by side",
				"1 programme Programmes by strength", "all outcomes mixed", "Moon walks",
			},
			[]string{"What stands where", "Your filters", "Compared with: staying in. Studies", "More than one outcome"},
		},
		{
			"two outcomes", "outcome=education&outcome=offending",
			[]*review.Review{moonWalks},
			[]string{"Evidence map: Education and Offending", "More than one outcome is chosen"},
			[]string{"What stands where", "No outcome is chosen"},
		},
		{
			"one outcome, one programme", "outcome=offending",
			[]*review.Review{moonWalks},
			[]string{
				"Remove filter: Outcome: Offending", "+ Tends to be positive · ●●● High strength Moon walks Caution. Made up. Naming stars Overall effectiveness",
				"Better means: more stars named. Compared with: a lecture.", lines.LessFavourable, "Evidence to 2019 · From the UK",
			},
			[]string{"Better means: more moons seen. Compared", "different outcomes side by side", lines.Worse},
		},
		{
			"one outcome, two places", "outcome=education",
			[]*review.Review{moonWalks},
			[]string{"Better means: more moons seen. Compared with: staying in.", "Includes a worse result. One fell.", "Seeing the moon Overall effectiveness ± Mixed effect Strength of evidence ●○○ Low strength", "Evidence to March 2018 · None from the UK", "Better means: more stars named"},
			nil,
		},
		{
			"a filter on ratings", "outcome=education&effect=tends-positive",
			[]*review.Review{moonWalks},
			[]string{"Better means: more stars named", "see them without a filter on ratings"},
			[]string{"Better means: more moons seen. Compared"},
		},
		{
			"programmes without ratings", "outcome=education",
			[]*review.Review{sunWalks, darkWalks},
			[]string{"Not rated No rating by", `Sun <script>alert("walks")</script> Tan. Browner.`, "No eligible studies Reviewers looked", "走る in the dark"},
			[]string{"Shade. Cooler.", "Better means"},
		},
		{
			"nothing was rated or found", "",
			[]*review.Review{darkWalks},
			[]string{"No outcome was rated for them, and no finding is held. 走る"},
			[]string{"What the symbols mean"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := plainText(render(t, mapOf(t, f, tc.query, tc.docs...)))
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %q", want, text)
				}
			}
			for _, without := range tc.without {
				if strings.Contains(text, without) {
					t.Errorf("%q in %q", without, text)
				}
			}
		})
	}
}

// The strongest evidence comes first, as on the grid, and within it what is most positive.
func TestMapPlaces(t *testing.T) {
	f := frame(t)
	f.Lens = "lead"
	var got []string
	for _, place := range mapOf(t, f, "outcome=education&lens=lead", sunWalks, moonWalks).Places {
		for _, p := range place.Programmes {
			got = append(got, fmt.Sprintf("%s, %s: %s %s", place.Strength.Label, place.Effect.Label, p.Title, p.URL))
		}
	}
	want := []string{
		"High strength, Tends to be positive: Moon walks /reviews/moon-walks?lens=lead#outcomes",
		"Low strength, Mixed or no effect: Moon walks /reviews/moon-walks?lens=lead#outcomes",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places (-want +got):\n%s", diff)
	}
}

func TestDomainTable(t *testing.T) {
	f := frame(t)
	m := mapOf(t, f, "outcome=education", moonWalks, sunWalks, darkWalks)
	if want := []string{"Entry to care", "Education", "Offending"}; !slices.Equal(m.Domains.Domains, want) {
		t.Errorf("columns %q, want %q", m.Domains.Domains, want)
	}
	text := plainText(render(t, m))
	for _, want := range []string{
		"Moon walks Caution. Made up. Entry to care found, not rated Education ± ●○○ Seeing the moon: Mixed effect, Low strength. Better means: more moons seen. worse result " +
			"How sure one can be: Seeing the moon " + m.Domains.Rows[0].Cells[1].Rated[0].Certainty + " Compared with: staying in. Includes a worse result. One fell. Evidence to March 2018 · None from the UK",
		"Offending + ●●● Naming stars: Tends to be positive, High strength. Better means: more stars named. newer evidence How sure",
		"Not rated Entry to care – nothing reported Education found, not rated Offending found, not rated",
		"No eligible studies Entry to care – nothing reported Education – nothing reported Offending – nothing reported",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

// A worse result that carries no rating is not passed over, and newer evidence alone is
// not nothing.
func TestMapWorseUnrated(t *testing.T) {
	f := frame(t)
	doc := *moonWalks
	doc.Findings = []review.Finding{{Name: "Falls", Domains: []string{"education"}, Text: "Fell.", Worse: true}}
	doc.Later = []review.Later{{Year: 2024, Domains: []string{"service-use"}, Direction: "no-rating", Worse: true}}
	text := plainText(render(t, mapOf(t, f, "outcome=education", &doc)))
	for _, want := range []string{
		"Caution. Made up. " + f.Info.Reference.Ratings.Lines.Worse + " Naming stars",
		"worse result found, not rated Offending",
		"newer evidence, not rated worse result found, not rated",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

// Choosing another outcome keeps all else of the search.
func TestMapForm(t *testing.T) {
	f := frame(t)
	query := "q=gran&uk=yes&age=7&effect_min=tends-positive&status=rated&lens=lead"
	for _, outcome := range []string{"", "outcome=education"} {
		body := render(t, mapOf(t, f, query+"&page=2&"+outcome, moonWalks))
		sent := submitted(t, body, "map-ask")
		if got, want := parsePage(t, f, sent.Encode()), parsePage(t, f, query+"&"+outcome); !cmp.Equal(got, want) {
			t.Errorf("the form asks for another search (-want +got):\n%s", cmp.Diff(want, got))
		}
	}
}

func TestMapLinks(t *testing.T) {
	f := frame(t)
	m := mapOf(t, f, "outcome=education&uk=yes&sort=effect&per_page=50", moonWalks)
	if want := "/search?outcome=education&uk=yes"; m.List != want {
		t.Errorf("the list is at %q, want %q", m.List, want)
	}
	if got, want := m.Filters.Chosen()[0].URL, "/map?uk=yes"; got != want {
		t.Errorf("the map without its outcome is at %q, want %q", got, want)
	}
	if want := "https://store.example/map?outcome=education&uk=yes"; m.Canonical != want || m.Private {
		t.Errorf("canonical %q, private %t, want %q and not", m.Canonical, m.Private, want)
	}
	if m.Anything != "" {
		t.Errorf("a way back to all programmes without a question: %q", m.Anything)
	}
}

// What the map of a question says to others is how it was read.
func TestMapOfAQuestion(t *testing.T) {
	f := frame(t)
	concept := f.Info.Reference.Thesaurus.Concepts[0]
	p := parsePage(t, f, "q=secret+words&outcome=education")
	found := countsOfAll(f.Info.Reference, 1)
	found.PerPage = MapPerPage
	in := &search.Interpretation{Notice: &search.Notice{Text: "Not all of it had to be there."}}
	for _, tc := range []struct {
		name      string
		concepts  []search.Concept
		canonical string
		says      string
	}{
		{"read", []search.Concept{{ID: concept.ID, Label: concept.Label}}, "https://store.example/map?" + url.Values{"concept": {concept.ID}, "outcome": {"education"}}.Encode(), "For the question “secret words”, read as " + concept.Label},
		{"not read", nil, "", "For the question “secret words”."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			in.Concepts = tc.concepts
			found.Interpretation = in
			m := NewMap(f, p, found)
			text := plainText(render(t, m))
			if m.Canonical != tc.canonical || !m.Private || strings.Contains(m.Title, "secret") {
				t.Errorf("canonical %q, private %t, title %q, want %q", m.Canonical, m.Private, m.Title, tc.canonical)
			}
			for _, want := range []string{tc.says, "Not all of it had to be there.", "Start again with the map of all programmes"} {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %q", want, text)
				}
			}
		})
	}
}

func TestMapPages(t *testing.T) {
	f := frame(t)
	for _, tc := range []struct {
		name           string
		page, total    int
		hits           int
		previous, next string
		says           string
	}{
		{"all on one page", 1, 100, 100, "", "", ""},
		{"the first of many", 1, 230, 100, "", "/map?page=2&uk=yes", "This page lists 1 to 100 of 230 programmes, by title."},
		{"the last of many", 3, 230, 30, "/map?page=2&uk=yes", "", "This page lists 201 to 230 of 230 programmes, by title."},
		{"beyond the last", 9, 230, 0, "/map?page=3&uk=yes", "", "This page lists none of the 230 programmes."},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found := countsOfAll(f.Info.Reference, 1)
			found.Page, found.PerPage, found.Total = tc.page, MapPerPage, tc.total
			found.Hits = slices.Repeat([]search.Hit{search.NewHit(moonWalks, f.Info.Reference, &search.Filter{})}, tc.hits)
			m := NewMap(f, parsePage(t, f, fmt.Sprintf("uk=yes&page=%d", tc.page)), found)
			if m.Span.Previous != tc.previous || m.Span.Next != tc.next {
				t.Errorf("pages %+v, want %q and %q", m.Span, tc.previous, tc.next)
			}
			text := plainText(render(t, m))
			if strings.Contains(text, "This page lists") != (tc.says != "") || !strings.Contains(text, tc.says) {
				t.Errorf("no %q in %q", tc.says, text)
			}
			if tc.page > 1 && !strings.HasSuffix(m.Title, fmt.Sprintf("page %d", tc.page)) {
				t.Errorf("title %q", m.Title)
			}
		})
	}
}
