package browser_test

import (
	"fmt"
	"strings"
	"time"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
)

// patience only keeps a test from hanging.
const patience = 30 * time.Second

// until asks again until it is so.
func (tb *tab) until(what string, so func() bool) {
	tb.t.Helper()
	for end := time.Now().Add(patience); !so(); time.Sleep(20 * time.Millisecond) {
		if time.Now().After(end) {
			tb.mu.Lock()
			complaints := tb.complaints
			tb.mu.Unlock()
			tb.t.Fatalf("in vain for %s; the browser complained: %q", what, complaints)
		}
	}
}

// becomes waits until a condition holds, on whatever page the tab comes to.
func (tb *tab) becomes(condition string) {
	tb.t.Helper()
	tb.until(condition, func() bool {
		holds, err := chromedp.Run(tb.ctx, chromedp.Evaluate[bool](`document.readyState === 'complete' && Boolean(`+condition+`)`))
		return err == nil && holds
	})
}

// does runs a script as if somebody had pressed a key or button for it.
func (tb *tab) does(script string) {
	tb.t.Helper()
	_, err := chromedp.Run(tb.ctx, chromedp.Evaluate[chromedp.Void](script, func(p *runtime.EvaluateParams) {
		on := true
		p.UserGesture = &on
	}))
	tb.must(err)
}

// targets are the pages or frames of this tab's own session of the browser.
func (tb *tab) targets(kind string) []*target.Info {
	tb.t.Helper()
	infos, err := chromedp.Targets(tb.ctx)
	tb.must(err)
	own := chromedp.FromContext(tb.ctx)
	var out []*target.Info
	for _, info := range infos {
		if info.Type == kind && info.BrowserContextID == own.BrowserContextID && info.TargetID != own.Target.TargetID {
			out = append(out, info)
		}
	}
	return out
}

// attached is a frame or another tab as a tab.
func (tb *tab) attached(id target.ID) *tab {
	tb.t.Helper()
	other := &tab{t: tb.t, received: map[network.RequestID]float64{}}
	ctx, cancel := chromedp.NewContext(tb.ctx, chromedp.WithTargetID(id), chromedp.WithListener(other.note), chromedp.WithDetachOnCancel())
	tb.t.Cleanup(cancel)
	other.ctx = ctx
	tb.must(chromedp.Do(ctx))
	return other
}

// frame is the frame of the store on the page.
func (e embed) frame() *tab {
	e.t.Helper()
	var id target.ID
	e.until("a frame", func() bool {
		for _, info := range e.targets("iframe") {
			if strings.HasPrefix(info.URL, e.URL+"/embed") {
				id = info.TargetID
			}
		}
		return id != ""
	})
	return e.attached(id)
}

// opened is the new tab that something opened, with its page loaded.
func (e embed) opened(prefix string) *tab {
	e.t.Helper()
	var id target.ID
	e.until("a new tab", func() bool {
		for _, info := range e.targets("page") {
			id = info.TargetID
		}
		return id != ""
	})
	other := e.attached(id)
	other.becomes(`location.href !== 'about:blank'`)
	if got := value[string](other, `location.href`); !strings.HasPrefix(got, e.URL+prefix) {
		e.t.Errorf("the new tab shows %s, want %s…", got, prefix)
	}
	return other
}

// sandboxes are the permissions that content management systems give to frames.
var sandboxes = []struct {
	name, sandbox string
	scripts       bool
	forms         bool
	popups        bool
}{
	{"none given", "", true, true, true},
	{"as SharePoint", ` sandbox="allow-scripts allow-same-origin allow-forms allow-popups"`, true, true, true},
	{"as SharePoint, of no origin", ` sandbox="allow-scripts allow-forms"`, true, true, false},
	{"as WordPress", ` sandbox="allow-scripts"`, true, false, false},
	{"popups of no origin", ` sandbox="allow-forms allow-popups"`, false, true, true},
	{"nothing", ` sandbox`, false, false, false},
}

// framed is the code of a frame with these attributes.
func framed(site, sandbox string) string {
	return fmt.Sprintf(`<iframe src="STORE/embed?site=%s" title="Ask Moon Town"%s width="800" height="500"></iframe>`, site, sandbox)
}
