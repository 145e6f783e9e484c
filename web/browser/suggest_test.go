package browser_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// A box is the question box with its suggestions as assistive technology is told of it.
type box struct {
	Role, Expanded, List, Status, Text string
	Active                             string   // the suggestion that is pointed at, or ""
	Options                            []string // those that can be seen
}

func (tb *tab) box() box {
	tb.t.Helper()
	return value[box](tb, `(() => {
		const input = document.querySelector('#q'), list = document.getElementById(input.getAttribute('aria-controls'))
		const active = document.getElementById(input.getAttribute('aria-activedescendant'))
		return {
			Role: input.getAttribute('role') || '', Expanded: input.getAttribute('aria-expanded') || '', Text: input.value,
			List: list ? list.getAttribute('role') : '', Active: active ? active.innerText : '',
			Options: list ? [...list.querySelectorAll('[role=option]')].filter(e => e.checkVisibility()).map(e => e.innerText) : [],
			Status: [...input.form.querySelectorAll('[role=status]')].map(e => e.textContent).join(''),
		}
	})()`)
}

// suggestions opens the first page and types until there are suggestions.
func suggestions(t *testing.T) (hands, box) {
	t.Helper()
	h := hands{open(t, 1280), true}
	h.prefer("prefers-reduced-motion", "reduce")
	h.visit("/")
	before := value[float64](h.tab, `document.documentElement.scrollHeight`)
	h.write("Ask in your own words", "kin")
	h.must(chromedp.Do(h.ctx, chromedp.WaitVisible(`[role=option]`)))
	if after := value[float64](h.tab, `document.documentElement.scrollHeight`); after != before {
		t.Errorf("the suggestions made the page %v px high that was %v", after, before)
	}
	return h, h.box()
}

func TestSuggest(t *testing.T) {
	t.Parallel()
	axe := axeSource(t)
	h, got := suggestions(t)
	if got.Role != "combobox" || got.List != "listbox" || got.Expanded != "true" || got.Active != "" || len(got.Options) < 2 {
		t.Fatalf("with suggestions: got %+v", got)
	}
	if want := fmt.Sprintf("%d suggestions", len(got.Options)); got.Status != want {
		t.Errorf("got the status %q, want %q", got.Status, want)
	}
	h.eval(axe)
	h.accessible("with suggestions", "")

	first, last := got.Options[0], got.Options[len(got.Options)-1]
	for _, step := range []struct{ name, key, active, expanded string }{
		{"arrow down", kb.ArrowDown, first, "true"},
		{"arrow up goes round", kb.ArrowUp, last, "true"},
		{"escape closes", kb.Escape, "", "false"},
		{"arrow down opens again", kb.ArrowDown, first, "true"},
	} {
		h.key(step.key)
		if now := h.box(); now.Active != step.active || now.Expanded != step.expanded || now.Text != "kin" {
			t.Errorf("%s: got %+v, want %q pointed at, expanded %s, and “kin” still there", step.name, now, step.active, step.expanded)
		}
	}
	h.leads(first, keyed(kb.Enter))
	h.private()
}

func TestSuggestTyped(t *testing.T) {
	t.Parallel()
	h, _ := suggestions(t)
	h.leads("kin", keyed(kb.Enter))
	h.has("q", "kin")
}

func TestSuggestMouse(t *testing.T) {
	t.Parallel()
	h, got := suggestions(t)
	h.leads(got.Options[0], chromedp.Click(`[role=option]`))
}

// leads holds that a suggestion, or what was typed, leads to a page on it.
func (h hands) leads(what string, how chromedp.Action[chromedp.Void]) {
	h.t.Helper()
	if status := h.land(what, how); status != http.StatusOK {
		h.t.Fatalf("%q leads to %s, which answers %d", what, h.path(), status)
	}
	if path := h.path(); !strings.HasPrefix(path, "/search?") && !strings.HasPrefix(path, "/reviews/") {
		h.t.Errorf("%q leads to %s, want results or a programme", what, path)
	}
}
