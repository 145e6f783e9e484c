package browser_test

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// TestSuggestFramed holds that a suggestion in a frame leads to a page that may be
// framed, under the same site, lens and filters.
func TestSuggestFramed(t *testing.T) {
	t.Parallel()
	w, err := theWorld()
	if err != nil {
		t.Fatal(err)
	}
	for _, tc := range []struct{ typed, kind, path string }{
		{"kinship", "Subject", "/embed"},
		{"kinship", "Programme", "/embed/reviews/"},
	} {
		h := hands{open(t, 1280), true}
		h.land("the frame", chromedp.Navigate(w.store.String()+"/embed?site=moon-lead&topic=kinship-care"))
		h.write("Ask in your own words", tc.typed)
		h.must(chromedp.Do(h.ctx, chromedp.WaitVisible(`[role=option]`)))
		n := value[int](h.tab, `[...document.querySelectorAll('[role=option]')].findIndex(e => e.innerText.includes('`+tc.kind+`')) + 1`)
		if n == 0 {
			t.Fatalf("no %s among the suggestions for %q", tc.kind, tc.typed)
		}
		if status := h.land(tc.kind, chromedp.Click(`[role=option]:nth-child(`+strconv.Itoa(n)+`)`)); status != http.StatusOK {
			t.Fatalf("%s leads to %s, which answers %d", tc.kind, h.path(), status)
		}
		at, err := url.Parse(value[string](h.tab, `location.href`))
		if err != nil {
			t.Fatal(err)
		}
		query := at.Query()
		if !strings.HasPrefix(at.Path, tc.path) || query.Get("site") != "moon-lead" || query.Has("q") {
			t.Errorf("%s leads to %s", tc.kind, at)
		}
		if tc.kind == "Subject" && (query.Get("concept") == "" || query.Get("topic") != "kinship-care" || query.Get("lens") != "lead") {
			t.Errorf("%s leads to %s, want the concept under the filter and lens of the box", tc.kind, at)
		}
	}
}
