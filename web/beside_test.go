package web

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"evidencestore/web/page"
)

// beside is a server with routes of its own beside those of s, that admits what does
// not call itself a stranger.
func beside(s *Server, routes ...PrivateRoute) *Server {
	return s.Beside(routes, func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Stranger") != "" {
				w.WriteHeader(http.StatusForbidden)
				return
			}
			next.ServeHTTP(w, r)
		})
	})
}

func TestBeside(t *testing.T) {
	s, _ := newServer(t)
	own := beside(s,
		PrivateRoute{Path: "/own/{id}", Name: "own", Handle: func(w http.ResponseWriter, r *http.Request) error {
			return s.Show(w, r, http.StatusTeapot, func(f *page.Frame) page.View { return page.NewEditorsDrafts(f, page.Drafts{}) })
		}},
		PrivateRoute{Path: "/broken", Name: "broken", Handle: func(http.ResponseWriter, *http.Request) error { return errors.New("moon") }},
		PrivateRoute{Path: "/panic", Name: "panic", Handle: func(http.ResponseWriter, *http.Request) error { panic("moon") }},
	)
	for _, tc := range []struct {
		method, path  string
		here, there   int
		header, value string
	}{
		{"GET", "/own/a", http.StatusTeapot, 404, "Cache-Control", "no-store"},
		{"HEAD", "/own/a", http.StatusTeapot, 404, "Content-Security-Policy", pagePolicy},
		{"POST", "/own/a", 405, 404, "Allow", "GET, HEAD"},
		{"GET", "/broken", 500, 404, "Content-Type", "application/problem+json"},
		{"GET", "/panic", 500, 404, "Content-Type", "application/problem+json"},
		{"GET", "/own/a/b", 404, 404, "Content-Type", "application/problem+json"},
		{"GET", "/help", 200, 200, "Content-Type", typeHTML},
	} {
		there, here := ask(s, tc.method, tc.path), ask(own, tc.method, tc.path)
		if here.Code != tc.here || there.Code != tc.there || here.Header().Get(tc.header) != tc.value {
			t.Errorf("%s %s: status %d, want %d, and %d on the other, want %d; %s %q, want %q",
				tc.method, tc.path, here.Code, tc.here, there.Code, tc.there, tc.header, here.Header().Get(tc.header), tc.value)
		}
		if here.Header().Get("X-Request-Id") == "" || here.Header().Get("Referrer-Policy") != "no-referrer" {
			t.Errorf("%s %s: headers %v", tc.method, tc.path, here.Header())
		}
		if got := ask(own, tc.method, tc.path, "Stranger", "yes").Code; got != http.StatusForbidden {
			t.Errorf("%s %s: %d for one who is not admitted", tc.method, tc.path, got)
		}
	}
}

func TestShowReadsTheLens(t *testing.T) {
	s, _ := newServer(t)
	own := beside(s, PrivateRoute{Path: "/own", Name: "own", Handle: func(w http.ResponseWriter, r *http.Request) error {
		return s.Show(w, r, http.StatusOK, func(f *page.Frame) page.View { return page.NewEditorsDrafts(f, page.Drafts{}) })
	}})
	for path, want := range map[string]string{"/own": `href="/gaps"`, "/own?lens=lead": `href="/gaps?lens=lead"`, "/own?lens=%22%3E": `href="/gaps"`, "/own?%ff=%zz": `href="/gaps"`} {
		if w := ask(own, "GET", path); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%s: status %d, want 200 and links like %s", path, w.Code, want)
		}
	}
}

// TestProfilesMayTakeTheirTime holds that what answers for longer by intent can move its
// deadline.
func TestProfilesMayTakeTheirTime(t *testing.T) {
	s, _ := newServer(t)
	server := httptest.NewServer(beside(s, PrivateRoute{Path: "/long", Name: "long", Handle: func(w http.ResponseWriter, _ *http.Request) error {
		return http.NewResponseController(w).SetWriteDeadline(time.Now().Add(time.Hour))
	}}))
	defer server.Close()
	resp, err := http.Get(server.URL + "/long")
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		t.Errorf("status %d: the deadline was not moved", resp.StatusCode)
	}
}
