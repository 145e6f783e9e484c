package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"evidencestore/search"
)

func TestRecordPage(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct {
		name, query string
		status      int
		want        string
		not         string
	}{
		{"nothing asked", "", 200, "There is nothing to write down yet.", "Made on"},
		{"picked by hand", "?id=moon-walks", 200, "No search stands behind this record.", "Found, and"},
		{"found and not picked", "?uk=some", 200, "Seeing the moon", "Found, and"},
		{"one not held", "?id=moon-walks&id=gone", 200, "No programme with the id “gone” is held.", "nothing to write down"},
		{"none held", "?id=gone", 404, "No programme with the id gone is held.", "Made on"},
		{"five", "?id=a&id=b&id=c&id=d&id=e", 400, "at most 4 can stand side by side", "Made on"},
		{"an export of nothing", "?format=csv", 400, "there is no programme to write down", "Made on"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(s, "GET", "/record"+tc.query, "Accept", "text/html")
			if body := w.Body.String(); w.Code != tc.status || !strings.Contains(body, tc.want) || strings.Contains(body, tc.not) {
				t.Errorf("status %d, want %d with %q and without %q in\n%s", w.Code, tc.status, tc.want, tc.not, w.Body)
			}
			if got := w.Header().Get("Cache-Control"); !strings.Contains(got, "no-store") {
				t.Errorf("Cache-Control %q", got)
			}
		})
	}
	t.Run("by a form", func(t *testing.T) {
		w := post(s, "/record", "id=moon-walks&q=luna")
		for _, want := range []string{"“luna”", "Question as read</dt><dd>The moon", "/record?concept=moon&amp;id=moon-walks", "“mon” was read as “moon”."} {
			if !strings.Contains(w.Body.String(), want) {
				t.Errorf("no %q in\n%s", want, w.Body)
			}
		}
	})
	t.Run("as a file", func(t *testing.T) {
		if w := ask(s, "GET", "/record?uk=some&format=csv"); w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/csv") {
			t.Errorf("status %d, %v", w.Code, w.Header())
		}
	})
}

func TestRecordAsksWithAndWithoutFilters(t *testing.T) {
	s, f := newServer(t)
	var asked []*search.Request
	f.during = func(_ context.Context, req *search.Request) error {
		asked = append(asked, req)
		return nil
	}
	ask(s, "GET", "/record?id=moon-walks&concept=moon&outcome=education&page=3&per_page=2")
	if len(asked) != 2 {
		t.Fatalf("%d searches, want two", len(asked))
	}
	with, without := asked[0], asked[1]
	if len(with.Filter.Outcomes) != 1 || len(without.Filter.Outcomes) != 0 {
		t.Errorf("outcomes %v, then %v; want one, then none", with.Filter.Outcomes, without.Filter.Outcomes)
	}
	for _, req := range asked {
		if req.Page != 1 || req.PerPage != search.MaxPerPage || len(req.Reading.Concepts) != 1 {
			t.Errorf("asked %+v, want all that the concept finds", req)
		}
	}
	asked = nil
	if ask(s, "GET", "/record?id=moon-walks&concept=moon"); len(asked) != 1 {
		t.Errorf("%d searches without a filter, want one", len(asked))
	}
}
