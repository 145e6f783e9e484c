package page

import (
	"html/template"
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// A partView shows partials as the main part of a page, for tests.
type partView struct {
	Shell
	Filters Filters
	Grid    Grid
}

func (partView) template() string { return "part" }

// addPart adds a page that is made of the partials under test.
func addPart(t *testing.T) {
	t.Helper()
	const main = `{{define "main"}}<h1>A search</h1>{{if .Filters.Path}}{{template "chosen" .Filters}}{{template "filters" .Filters}}{{end}}{{if .Grid.Rows}}{{template "grid" .Grid}}{{end}}{{end}}`
	set, err := parseTemplates()["home.html"]().Parse(main)
	if err != nil {
		t.Fatal(err)
	}
	templates["part.html"] = func() *template.Template { return set }
	t.Cleanup(func() { delete(templates, "part.html") })
}

func renderFilters(t *testing.T, f *Frame, filters Filters) string {
	t.Helper()
	addPart(t)
	return render(t, partView{Shell: f.Shell("", "A search", "A search"), Filters: filters})
}

// parsePage reads an address as the server does.
func parsePage(t *testing.T, f *Frame, query string) params.Page {
	t.Helper()
	values, err := url.ParseQuery(query)
	if err != nil {
		t.Fatal(err)
	}
	p, faults := params.ForPage.Parse(params.ForPage.Tidy(values), params.Scope{Reference: f.Info.Reference, Limits: f.Limits})
	if len(faults) > 0 {
		t.Fatalf("%s: %v", query, faults)
	}
	return p
}

// countsOfAll is an answer that counts n for each value of each facet and each cell.
func countsOfAll(ref *review.Reference, n int) *search.Response {
	items := func(field string, list []review.Item) search.Facet {
		facet := search.Facet{Field: field}
		for _, it := range list {
			facet.Values = append(facet.Values, search.FacetValue{Value: it.ID, Label: it.Label, Count: n})
		}
		return facet
	}
	levels := func(field string, list []review.Level) search.Facet {
		facet := search.Facet{Field: field}
		for _, l := range list {
			facet.Values = append(facet.Values, search.FacetValue{Value: l.ID, Label: l.Label, Count: n})
		}
		return facet
	}
	found := &search.Response{Total: n, Page: 1, PerPage: 10, Facets: []search.Facet{
		levels("effect", ref.Ratings.Effect.Levels), levels("strength", ref.Ratings.Strength.Levels),
		items("outcome", ref.Lists.Outcomes), items("topic", ref.Lists.Topics), items("population", ref.Lists.Populations),
		items("setting", ref.Lists.Settings), levels("uk", ref.Ratings.UK), levels("status", ref.Ratings.States),
	}}
	for _, s := range slices.Backward(review.Strengths) {
		for _, e := range slices.Backward(review.Effects) {
			found.Grid = append(found.Grid, search.Cell{Strength: s, Effect: e, Count: n})
		}
	}
	return found
}

// submitted is what a browser sends for the form with this id, as it stands.
func submitted(t *testing.T, body, id string) url.Values {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	values := url.Values{}
	for form := range root.Descendants() {
		if form.DataAtom != atom.Form || attr(form, "id") != id {
			continue
		}
		for n := range form.Descendants() {
			has := func(name string) bool {
				return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
			}
			switch {
			case n.DataAtom == atom.Input && (attr(n, "type") != "checkbox" || has("checked")):
				values.Add(attr(n, "name"), attr(n, "value"))
			case n.DataAtom == atom.Option && has("selected"):
				values.Add(attr(n.Parent, "name"), attr(n, "value"))
			}
		}
	}
	if len(values) == 0 {
		t.Fatalf("no form %q", id)
	}
	return values
}

// Sending the form unchanged asks for the same search, from its first page.
func TestFiltersRoundTrip(t *testing.T) {
	f := frame(t)
	ref := f.Info.Reference
	for _, query := range []string{
		"",
		"q=a+%22quoted%22+%3Cscript%3E+question&verbatim=true",
		"concept=kinship-care&without=grandparent&sort=title",
		"effect_min=tends-positive&strength_min=moderate",
		"effect=negative&effect=consistently-positive&strength=high",
		"effect=negative&strength_min=low",
		"effect=negative&effect_min=tends-positive",
		"outcome=education&outcome=several&topic=leaving-care&population=social-workers&setting=court",
		"uk=yes&uk=not-stated&status=not-rated&age=0&sort=newest",
		"id=moon-walks&id=sun-walks&lens=lead&per_page=50&page=3",
	} {
		p := parsePage(t, f, knownConcepts(query, ref))
		want := p
		want.Page = 1
		for _, n := range []int{0, 1, 12} {
			body := renderFilters(t, f, newFilters(f, p, countsOfAll(ref, n)))
			got := parsePage(t, f, submitted(t, body, "filters").Encode())
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("%s with counts of %d: the form asks for another search (-want +got):\n%s", query, n, diff)
			}
		}
	}
}

// knownConcepts puts ids of the shipped thesaurus in the place of made-up ones.
func knownConcepts(query string, ref *review.Reference) string {
	concepts := ref.Thesaurus.Concepts
	query = strings.ReplaceAll(query, "concept=kinship-care", "concept="+concepts[0].ID)
	return strings.ReplaceAll(query, "without=grandparent", "without="+concepts[1].ID)
}

func TestFiltersLists(t *testing.T) {
	f := frame(t)
	ref := f.Info.Reference
	last := ref.Lists.Outcomes[len(ref.Lists.Outcomes)-1].ID
	for _, tc := range []struct {
		name         string
		query        string
		found        *search.Response
		open, more   int // of the outcomes
		want, hidden []string
	}{
		{"nothing found", "", countsOfAll(ref, 0), 0, 0, []string{"+ Tends to be positive (0)", "From the UK (0)", "Not rated (0)"}, []string{"Education (0)"}},
		{"a chosen value of nothing found", "outcome=education", countsOfAll(ref, 0), 1, 0, []string{"Education (0)"}, nil},
		{"many", "", countsOfAll(ref, 3), 7, 10, []string{"Entry to care (3)", "10 more under Outcome", "●●● High strength (3)"}, nil},
		{"a chosen value far down", "outcome=" + last, countsOfAll(ref, 3), 8, 9, []string{"9 more under Outcome"}, nil},
		{"no facets at all", "", &search.Response{}, 0, 0, []string{"Tends to be positive (0)"}, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			filters := newFilters(f, parsePage(t, f, tc.query), tc.found)
			if open, more := len(filters.Outcome.Shown), len(filters.Outcome.More); open != tc.open || more != tc.more {
				t.Errorf("%d outcomes are seen and %d behind a summary, want %d and %d", open, more, tc.open, tc.more)
			}
			text := plainText(renderFilters(t, f, filters))
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %q", want, text)
				}
			}
			for _, hidden := range tc.hidden {
				if strings.Contains(text, hidden) {
					t.Errorf("%q in %q", hidden, text)
				}
			}
		})
	}
}

func TestFiltersOpenWhereLevelsAreTicked(t *testing.T) {
	f := frame(t)
	for query, want := range map[string]int{"": 0, "effect_min=negative": 0, "effect=negative": 1, "effect=negative&strength=low": 2} {
		body := renderFilters(t, f, newFilters(f, parsePage(t, f, query), countsOfAll(f.Info.Reference, 1)))
		if got := strings.Count(body, `<details class="exact" open>`); got != want {
			t.Errorf("%q: %d lists of exact levels are open, want %d", query, got, want)
		}
	}
}

func TestOrders(t *testing.T) {
	f := frame(t)
	for _, tc := range []struct {
		query     string
		relevance bool
		selected  string
	}{
		{"", false, "Title, A to Z"},
		{"q=gran", true, "Relevance to the question"},
		{"sort=relevance", true, "Relevance to the question"},
		{"q=gran&sort=effect", true, "Overall effectiveness, most positive first"},
	} {
		relevance, selected := false, ""
		for _, o := range orders(parsePage(t, f, tc.query)) {
			relevance = relevance || o.Label == orderLabels[search.ByRelevance]
			if o.Selected {
				selected += o.Label
			}
		}
		if relevance != tc.relevance || selected != tc.selected {
			t.Errorf("%q: relevance offered %t, selected %q, want %t and %q", tc.query, relevance, selected, tc.relevance, tc.selected)
		}
	}
}

func TestChosen(t *testing.T) {
	f := frame(t)
	p := parsePage(t, f, "q=gran&outcome=education&effect_min=tends-positive&age=7&sort=newest&page=2")
	filters := newFilters(f, p, countsOfAll(f.Info.Reference, 1))
	got := filters.Chosen()
	want := []FilterChip{
		{"Outcome: Education", "/search?age=7&effect_min=tends-positive&q=gran&sort=newest"},
		{"Overall effectiveness: Tends to be positive or better", "/search?age=7&outcome=education&q=gran&sort=newest"},
		{"Age: 7", "/search?effect_min=tends-positive&outcome=education&q=gran&sort=newest"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("chosen (-want +got):\n%s", diff)
	}
	text := plainText(renderFilters(t, f, filters))
	for _, want := range []string{"Your filters Remove filter: Outcome: Education ×", "Clear all filters"} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}

	// A question that was posted stays out of the links, and in the form.
	filters.Method = "post"
	filters.Links.Q, filters.Links.Concept = "", []string{f.Info.Reference.Thesaurus.Concepts[0].ID}
	body := renderFilters(t, f, filters)
	if strings.Contains(body, "q=gran") || !strings.Contains(body, `method="post"`) || submitted(t, body, "filters").Get("q") != "gran" {
		t.Errorf("a posted question is not kept in the form alone: %s", body)
	}

	none := newFilters(f, parsePage(t, f, "q=gran"), countsOfAll(f.Info.Reference, 1))
	if text := plainText(renderFilters(t, f, none)); strings.Contains(text, "Your filters") || strings.Contains(text, "Clear all") {
		t.Errorf("filters are named where none is chosen: %q", text)
	}
}

func TestFiltersHostileWords(t *testing.T) {
	f := frame(t)
	hostile := `"><script>alert(1)</script> ` + strings.Repeat("very long ", 60) + "ⵣ 孩子"
	f.Info.Reference.Lists.Outcomes[0].Label = hostile
	f.Info.Reference.Ratings.Effect.Levels[0].Label = hostile
	p := parsePage(t, f, "q="+url.QueryEscape(hostile)+"&effect=negative&outcome="+f.Info.Reference.Lists.Outcomes[0].ID)
	body := renderFilters(t, f, newFilters(f, p, countsOfAll(f.Info.Reference, 1)))
	if strings.Contains(body, "<script>alert") {
		t.Error("a label became markup")
	}
	if got := submitted(t, body, "filters").Get("q"); got != p.Q {
		t.Errorf("the form asks %q, want %q", got, p.Q)
	}
	if !strings.Contains(plainText(body), "孩子 (1)") {
		t.Error("the label is not shown")
	}
}
