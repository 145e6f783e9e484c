package web

import (
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"evidencestore/web/page"
)

// addresses has a real address for every route.
func addresses(s *Server) map[string]route {
	all := map[string]route{}
	style, err := page.AssetPath("style.css")
	if err != nil {
		panic(err)
	}
	for _, rt := range s.routes {
		path := strings.NewReplacer("{id}", "moon-walks", "{site}", "anytown", "/assets/{file}", style, "/oembed", "/oembed?url=http://example.com/reviews/moon-walks").Replace(rt.path)
		if s.framing(httptest.NewRequest(http.MethodGet, path+"?site=anytown", nil)) != nil {
			path += "?site=anytown"
		}
		all[path] = rt
	}
	return all
}

func TestEveryRouteAnswersItsMethods(t *testing.T) {
	s, _ := newServer(t, withSite)
	for path, rt := range addresses(s) {
		for _, method := range []string{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW"} {
			t.Run(method+" "+path, func(t *testing.T) {
				w := ask(s, method, path, "Content-Type", "application/x-www-form-urlencoded")
				if slices.Contains(rt.methods, method) {
					if w.Code != http.StatusOK {
						t.Errorf("status %d: %s", w.Code, w.Body)
					}
					return
				}
				problemIn(t, w, http.StatusMethodNotAllowed)
				if got, want := w.Header().Get("Allow"), strings.Join(rt.methods, ", "); got != want {
					t.Errorf("Allow %q, want %q", got, want)
				}
			})
		}
	}
}

func TestRoutesStandOnce(t *testing.T) {
	s, _ := newServer(t)
	names, paths := map[string]bool{}, map[string]bool{}
	for _, rt := range s.routes {
		if names[rt.name] || paths[rt.path] {
			t.Errorf("%s, called %s, is there twice", rt.path, rt.name)
		}
		names[rt.name], paths[rt.path] = true, true
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	s, _ := newServer(t, withSite)
	for path := range addresses(s) {
		get, head := ask(s, "GET", path), ask(s, "HEAD", path)
		for _, name := range []string{"Content-Type", "Content-Length", "Cache-Control", "ETag", "Vary"} {
			if head.Header().Get(name) != get.Header().Get(name) {
				t.Errorf("%s: %s of HEAD %q, of GET %q", path, name, head.Header().Get(name), get.Header().Get(name))
			}
		}
	}
}

func TestWrongAddresses(t *testing.T) {
	s, _ := newServer(t)
	for _, path := range []string{"/nothing", "/api", "/api/v1/search/", "//api/v1/search", "/api//v1/search", "/api/v1/../v1/search", "/api/v1/reviews/", "/api/v1/reviews/a/b", "/API/v1/search", "/healthz/x"} {
		t.Run(path, func(t *testing.T) {
			problemIn(t, ask(s, "GET", path), http.StatusNotFound)
			problemIn(t, ask(s, "DELETE", path), http.StatusNotFound)
		})
	}
}

func TestHealth(t *testing.T) {
	ready := Readiness{Ready: true, Generation: "g", Documents: 30}
	s, _ := newServer(t, func(o *Options) { o.Ready = func() Readiness { return ready } })
	for _, tc := range []struct {
		name, path string
		ready      Readiness
		status     int
		body       string
	}{
		{"healthy", "/healthz", Readiness{}, 200, "ok\n"},
		{"ready", "/readyz", ready, 200, `{"ready":true,"generation":"g","documents":30,"stale":false,"reasons":[],"held":false,"fault_count":0,"faults":[]}` + "\n"},
		{
			"stale", "/readyz",
			Readiness{Ready: true, Stale: true, Reasons: []string{"the corpus has faults"}},
			200,
			`{"ready":true,"generation":"","documents":0,"stale":true,"reasons":["the corpus has faults"],"held":false,"fault_count":0,"faults":[]}` + "\n",
		},
		{
			"faulty, with more than fits", "/readyz",
			Readiness{Ready: true, FaultCount: 30, Faults: slices.Repeat([]ReadyFault{{File: "reviews/moon.md", Line: 7}}, 25)},
			200,
			`{"ready":true,"generation":"","documents":0,"stale":false,"reasons":[],"held":false,"fault_count":30,"faults":[` +
				strings.Repeat(`{"file":"reviews/moon.md","line":7},`, 19) + `{"file":"reviews/moon.md","line":7}]}` + "\n",
		},
		{"not ready", "/readyz", Readiness{Reasons: []string{"no index"}}, 503, `{"ready":false,"generation":"","documents":0,"stale":false,"reasons":["no index"],"held":false,"fault_count":0,"faults":[]}` + "\n"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ready = tc.ready
			w := ask(s, "GET", tc.path)
			if w.Code != tc.status || w.Body.String() != tc.body || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("%d %q %v, want %d %q", w.Code, w.Body, w.Header(), tc.status, tc.body)
			}
		})
	}
}

func TestRobots(t *testing.T) {
	s, _ := newServer(t)
	body := ask(s, "GET", "/robots.txt").Body.String()
	for _, line := range []string{"User-agent: *", "Disallow: /search", "Disallow: /api/"} {
		if !slices.Contains(strings.Split(body, "\n"), line) {
			t.Errorf("no %q in %q", line, body)
		}
	}
}

func TestHome(t *testing.T) {
	s, f := newServer(t)
	w := ask(s, "GET", "/")
	if got := w.Header().Get("Content-Type"); got != "text/html; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	for _, want := range []string{
		`action="/search"`, `name="q"`, "Do not enter names or case details", "1 programme is held",
		`href="/openapi.json"`, f.info.Reference.Ratings.Lines.Judgement,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %q in\n%s", want, w.Body)
		}
	}
	if got := w.Header().Get("Content-Security-Policy"); got != pagePolicy {
		t.Errorf("Content-Security-Policy %q", got)
	}
}

// TestReadmeNamesEveryEndpoint holds the list of the README against the table.
func TestReadmeNamesEveryEndpoint(t *testing.T) {
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	s, _ := newServer(t)
	for _, rt := range s.routes {
		if !strings.HasPrefix(rt.path, "/api/") {
			continue
		}
		if row := "| `" + rt.path + "` |"; !strings.Contains(string(readme), row) {
			t.Errorf("the README has no row %s", row)
		}
	}
}
