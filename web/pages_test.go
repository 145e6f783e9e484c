package web

import (
	"errors"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"evidencestore/web/page"
)

const acceptsPages = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"

// staticPages are the pages that no question changes.
var staticPages = []string{"/", "/gaps", "/ratings", "/help", "/about", "/accessibility"}

var titled = regexp.MustCompile(`<title>([^<]*)</title>`)

func TestStaticPages(t *testing.T) {
	s, f := newServer(t)
	titles := map[string]string{}
	for _, path := range staticPages {
		t.Run(path, func(t *testing.T) {
			w := ask(s, "GET", path+"?utm_source=mail&lens=lead", "Accept", acceptsPages)
			if w.Code != http.StatusOK || w.Header().Get("Content-Type") != typeHTML {
				t.Fatalf("status %d, type %q: %s", w.Code, w.Header().Get("Content-Type"), w.Body)
			}
			if got := w.Header().Get("Content-Security-Policy"); got != pagePolicy {
				t.Errorf("Content-Security-Policy %q", got)
			}
			if got := w.Header().Get("Set-Cookie"); got != "" {
				t.Errorf("a cookie %q", got)
			}
			title := titled.FindStringSubmatch(w.Body.String())
			if title == nil || titles[title[1]] != "" {
				t.Errorf("title %q, which %q has too", title, titles[title[1]])
			} else {
				titles[title[1]] = path
			}
			for _, want := range []string{f.info.Reference.Ratings.Lines.Judgement, `href="/help?lens=lead#danger"`} {
				if !strings.Contains(w.Body.String(), want) {
					t.Errorf("no %q", want)
				}
			}
			tag := w.Header().Get("ETag")
			if again := ask(s, "GET", path, "If-None-Match", tag); tag == "" || again.Code != http.StatusNotModified {
				t.Errorf("asked again with the ETag %q: status %d", tag, again.Code)
			}
		})
	}
}

func TestStaticPagesWithoutIndex(t *testing.T) {
	s, f := newServer(t)
	f.info = nil
	for _, path := range staticPages {
		w := ask(s, "GET", path, "Accept", acceptsPages)
		want := http.StatusOK
		if path == "/gaps" || path == "/ratings" || path == "/about" {
			want = http.StatusServiceUnavailable
		}
		if w.Code != want || w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Type") != typeHTML {
			t.Errorf("%s: status %d, %v, want %d", path, w.Code, w.Header(), want)
		}
	}
}

func TestPagesNameTheOrganisation(t *testing.T) {
	moon := page.Organisation{Name: "Moon Council", Email: "moon@example.org", Accessibility: page.Compliance{Status: page.FullyCompliant, Prepared: "2026-11-01", Tested: "2026-11-01"}}
	named, _ := newServer(t, func(o *Options) { o.Organisation = moon })
	nameless, _ := newServer(t)
	for _, path := range []string{"/about", "/accessibility"} {
		w := ask(named, "GET", path)
		if !strings.Contains(w.Body.String(), "Moon Council") {
			t.Errorf("%s does not name who runs it", path)
		}
		if got := ask(nameless, "GET", path, "If-None-Match", w.Header().Get("ETag")); got.Code != http.StatusOK || strings.Contains(got.Body.String(), "Moon Council") {
			t.Errorf("%s of another organisation: status %d", path, got.Code)
		}
	}
}

func TestGapsPage(t *testing.T) {
	s, _ := newServer(t)
	for query, want := range map[string]string{
		"":                         "Does it help fathers?",
		"?topic=parenting":         "Does it help fathers?",
		"?topic=&topic=parenting":  "Does it help fathers?",
		"?topic=neglect&lens=lead": "None among the documents shown here.",
	} {
		if w := ask(s, "GET", "/gaps"+query); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), want) {
			t.Errorf("%q: status %d, no %q in %s", query, w.Code, want, w.Body)
		}
	}
	if body := ask(s, "GET", "/gaps?topic=neglect").Body.String(); strings.Contains(body, "Does it help fathers?") {
		t.Errorf("what is not of the topic: %s", body)
	}
}

// TestErrorsArePages holds that people get errors as pages, and programs as JSON.
func TestErrorsArePages(t *testing.T) {
	s, _ := newServer(t)
	down, broken := newServer(t)
	broken.info = nil
	failing, sh := newShelf(t, 1)
	sh.reading = func(int) error { return errors.New("secret") }
	limited, _ := newServer(t, func(o *Options) { o.Rate, o.Burst = 1e-9, 1 })
	for range 2 {
		ask(limited, "GET", "/help")
	}
	for _, tc := range []struct {
		name   string
		server *Server
		path   string
		status int
		want   string
		number bool // whether it gives a number to report
	}{
		{"wrong address", s, "/nothing", http.StatusNotFound, "There is no such page", false},
		{"wrong value", s, "/gaps?topic=mars&lens=moon", http.StatusBadRequest, "<strong>Topic</strong> “mars”: not one of the allowed values", false},
		{"another wrong value beside it", s, "/gaps?topic=mars&lens=moon", http.StatusBadRequest, "<strong>What to show first</strong> “moon”", false},
		{"too many requests", limited, "/help", http.StatusTooManyRequests, "Please try again shortly", false},
		{"no index", down, "/gaps", http.StatusServiceUnavailable, "The store has no index yet", true},
		{"failure", failing, "/gaps", http.StatusInternalServerError, "Something went wrong", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(tc.server, "GET", tc.path, "Accept", acceptsPages)
			body := w.Body.String()
			if w.Code != tc.status || w.Header().Get("Content-Type") != typeHTML || w.Header().Get("Content-Security-Policy") != pagePolicy || w.Header().Get("Cache-Control") != "no-store" {
				t.Errorf("status %d with %v, want a page of status %d", w.Code, w.Header(), tc.status)
			}
			if !strings.Contains(body, tc.want) || !strings.Contains(body, `action="/search"`) || strings.Contains(body, "secret") {
				t.Errorf("no %q in %s", tc.want, body)
			}
			if got := strings.Contains(body, w.Header().Get("X-Request-Id")); got != tc.number {
				t.Errorf("gives the number of the request: %v, want %v", got, tc.number)
			}
			problemIn(t, ask(tc.server, "GET", tc.path), tc.status)
			problemIn(t, ask(tc.server, "GET", tc.path, "Accept", "application/json"), tc.status)
		})
	}
	small, _ := newServer(t, func(o *Options) { o.MaxBodyBytes = 8 })
	if w := post(small, "/search", "q=grandmother", "Accept", acceptsPages); w.Code != http.StatusRequestEntityTooLarge || !strings.Contains(w.Body.String(), "<h1>This is too long</h1>") {
		t.Errorf("a question that is too long: status %d: %s", w.Code, w.Body)
	}
	problemIn(t, ask(s, "GET", "/api/v1/search?uk=mars", "Accept", acceptsPages), http.StatusBadRequest)
	problemIn(t, ask(s, "GET", "/api/nothing", "Accept", acceptsPages), http.StatusNotFound)
}

// TestLinksCarryTheSite holds that a reader who came from an intranet keeps what it says
// of programmes wherever a page leads, errors included.
func TestLinksCarryTheSite(t *testing.T) {
	s, _ := newServer(t, withSite)
	internal := regexp.MustCompile(`href="(/(?:search|map|gaps|ratings|help|about|accessibility|compare|record)?(?:[?#][^"]*)?)"`)
	for _, path := range []string{"/", "/search", "/map", "/gaps", "/ratings", "/help", "/about", "/accessibility", "/compare", "/nowhere", "/embed", "/embed/reviews/moon-walks"} {
		found := internal.FindAllStringSubmatch(ask(s, "GET", path+"?site=anytown", "Accept", acceptsPages).Body.String(), -1)
		if len(found) == 0 {
			t.Errorf("%s leads nowhere", path)
		}
		for _, link := range found {
			if !strings.Contains(link[1], "site=anytown") {
				t.Errorf("%s: a link to %s", path, link[1])
			}
		}
	}
}
