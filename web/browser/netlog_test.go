package browser_test

import (
	"context"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// logged starts a browser that writes a log of all that it does on the network. It is
// whole once the browser has quit.
func logged(t *testing.T) (parent context.Context, log string, quit func()) {
	t.Helper()
	chromium(t) // which says what is missing
	log = filepath.Join(scratch, "network.json")
	options := append(chromedp.DefaultExecAllocatorOptions[:],
		chromedp.NoSandbox, // which root cannot have; nothing but our own pages is opened
		chromedp.DisableGPU,
		chromedp.Flag("disable-quic", true),
		chromedp.Flag("disable-component-update", true),
		chromedp.Flag("log-net-log", log),
	)
	ctx, stop := chromedp.NewExecAllocator(context.Background(), options...)
	ctx, _ = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("starting the browser: %v", err)
	}
	return ctx, log, func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Error(err)
		}
	}
}

// tabOf opens a tab of 1280 pixels in a browser.
func tabOf(parent context.Context, t *testing.T) *tab {
	t.Helper()
	tb := &tab{t: t, received: map[network.RequestID]float64{}}
	ctx, cancel := context.WithTimeout(parent, longest)
	t.Cleanup(cancel)
	tb.ctx, cancel = chromedp.NewContext(ctx, chromedp.WithNewBrowserContext(), chromedp.WithListener(tb.note))
	t.Cleanup(cancel)
	tb.must(chromedp.Do(tb.ctx, chromedp.EmulateViewport(1280, height(1280))))
	call(tb, emulation.SetFocusEmulationEnabled, emulation.SetFocusEmulationEnabledParams{Enabled: true})
	return tb
}

// begun is the beginning of a request in the log, with who wanted it.
var begun = regexp.MustCompile(`"initiator":"([^"]*)".*"url":"([a-z]+://[^/"]*)`)

// onlyOurs holds that pages in a browser that has quit asked nobody but test servers of
// this machine. What the browser does by itself no page began.
func onlyOurs(t *testing.T, log string) {
	t.Helper()
	text, err := os.ReadFile(log)
	if err != nil {
		t.Fatal(err)
	}
	hosts := map[string]bool{}
	for _, found := range begun.FindAllSubmatch(text, -1) {
		if initiator, host := string(found[1]), string(found[2]); initiator != "not an origin" {
			hosts[host] = true
		}
	}
	if len(hosts) < 2 {
		t.Errorf("by the log pages asked %v, want the store and the intranets", hosts)
	}
	for host := range hosts {
		if !strings.HasPrefix(host, "http://127.0.0.1:") && !strings.HasPrefix(host, "http://localhost:") {
			t.Errorf("a page asked %s", host)
		}
	}
}

// noCookie holds that the browser keeps no cookie of anybody.
func (tb *tab) noCookie() {
	tb.t.Helper()
	for _, cookie := range call(tb, network.GetCookies, network.GetCookiesParams{}).Cookies {
		tb.t.Errorf("a cookie is set: %s", cookie.Name)
	}
}

// get asks for an address without a browser, from a page of this origin where it is given.
func get(t *testing.T, address string, origin ...string) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range origin {
		request.Header.Set("Origin", o)
	}
	request.Header.Set("Accept", "text/html,*/*;q=0.8")
	return answerTo(t, request)
}
