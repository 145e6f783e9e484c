package browser_test

import (
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// mostStops is how often Tab is pressed before something counts as out of reach.
const mostStops = 400

// hands use a page as a person does: they find things by what they are called, and
// use either the mouse or nothing but keys.
type hands struct {
	*tab
	keysOnly bool
}

// find marks the first thing of a kind whose name has this text in it.
const find = `((kind, name) => {
	document.querySelectorAll('[data-found]').forEach(e => e.removeAttribute('data-found'))
	const called = e => (e.labels && e.labels.length ? [...e.labels].map(l => l.innerText).join(' ') : e.innerText).replace(/\s+/g, ' ')
	const shown = e => e.checkVisibility()
	const found = [...document.querySelectorAll(kind)].find(e => shown(e) && called(e).includes(name))
	if (found) found.setAttribute('data-found', '')
	return Boolean(found)
})`

const found = `[data-found]`

// What there is to find.
const (
	aLink    = `main a[href]`
	aButton  = `main button`
	aField   = `main :is(input, select, textarea)`
	anOpener = `main summary`
)

// reach finds something and, without a mouse, goes there with Tab.
func (h hands) reach(kind, name string) {
	h.t.Helper()
	if !value[bool](h.tab, find+`(`+quoted(kind)+`, `+quoted(name)+`)`) {
		h.t.Fatalf("%s has no %s called %q that can be seen", h.path(), strings.TrimPrefix(kind, "main "), name)
	}
	if !h.keysOnly {
		return
	}
	for range mostStops {
		h.key(kb.Tab)
		h.focusSeen()
		if value[bool](h.tab, `document.activeElement.hasAttribute('data-found')`) {
			return
		}
	}
	h.t.Fatalf("%s: %q is out of reach of the Tab key", h.path(), name)
}

// focusSeen holds that it can be seen where the keys go.
func (h hands) focusSeen() {
	h.t.Helper()
	if at := value[string](h.tab, `(() => {
		const e = document.activeElement
		if (!e || e === document.body) return ''
		const s = getComputedStyle(e), box = e.getBoundingClientRect()
		const outlined = s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0
		const within = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth
		return outlined && within ? '' : (outlined ? 'out of sight: ' : 'no outline: ') + e.outerHTML.slice(0, 120)
	})()`); at != "" {
		h.t.Errorf("%s: no focus is seen on %s", h.path(), at)
	}
}

// key presses and lets go a key, or types a text.
func (h hands) key(keys string) {
	h.t.Helper()
	h.must(chromedp.Do(h.ctx, keyed(keys)))
}

// keyed presses and lets go keys. What a key writes goes with the press, as from a
// keyboard, so that a script that takes the press takes the writing, too.
func keyed(keys string) chromedp.Action[chromedp.Void] {
	return chromedp.Func(func(ctx context.Context, t *chromedp.Target) error {
		for _, key := range keys {
			events := kb.Encode(key)
			if len(events) == 3 {
				events[0].Text = events[1].Text
				events = slices.Delete(events, 1, 2)
			}
			for _, event := range events {
				if _, err := cdp.Call(ctx, t, input.DispatchKeyEvent, *event); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// press uses a button, link or opener that stays on the page.
func (h hands) press(kind, name string) {
	h.t.Helper()
	h.reach(kind, name)
	h.must(chromedp.Do(h.ctx, h.use(kb.Enter)))
}

// tick ticks a box.
func (h hands) tick(name string) {
	h.t.Helper()
	h.reach(aField, name)
	h.must(chromedp.Do(h.ctx, h.use(" ")))
	if !value[bool](h.tab, `document.querySelector('`+found+`').checked`) {
		h.t.Fatalf("%s: %q is not ticked", h.path(), name)
	}
}

// write types into a field.
func (h hands) write(name, text string) {
	h.t.Helper()
	h.reach(aField, name)
	if !h.keysOnly {
		h.must(chromedp.Do(h.ctx, chromedp.Click(found)))
	}
	h.key(text)
}

// choose chooses from a list with the arrow key, as people do without a mouse, too.
func (h hands) choose(name, option string) {
	h.t.Helper()
	h.reach(aField, name)
	if !h.keysOnly {
		h.must(chromedp.Do(h.ctx, chromedp.Focus(found)))
	}
	for range 20 {
		if strings.Contains(value[string](h.tab, `document.querySelector('`+found+`').selectedOptions[0].text`), option) {
			return
		}
		h.key(kb.ArrowDown)
	}
	h.t.Fatalf("%s: %q cannot be chosen in %q", h.path(), option, name)
}

// follow uses something that leads to another page.
func (h hands) follow(kind, name string) {
	h.t.Helper()
	h.reach(kind, name)
	if status := h.land(fmt.Sprintf("%q", name), h.use(kb.Enter)); status != http.StatusOK {
		h.t.Fatalf("%q leads to %s, which answers %d", name, h.path(), status)
	}
}

// use uses what was found: with the mouse, or with a key while it has the focus.
func (h hands) use(key string) chromedp.Action[chromedp.Void] {
	if h.keysOnly {
		return keyed(key)
	}
	return chromedp.Click(found)
}
