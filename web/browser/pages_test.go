package browser_test

import (
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
)

// atOnce is how many tabs the pages are opened in, one after the other: a tab of its
// own for each would take longer than what is asked of the page.
const atOnce = 2

// TestPages opens every page in every state.
func TestPages(t *testing.T) {
	axe := axeSource(t)
	tabs := make(chan *tab, atOnce)
	for range atOnce {
		tabs <- open(t, 1280)
	}
	for _, s := range states {
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			tb := <-tabs
			defer func() { tabs <- tb }()
			tb.lend(t)
			tb.state(s)
			tb.still()
			tb.private()
			tb.eval(`document.querySelectorAll('details').forEach(d => { d.open = true })`)
			tb.eval(axe)
			tb.accessible("at 1280 px, light", "")
			tb.prefer("prefers-color-scheme", "dark")
			tb.accessible("at 1280 px, dark", colourRules)
			tb.prefer("prefers-reduced-motion", "reduce")
			tb.motionless()
			for _, width := range []int64{1280, 375, 320} {
				tb.fits(width, "")
			}
			tb.eval(spacing)
			tb.fits(320, " with wider spacing")
			tb.accessible("at 320 px, dark", sizeRules)
		})
	}
}

// lend makes a tab as good as new for another test: only its process is older.
func (tb *tab) lend(t *testing.T) {
	tb.t = t
	tb.mu.Lock()
	tb.responses, tb.complaints = nil, nil
	tb.mu.Unlock()
	call(tb, network.SetCacheDisabled, network.SetCacheDisabledParams{CacheDisabled: true})
	tb.prefer()
	tb.resize(1280)
}

// spacing sets the text as wide as readers may need it, as criterion 1.4.12 has it.
const spacing = `(() => {
	const wider = new CSSStyleSheet()
	wider.replaceSync('* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important } p { margin-bottom: 2em !important }')
	document.adoptedStyleSheets = [wider]
})()`

// still holds that nothing moved while the page was loading.
func (tb *tab) still() {
	tb.t.Helper()
	shift := value[float64](tb, `new Promise(done => {
		let sum = 0
		new PerformanceObserver(list => list.getEntries().forEach(e => { sum += e.value })).observe({type: 'layout-shift', buffered: true})
		requestAnimationFrame(() => requestAnimationFrame(() => done(sum)))
	})`)
	if shift > 0.01 {
		tb.t.Errorf("the layout shifted by %.3f while the page was loading, want at most 0.01", shift)
	}
}

// private holds that the page keeps its own security policy, asks no one else for
// anything, and leaves nothing behind.
func (tb *tab) private() {
	tb.t.Helper()
	for _, cookie := range call(tb, network.GetCookies, network.GetCookiesParams{}).Cookies {
		tb.t.Errorf("a cookie is set: %s", cookie.Name)
	}
	tb.mu.Lock()
	defer tb.mu.Unlock()
	for _, c := range tb.complaints {
		tb.t.Errorf("the browser complains: %s", c)
	}
	for _, e := range tb.responses {
		if !strings.HasPrefix(e.Response.URL, address(tb.t)+"/") {
			tb.t.Errorf("a request left the store: %s", e.Response.URL)
		}
	}
}

// motionless holds that nothing moves for those who asked for that.
func (tb *tab) motionless() {
	tb.t.Helper()
	for _, moving := range value[[]string](tb, `[...document.querySelectorAll('*')].flatMap(e => ['', '::before', '::after'].flatMap(part => {
		const s = getComputedStyle(e, part || null)
		const longest = d => Math.max(...d.split(',').map(parseFloat))
		return longest(s.transitionDuration) > 0.001 || longest(s.animationDuration) > 0.001 ? [e.tagName.toLowerCase() + '.' + e.className + part] : []
	}))`) {
		tb.t.Errorf("with reduced motion %s still moves", moving)
	}
}

// fits holds that the page needs no scrolling sideways.
func (tb *tab) fits(width int64, how string) {
	tb.t.Helper()
	tb.resize(width)
	for _, wide := range value[[]string](tb, `(() => {
		const root = document.scrollingElement, room = root.clientWidth
		if (root.scrollWidth <= room) return []
		const out = [...document.body.querySelectorAll('*')].filter(e => e.getBoundingClientRect().right > room + 1)
		return ['the page is ' + root.scrollWidth + ' px wide'].concat(out.slice(0, 5).map(e => e.tagName.toLowerCase() + (e.className ? '.' + e.className : '') + ' ends at ' + Math.round(e.getBoundingClientRect().right)))
	})()`) {
		tb.t.Errorf("at %d px%s: %s", width, how, wide)
	}
}
