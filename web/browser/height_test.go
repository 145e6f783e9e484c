package browser_test

import (
	"fmt"
	"html"
	"net/http"
	"regexp"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// frameHeight is how high the frame of the store is, in pixels, as a script set it.
const frameHeight = `(parseFloat(document.querySelector('iframe').style.height) || 0)`

// TestHeight holds that the frame is as high as what it shows, by nothing but messages
// of the store in that frame.
func TestHeight(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	rogue := f.near.add(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		fmt.Fprint(w, `<!doctype html><html lang="en"><title>Rogue</title><h1>Rogue</h1>`)
	})
	policy := `default-src 'none'; script-src STORE; frame-src STORE ` + f.near.origin + `; style-src 'none'; require-trusted-types-for 'script'`
	body := f.code(t, "moon-town", "iframe-auto") + `<iframe title="Rogue" id="rogue" src="` + rogue + `"></iframe>`
	e := f.on(t, host{far: true, policy: policy, body: body})
	in := e.frame()
	e.becomes(frameHeight + ` >= 200`)
	box := value[float64](e.tab, frameHeight)
	in.search(true)
	e.becomes(frameHeight + ` > ` + fmt.Sprint(box+200))
	if inside := value[float64](in, `document.documentElement.scrollHeight - innerHeight`); inside > 1 {
		e.becomes(frameHeight + ` >= ` + fmt.Sprint(value[float64](in, `document.documentElement.getBoundingClientRect().height`)))
	}
	grown := value[float64](e.tab, frameHeight)

	// None of these is heard. Each is followed by one that another window hears, so that
	// it has come by the time the next is asked for.
	const bogus = `{type: 'evidence-store-height', height: 333}`
	e.eval(`window.heard = 0; addEventListener('message', () => { heard++ })`)
	e.eval(`postMessage(` + bogus + `, '*')`) // of the page itself
	e.becomes(`heard === 1`)
	e.rogue(rogue).eval(`parent.postMessage(` + bogus + `, '*')`) // of a frame of another origin
	e.becomes(`heard === 2`)
	for i, data := range []string{`{type: 'evidence-store-height', height: '444'}`, `{type: 'evidence-store-height', height: NaN}`, `{type: 'evidence-store-height'}`, `{type: 'other', height: 444}`, `null`, `'evidence-store-height'`, `{type: 'evidence-store-height', height: {}}`} {
		in.eval(`parent.postMessage(` + data + `, '*')`)
		e.becomes(fmt.Sprintf(`heard === %d`, 3+i))
	}
	if got := value[float64](e.tab, frameHeight); got != grown {
		t.Errorf("messages that are not to be heard made the frame %v px high that was %v", got, grown)
	}
	if got := value[string](e.tab, `document.querySelector('#rogue').style.height`); got != "" {
		t.Errorf("the other frame is %s high", got)
	}
	in.eval(`parent.postMessage({type: 'evidence-store-height', height: -5}, '*')`)
	e.becomes(frameHeight + ` === 200`)
	in.eval(`parent.postMessage({type: 'evidence-store-height', height: 1e9}, '*')`)
	e.becomes(frameHeight + ` === 20000`)
}

// rogue is the frame at this address.
func (e embed) rogue(address string) *tab {
	e.t.Helper()
	var in *tab
	e.until("the other frame", func() bool {
		for _, info := range e.targets("iframe") {
			if info.URL == address {
				in = e.attached(info.TargetID)
			}
		}
		return in != nil
	})
	return in
}

// TestFrameByKeys holds that a frame of fixed height can be used and scrolled by keys.
func TestFrameByKeys(t *testing.T) {
	t.Parallel()
	e := newFront(t).on(t, host{far: true, policy: `default-src 'none'; frame-src STORE`, body: framed("moon-town", "")})
	in := e.frame()
	in.becomes(`document.querySelector('#q')`)
	keys := hands{e.tab, true}
	for range 3 {
		if keys.key(kb.Tab); value[bool](in, `document.hasFocus() && document.activeElement.id === 'q'`) {
			break
		}
	}
	keys.key("gran\r")
	in.becomes(`document.querySelectorAll('.hit').length`)
	if high := value[float64](e.tab, `document.querySelector('iframe').clientHeight`); high != 500 {
		t.Errorf("the frame is %v px high", high)
	}
	for range 5 {
		if keys.key(kb.Tab); value[bool](in, `document.activeElement.matches('button, a')`) { // End means something else to a box
			break
		}
	}
	keys.key(kb.End)
	in.becomes(`scrollY > 0`)
}

var checkBlock = regexp.MustCompile(`(?s)<pre class="code-block"[^>]*><code>(&lt;h2&gt;.*?)</code>`)

// checkCode is the self-test of an intranet page.
func (f *front) checkCode(t *testing.T) string {
	t.Helper()
	found := checkBlock.FindStringSubmatch(get(t, f.URL+"/embed/check?site=moon-town").body)
	if found == nil {
		t.Fatal("there is no code of the self-test")
	}
	return html.UnescapeString(found[1])
}

// TestCheck holds that the self-test marks what runs, and nothing else.
func TestCheck(t *testing.T) {
	for _, tc := range []struct {
		name, policy              string
		alien                     bool
		script, component, preset string
		frames                    int
	}{
		{"no policy", "", false, "A script of the store runs.", "The web component runs.", "The store answers this page.", 2},
		{"frames only", `default-src 'none'; frame-src STORE`, false, "Not running (yet).", "Not running (yet).", "The store has not answered (yet).", 2},
		{"no connection", `script-src STORE; connect-src 'none'`, false, "A script of the store runs.", "The web component runs.", "This page may not ask the store, or the store does not let it.", 2},
		{"frames forbidden", `frame-src 'none'`, false, "A script of the store runs.", "The web component runs.", "The store answers this page.", 0},
		{"another origin", "", true, "Not running (yet).", "Not running (yet).", "The store has not answered (yet).", 0},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := newFront(t)
			e := f.on(t, host{far: true, alien: tc.alien, policy: tc.policy, body: f.checkCode(t)})
			for id, want := range map[string]string{"script": tc.script, "component": tc.component, "preset": tc.preset} {
				e.becomes(`document.querySelector('#evidence-check-` + id + `').innerText === ` + quoted(want))
			}
			e.until("the frames", func() bool {
				shown := 0
				for _, info := range e.targets("iframe") {
					if value[bool](e.attached(info.TargetID), `document.querySelector('h1')?.innerText === 'The frame is shown.'`) {
						shown++
					}
				}
				return shown == tc.frames
			})
			e.eval(axeSource(t))
			e.accessible("on the page of the self-test", "")
		})
	}
}
