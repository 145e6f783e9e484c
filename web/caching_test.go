package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

func TestCaching(t *testing.T) {
	s, f := newServer(t, func(o *Options) { o.Version = "v1.2.3" })
	for _, tc := range []struct {
		name    string
		answer  *httptest.ResponseRecorder
		private bool
	}{
		{"a question", ask(s, "GET", "/api/v1/search?q=gran"), true},
		{"a form with a question", post(s, "/api/v1/search", "q=gran"), true},
		{"a form without a question", post(s, "/api/v1/search", "uk=yes"), true},
		{"suggestions", ask(s, "GET", "/api/v1/suggest?q=gran"), true},
		{"filters only", ask(s, "GET", "/api/v1/search?uk=yes"), false},
		{"a concept, which nobody typed", ask(s, "GET", "/api/v1/search?concept=moon"), false},
		{"a concept beside a question", ask(s, "GET", "/api/v1/search?concept=moon&q=gran"), true},
		{"a question that the page has no use for", ask(s, "GET", "/gaps?q=gran"), true},
		{"the list", ask(s, "GET", "/api/v1/reviews"), false},
		{"a review", ask(s, "GET", "/api/v1/reviews/moon-walks"), false},
		{"similar ones", ask(s, "GET", "/api/v1/reviews/moon-walks/similar"), false},
		{"the ratings", ask(s, "GET", "/api/v1/ratings"), false},
		{"the description", ask(s, "GET", "/openapi.json"), false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			control, tag := tc.answer.Header().Get("Cache-Control"), tc.answer.Header().Get("ETag")
			if tc.private {
				if control != "private, no-store" || tag != "" {
					t.Errorf("Cache-Control %q, ETag %q, want private, no-store and none", control, tag)
				}
				return
			}
			if control != "public, max-age=60" || !strings.HasPrefix(tag, `W/"000001-abcdef01-`) {
				t.Errorf("Cache-Control %q, ETag %q", control, tag)
			}
			if vary := tc.answer.Header().Values("Vary"); !slices.Contains(vary, "Accept-Encoding") {
				t.Errorf("Vary %q", vary)
			}
		})
	}
	tag := ask(s, "GET", "/api/v1/ratings").Header().Get("ETag")
	other, _ := newServer(t, func(o *Options) { o.Version = "v1.2.4" })
	if got := ask(other, "GET", "/api/v1/ratings").Header().Get("ETag"); got == tag {
		t.Errorf("another version of the program has the same ETag %s", got)
	}
	f.publish("000002-abcdef02")
	if got := ask(s, "GET", "/api/v1/ratings").Header().Get("ETag"); got == tag {
		t.Errorf("another generation has the same ETag %s", got)
	}
}

func TestConditionalRequests(t *testing.T) {
	s, f := newServer(t)
	tag := ask(s, "GET", "/api/v1/search").Header().Get("ETag")
	for _, tc := range []struct {
		name, path, header string
		want               int
	}{
		{"the tag", "/api/v1/search?uk=yes", tag, http.StatusNotModified},
		{"the tag as a strong one", "/api/v1/reviews", strings.TrimPrefix(tag, "W/"), http.StatusNotModified},
		{"one of many", "/api/v1/reviews/moon-walks", `"a", ` + tag, http.StatusNotModified},
		{"similar ones", "/api/v1/reviews/moon-walks/similar", tag, http.StatusNotModified},
		{"a concept", "/api/v1/search?concept=moon", tag, http.StatusNotModified},
		{"any", "/api/v1/ratings", "*", http.StatusNotModified},
		{"the description", "/openapi.json", tag, http.StatusNotModified},
		{"another", "/api/v1/search", `W/"000000-abcdef01-e3b0c442"`, http.StatusOK},
		{"a question is never held", "/api/v1/search?q=a", tag, http.StatusOK},
		{"suggestions are never held", "/api/v1/suggest?q=a", "*", http.StatusOK},
		{"a page with a question is never held", "/gaps?q=a", tag, http.StatusOK},
		{"a wrong id", "/api/v1/reviews/none", "*", http.StatusNotFound},
		{"similar to a wrong id", "/api/v1/reviews/none/similar", "*", http.StatusNotFound},
		{"a wrong parameter", "/api/v1/search?page=0", "*", http.StatusBadRequest},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f.asked = nil
			w := ask(s, "GET", tc.path, "If-None-Match", tc.header)
			if w.Code != tc.want {
				t.Fatalf("status %d, want %d", w.Code, tc.want)
			}
			if policy := w.Header().Get("Content-Security-Policy"); tc.want == http.StatusNotModified && policy != "" {
				t.Errorf("a policy %q, which browsers would take over into the page", policy)
			}
			if tc.want != http.StatusNotModified {
				return
			}
			if w.Body.Len() > 0 || w.Header().Get("ETag") != tag || w.Header().Get("Cache-Control") == "" || f.asked != nil {
				t.Errorf("body %q, headers %v, searched %t", w.Body, w.Header(), f.asked != nil)
			}
		})
	}
}

// Absolute addresses in answers come from the request where none is configured.
func TestCachesKeepHostsApart(t *testing.T) {
	for _, tc := range []struct {
		url  string
		want bool
	}{{"", true}, {"https://store.example", false}} {
		s, _ := newServer(t, func(o *Options) { o.URL = tc.url })
		for _, path := range []string{"/", "/search", "/reviews/moon-walks", "/opensearch.xml", "/api/v1/ratings"} {
			w := ask(s, "GET", path)
			again := ask(s, "GET", path, "If-None-Match", w.Header().Get("ETag"))
			if again.Code != http.StatusNotModified {
				t.Errorf("%s again: status %d", path, again.Code)
			}
			for _, h := range []http.Header{w.Header(), again.Header()} {
				if got := slices.Contains(h.Values("Vary"), "Host"); got != tc.want {
					t.Errorf("%s of a store at %q: Vary %q", path, tc.url, h.Values("Vary"))
				}
			}
		}
	}
}

func TestServerTiming(t *testing.T) {
	s, _ := newServer(t)
	for _, path := range []string{"/api/v1/search?q=a", "/api/v1/suggest?q=a", "/api/v1/reviews/moon-walks/similar"} {
		if got := ask(s, "GET", path).Header().Get("Server-Timing"); !strings.HasPrefix(got, "search;dur=") {
			t.Errorf("%s: Server-Timing %q", path, got)
		}
	}
}
