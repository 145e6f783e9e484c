package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/web/params"
)

func TestReviewPage(t *testing.T) {
	s, _ := newServer(t, func(o *Options) { o.URL = "https://store.example" })
	for _, tc := range []struct {
		name, path string
		want       []string
	}{
		{"practice", "/reviews/moon-walks", []string{
			"<title>Moon walks &lt;for&gt; families &amp; friends · Evidence Store</title>",
			`<link rel="canonical" href="https://store.example/reviews/moon-walks">`, "<h2>What it is</h2>", "edition 000001-abcdef01",
		}},
		{"lead", "/reviews/moon-walks?lens=lead", []string{`<link rel="canonical" href="https://store.example/reviews/moon-walks">`, "Studies counted"}},
		{"with names that a mail program appended", "/reviews/moon-walks?utm_source=mail&lens=", []string{"Moon walks"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(s, "GET", tc.path)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != typeHTML || w.Header().Get("Content-Security-Policy") != pagePolicy {
				t.Fatalf("status %d, headers %v", w.Code, w.Header())
			}
			if got := w.Header().Get("Cache-Control"); got != "public, max-age=60" {
				t.Errorf("Cache-Control %q", got)
			}
			for _, want := range tc.want {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("no %q in %s", want, w.Body)
				}
			}
			tag := w.Header().Get("ETag")
			if again := ask(s, "GET", tc.path, "If-None-Match", tag); again.Code != http.StatusNotModified {
				t.Errorf("status %d for the tag %q, want 304", again.Code, tag)
			}
		})
	}
}

func TestReviewPageFaults(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct {
		name, path string
		status     int
		want       string
	}{
		{"an unknown id", "/reviews/mars-walks", http.StatusNotFound, "There is no programme at this address."},
		{"an unknown id as a record", "/reviews/mars-walks?format=ris", http.StatusNotFound, "There is no programme at this address."},
		{"no lens", "/reviews/moon-walks?lens=pink", http.StatusBadRequest, "pink"},
		{"no format", "/reviews/moon-walks?format=parchment", http.StatusBadRequest, "parchment"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(s, "GET", tc.path, "Accept", "text/html")
			if w.Code != tc.status || !strings.Contains(w.Body.String(), tc.want) || !strings.Contains(w.Body.String(), `href="/search"`) {
				t.Errorf("status %d, want %d and %q in %s", w.Code, tc.status, tc.want, w.Body)
			}
			problemIn(t, ask(s, "GET", tc.path), tc.status)
		})
	}
}

func TestReviewPageInOtherForms(t *testing.T) {
	s, _ := newServer(t)
	for _, format := range params.Formats {
		t.Run(string(format), func(t *testing.T) {
			w := ask(s, "GET", "/reviews/moon-walks?format="+string(format))
			if kind := w.Header().Get("Content-Type"); w.Code != http.StatusOK || kind == typeHTML {
				t.Errorf("status %d, Content-Type %q", w.Code, kind)
			}
			if !strings.Contains(w.Body.String(), "moon-walks") {
				t.Errorf("no programme in %s", w.Body)
			}
		})
	}
}

// A moving searcher publishes between the document and what is like it.
type moving struct {
	*fake
	moves   int // how often it still does
	similar error
}

func (m *moving) Similar(ctx context.Context, id string, limit int) (*search.Response, error) {
	if m.moves > 0 {
		m.moves--
		m.publish("000002-abcdef02")
		return nil, m.similar
	}
	return m.fake.Similar(ctx, id, limit)
}

func TestReviewPageIsOfOneGeneration(t *testing.T) {
	for _, tc := range []struct {
		name    string
		similar error
		status  int
	}{
		{"taken out and put back", search.ErrNotFound, http.StatusOK},
		{"too slow", search.ErrTimeout, http.StatusServiceUnavailable},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, _ := newServer(t, func(o *Options) {
				f, _ := o.Searcher.(*fake)
				o.Searcher = &moving{fake: f, moves: 1, similar: tc.similar}
			})
			w := ask(s, "GET", "/reviews/moon-walks")
			if w.Code != tc.status {
				t.Fatalf("status %d, want %d: %s", w.Code, tc.status, w.Body)
			}
			if tc.status == http.StatusOK && (!strings.Contains(w.Body.String(), "edition 000002-abcdef02") || !strings.Contains(w.Header().Get("ETag"), "000002-abcdef02")) {
				t.Errorf("ETag %s of a page of another edition: %s", w.Header().Get("ETag"), w.Body)
			}
		})
	}
}
