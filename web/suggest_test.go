package web

import (
	"net/http"
	"strings"
	"testing"

	"evidencestore/web/params"

	"github.com/google/go-cmp/cmp"
)

func TestSuggest(t *testing.T) {
	s, f := newServer(t)
	const found = `{"suggestions":[{"text":"Moon walks <for> families & friends","kind":"review","id":"moon-walks"},` +
		`{"text":"The moon","kind":"concept","id":"moon"},{"text":"Who walks on the moon?","kind":"question","id":"walkers"}]}`
	for _, tc := range []struct {
		name, query string
		want        string
		asked       []string
	}{
		{"some letters", "q=moo", found, []string{"moo 8"}},
		{"spaces around them", "q=+moo+&limit=20", found, []string{"moo 20"}},
		{"letters that lead nowhere", "q=zzyzx&limit=1", `{"suggestions":[]}`, []string{"zzyzx 1"}},
		{"no letters", "q=", `{"suggestions":[]}`, nil},
		{"nothing", "", `{"suggestions":[]}`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f.typed = nil
			w := ask(s, "GET", "/api/v1/suggest?"+tc.query)
			if got := strings.TrimSpace(w.Body.String()); w.Code != http.StatusOK || got != tc.want {
				t.Errorf("%s: status %d, %s, want %s", tc.query, w.Code, got, tc.want)
			}
			if diff := cmp.Diff(tc.asked, f.typed); diff != "" {
				t.Errorf("%s asked, -want +got:\n%s", tc.query, diff)
			}
		})
	}
}

func TestSuggestFaults(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct{ name, query, parameter string }{
		{"none at all", "q=a&limit=0", "limit"},
		{"too many", "q=a&limit=21", "limit"},
		{"a question that is too long", "q=" + strings.Repeat("a", params.DefaultLimits().QuestionChars+1), "q"},
		{"a parameter of the search", "q=a&uk=yes", "uk"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := problemIn(t, ask(s, "GET", "/api/v1/suggest?"+tc.query), http.StatusBadRequest)
			if len(p.Errors) != 1 || p.Errors[0].Parameter != tc.parameter {
				t.Errorf("errors %+v, want one of %s", p.Errors, tc.parameter)
			}
		})
	}
}
