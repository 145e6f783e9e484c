package web

import (
	"net/http"
	"slices"
	"strings"
	"testing"
)

// TestCrossOrigin holds that only pages of configured sites read answers, and that no
// cache gives the answer for one origin to another, errors included.
func TestCrossOrigin(t *testing.T) {
	s, _ := newServer(t, withSite)
	allowed := "https://anytown.example"
	paths := []string{
		"/api/v1/ratings", "/api/v1/search", "/api/v1/search?q=gran", "/api/v1/search?effect=bad", "/api/v1/reviews/nowhere", "/api/v1/nowhere",
		"/embed/v1/height.js", "/embed/v1/sites/anytown", "/embed/v1/sites/nowhere",
	}
	for _, path := range paths {
		for _, method := range []string{"GET", "HEAD", "POST", "DELETE", "OPTIONS"} {
			for _, origin := range []string{"", allowed} {
				w := ask(s, method, path, "Origin", origin, "If-None-Match", "*")
				if got := w.Header().Get("Access-Control-Allow-Origin"); got != origin {
					t.Errorf("%s %s from %q, status %d: allowed is %q", method, path, origin, w.Code, got)
				}
				if vary := w.Header().Values("Vary"); !slices.Contains(vary, "Origin") {
					t.Errorf("%s %s from %q, status %d: Vary %q", method, path, origin, w.Code, vary)
				}
				if got := w.Header().Get("Access-Control-Allow-Credentials"); got != "" {
					t.Errorf("%s %s: credentials %q", method, path, got)
				}
			}
			for _, origin := range []string{
				"https://anytown.example.evil", "https://xanytown.example", "https://ANYTOWN.example", "http://anytown.example",
				"https://anytown.example:443", "https://anytown.example/", "https://anytown.example, https://evil.example", "*", "anytown.example",
			} {
				w := ask(s, method, path, "Origin", origin)
				if w.Code != http.StatusForbidden || !slices.Contains(w.Header().Values("Vary"), "Origin") {
					t.Errorf("%s %s from %q: status %d, Vary %q", method, path, origin, w.Code, w.Header().Values("Vary"))
				}
				if method == "GET" {
					has(t, w.Body.String(), "Ask its operator to add exactly this origin to the origins of a [[site]]")
				}
			}
		}
	}
}

// TestHitsOpenFromSandboxes holds that browsers do not block what a sandboxed frame opens
// in a new tab, as they do under any Cross-Origin-Opener-Policy.
func TestHitsOpenFromSandboxes(t *testing.T) {
	s, _ := newServer(t, withSite)
	for _, path := range []string{"/reviews/moon-walks?site=anytown", "/search?site=anytown", "/embed?site=anytown", "/help"} {
		if got := ask(s, "GET", path).Header().Get("Cross-Origin-Opener-Policy"); got != "" {
			t.Errorf("%s: %q", path, got)
		}
	}
}

// TestRatesOfSites holds that a site over its limit is told so in its frame, and stands
// in the way of nobody else.
func TestRatesOfSites(t *testing.T) {
	s, _ := newServer(t, withSite, func(o *Options) {
		o.Sites[0].Rate, o.Sites[0].Burst = 0.001, 1
		other := *anytown()
		other.ID, other.Origins = "moontown", []string{"https://moontown.example"}
		o.Sites = append(o.Sites, &other)
	})
	ask(s, "GET", "/embed?site=anytown")
	w := ask(s, "GET", "/embed?site=anytown", "Accept", acceptsPages)
	if w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
		t.Errorf("status %d, Retry-After %q", w.Code, w.Header().Get("Retry-After"))
	}
	has(t, w.Header().Get("Content-Security-Policy"), "frame-ancestors 'self' https://anytown.example")
	has(t, w.Body.String(), "Too many requests from Anytown &lt;Council&gt;.")
	if w := ask(s, "GET", "/api/v1/ratings", "Origin", "https://anytown.example"); w.Code != http.StatusTooManyRequests ||
		w.Header().Get("Access-Control-Allow-Origin") != "https://anytown.example" || !strings.Contains(strings.Join(w.Header().Values("Vary"), ","), "Origin") {
		t.Errorf("to a page of the site: status %d, headers %v", w.Code, w.Header())
	}
	for _, path := range []string{"/embed?site=moontown", "/search", "/api/v1/ratings"} {
		if w := ask(s, "GET", path); w.Code != http.StatusOK {
			t.Errorf("%s: status %d", path, w.Code)
		}
	}
}
