package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

func TestSearchPageAsksWhatWasSent(t *testing.T) {
	s, f := newServer(t)
	const query = "q=gran&concept=moon&without=owls&effect_min=tends-positive&strength=high&strength_min=&age=7&lens=lead&utm_source=mail"
	w := ask(s, "GET", "/search?"+query)
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	want := &search.Request{
		Query: search.Parse("gran"),
		Filter: search.Filter{
			Effects:   []review.Effect{review.TendsPositive, review.ConsistentlyPositive},
			Strengths: []review.Strength{review.High}, Age: new(7),
		},
		Reading: search.Reading{Concepts: []string{"moon"}, Without: []string{"owls"}},
		Sort:    search.ByRelevance, Page: 1, PerPage: 10,
	}
	if diff := cmp.Diff(want, f.last()); diff != "" {
		t.Errorf("asked for %s, -want +got:\n%s", query, diff)
	}
	for _, part := range []string{"<strong>The moon</strong>", "Moon walks &lt;for&gt; families", "lens=lead", "3 studies"} {
		if !strings.Contains(w.Body.String(), part) {
			t.Errorf("no %q in %s", part, w.Body)
		}
	}
	if got := w.Header().Get("Content-Security-Policy"); got != pagePolicy {
		t.Errorf("Content-Security-Policy %q", got)
	}
}

func TestSearchPageFaults(t *testing.T) {
	s, f := newServer(t)
	for _, query := range []string{"page=0", "effect=bad", "q=a&q=b", "concept=none", "page=1001", "q=" + strings.Repeat("a", 5000)} {
		w := ask(s, "GET", "/search?"+query, "Accept", "text/html")
		if w.Code != http.StatusBadRequest || !strings.Contains(w.Body.String(), "This address cannot be understood") {
			t.Errorf("%.20s: %d %s", query, w.Code, w.Body)
		}
	}
	f.during = func(context.Context, *search.Request) error { return search.ErrTimeout }
	problemIn(t, ask(s, "GET", "/search?q=a"), http.StatusServiceUnavailable)
	f.info = nil
	problemIn(t, ask(s, "GET", "/search"), http.StatusServiceUnavailable)
}

func TestPostedWordsStayOutOfAddresses(t *testing.T) {
	s, f := newServer(t)
	w := post(s, "/search", url.Values{"q": {"the secret story"}, "uk": {"some"}}.Encode())
	if w.Code != http.StatusOK || f.last().Query.Text != "the secret story" {
		t.Fatalf("status %d, asked %+v", w.Code, f.last())
	}
	for _, part := range strings.Split(w.Body.String(), `href="`)[1:] {
		if address, _, _ := strings.Cut(part, `"`); strings.Contains(address, "secret") {
			t.Errorf("the words stand in %q", address)
		}
	}
	if !strings.Contains(w.Body.String(), `value="the secret story"`) {
		t.Errorf("the words are gone: %s", w.Body)
	}
	if get := ask(s, "GET", "/search?q=the+secret+story").Body.String(); !strings.Contains(get, "the&#43;secret&#43;story") {
		t.Errorf("links do not carry a question that came in the address: %s", get)
	}
}

func TestSearchPageCaching(t *testing.T) {
	s, _ := newServer(t)
	tag := ask(s, "GET", "/search").Header().Get("ETag")
	for _, tc := range []struct {
		name, path string
		form       bool
		status     int
		control    string
	}{
		{"all", "/search", false, http.StatusNotModified, "public, max-age=60"},
		{"filters and concepts", "/search?uk=some&concept=moon&lens=lead", false, http.StatusNotModified, "public, max-age=60"},
		{"a question", "/search?q=moon", false, http.StatusOK, "private, no-store"},
		{"a form", "/search", true, http.StatusOK, "private, no-store"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			asked := ask
			if tc.form {
				asked = func(h http.Handler, _, target string, header ...string) *httptest.ResponseRecorder {
					return post(h, target, "uk=some", header...)
				}
			}
			w := asked(s, "GET", tc.path, "If-None-Match", tag)
			if w.Code != tc.status || w.Header().Get("Cache-Control") != tc.control {
				t.Errorf("%d %v, want %d and %s", w.Code, w.Header(), tc.status, tc.control)
			}
			if timed := strings.HasPrefix(w.Header().Get("Server-Timing"), "search;dur="); timed != (tc.status == http.StatusOK) {
				t.Errorf("Server-Timing %q", w.Header().Get("Server-Timing"))
			}
		})
	}
}

// forgetful has lost the documents that it finds.
type forgetful struct{ *fake }

func (forgetful) Review(context.Context, string) (*search.Document, error) {
	return nil, search.ErrNotFound
}

func TestSearchPageOfDocumentsThatAreGone(t *testing.T) {
	s, f := newServer(t)
	s.opt.Searcher = forgetful{f}
	w := ask(s, "GET", "/search")
	if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Seeing the moon") {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}
