package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"

	"evidencestore/web/params"
	"evidencestore/web/site"
)

// codeIn is the text of the code on a page that embeds something.
func codeIn(t *testing.T, body string) string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "code" && n.FirstChild != nil && strings.Contains(n.FirstChild.Data, "<") {
			return n.FirstChild.Data
		}
	}
	t.Fatal("no code on the page")
	return ""
}

// addressesIn are what elements of HTML load or lead to.
func addressesIn(t *testing.T, code string) []string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(code))
	if err != nil {
		t.Fatal(err)
	}
	var found []string
	for n := range root.Descendants() {
		for _, a := range n.Attr {
			if slices.Contains([]string{"src", "href", "action"}, a.Key) {
				found = append(found, a.Val)
			}
		}
	}
	return found
}

func TestBuilderGivesCodeThatRuns(t *testing.T) {
	s, _ := newServer(t, withSite, func(o *Options) { o.URL = "https://store.example" })
	for _, way := range params.Ways {
		for _, system := range params.Systems {
			w := ask(s, "GET", "/embed/builder?site=anytown&lens=lead&height=480&way="+string(way)+"&system="+string(system))
			if w.Code != http.StatusOK {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			policy := w.Header().Get("Content-Security-Policy")
			has(t, policy, "frame-src 'self';", "frame-ancestors 'none'")
			for _, address := range addressesIn(t, codeIn(t, w.Body.String())) {
				u, err := url.Parse(address)
				if err != nil || u.Scheme+"://"+u.Host != "https://store.example" {
					t.Errorf("%s: %q: %v", way, address, err)
					continue
				}
				if got := ask(s, "GET", u.RequestURI(), "Origin", "https://anytown.example"); got.Code != http.StatusOK {
					t.Errorf("%s: %q answers %d", way, address, got.Code)
				}
			}
		}
	}
	if w := ask(s, "GET", "/embed/builder?way=zzyzx", "Accept", "text/html"); w.Code != http.StatusBadRequest {
		t.Errorf("an unknown way: status %d", w.Code)
	}
	none, _ := newServer(t)
	has(t, ask(none, "GET", "/embed/builder").Body.String(), "No site is set up yet", "[[site]]")
	has(t, ask(none, "GET", "/embed/check").Body.String(), "No site is set up yet", "[[site]]")
}

func TestCheckGivesCodeThatRuns(t *testing.T) {
	s, _ := newServer(t, withSite, func(o *Options) { o.URL = "https://store.example" })
	found := addressesIn(t, codeIn(t, ask(s, "GET", "/embed/check?site=anytown").Body.String()))
	if len(found) != 6 {
		t.Errorf("%d addresses: %v", len(found), found)
	}
	for _, address := range found {
		if got := ask(s, "GET", strings.TrimPrefix(address, "https://store.example"), "Origin", "https://anytown.example"); got.Code != http.StatusOK {
			t.Errorf("%q answers %d", address, got.Code)
		}
	}
}

// TestNoLinkInAFrameIsBlocked follows the links of each page that is framed: they lead
// to pages that the site may frame, or open a new tab.
func TestNoLinkInAFrameIsBlocked(t *testing.T) {
	for _, open := range site.Opens {
		s, _ := newServer(t, withSite, func(o *Options) { o.Sites[0].Open = open })
		policy := framePolicy(s.opt.Sites[0])
		seen := map[string]bool{}
		todo := []string{"/embed?site=anytown", "/embed?site=anytown&q=luna", "/embed/check/frame?site=anytown"}
		for len(todo) > 0 && len(seen) < 60 {
			path := todo[0]
			todo = todo[1:]
			if seen[path] {
				continue
			}
			seen[path] = true
			w := ask(s, "GET", path)
			if w.Code != http.StatusOK || w.Header().Get("Content-Security-Policy") != policy {
				t.Errorf("%s: %d, %s", path, w.Code, w.Header().Get("Content-Security-Policy"))
			}
			root, err := html.Parse(strings.NewReader(w.Body.String()))
			if err != nil {
				t.Fatal(err)
			}
			for n := range root.Descendants() {
				if n.Data != "a" {
					continue
				}
				to, target := "", ""
				for _, a := range n.Attr {
					switch a.Key {
					case "href":
						to = a.Val
					case "target":
						target = a.Val
					}
				}
				if target == "" && !strings.HasPrefix(to, "#") {
					todo = append(todo, to)
				}
			}
		}
		if len(seen) < 10 {
			t.Errorf("only %d pages were seen", len(seen))
		}
	}
}
