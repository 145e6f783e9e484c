package browser_test

import (
	"iter"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// TestWalk goes from a question to what somebody takes along to a meeting.
func TestWalk(t *testing.T) {
	for _, tc := range []struct {
		name             string
		width            int64
		script, keysOnly bool
	}{
		{name: "without script", width: 1280},
		{name: "without script on a phone", width: 375},
		{name: "without script with keys only", width: 1280, keysOnly: true},
		{name: "with script and keys only", width: 1280, script: true, keysOnly: true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			tb := open(t, tc.width)
			call(tb, emulation.SetScriptExecutionDisabled, emulation.SetScriptExecutionDisabledParams{Value: !tc.script})
			tb.prefer("prefers-reduced-motion", "reduce") // or the page would scroll on while the next key is pressed
			hands{tb, tc.keysOnly}.walk()
			tb.private()
			if combobox := value[bool](tb, `Boolean(document.querySelector('[role=combobox]'))`); combobox != tc.script {
				t.Errorf("got a combobox: %v, want %v: whether scripts run", combobox, tc.script)
			}
		})
	}
}

// walk asks, puts the reading right, filters, reads, compares, records and exports.
func (h hands) walk() {
	h.t.Helper()
	h.visit("/")
	h.write("Ask in your own words", gran)
	h.follow(aButton, "Search")
	h.sees("5 programmes", "kinship care")

	h.follow(aLink, "grandparents")
	h.has("without", "grandparents")

	h.choose("Overall effectiveness, at least", "Tends to be positive")
	h.choose("Strength of evidence, at least", "Moderate")
	h.follow(aButton, "Apply filters")
	h.has("effect_min", "tends-positive")
	h.has("strength_min", "moderate")
	h.has("without", "grandparents")
	results := h.path()

	h.follow(aLink, "of Kinship care")
	section := h.address().Fragment
	if section == "" || !value[bool](h.tab, `Boolean(document.getElementById(`+quoted(section)+`))`) {
		h.t.Errorf("the review was opened at %s, want a section of it that matched", h.path())
	}

	h.visit(results)
	h.tick("Compare Kinship care")
	h.tick("Compare Foster")
	h.follow(aButton, "Compare the ticked")
	h.sees("Programmes side by side")

	h.follow(aButton, "Make a decision record")
	h.sees("Tends to be positive or better", "kinship care")

	h.visit(results)
	h.exports()
	h.visit("/")
}

// sees holds that the page says these texts.
func (h hands) sees(texts ...string) {
	h.t.Helper()
	page := value[string](h.tab, `document.querySelector('main').innerText`)
	for _, text := range texts {
		if !strings.Contains(strings.ToLower(page), strings.ToLower(text)) {
			h.t.Errorf("%s does not say %q:\n%.1500s", h.path(), text, page)
		}
	}
}

// has holds that the address has this value among its parameters.
func (h hands) has(name, want string) {
	h.t.Helper()
	if got := h.address().Query(); !strings.Contains(strings.Join(got[name], " "), want) {
		h.t.Errorf("%s: %s is %q, want %q", h.path(), name, got[name], want)
	}
}

func (h hands) address() *url.URL {
	h.t.Helper()
	at, err := url.Parse(value[string](h.tab, `location.href`))
	h.must(err)
	return at
}

// exports takes the results along for a reference manager.
func (h hands) exports() {
	h.t.Helper()
	folder := h.t.TempDir()
	on := true
	_, err := chromedp.CallBrowser(h.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{
		Behavior: browser.SetDownloadBehaviorBehaviorAllow, BrowserContextID: chromedp.FromContext(h.ctx).BrowserContextID,
		DownloadPath: folder, EventsEnabled: &on,
	})
	h.must(err)
	events := chromedp.BrowserEvents(h.ctx, browser.DownloadProgress)
	h.choose("Kind of file", "RIS")
	h.press(aButton, "Download")
	file := h.downloaded(events, folder)
	text, err := os.ReadFile(file)
	h.must(err)
	if !strings.HasPrefix(string(text), "TY  - ") {
		h.t.Errorf("%s begins with %.60q", filepath.Base(file), text)
	}
}

// downloaded waits for the file of references in a folder of its own. The events are
// those of all tabs.
func (h hands) downloaded(events iter.Seq2[browser.EventDownloadProgress, error], folder string) string {
	h.t.Helper()
	for event, err := range events {
		h.must(err)
		if event.State != browser.DownloadProgressStateCompleted {
			continue
		}
		files, err := filepath.Glob(filepath.Join(folder, "*.ris"))
		h.must(err)
		if len(files) > 0 {
			return files[0]
		}
	}
	h.t.Fatal("no file was downloaded")
	return ""
}
