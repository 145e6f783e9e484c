package browser_test

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// hostile is a style sheet that would be seen wherever it leaked to.
const hostile = `<style>* { color: #900 !important; font: 20px fantasy !important; letter-spacing: 2px } .hit, .chip, main { background: #ffe }</style>`

// furniture is what the host page has itself, with names of the store's own classes.
const furniture = `<section id="own"><h2>Our own</h2><p class="hit">Rota <a href="#own">for the week</a></p><p><button type="button" class="chip">Our button</button> <label>Our box <input></label></p></section>`

// looks are the computed styles of what the host page has itself.
const looks = `[...document.querySelectorAll('h1, #own, #own *')].map(e => { const s = getComputedStyle(e)
	return e.tagName + [...s].filter(p => !/^(width|height|inline-size|block-size|(perspective|transform)-origin)$/.test(p)).map(p => p + ':' + s.getPropertyValue(p)).join(';') })`

var codeBlock = regexp.MustCompile(`(?s)<h2>The code</h2>\s*<pre[^>]*><code>(.*?)</code>`)

// code is what the builder gives a webmaster for one way.
func (f *front) code(t *testing.T, site, way string) string {
	t.Helper()
	got := get(t, f.URL+"/embed/builder?system=html&height=500&lens=lead&site="+site+"&way="+way)
	found := codeBlock.FindStringSubmatch(got.body)
	if found == nil {
		t.Fatalf("the builder gives no code for %s: status %d", way, got.status)
	}
	return html.UnescapeString(found[1])
}

// allWays is a page with every way in, as the builder gives them.
func (f *front) allWays(t *testing.T, site string) string {
	t.Helper()
	form := strings.ReplaceAll(f.code(t, site, "form"), "evidence-q", "evidence-form")
	return furniture + f.code(t, site, "component") + f.code(t, site, "iframe-auto") + `<div id="form">` + form + `</div><p id="link">` + f.code(t, site, "link") + `</p>`
}

// TestHosts opens pages of intranets with all ways in, as the builder gives them.
func TestHosts(t *testing.T) {
	parent, log, quit := logged(t)
	t.Run("pages", func(t *testing.T) {
		for _, tc := range []struct {
			name, policy            string
			head                    string
			component, frame, sends bool
			unscripted, alien       bool
			complains               []string
		}{
			{name: "no policy", head: hostile, component: true, frame: true, sends: true},
			{name: "store listed", policy: `default-src 'none'; script-src STORE; connect-src STORE; frame-src STORE; style-src 'none'; form-action STORE`, component: true, frame: true, sends: true},
			{name: "frames only", policy: `default-src 'none'; frame-src STORE; form-action 'none'`, frame: true, complains: []string{"script-src"}},
			{name: "script forbidden", policy: `script-src 'none'`, frame: true, sends: true, complains: []string{"script-src"}},
			{name: "script switched off", unscripted: true, frame: true, sends: true},
			{name: "Trusted Types", policy: `require-trusted-types-for 'script'; trusted-types 'none'`, head: hostile, component: true, frame: true, sends: true},
			{name: "origin not allowed", alien: true, sends: true, complains: []string{"frame-ancestors"}},
			{name: "frames forbidden", policy: `frame-src 'none'; form-action STORE`, component: true, sends: true, complains: []string{"frame-src"}},
		} {
			t.Run(tc.name, func(t *testing.T) {
				t.Parallel()
				f := newFront(t)
				tb := tabOf(parent, t)
				bare := f.in(tb, host{far: true, alien: tc.alien, head: tc.head, body: furniture})
				before := value[[]string](bare.tab, looks)
				call(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: tc.unscripted})
				e := f.in(tb, host{far: true, alien: tc.alien, site: "moon-lead", policy: tc.policy, head: tc.head, body: f.allWays(t, "moon-lead")})
				e.componentRuns(tc.component, tc.unscripted, tc.alien)
				e.frameRuns(tc.frame)
				if after := value[[]string](tb, looks); tc.policy == "" && !slices.Equal(before, after) || len(before) < 8 {
					t.Errorf("the embeds changed how the host page looks:\n%q\n%q", before, after)
				}
				if !tc.unscripted {
					e.eval(axeSource(t))
					e.accessible("on the host page", "")
				}
				e.leads(t, tc.sends)
				e.unnoticed("/search?q=") // a form of the host, which knows no other way
				e.noCookie()
				e.complained(tc.complains)
			})
		}
	})
	quit()
	onlyOurs(t, log)
}

// componentRuns holds that the component answers, or says why not and leaves the plain form.
func (e embed) componentRuns(runs, unscripted, alien bool) {
	e.t.Helper()
	plain := func() bool { return value[bool](e.tab, `document.querySelector('#evidence-q').checkVisibility()`) }
	switch {
	case runs:
		e.ready()
		e.ask(gran)
		e.holds("Ask Moon Town", "Kinship care (opens in a new tab)", "Available here", "Ring the <b>moon</b>", "This is what Moon Town Council says. It is not from the reviews")
		e.does(`(() => { ` + inEmbed + ` all('.title a')[0].click() })()`)
		other := e.opened("/reviews/kinship-care?site=moon-lead&lens=lead")
		other.becomes(`document.querySelector('main').innerText.includes('Ring the <b>moon</b>') && document.referrer === '' && opener === null`)
		if got := script[[]string](e, `const s = getComputedStyle(root.querySelector('.title a')); return [s.color, s.fontFamily.split(',')[0], s.letterSpacing]`); !slices.Equal(got, []string{"rgb(11, 85, 99)", "system-ui", "normal"}) {
			e.t.Errorf("the component has the style %q", got)
		}
	case alien:
		e.waits(`all('[role=alert]').some(e => e.innerText.includes('may not use this store. Ask its operator to add exactly this origin'))`)
		fallthrough
	default:
		if !plain() {
			e.t.Error("the plain form cannot be seen")
		}
	}
	if runs && plain() {
		e.t.Error("the plain form stands beside the component")
	}
}

// frameRuns holds that the frame answers, or is refused.
func (e embed) frameRuns(runs bool) {
	e.t.Helper()
	if !runs {
		for _, info := range e.targets("iframe") {
			if in := e.attached(info.TargetID); value[bool](in, `Boolean(document.querySelector('#q'))`) {
				e.t.Error("the frame is shown")
			}
		}
		return
	}
	in := e.frame()
	in.becomes(`document.querySelector('h1')?.innerText === 'Ask Moon Town'`)
	style := value[string](in, `getComputedStyle(document.querySelector('h1')).cssText || [getComputedStyle(document.querySelector('h1')).color, getComputedStyle(document.querySelector('h1')).fontFamily].join()`)
	if strings.Contains(style, "fantasy") || strings.Contains(style, "rgb(153, 0, 0)") {
		e.t.Errorf("the frame has the style %s", style)
	}
	in.eval(axeSource(e.t))
	in.accessible("box in a frame", "")
	in.search(true)
	in.becomes(`/Moon Town Council/.test(document.querySelector('.hit').innerText) && document.querySelector('.hit').innerText.includes('Ring the <b>moon</b>')`)
	in.eval(axeSource(e.t))
	in.accessible("results in a frame", "")
	in.does(`document.querySelector('#f-available').click()`)
	in.does(`document.querySelector('#f-available').form.requestSubmit()`)
	in.becomes(`location.search.includes('available=true') && document.querySelectorAll('.hit').length === 1`)
	if cookie := value[string](in, `document.cookie`); cookie != "" {
		e.t.Errorf("the frame has the cookie %s", cookie)
	}
}

// leads holds that the plain form and the deep link lead to the store, for the site.
func (e embed) leads(t *testing.T, sends bool) {
	t.Helper()
	here := value[string](e.tab, `location.href`)
	if sends {
		e.eval(`document.querySelector('#evidence-form').value = ` + quoted(gran))
		e.land("the plain form", chromedp.Evaluate[chromedp.Void](`document.querySelector('#evidence-form').form.requestSubmit()`))
		e.becomes(`location.pathname === '/search' && document.querySelector('main').innerText.includes('Kinship care')`)
		e.atStore("q", gran)
		e.land("back", chromedp.Navigate(here))
	}
	e.land("the link", chromedp.Evaluate[chromedp.Void](`document.querySelector('#link a').click()`))
	e.becomes(`location.pathname === '/search' && document.querySelector('main').innerText.includes('programmes')`)
	e.atStore("lens", "lead")
}

// atStore holds that the tab is at the store, for the site, with this in the address.
func (e embed) atStore(name, want string) {
	e.t.Helper()
	at := hands{e.tab, true}.address()
	if got := at.Scheme + "://" + at.Host; got != e.URL || at.Query().Get("site") != e.site || at.Query().Get(name) != want {
		e.t.Errorf("it leads to %s", at)
	}
}

// complained holds that the browser complained of just this.
func (e embed) complained(wanted []string) {
	e.t.Helper()
	e.tab.mu.Lock()
	defer e.tab.mu.Unlock()
	all := strings.Join(e.complaints, "\n")
	for _, want := range wanted {
		if !strings.Contains(all, want) {
			e.t.Errorf("the browser does not complain of %s but of: %s", want, all)
		}
	}
	if len(wanted) == 0 && all != "" {
		e.t.Errorf("the browser complains: %s", all)
	}
}
