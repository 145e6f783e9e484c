package web

import (
	"net/http"
	"strings"
	"testing"

	"evidencestore/search"
)

func TestComparePage(t *testing.T) {
	s, f := newServer(t)
	for _, tc := range []struct {
		name, query string
		status      int
		want        string
	}{
		{"nothing picked", "", 200, "Choose two to four programmes"},
		{"empty fields of the form", "?id=&id=moon-walks&id=&id=", 200, `<option value="moon-walks" selected>`},
		{"one held and one not", "?id=moon-walks&id=gone", 200, "No programme with the id “gone” is held."},
		{"none held", "?id=gone&id=lost", 404, "No programme with the id gone, lost is held."},
		{"the same twice", "?id=moon-walks&id=moon-walks", 200, "Choose two to four programmes"},
		{"five", "?id=a&id=b&id=c&id=d&id=e", 400, "at most 4 can stand side by side"},
		{"no id", "?id=%3Cscript%3E", 400, "not an id of a programme"},
		{"an export of nothing", "?format=csv", 400, "there is no programme to write down"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(s, "GET", "/compare"+tc.query, "Accept", "text/html")
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) {
				t.Errorf("status %d, want %d with %q in\n%s", w.Code, tc.status, tc.want, w.Body)
			}
		})
	}
	t.Run("with a question", func(t *testing.T) {
		w := ask(s, "GET", "/compare?id=moon-walks&q=luna&uk=some")
		if got := w.Header().Get("Cache-Control"); got != "private, no-store" {
			t.Errorf("Cache-Control %q", got)
		}
		if got := f.last().Query.Text; got != "luna" {
			t.Errorf("it read %q", got)
		}
	})
	t.Run("without one", func(t *testing.T) {
		w := ask(s, "GET", "/compare?id=moon-walks&uk=some")
		if w.Header().Get("ETag") == "" {
			t.Error("it cannot be cached")
		}
		if got := f.last(); got.Sort != search.ByTitle || got.PerPage != search.MaxPerPage {
			t.Errorf("it asked %+v, want all programmes by title", got)
		}
	})
	t.Run("as a file", func(t *testing.T) {
		if w := ask(s, "GET", "/compare?id=moon-walks&format=csv"); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
			t.Errorf("status %d, %v", w.Code, w.Header())
		}
	})
}
