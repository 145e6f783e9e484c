package web

import (
	"context"
	"net/http"
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// anytown is no real intranet.
func anytown() *site.Site {
	return &site.Site{
		ID: "anytown", Name: "Anytown <Council>", Origins: []string{"https://anytown.example", "https://www.anytown.example:8443"}, Lens: params.Practice,
		Filters: "uk=some&topic=parenting", Heading: "Tystiolaeth & mwy", Language: "cy", Suggestions: true, Open: site.InTab,
		Colours: site.Colours{Paper: "#ffffff", Ink: "#111111", Accent: "#0b5563"},
	}
}

func withSite(o *Options) { o.Sites = []*site.Site{anytown()} }

func has(t *testing.T, body string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(body, want) {
			t.Errorf("no %q", want)
		}
	}
}

func hasNot(t *testing.T, body string, not ...string) {
	t.Helper()
	for _, no := range not {
		if strings.Contains(body, no) {
			t.Errorf("holds %q", no)
		}
	}
}

func TestEmbedHeaders(t *testing.T) {
	s, _ := newServer(t, withSite)
	for path, cache := range map[string]string{
		"/embed?site=anytown":                                  "public, max-age=60",
		"/embed?site=anytown&uk=some":                          "public, max-age=60",
		"/embed?site=anytown&q=gran":                           "private, no-store",
		"/embed/reviews/moon-walks?site=anytown":               "public, max-age=60",
		"/embed/reviews/moon-walks?site=anytown&q=gran":        "private, no-store",
		"/embed/check/frame?site=anytown":                      "no-store",
		"/embed/reviews/moon-walks?site=anytown&utm_source=x&": "public, max-age=60",
	} {
		t.Run(path, func(t *testing.T) {
			w := ask(s, "GET", path)
			if w.Code != http.StatusOK {
				t.Fatalf("status %d: %s", w.Code, w.Body)
			}
			policy := w.Header().Get("Content-Security-Policy")
			has(t, policy, "frame-ancestors 'self' https://anytown.example https://www.anytown.example:8443;", "default-src 'none'", "require-trusted-types-for 'script'")
			hasNot(t, policy, "unsafe", "*")
			for name, want := range map[string]string{"X-Frame-Options": "", "Cross-Origin-Resource-Policy": "cross-origin", "Cache-Control": cache, "Set-Cookie": "", "Referrer-Policy": "no-referrer"} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
		})
	}
}

// TestEmbedNotModified holds that what a browser takes over from such an answer still
// lets it show the page in a frame.
func TestEmbedNotModified(t *testing.T) {
	at := anytown()
	s, _ := newServer(t, func(o *Options) { o.Sites = []*site.Site{at} })
	if w := ask(s, "GET", "/ratings", "If-None-Match", ask(s, "GET", "/ratings").Header().Get("ETag")); w.Code != http.StatusNotModified || w.Header().Values("Content-Security-Policy") != nil {
		t.Errorf("a page that is not framed: %d %v", w.Code, w.Header())
	}
	for _, path := range []string{"/embed?site=anytown", "/embed?site=anytown&uk=some", "/embed/reviews/moon-walks?site=anytown"} {
		tag := ask(s, "GET", path).Header().Get("ETag")
		w := ask(s, "GET", path, "If-None-Match", tag)
		if w.Code != http.StatusNotModified || w.Header().Values("Content-Security-Policy") != nil || w.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: %d %v", path, w.Code, w.Header())
		}
	}
	before := ask(s, "GET", "/embed?site=anytown").Header().Get("ETag")
	at.Heading = "Another"
	s, _ = newServer(t, func(o *Options) { o.Sites = []*site.Site{at} })
	if after := ask(s, "GET", "/embed?site=anytown").Header().Get("ETag"); after == before {
		t.Error("a changed preset keeps the ETag")
	}
}

func TestEmbedRefusesUnknownSites(t *testing.T) {
	s, _ := newServer(t, withSite)
	for path, status := range map[string]int{
		"/embed":                                   http.StatusBadRequest,
		"/embed?q=gran":                            http.StatusBadRequest,
		"/embed?site=zzyzx":                        http.StatusNotFound,
		"/embed?site=%3Cscript%3E":                 http.StatusNotFound,
		"/embed/reviews/moon-walks":                http.StatusBadRequest,
		"/embed/reviews/moon-walks?site=elsewhere": http.StatusNotFound,
		"/embed/check/frame?site=elsewhere":        http.StatusNotFound,
	} {
		w := ask(s, "GET", path, "Accept", "text/html")
		if w.Code != status || w.Header().Get("Cache-Control") != "no-store" {
			t.Errorf("%s: %d %q, want %d", path, w.Code, w.Header().Get("Cache-Control"), status)
		}
		has(t, w.Header().Get("Content-Security-Policy"), "frame-ancestors 'none'")
		has(t, w.Body.String(), "[[site]]", "origins = [", "name = ")
		hasNot(t, w.Body.String(), "<script>")
	}
	has(t, ask(s, "GET", "/embed?site=zzyzx").Body.String(), "id = &#34;zzyzx&#34;")
}

// TestEmbedErrorsCanBeFramed holds that whatever goes wrong in a frame is seen there.
func TestEmbedErrorsCanBeFramed(t *testing.T) {
	s, f := newServer(t, withSite, func(o *Options) { o.Sites[0].Rate, o.Sites[0].Burst = 0.001, 4 })
	policy := framePolicy(s.opt.Sites[0])
	for _, tc := range []struct {
		path   string
		status int
	}{
		{"/embed?site=anytown&effect=bad", http.StatusBadRequest},
		{"/embed?site=anytown&q=%zz", http.StatusBadRequest},
		{"/embed/reviews/nothing?site=anytown", http.StatusNotFound},
		{"/embed?site=anytown&q=slow", http.StatusServiceUnavailable},
		{"/embed?site=anytown&q=more", http.StatusTooManyRequests},
	} {
		if tc.status == http.StatusServiceUnavailable {
			f.fails(search.ErrBusy)
		}
		w := ask(s, "GET", tc.path, "Accept", "text/html")
		if w.Code != tc.status || w.Header().Get("Content-Security-Policy") != policy || w.Header().Get("Cross-Origin-Resource-Policy") != "cross-origin" {
			t.Errorf("%s: %d %v, want %d", tc.path, w.Code, w.Header(), tc.status)
		}
		has(t, w.Body.String(), "Start again", `href="/embed?site=anytown"`)
	}
}

func TestEmbedBeginsWithThePreset(t *testing.T) {
	s, f := newServer(t, withSite)
	body := ask(s, "GET", "/embed?site=anytown").Body.String()
	if f.last() != nil {
		t.Error("a box without a question searches")
	}
	has(t, body, `lang="cy">Tystiolaeth &amp; mwy</h1>`, `name="topic" value="parenting"`, `name="uk" value="some"`, `name="site" value="anytown"`, `action="/embed"`, "Chosen by")
	ask(s, "GET", "/embed?site=anytown&q=gran&topic=parenting")
	if asked := f.last(); len(asked.Filter.UK) > 0 || len(asked.Filter.Topics) != 1 || asked.PerPage != page.EmbedPerPage {
		t.Errorf("asked %+v", asked)
	}
	hasNot(t, ask(s, "GET", "/embed?site=anytown&per_page=5").Body.String(), "Chosen by", `name="uk"`)
}

func TestEmbedWithAPresetThatIsNotUnderstood(t *testing.T) {
	s, _ := newServer(t, withSite, func(o *Options) { o.Sites[0].Filters = "topic=no-such-topic" })
	w := ask(s, "GET", "/embed?site=anytown")
	if w.Code != http.StatusOK {
		t.Errorf("status %d", w.Code)
	}
	hasNot(t, w.Body.String(), "no-such-topic")
}

func TestEmbedTakesTheLensOfTheSite(t *testing.T) {
	s, _ := newServer(t, withSite, func(o *Options) { o.Sites[0].Lens = params.Lead })
	has(t, ask(s, "GET", "/embed?site=anytown&q=gran").Body.String(), `name="lens" value="lead"`, "/reviews/moon-walks?lens=lead&amp;site=anytown")
	hasNot(t, ask(s, "GET", "/embed?site=anytown&q=gran&lens=practice").Body.String(), "lens=lead")
}

func TestEmbedFiles(t *testing.T) {
	s, _ := newServer(t, withSite)
	for path, kind := range map[string]string{
		"/embed/v1/evidence-search.js": "text/javascript; charset=utf-8", "/embed/v1/height.js": "text/javascript; charset=utf-8",
		"/embed/v1/check.js": "text/javascript; charset=utf-8", "/embed/v1/theme/anytown.css": "text/css; charset=utf-8",
	} {
		t.Run(path, func(t *testing.T) {
			w := ask(s, "GET", path, "Origin", "https://anytown.example")
			for name, want := range map[string]string{
				"Content-Type": kind, "Cache-Control": "public, max-age=300", "Cross-Origin-Resource-Policy": "cross-origin",
			} {
				if got := w.Header().Get(name); got != want {
					t.Errorf("%s %q, want %q", name, got, want)
				}
			}
			if w.Code != http.StatusOK || w.Body.Len() == 0 {
				t.Errorf("status %d, %d bytes", w.Code, w.Body.Len())
			}
			if again := ask(s, "GET", path, "If-None-Match", w.Header().Get("ETag")); again.Code != http.StatusNotModified {
				t.Errorf("again: status %d", again.Code)
			}
			elsewhere := ask(s, "GET", path, "Origin", "https://elsewhere.example")
			if strings.HasSuffix(path, ".css") { // for frames, which can be of no origin
				if got := elsewhere.Header().Get("Access-Control-Allow-Origin"); elsewhere.Code != http.StatusOK || got != "" {
					t.Errorf("elsewhere: %d, allowed %q", elsewhere.Code, got)
				}
				return
			}
			if got := w.Header().Get("Access-Control-Allow-Origin"); got != "https://anytown.example" {
				t.Errorf("allowed %q", got)
			}
			if path == componentPath { // which tells its page what to ask for
				return
			}
			problemIn(t, elsewhere, http.StatusForbidden)
		})
	}
	has(t, ask(s, "GET", "/embed/v1/theme/anytown.css").Body.String(), "--paper: #ffffff", "--link: #0b5563", "--on-link: #ffffff", "only light")
	problemIn(t, ask(s, "GET", "/embed/v1/theme/zzyzx.css"), http.StatusNotFound)
	problemIn(t, ask(s, "GET", "/embed/v1/other.js"), http.StatusNotFound)
}

func TestPreset(t *testing.T) {
	s, f := newServer(t, withSite)
	w := ask(s, "GET", "/embed/v1/sites/anytown", "Origin", "https://anytown.example")
	has(t, w.Body.String(), `"id":"anytown"`, `"name":"Anytown <Council>"`, `"heading":"Tystiolaeth & mwy"`, `"language":"cy"`, `"lens":"practice"`,
		`"filters":[["uk","some"],["topic","parenting"]]`, `"suggestions":true`, `"open":"tab"`,
		`"colours":{"paper":"#ffffff","ink":"#111111","accent":"#0b5563","on_accent":"#ffffff"}`, `"privacy":"Do not enter names or case details."`,
		`"lines":{`, f.info.Reference.Ratings.Lines.Judgement)
	if w.Code != http.StatusOK || w.Header().Get("Access-Control-Allow-Origin") != "https://anytown.example" {
		t.Errorf("%d %v", w.Code, w.Header())
	}
	p := problemIn(t, ask(s, "GET", "/embed/v1/sites/zzyzx"), http.StatusNotFound)
	has(t, p.Detail, "[[site]]", `"zzyzx"`)
	problemIn(t, ask(s, "GET", "/embed/v1/sites/anytown", "Origin", "https://elsewhere.example"), http.StatusForbidden)
	if bare := newPreset(f.info, &site.Site{ID: "bare"}); bare.Filters == nil || len(bare.Filters) > 0 || bare.Colours.OnAccent != "" {
		t.Errorf("preset of nothing: %+v", bare)
	}
}

// fails makes every further search fail.
func (f *fake) fails(err error) {
	f.during = func(context.Context, *search.Request) error { return err }
}
