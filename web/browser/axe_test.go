package browser_test

import (
	"os"
	"testing"

	"github.com/chromedp/chromedp"
)

// The rules that can tell differently once the colours or the width have changed.
const (
	colourRules = `{type: 'rule', values: ['color-contrast', 'link-in-text-block']}`
	sizeRules   = `{type: 'rule', values: ['target-size', 'scrollable-region-focusable']}`
	allRules    = `{type: 'tag', values: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22a', 'wcag22aa', 'best-practice']}`
)

// axeSource is the script of axe-core.
func axeSource(t *testing.T) string {
	t.Helper()
	source, err := os.ReadFile(tool(t, "axe-core/axe.min.js"))
	if err != nil {
		t.Fatal(err)
	}
	return string(source)
}

// accessible holds that axe finds nothing against rules, or against all where none
// are given. How the page was seen is for the message.
func (tb *tab) accessible(how, rules string) {
	tb.t.Helper()
	if rules == "" {
		rules = allRules
	}
	for _, v := range value[[]string](tb, `axe.run(document, {
		resultTypes: ['violations'], runOnly: `+rules+`, rules: {'target-size': {enabled: true}},
	}).then(found => found.violations.flatMap(v => v.nodes.slice(0, 3).map((n, i) =>
		v.id + ' (' + (i + 1) + ' of ' + v.nodes.length + '): ' + v.help + '\n  at ' + n.target.join(' ') + ': ' + n.html.slice(0, 200) + '\n  ' + n.failureSummary)))`) {
		tb.t.Errorf("%s, %s: %s", tb.path(), how, v)
	}
}

// path is the address of the page that is open, without the host.
func (tb *tab) path() string {
	return value[string](tb, `location.pathname + location.search + location.hash`)
}

// resize gives the window another width.
func (tb *tab) resize(width int64) {
	tb.t.Helper()
	tb.must(chromedp.Do(tb.ctx, chromedp.EmulateViewport(width, height(width))))
}
