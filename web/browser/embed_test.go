package browser_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// embedStates are the pages that embed the store or help to, by what they differ in.
// Sites are those of the world.
var embedStates = []state{
	{name: "embed", path: "/embed?site=moon-town"},
	{name: "embed, lead", path: "/embed?site=moon-lead"},
	{name: "embed with filters and a layer", path: "/embed?site=moon-here"},
	{name: "embed with preset filters", path: "/embed?site=moon-filtered"},
	{name: "embed in colours", path: "/embed?site=moon-dressed"},
	{name: "embedded results", path: at("/embed", "site", "moon-town", "q", gran)},
	{name: "embedded results, lead, with a layer", path: at("/embed", "site", "moon-lead", "q", gran)},
	{name: "embedded results, opened in the embed", path: at("/embed", "site", "moon-here", "q", gran)},
	{name: "embedded results in colours", path: at("/embed", "site", "moon-dressed", "q", gran)},
	{name: "embedded results, second page", path: at("/embed", "site", "moon-town", "page", "2")},
	{name: "embedded results by effect", path: at("/embed", "site", "moon-town", "sort", "effect")},
	{name: "embedded, nothing held", path: at("/embed", "site", "moon-town", "q", "bedwetting")},
	{name: "embedded, filters leave nothing", path: at("/embed", "site", "moon-town", "q", gran, "effect_min", "consistently-positive", "strength_min", "high", "setting", "school")},
	{name: "embedded, hostile", path: at("/embed", "site", "moon-town", "q", `<script>alert("1")</script> '"><img src=x onerror=alert(2)>`)},
	{name: "compact review", path: "/embed/reviews/kinship-care?site=moon-here"},
	{name: "compact review from results", path: at("/embed/reviews/multisystemic-therapy", "site", "moon-town", "q", gran)},
	{name: "compact review, not rated", path: "/embed/reviews/functional-family-therapy?site=moon-dressed"},
	{name: "no such compact review", path: "/embed/reviews/dragon-choir?site=moon-town", status: http.StatusNotFound},
	{name: "broken address in a frame", path: "/embed?site=moon-town&effect=splendid", status: http.StatusBadRequest},
	{name: "embed refused, no site", path: "/embed", status: http.StatusBadRequest},
	{name: "embed refused, unknown site", path: "/embed?site=nowhere", status: http.StatusNotFound},
	{name: "builder", path: "/embed/builder"},
	{name: "builder, component", path: "/embed/builder?site=moon-lead&system=html&way=component"},
	{name: "builder, SharePoint", path: "/embed/builder?site=moon-dressed&system=sharepoint&way=iframe"},
	{name: "check", path: "/embed/check?site=moon-lead"},
	{name: "check, framed", path: "/embed/check/frame?site=moon-town"},
	{name: "check, opened by the form", path: "/embed/check/opened?site=moon-town&way=form"},
	{name: "results at the store for a site", path: at("/search", "site", "moon-lead", "q", gran)},
	{name: "results at the store, available only", path: at("/search", "site", "moon-lead", "available", "true")},
	{name: "review at the store for a site", path: "/reviews/kinship-care?site=moon-lead"},
}

// TestEmbedPages opens the pages of embeds in every state.
func TestEmbedPages(t *testing.T) {
	axe := axeSource(t)
	store := worldOf(t).store.String()
	tabs := make(chan *tab, atOnce)
	for range atOnce {
		tabs <- open(t, 1280)
	}
	for _, s := range embedStates {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			tb := <-tabs
			defer func() { tabs <- tb }()
			tb.lend(t)
			if status := tb.land(s.path, chromedp.Navigate(store+s.path)); status != s.want() {
				t.Fatalf("got status %d, want %d", status, s.want())
			}
			tb.still()
			tb.noCookie()
			tb.complainsNot(store)
			tb.eval(`document.querySelectorAll('details').forEach(d => { d.open = true })`)
			tb.eval(axe)
			tb.accessible("at 1280 px, light", "")
			tb.prefer("prefers-color-scheme", "dark")
			tb.accessible("at 1280 px, dark", colourRules)
			for _, width := range []int64{600, 320} {
				tb.fits(width, "")
			}
			tb.accessible("at 320 px, dark", sizeRules)
		})
	}
}

// complainsNot holds that the browser is content, and that all came from the store.
func (tb *tab) complainsNot(store string) {
	tb.t.Helper()
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, c := range tb.complaints {
		tb.t.Errorf("the browser complains: %s", c)
	}
	for _, e := range tb.responses {
		if !strings.HasPrefix(e.Response.URL, store+"/") {
			tb.t.Errorf("a request left the store: %s", e.Response.URL)
		}
	}
}

// TestEmbedValid holds that the Nu checker finds nothing in the pages of embeds, nor in
// the code that the builder gives.
func TestEmbedValid(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	folder := t.TempDir()
	for _, s := range embedStates {
		save(t, folder, s.name+".html", get(t, f.URL+s.path).body)
	}
	for _, way := range []string{"component", "iframe", "iframe-auto", "form", "link"} {
		save(t, folder, "code for "+way+".html", host{body: f.code(t, "moon-dressed", way)}.page(f.URL))
	}
	save(t, folder, "code of the check.html", host{body: f.checkCode(t)}.page(f.URL))
	save(t, folder, "theme.css", get(t, f.URL+"/embed/v1/theme/moon-dressed.css").body)
	nuFindsNothing(t, folder)
}

// TestEmbedAPI asks the API from pages, as their scripts would.
func TestEmbedAPI(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	type told struct {
		Status                  int
		Type, Title, Detail, ID string
		Read                    bool
	}
	const fetches = `(async () => { try {
		const r = await fetch(%s, {referrerPolicy: 'no-referrer', method: %s, body: %s ? new URLSearchParams({q: 'gran'}) : undefined})
		const all = await r.json()
		return {Status: r.status, Type: r.headers.get('Content-Type'), Title: all.title || '', Detail: all.detail || '', Read: Boolean(all.hits || all.suggestions || all.reviews || all.outcomes || all.lines), ID: ''}
	} catch (e) { return {Status: 0, Type: '', Title: String(e), Detail: '', ID: '', Read: false} } })()`
	for _, alien := range []bool{false, true} {
		e := f.on(t, host{far: true, alien: alien, body: furniture})
		for path, method := range map[string]string{
			"/api/v1/search?site=moon-town":       http.MethodPost,
			"/api/v1/search?site=moon-town&q=kin": http.MethodGet,
			"/api/v1/suggest?site=moon-town&q=ki": http.MethodGet,
			"/api/v1/ratings":                     http.MethodGet,
			"/api/v1/reviews?per_page=1":          http.MethodGet,
			"/embed/v1/sites/moon-town":           http.MethodGet,
		} {
			post, _ := json.Marshal(method == http.MethodPost)
			got := value[told](e.tab, fmt.Sprintf(fetches, quoted(f.URL+path), quoted(method), post))
			if alien {
				if got.Status != http.StatusForbidden || !strings.HasPrefix(got.Type, "application/problem+json") || !strings.Contains(got.Detail, `"`+f.alien.origin+`"`) || !strings.Contains(got.Detail, "Ask its operator") {
					t.Errorf("from another origin %s answers %+v", path, got)
				}
			} else if got.Status != http.StatusOK || !got.Read {
				t.Errorf("%s answers %+v", path, got)
			}
		}
		e.unnoticed()
		e.noCookie()
	}
}
