package browser_test

import (
	"slices"
	"strings"
	"testing"
)

// TestSandbox holds that a frame is of use with whatever permissions, and that nothing
// in it leads to a page that the browser does not show.
func TestSandbox(t *testing.T) {
	for _, tc := range sandboxes {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			e := newFront(t).on(t, host{far: true, policy: `default-src 'none'; frame-src STORE`, body: framed("moon-town", tc.sandbox)})
			in := e.frame()
			in.becomes(`document.querySelector('h1')?.innerText === 'Ask Moon Town'`)
			in.search(tc.forms)
			if tc.scripts {
				in.eval(axeSource(t))
				in.accessible("results", "")
			}
			in.does(`document.querySelector('.hit-title a[target=_blank]').click()`)
			if tc.popups {
				other := e.opened("/reviews/")
				other.becomes(`document.querySelector('h1') && document.querySelector('main').innerText.includes('Outcomes')`)
			}
			in.does(`document.querySelector('.embed-here a').click()`)
			in.becomes(`location.pathname.startsWith('/embed/reviews/') && document.querySelector('main').innerText.includes('Outcomes')`)
			if tc.scripts {
				in.eval(axeSource(t))
				in.accessible("compact review", "")
			}
			in.does(`[...document.querySelectorAll('.embed-back a')].find(a => a.innerText === 'Back to the results').click()`)
			if others := e.targets("page"); !tc.popups && len(others) > 0 {
				t.Errorf("a new tab shows %s", others[0].URL)
			}
			in.becomes(`location.pathname === '/embed' && document.querySelectorAll('.hit').length`)
			e.unnoticed("/embed?site=moon-town")
		})
	}
}

// search comes to the results on kinship care: by the form, or where it may not be sent by topic.
func (tb *tab) search(forms bool) {
	tb.t.Helper()
	if forms {
		tb.does(`document.querySelector('#q').value = ` + quoted(gran))
		tb.does(`document.querySelector('#q').form.requestSubmit()`)
	} else {
		tb.does(`document.querySelector('.embed-browse a[href*=kinship]').click()`)
	}
	tb.becomes(`[...document.querySelectorAll('.hit-title')].some(e => e.innerText.includes('Kinship care'))`)
}

// unnoticed holds that no request to the store had a cookie or said where it came from,
// and that the intranet saw nothing of what was asked. To what begins as one of named a
// browser may name the origin of the host, as it does for what the host's page has itself.
func (e embed) unnoticed(named ...string) {
	e.t.Helper()
	origins := []string{e.home.origin + "/", e.near.origin + "/", e.alien.origin + "/"}
	for _, r := range e.asked("/") {
		cookie, from := r.Header.Get("Cookie"), r.Header.Get("Referer")
		if slices.Contains(origins, from) && slices.ContainsFunc(named, func(begin string) bool { return strings.HasPrefix(r.URL.String(), begin) }) {
			from = ""
		}
		if cookie != "" || from != "" {
			e.t.Errorf("%s was asked for with the cookie %q and the referrer %q", r.URL, cookie, from)
		}
	}
	for _, at := range []*intranet{e.home, e.near, e.alien} {
		for _, address := range at.addresses() {
			if strings.ContainsAny(address, "?=") {
				e.t.Errorf("the intranet was asked for %s", address)
			}
		}
	}
}
