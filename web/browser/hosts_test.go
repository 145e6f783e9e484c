package browser_test

import (
	"fmt"
	"html"
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// A host is a page of an intranet that embeds the store.
type host struct {
	site   string            // "moon-town" where it is not given
	alien  bool              // whether it is of an origin that the site does not name
	far    bool              // whether it is of another host than the store
	policy string            // content security policy with STORE for the store, or ""
	head   string            // more for its head
	tags   map[string]string // more attributes of the component
	twice  bool              // whether there are two of them
	body   string            // instead of the component, with STORE for the store
}

// page is the page of a host.
func (h host) page(store string) string {
	begin := `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Moon Town intranet</title>` + h.head
	if h.body != "" {
		return begin + `</head><body><main><h1>Our intranet</h1>` + strings.ReplaceAll(h.body, "STORE", store) + `</main></body></html>`
	}
	var attributes strings.Builder
	for _, name := range slices.Sorted(maps.Keys(h.tags)) {
		fmt.Fprintf(&attributes, ` %s="%s"`, name, html.EscapeString(h.tags[name]))
	}
	element := func(n int) string {
		return fmt.Sprintf(`<evidence-search site="%[1]s"%[2]s><form action="%[3]s/search">
<label for="plain-%[4]d">Ask the Evidence Store %[4]d</label> <input id="plain-%[4]d" name="q"><input type="hidden" name="site" value="%[1]s"> <button>Search the store</button>
</form></evidence-search>`, h.site, attributes.String(), store, n)
	}
	body := element(1)
	if h.twice {
		body += element(2)
	}
	return begin + `<script type="module" src="` + store + `/embed/v1/evidence-search.js"></script></head><body><main><h1>Our intranet</h1>` + body + `</main></body></html>`
}

// on opens a host's page in a tab.
func (f *front) on(t *testing.T, h host) embed {
	t.Helper()
	return f.in(open(t, 1280), h)
}

// in opens a host's page in this tab.
func (f *front) in(tb *tab, h host) embed {
	tb.t.Helper()
	if h.site == "" {
		h.site = "moon-town"
	}
	at := f.near
	if h.far {
		at = f.home
	}
	if h.alien {
		at = f.alien
	}
	address := at.add(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if h.policy != "" {
			w.Header().Set("Content-Security-Policy", strings.ReplaceAll(h.policy, "STORE", f.URL))
		}
		fmt.Fprint(w, h.page(f.URL))
	})
	e := embed{tb, f, h.site}
	e.land("the intranet", chromedp.Navigate(address))
	return e
}

// An embed is the component on the page of a host.
type embed struct {
	*tab
	*front
	site string
}

// first is the element, and root what is in it, for scripts.
const inEmbed = `const element = document.querySelector('evidence-search'), root = element.shadowRoot, all = s => [...root.querySelectorAll(s)]
	const shown = e => e.checkVisibility()
	const called = name => all('a, button, summary').find(e => shown(e) && e.innerText.replace(/\s+/g, ' ').includes(name));`

// waits until a script's condition holds.
func (e embed) waits(condition string) {
	e.t.Helper()
	if !value[bool](e.tab, `new Promise(done => {
		const until = Date.now() + 20000
		const look = () => { `+inEmbed+` const holds = (`+condition+`); holds || Date.now() > until ? done(Boolean(holds)) : setTimeout(look, 20) }
		look()
	})`) {
		e.t.Fatalf("in vain for %s; the element shows: %s", condition, e.text())
	}
}

// ready waits until the element is ready.
func (e embed) ready() {
	e.t.Helper()
	e.waits(`element.dataset.state === 'ready'`)
}

// script is what a script that knows the element gives.
func script[T any](e embed, what string) T {
	e.t.Helper()
	return value[T](e.tab, `(() => { `+inEmbed+what+` })()`)
}

// text is what can be read in the element.
func (e embed) text() string {
	e.t.Helper()
	return strings.Join(strings.Fields(script[string](e, `return (root ? [...root.children].map(e => e.innerText).join(' ') : '') || element.innerText`)), " ")
}

// ask types a question and sends it off by the keys alone.
func (e embed) ask(question string) {
	e.t.Helper()
	e.eval(`(() => { ` + inEmbed + ` root.querySelector('#q').focus(); root.querySelector('#q').value = '' })()`)
	h := hands{e.tab, true}
	h.key(question + "\r")
	e.answered()
}

// answered waits until an answer is there.
func (e embed) answered() {
	e.t.Helper()
	e.waits(`all('.count').some(e => shown(e) && e.innerText !== 'Searching…')`)
}

// press presses what is called so.
func (e embed) press(name string) {
	e.t.Helper()
	e.waits(`called(` + quoted(name) + `)`)
	e.eval(`(() => { ` + inEmbed + ` const found = called(` + quoted(name) + `); found.focus(); found.click() })()`)
}

// holds holds that these can be read, in this order.
func (e embed) holds(wanted ...string) {
	e.t.Helper()
	rest := e.text()
	for _, want := range wanted {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			e.t.Errorf("no %q, or not in this order, in: %s", want, e.text())
			return
		}
		rest = after
	}
}

// holdsNo holds that none of these can be read.
func (e embed) holdsNo(unwanted ...string) {
	e.t.Helper()
	text := e.text()
	for _, x := range unwanted {
		if strings.Contains(text, x) {
			e.t.Errorf("%q in: %s", x, text)
		}
	}
}

// plainForm says whether the host's own form can be seen.
func (e embed) plainForm() bool {
	e.t.Helper()
	return script[bool](e, `return document.querySelector('#plain-1').checkVisibility()`)
}
