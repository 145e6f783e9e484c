package browser_test

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestSkip holds that the first key press offers to skip what every page begins with.
func TestSkip(t *testing.T) {
	t.Parallel()
	h := hands{open(t, 1280), true}
	h.prefer("prefers-reduced-motion", "reduce")
	h.visit("/")
	h.key(kb.Tab)
	h.focusSeen()
	if got, want := value[string](h.tab, `document.activeElement.innerText`), "Skip to main content"; got != want {
		t.Errorf("Tab goes first to %q, want %q", got, want)
	}
	h.key(kb.Enter)
	h.key(kb.Tab)
	h.focusSeen()
	if !value[bool](h.tab, `Boolean(document.activeElement.closest('main'))`) {
		t.Errorf("after it Tab goes to %s, want something in main", value[string](h.tab, `document.activeElement.outerHTML`))
	}
}
