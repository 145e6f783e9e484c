package page

import (
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/web/params"
)

// wants holds that a page says some things and not others.
func wants(t *testing.T, v View, want, not []string) string {
	t.Helper()
	body := render(t, v)
	text := plainText(body)
	for _, w := range want {
		if !strings.Contains(text, w) {
			t.Errorf("no %q in %q", w, text)
		}
	}
	for _, w := range not {
		if strings.Contains(text, w) {
			t.Errorf("%q in %q", w, text)
		}
	}
	return body
}

// everything answers the request for all programmes.
func everything() *search.Response {
	return &search.Response{Total: 30, Facets: []search.Facet{
		{Field: search.FacetOutcome, Values: []search.FacetValue{{Value: "education", Label: "Education", Count: 2}, {Value: "offending", Label: "Offending"}}},
		{Field: search.FacetStatus, Values: []search.FacetValue{{Value: "rated", Label: "Rated", Count: 15}, {Value: "not-rated", Label: "Not rated", Count: 15}, {Value: "no-eligible-studies", Label: "No eligible studies"}}},
	}}
}

func TestHome(t *testing.T) {
	lead := frame(t)
	lead.Lens = params.Lead
	four := []Programme{{"a", "Apple"}, {"b", "Moon <walks>"}, {"c", "中文"}, {"d", strings.Repeat("Long ", 50)}}
	for _, tc := range []struct {
		name      string
		view      Home
		want, not []string
	}{
		{"no index yet", NewHome(&Frame{}, nil, nil), []string{"The index is being built", "Gaps in the evidence"}, []string{"For example", "Two ratings", "Browse", "What is new"}},
		{
			"an index", NewHome(frame(t), everything(), nil),
			[]string{"30 programmes are held", "Education (2)", "Do not enter names or case details", "Evidence informs judgement", "++ Consistently positive", "●○○ Low strength", Examples()[0]},
			[]string{"Offending", "What is new", "By topic", "being built"},
		},
		{"nothing held", NewHome(frame(t), &search.Response{}, nil), []string{"being built"}, []string{"Browse"}},
		{
			"one piece of news", NewHome(frame(t), everything(), []Change{{"2026-01-02", "Figures <b>corrected</b>.", four[:1]}}),
			[]string{"2 January 2026 : Figures <b>corrected</b>. Apple"},
			[]string{"other programme"},
		},
		{
			"news of many", NewHome(lead, everything(), []Change{{"2026-01-02", "Written.", four}}),
			[]string{"2 January 2026 : Written. Apple Moon <walks> 中文 and 1 other programme"},
			[]string{"Long"},
		},
	} {
		t.Run(tc.name, func(t *testing.T) { wants(t, tc.view, tc.want, tc.not) })
	}
	body := render(t, NewHome(lead, everything(), []Change{{"2026-01-02", "Written.", four}}))
	for _, want := range []string{`href="/search?lens=lead&amp;outcome=education"`, `href="/reviews/a?lens=lead"`, `name="lens" value="lead"`, `href="https://store.example/"`} {
		if !strings.Contains(body, want) {
			t.Errorf("no %s in %s", want, body)
		}
	}
}
