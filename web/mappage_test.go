package web

import (
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
)

func TestMapPage(t *testing.T) {
	for _, tc := range []struct {
		name    string
		query   string
		want    search.Request
		private bool
	}{
		{"everything", "", search.Request{Page: 1}, false},
		{"what a browser sends for nothing", "?outcome=&q=&utm_source=mail", search.Request{Page: 1}, false},
		{"an outcome", "?outcome=education&page=2", search.Request{Page: 2, Filter: search.Filter{Outcomes: []string{"education"}}}, false},
		{"an order and length of lists", "?sort=effect&per_page=7&format=csv", search.Request{Page: 1}, false},
		{"a concept, which nobody typed", "?concept=moon", search.Request{Page: 1, Reading: search.Reading{Concepts: []string{"moon"}}}, false},
		{"a question", "?q=gran", search.Request{Page: 1, Query: search.Parse("gran")}, true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, f := newServer(t)
			w := ask(s, "GET", "/map"+tc.query, "Accept", "text/html")
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "<h1>Evidence map") {
				t.Fatalf("status %d, body %s", w.Code, w.Body)
			}
			tc.want.Sort, tc.want.PerPage = search.ByTitle, search.MaxPerPage
			if diff := cmp.Diff(&tc.want, f.last()); diff != "" {
				t.Errorf("request (-want +got):\n%s", diff)
			}
			control, tag := w.Header().Get("Cache-Control"), w.Header().Get("ETag")
			if private := control == "private, no-store" && tag == ""; private != tc.private {
				t.Errorf("Cache-Control %q, ETag %q, want private %t", control, tag, tc.private)
			}
			if tc.private {
				return
			}
			if again := ask(s, "GET", "/map"+tc.query, "If-None-Match", tag); again.Code != http.StatusNotModified {
				t.Errorf("asked again: status %d, want 304", again.Code)
			}
		})
	}
}

func TestMapPageFaults(t *testing.T) {
	s, _ := newServer(t)
	for target, want := range map[string]int{
		"/map?outcome=nothing": http.StatusBadRequest,
		"/map?page=101":        http.StatusBadRequest, // deeper than any search goes
		"/map?age=old":         http.StatusBadRequest,
	} {
		if w := ask(s, "GET", target, "Accept", "text/html"); w.Code != want || !strings.Contains(w.Body.String(), "<h1>") {
			t.Errorf("%s: status %d, want a page with %d; body %s", target, w.Code, want, w.Body)
		}
	}
	if w := post(s, "/map", "q=gran"); w.Code != http.StatusMethodNotAllowed {
		t.Errorf("POST: status %d", w.Code)
	}
}
