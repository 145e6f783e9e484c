package web

import (
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
)

// TestHeadersOfEveryRoute holds what every answer of every route has to say, well or
// badly asked: it comes from the table, so that a new route is held to it as well.
func TestHeadersOfEveryRoute(t *testing.T) {
	s, _ := newServer(t, withSite)
	for path, rt := range addresses(s) {
		wrong, _, _ := strings.Cut(path, "?")
		for _, tc := range []struct{ name, method, path string }{
			{"asked well", "GET", path},
			{"asked by HEAD", "HEAD", path},
			{"a bad parameter", "GET", wrong + "?page=0&effect=bad&url=x&id=%ff"},
			{"a bad method", "DELETE", path},
		} {
			for _, accept := range []string{"text/html", "application/json"} {
				t.Run(rt.name+", "+tc.name+", "+accept, func(t *testing.T) {
					checkHeaders(t, rt, ask(s, tc.method, tc.path, "Accept", accept, "Origin", "https://stranger.example"))
				})
			}
		}
	}
}

func checkHeaders(t *testing.T, rt route, w *httptest.ResponseRecorder) {
	t.Helper()
	h := w.Header()
	for name, want := range map[string]string{
		"Referrer-Policy": "no-referrer", "X-Content-Type-Options": "nosniff", "Cross-Origin-Embedder-Policy": "require-corp",
		"Set-Cookie": "", "Server": "", "X-Powered-By": "",
	} {
		if got := h.Values(name); strings.Join(got, ", ") != want {
			t.Errorf("%s %q, want %q", name, got, want)
		}
	}
	// A refusal may be read by whom it concerns, and the component by everybody.
	if got := h.Get("Access-Control-Allow-Origin"); got != "" && w.Code != http.StatusForbidden && rt.path != componentPath {
		t.Errorf("status %d may be read by %s", w.Code, got)
	}
	if h.Get("Access-Control-Allow-Credentials") != "" || h.Get("Cache-Control") == "" || h.Get("X-Request-Id") == "" || h.Get("Permissions-Policy") == "" {
		t.Errorf("headers %v", h)
	}
	checkPolicy(t, rt, h)
}

// checkPolicy holds that nothing inline runs, and that the store is framed by no page
// of strangers and fetches nothing from elsewhere.
func checkPolicy(t *testing.T, rt route, h http.Header) {
	t.Helper()
	policy := map[string][]string{}
	for part := range strings.SplitSeq(h.Get("Content-Security-Policy"), ";") {
		if words := strings.Fields(part); len(words) > 0 {
			policy[words[0]] = words[1:]
		}
	}
	if !slices.Equal(policy["default-src"], []string{"'none'"}) || !slices.Equal(policy["base-uri"], []string{"'none'"}) {
		t.Errorf("policy %v", policy)
	}
	framed := strings.HasPrefix(rt.path, "/embed")
	for name, sources := range policy {
		for _, source := range sources {
			switch {
			case source == "'self'", source == "'none'", name == "require-trusted-types-for", name == "trusted-types", name == "sandbox":
			case name == "frame-ancestors" && framed && slices.Contains(anytown().Origins, source):
			default:
				t.Errorf("%s allows %q", name, source)
			}
		}
	}
	if len(policy["frame-ancestors"]) == 0 || !framed && !slices.Equal(policy["frame-ancestors"], []string{"'none'"}) {
		t.Errorf("frame-ancestors %q", policy["frame-ancestors"])
	}
}
