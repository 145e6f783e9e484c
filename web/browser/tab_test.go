package browser_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// longest is how long one tab may be open. It only keeps a test from hanging.
const longest = 5 * time.Minute

// A tab is a window of the browser with cookies and cache of its own, and with
// what happened in it.
type tab struct {
	t   *testing.T
	ctx context.Context

	mu         sync.Mutex
	responses  []*network.EventResponseReceived // in the order in which they came
	received   map[network.RequestID]float64    // bytes over the network
	complaints []string                         // of the console, of scripts and of the security policy
}

// open opens a tab of this width, in CSS pixels.
func open(t *testing.T, width int64) *tab {
	t.Helper()
	parent := chromium(t)
	tb := &tab{t: t, received: map[network.RequestID]float64{}}
	ctx, cancel := context.WithTimeout(parent, longest)
	t.Cleanup(cancel)
	tb.ctx, cancel = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(tb.note))
	t.Cleanup(cancel)
	tb.must(chromedp.Do(tb.ctx, chromedp.EmulateViewport(width, height(width))))
	call(tb, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return tb
}

// height makes the narrowest window that of a laptop's at 400 %.
func height(width int64) int64 {
	if width == 320 {
		return 256
	}
	return 800
}

// note is called for every event of the tab.
func (tb *tab) note(event any) {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	switch e := event.(type) {
	case *network.EventResponseReceived:
		tb.responses = append(tb.responses, e)
	case *network.EventLoadingFinished:
		tb.received[e.RequestID] += e.EncodedDataLength
	case *network.EventLoadingFailed:
		if !e.Canceled {
			tb.complaints = append(tb.complaints, fmt.Sprintf("loading failed: %s %s", e.ErrorText, e.BlockedReason))
		}
	case *log.EventEntryAdded:
		// The status of a page is not a complaint; it is held where it matters.
		if e.Entry.Source != log.EntrySourceNetwork {
			tb.complaints = append(tb.complaints, fmt.Sprintf("%s: %s (%s)", e.Entry.Source, e.Entry.Text, e.Entry.URL))
		}
	case *runtime.EventExceptionThrown:
		tb.complaints = append(tb.complaints, "exception: "+(&chromedp.ExceptionError{ExceptionDetails: e.ExceptionDetails}).Error())
	case *runtime.EventConsoleAPICalled:
		tb.complaints = append(tb.complaints, "console: "+string(e.Type))
	case *page.EventJavascriptDialogOpening:
		tb.complaints = append(tb.complaints, "dialog: "+e.Message)
	}
}

func (tb *tab) must(err error) {
	tb.t.Helper()
	if err != nil {
		tb.t.Fatal(err)
	}
}

// visit opens an address of the store and gives its status.
func (tb *tab) visit(path string) int {
	tb.t.Helper()
	return tb.land(path, chromedp.Navigate(address(tb.t)+path))
}

// land does what leads to another page, and gives its status; 0 where it is the
// same page at another place.
func (tb *tab) land(what string, steps ...chromedp.Action[chromedp.Void]) int {
	tb.t.Helper()
	response, err := chromedp.RunResponse(tb.ctx, steps...)
	if err != nil {
		tb.t.Fatalf("%s: %v", what, err)
	}
	if response == nil {
		return 0
	}
	return int(response.Status)
}

// state opens a page as a state of it says.
func (tb *tab) state(s state) {
	tb.t.Helper()
	status := tb.visit(s.path)
	if s.posted != "" {
		tb.eval(`document.querySelectorAll('details').forEach(d => { d.open = true })`)
		tb.eval(`document.querySelector('#q').value = ` + quoted(s.posted))
		status = tb.land("posting", chromedp.Click(`button[formmethod=post]`))
	}
	if status != s.want() {
		tb.t.Fatalf("%s: got status %d, want %d", s.path, status, s.want())
	}
}

// eval runs a script for what it does.
func (tb *tab) eval(script string) {
	tb.t.Helper()
	value[chromedp.Void](tb, script)
}

// value is what a script gives. A promise is waited for.
func value[T any](tb *tab, script string) T {
	tb.t.Helper()
	v, err := chromedp.Run(tb.ctx, chromedp.Evaluate[T](script, chromedp.EvalAwaitPromise))
	if err != nil {
		tb.t.Fatalf("%s: %v", firstLine(script), err)
	}
	return v
}

// prefer sets media features, given as name and value by turns.
func (tb *tab) prefer(features ...string) {
	tb.t.Helper()
	p := emulation.SetEmulatedMediaParams{}
	for i := 0; i < len(features); i += 2 {
		p.Features = append(p.Features, &emulation.MediaFeature{Name: features[i], Value: features[i+1]})
	}
	call(tb, emulation.SetEmulatedMedia, p)
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(s), "\n")
	return line
}
