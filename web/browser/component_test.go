package browser_test

import (
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// strict is the strictest policy under which the component can run.
const strict = `default-src 'none'; script-src STORE; connect-src STORE; form-action STORE; require-trusted-types-for 'script'; trusted-types 'none'; style-src 'none'`

// TestComponentIsSmall holds that the script is small as it is sent.
func TestComponentIsSmall(t *testing.T) {
	t.Parallel()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, newFront(t).URL+"/embed/v1/evidence-search.js", nil)
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept-Encoding", "gzip") // which leaves it packed
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	packed, err := io.ReadAll(response.Body)
	if err != nil || response.Header.Get("Content-Encoding") != "gzip" || len(packed) == 0 || len(packed) > 15_000 {
		t.Errorf("the component has %d bytes packed as %q, %v; the limit is 15,000 as gzip", len(packed), response.Header.Get("Content-Encoding"), err)
	}
}

func TestComponentOnHosts(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct{ name, policy string }{{"no policy", ""}, {"the strictest policy", strict}} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := newFront(t)
			e := f.on(t, host{policy: tc.policy})
			e.ready()
			if e.plainForm() {
				t.Error("the plain form is seen beside that of the component")
			}
			e.eval(axeSource(t))
			e.accessible("before a question", "")
			e.ask("gran wants to look after the baby")
			e.holds("Ask Moon Town", "Ask in your own words", "Do not enter names or case details.", "Search",
				"programmes on kinship care", "We looked for:", "Kinship care", "Evidence informs judgement.")
			e.accessible("with results", "")
			e.prefer("prefers-color-scheme", "dark")
			e.resize(320)
			if wide := value[float64](e.tab, `document.documentElement.scrollWidth`); wide > 320 {
				t.Errorf("%v px wide in a window of 320", wide)
			}
			e.accessible("narrow", sizeRules)
			if len(e.complaints) > 0 {
				t.Errorf("the browser complains: %q", e.complaints)
			}
			e.leftNothing()
		})
	}
}

// leftNothing holds that the question is nowhere but in a posted form, and that no
// cookie and no referrer went to the store.
func (e embed) leftNothing() {
	e.t.Helper()
	if got := value[string](e.tab, `JSON.stringify([location.href, history.length, document.cookie, localStorage.length, sessionStorage.length])`); strings.Contains(got, "gran") || !strings.HasSuffix(got, `,"",0,0]`) {
		e.t.Errorf("left in the browser: %s", got)
	}
	for _, r := range e.asked("/") {
		if r.Header.Get("Cookie") != "" || r.Header.Get("Referer") != "" && r.URL.Path != "/embed/v1/evidence-search.js" {
			e.t.Errorf("%s was sent with the cookie %q and the referrer %q", r.URL, r.Header.Get("Cookie"), r.Header.Get("Referer"))
		}
		if strings.Contains(r.URL.RawQuery, "after") {
			e.t.Errorf("the question is in the address %s", r.URL)
		}
	}
	if posted := e.asked("/api/v1/search"); len(posted) == 0 || posted[0].Method != http.MethodPost || posted[0].URL.RawQuery != "site="+e.site {
		e.t.Errorf("searches: %v, want posts for the site", posted)
	}
}

func TestComponentRefused(t *testing.T) {
	t.Parallel()
	only := func(path string, status int, detail string, header ...string) refuse {
		return func(w http.ResponseWriter, r *http.Request) bool {
			if !strings.HasPrefix(r.URL.Path, path) {
				return false
			}
			w.Header().Set("Access-Control-Allow-Origin", "*")
			w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
			for i := 0; i < len(header); i += 2 {
				if w.Header().Set(header[i], header[i+1]); header[i+1] == "" {
					w.Header().Del(header[i])
				}
			}
			refuseWith(w, status, detail)
			return true
		}
	}
	for _, tc := range []struct {
		name    string
		host    host
		refuse  refuse
		asks    bool // whether it is refused only when asked
		plain   bool
		message string
	}{
		{"script blocked", host{policy: `script-src 'none'`}, nil, false, true, ""},
		{"connection blocked", host{policy: `script-src STORE; connect-src 'none'`}, nil, false, true, "The Evidence Store cannot be reached from this page."},
		{"unknown site", host{site: "nowhere"}, nil, false, true, "No site \"nowhere\" is set up at this store. Ask its operator"},
		{"unknown origin", host{alien: true}, nil, false, true, "may not use this store. Ask its operator to add exactly this origin"},
		{"refused in silence", host{}, only("/embed/v1/sites/", 403, "", "Access-Control-Allow-Origin", ""), false, true, "cannot be reached"},
		{"busy at first", host{}, only("/embed/v1/sites/", 503, "", "Retry-After", "1"), false, true, "busy. Please try again in 1 second."},
		{"too many requests", host{}, only("/api/v1/search", 429, "", "Retry-After", "7"), true, false, "busy. Please try again in 7 seconds."},
		{"origin refused later", host{}, only("/api/v1/search", 403, "Not from there."), true, true, "Not from there."},
		{"out of reach later", host{}, only("/api/v1/search", 500, "", "Access-Control-Allow-Origin", ""), true, true, "cannot be reached"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			f := newFront(t)
			f.refuses(tc.refuse)
			e := f.on(t, tc.host)
			if tc.asks {
				e.ready()
				e.eval(`(() => { ` + inEmbed + ` root.querySelector('#q').value = 'gran'; root.querySelector('form').requestSubmit() })()`)
			}
			if tc.message != "" {
				e.waits(`all('[role=alert]').some(e => e.innerText.includes(` + quoted(tc.message) + `))`)
			}
			if got := e.plainForm(); got != tc.plain {
				t.Errorf("the plain form is seen: %v, want %v", got, tc.plain)
			}
			if got := script[string](e, `return element.dataset.state || ''`); tc.message != "" && (got == "failed") != tc.plain {
				t.Errorf("the state is %q", got)
			}
			if got := script[string](e, `return getComputedStyle(document.querySelector('#plain-1')).color`); got != "rgb(0, 0, 0)" {
				t.Errorf("the plain form has the colour %s, which is not the host's", got)
			}
			e.eval(axeSource(t))
			e.accessible("refused", "")
			if tc.refuse == nil {
				return
			}
			f.refuses(nil)
			e.press("Try again")
			e.ready()
			if e.plainForm() {
				t.Error("the plain form stays after the store is back")
			}
			e.waits(`root.activeElement && shown(root.activeElement)`)
		})
	}
}

// The store itself says when a site has asked too much, and the page may read it.
func TestComponentTooManyRequests(t *testing.T) {
	t.Parallel()
	e := newFront(t).on(t, host{site: "moon-busy"})
	e.ready()
	e.ask("gran")
	e.holds("programmes on")
	e.eval(`(() => { ` + inEmbed + ` root.querySelector('form').requestSubmit() })()`)
	e.waits(`all('[role=alert]').some(e => /busy\. Please try again in \d+/.test(e.innerText))`)
	if e.plainForm() {
		t.Error("the plain form is shown, though the store was reached")
	}
}

func TestComponentAnswers(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{site: "moon-lead", policy: strict})
	e.ready()
	e.ask("gran wants to look after the baby")
	e.holds("5 programmes on kinship care", "Kinship care (opens in a new tab)", "Rated. Each outcome below was rated on its own.", "Caution. Read this rating with care.",
		"Placement stability", "Overall effectiveness", "+ Tends to be positive", "Strength of evidence", "●●● High strength",
		"Better means: children's placements are disrupted less often. Compared with: foster care by unrelated carers.",
		"It is an average over many families", "Evidence to 2018 · UK not stated", "4 findings of research without a rating",
		"This programme: evidence to 2018", "Available here", "How to refer: Ring the <b>moon</b>", "Contact: Moon team", "This is what Moon Town Council says. It is not from the reviews",
		"Support for kinship carers", "Not rated.", "Navigator programmes.", "Not a rating", "Not available here", "Note: Not yet.")
	links := script[[]string](e, `return all('.title a').map(a => [a.href, a.target, a.rel].join(' '))`)
	if want := f.URL + "/reviews/kinship-care?site=moon-lead&lens=lead _blank noopener noreferrer"; len(links) != 5 || links[0] != want {
		t.Errorf("got the links %q, want first %q", links, want)
	}
	e.press("All results and filters")
	if got := script[string](e, `return called('All results and filters').href`); got != f.URL+"/search?concept=kinship-care&site=moon-lead&lens=lead" {
		t.Errorf("all results are at %s", got)
	}
	e.press("Show only what is available here")
	e.answered()
	e.holds("Only what is available here , remove")
	if sent := f.asked("/api/v1/search"); sent[len(sent)-1].PostForm.Get("available") != "true" {
		t.Error("what is available was not asked for")
	}
	e.press("Only what is available here")
	e.answered()
	e.eval(`document.querySelector('evidence-search').setAttribute('lens', 'practice')`)
	if got := script[string](e, `return called('All results and filters').href`); got != f.URL+"/search?concept=kinship-care&site=moon-lead" {
		t.Errorf("for practice all results are at %s", got)
	}
}

func TestComponentReading(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{site: "moon-filtered"})
	e.ready()
	e.ask("grandparnts and attachmnt")
	e.holds("We looked for:", "We read “grandparnts” as “", "Preset filter: Topic: Kinship care", "Preset filter: Overall effectiveness: Tends to be positive or better")
	e.press("Preset filter: Topic")
	e.answered()
	e.holdsNo("Preset filter: Topic")
	if !script[bool](e, `return root.activeElement === root.querySelector('.count')`) {
		t.Error("the focus is not at what the removed filter left")
	}
	chip := script[string](e, `return all('.chip')[1].firstChild.textContent`)
	e.press(chip)
	e.answered()
	e.holds("Removed:", "Put back: attachment", "We read")
	e.press("Search for the words as typed")
	e.answered()
	e.holds("Correct the spelling")
	sent := f.asked("/api/v1/search")
	if last := sent[len(sent)-1].PostForm; last.Get("without") == "" || last.Get("verbatim") != "true" || last.Get("topic") != "" || last.Get("effect_min") == "" {
		t.Errorf("the last search was for %v", last)
	}
}

func TestComponentHonestZero(t *testing.T) {
	t.Parallel()
	e := newFront(t).on(t, host{})
	e.ready()
	e.ask("beekeeping with grandparents")
	e.eval(axeSource(t))
	e.accessible("with nothing held", "")
	e.ask("bed wetting")
	e.holds("Nothing held", "nothing helps")
	if hits := script[float64](e, `return all('.hit').length`); hits > 0 {
		e.holds("On neighbouring subjects (these do not answer the question)")
	}
	if !script[bool](e, `return all('[role=status]').some(e => e.innerText.includes('nothing helps'))`) {
		t.Error("that nothing is held is not announced with what it means")
	}
	e.accessible("with nothing held", "")
}

func TestComponentFiltersEverything(t *testing.T) {
	t.Parallel()
	e := newFront(t).on(t, host{site: "moon-none"})
	e.ready()
	e.ask("gran")
	e.holds("No programme passes these filters", "programmes answer without the filters", "Preset filter: UK evidence: From the UK (no programmes without it)", "Preset filter: Age: 7")
	e.press("Remove all filters")
	e.answered()
	e.holds("programmes on")
	e.holdsNo("Preset filter")
}

func TestComponentMoreResults(t *testing.T) {
	t.Parallel()
	e := newFront(t).on(t, host{})
	e.ready()
	e.ask("")
	e.holds("All ", "5 of ", "are shown.")
	e.press("More results")
	e.waits(`all('.hit').length === 10`)
	if !script[bool](e, `return root.activeElement === all('.title a')[5]`) {
		t.Error("the focus is not on the first new programme")
	}
	if ids := script[[]string](e, `return [...new Set(all('.title a').map(a => a.href))]`); len(ids) != 10 {
		t.Errorf("%d programmes are shown as 10", len(ids))
	}
	e.eval(axeSource(t))
	e.accessible("with more results", "")
}

// With Tab alone everything is reached in the order in which it is seen, and seen to be.
func TestComponentByKeys(t *testing.T) {
	t.Parallel()
	e := newFront(t).on(t, host{site: "moon-positive"})
	e.ready()
	e.ask("gran wants to look after the baby")
	e.eval(`(() => { ` + inEmbed + ` root.querySelector('#q').focus() })()`)
	var reached []string
	for range 7 {
		hands{e.tab, true}.key(kb.Tab)
		reached = append(reached, script[string](e, `const a = root.activeElement
			return a ? a.innerText.split(/[\n(,×]/)[0].trim() + (getComputedStyle(a).outlineStyle === 'none' ? ' without an outline' : '') + (a.getBoundingClientRect().height < 24 ? ' is too low' : '') : 'out of the element'`))
	}
	want := []string{"Search", "Kinship care", "Preset filter: Overall effectiveness: Tends to be positive or better", "Kinship care", "4 findings of research without a rating", "Foster and kinship care support", "1 finding of research without a rating"}
	if !slices.Equal(reached, want) {
		t.Errorf("Tab reaches %q, want %q", reached, want)
	}
}

// Nothing of any programme may be left out beside its ratings.
func TestComponentShowsEveryProgramme(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{site: "moon-here"})
	e.ready()
	e.ask("")
	for n := 10; script[bool](e, `return Boolean(called('More results'))`); n += 5 {
		e.press("More results")
		e.waits(fmt.Sprintf(`all('.hit').length >= %d || !called('More results')`, n))
	}
	for _, wrong := range value[[]string](e.tab, `(async () => { `+inEmbed+`
		const wrong = [], store = new URL(called('Evidence Store').href).origin
		const { reviews } = await (await fetch(store + '/api/v1/reviews?per_page=50')).json()
		const hold = (where, text, all) => all.flat().filter(Boolean).forEach(x => text.includes(x.replace(/\s+/g, ' ')) || wrong.push(where + ' lacks: ' + x))
		const beside = r => [r.title, r.statement, r.caution, r.worse_result,
			r.outcomes.flatMap(o => [o.name, o.effect_label, o.strength_label, 'Better means: ' + o.better + '. Compared with: ' + o.compared_with + '.', o.certainty, o.newer, o.worse_note]),
			r.findings.flatMap(x => [x.name, x.text, x.figures]), r.later.map(l => l.line)]
		for (const r of reviews) {
			const link = all('.title a').find(a => new URL(a.href).pathname === '/reviews/' + r.id)
			if (!link) { wrong.push('no ' + r.id); continue }
			hold(r.id, link.closest('.hit').textContent.replace(/\s+/g, ' '), beside(r))
			link.click()
			for (let i = 0; i < 500 && !called('Back to the results'); i++) await new Promise(done => setTimeout(done, 10))
			const view = called('Back to the results').parentElement
			hold(r.id + ' alone', view.textContent.replace(/\s+/g, ' '), [...beside(r), ...r.in_brief, r.later.map(l => l.finding), r.outcomes.map(o => o.finding)])
			called('Back to the results').click()
		}
		return reviews.length > 20 ? wrong : ['only ' + reviews.length + ' programmes']
	})()`) {
		t.Error(wrong)
	}
}

func TestComponentCompactReview(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{site: "moon-here", policy: strict})
	e.ready()
	e.ask("gran wants to look after the baby")
	e.eval(`(() => { ` + inEmbed + ` all('.title a')[0].click() })()`)
	e.waits(`called('Back to the results')`)
	if got := script[string](e, `return root.activeElement.innerText`); got != "Kinship care" {
		t.Errorf("the focus is on %q", got)
	}
	e.holds("Back to the results", "Kinship care", "Rated.", "Caution.", "Placement stability", "Better means:", "Figures:", "Rated by What Works", "Behaviour.", "Not a rating",
		"Ring the <b>moon</b>", "For practice", "Who it is for", "Read the whole review in the Evidence Store (opens in a new tab)")
	e.holdsNo("Support for kinship carers", "5 programmes on")
	e.eval(axeSource(t))
	e.accessible("with a review", "")
	e.press("Back to the results")
	e.holds("5 programmes on kinship care", "Support for kinship carers")
	if got := script[string](e, `return root.activeElement.innerText`); got != "Kinship care" {
		t.Errorf("after going back the focus is on %q", got)
	}
	e.eval(`(() => { ` + inEmbed + ` all('.title a')[0].click() })()`)
	e.waits(`called('Back to the results')`)
	e.ask("gran")
	e.holds("programmes on", "We looked for:", "Support for kinship carers")
	e.holdsNo("Back to the results")
}

func TestComponentTwice(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{twice: true, head: `<script>addEventListener('evidence-ready', e => { window.told = (window.told || 0) + 1; window.detail = e.detail })</script>`})
	e.waits(`document.querySelectorAll('[data-state=ready]').length === 2`)
	if got := value[string](e.tab, `told + ' ' + detail`); got != "2 null" {
		t.Errorf("the page was told %s", got)
	}
	e.ask("gran")
	if other := value[string](e.tab, `document.querySelectorAll('evidence-search')[1].shadowRoot.querySelector('.all').innerText`); strings.Contains(other, "programmes on") {
		t.Error("the other element answers, too")
	}
	e.eval(axeSource(t))
	e.accessible("twice", "")

	e.eval(`window.kept = document.querySelector('evidence-search'); kept.remove()`)
	if left := value[string](e.tab, `kept.shadowRoot.innerHTML + (kept.dataset.state || '')`); left != "<slot></slot>" {
		t.Errorf("after it was taken away: %s", left)
	}
	e.eval(`document.querySelector('main').prepend(kept)`)
	e.ready()
	e.ask("gran")
	e.holds("programmes on")
	e.eval(`kept.setAttribute('site', 'nowhere')`)
	e.waits(`element.dataset.state === 'failed'`)
	e.holds("No site \"nowhere\" is set up at this store.")
}

// Taken away in the middle of an answer, nothing of it comes any more.
func TestComponentTakenAway(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	came, ended := make(chan bool), make(chan bool, 1)
	f.refuses(func(_ http.ResponseWriter, r *http.Request) bool {
		if r.URL.Path == "/api/v1/search" {
			came <- true
			select {
			case <-r.Context().Done():
				ended <- true
			case <-t.Context().Done():
				ended <- false
			}
			return true
		}
		return false
	})
	e := f.on(t, host{})
	e.ready()
	e.eval(`(() => { ` + inEmbed + ` root.querySelector('#q').value = 'gran'; root.querySelector('form').requestSubmit() })()`)
	<-came
	e.eval(`document.querySelector('evidence-search').remove()`)
	if !<-ended {
		t.Error("the search goes on")
	}
	if len(e.complaints) > 0 {
		t.Errorf("the browser complains: %q", e.complaints)
	}
}

func TestComponentColours(t *testing.T) {
	t.Parallel()
	for _, tc := range []struct {
		name, head         string
		site               string
		paper, ink, family string
	}{
		{"our own, whatever the host's", `<style>* { color: #900 !important; background: #ffe; font: 40px fantasy; text-align: end } html { font-size: 8px }</style>`, "moon-town", "rgb(255, 255, 255)", "rgb(28, 36, 48)", "system-ui"},
		{"the preset's", ``, "moon-dressed", "rgb(16, 32, 48)", "rgb(254, 254, 254)", "system-ui"},
		{"a dark ground alone", `<style>evidence-search { --evidence-paper: #000000; --evidence-ink: #ffffff }</style>`, "moon-town", "rgb(0, 0, 0)", "rgb(255, 255, 255)", "system-ui"},
		{"the host's", `<style>evidence-search { --evidence-paper: #eeeeee; --evidence-ink: #111111; --evidence-accent: #003366; --evidence-on-accent: white; --evidence-font: Georgia }</style>`, "moon-dressed", "rgb(238, 238, 238)", "rgb(17, 17, 17)", "Georgia"},
		{"our dark ones on a dark page", `<style>html { color-scheme: dark }</style>`, "moon-town", "rgb(20, 24, 31)", "rgb(232, 230, 225)", "system-ui"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			t.Parallel()
			e := newFront(t).on(t, host{site: tc.site, head: tc.head})
			e.ready()
			got := script[[]string](e, `const s = getComputedStyle(root.querySelector('.all')); return [s.backgroundColor, s.color, s.fontFamily.split(',')[0], s.fontSize]`)
			if got[0] != tc.paper || got[1] != tc.ink || got[2] != tc.family || got[3] != "16px" {
				t.Errorf("got %q, want %q on %q in %q of 16px", got, tc.ink, tc.paper, tc.family)
			}
			e.ask("gran")
			e.eval(axeSource(t))
			e.accessible("coloured", colourRules)
			if leaked := value[bool](e.tab, `document.adoptedStyleSheets.length > 0 || document.querySelectorAll('style, link').length > `+map[bool]string{true: "0", false: "1"}[tc.head == ""]); leaked {
				t.Error("the element gave the page a style")
			}
		})
	}
}

func TestComponentSuggests(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{policy: strict})
	e.ready()
	e.eval(`document.querySelector('evidence-search').shadowRoot.querySelector('#q').focus()`)
	h := hands{e.tab, true}
	h.key("kin")
	e.waits(`all('[role=option]').some(shown)`)
	e.eval(axeSource(t))
	e.accessible("with suggestions", "")
	h.key(kb.ArrowDown)
	if !script[bool](e, `return root.querySelector('#q').getAttribute('aria-activedescendant') === 'suggestion-0'`) {
		t.Error("the arrow points at nothing")
	}
	h.key(kb.Escape)
	e.waits(`!all('[role=option]').some(shown)`)
	h.key(kb.ArrowDown + kb.Enter)
	e.answered()
	e.holds("programme", "on ")

	before := len(f.asked("/api/v1/suggest"))
	e.ask("one two three four five six")
	if after := f.asked("/api/v1/suggest")[before:]; len(after) > 0 && strings.Contains(after[len(after)-1].URL.Query().Get("q"), "six") {
		t.Errorf("a story was sent: %s", after[len(after)-1].URL)
	}
}

func TestComponentSuggestsNothing(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	e := f.on(t, host{site: "moon-positive"})
	e.ready()
	e.ask("kin")
	if asked := f.asked("/api/v1/suggest"); len(asked) > 0 {
		t.Errorf("%d times words were sent before anybody asked", len(asked))
	}
	if role := script[string](e, `return root.querySelector('#q').getAttribute('role') || ''`); role != "" {
		t.Errorf("the box has the role %q", role)
	}
}

// What was begun in the plain form goes on in that of the component.
func TestComponentGoesOn(t *testing.T) {
	t.Parallel()
	f := newFront(t)
	wait := make(chan bool)
	f.refuses(func(_ http.ResponseWriter, r *http.Request) bool {
		if strings.HasPrefix(r.URL.Path, "/embed/v1/sites/") {
			<-wait
		}
		return false
	})
	e := f.on(t, host{})
	e.eval(`document.querySelector('#plain-1').focus()`)
	hands{e.tab, true}.key("gran")
	close(wait)
	e.ready()
	if got := script[string](e, `return root.activeElement.id + ' ' + root.activeElement.value`); got != "q gran" {
		t.Errorf("after typing in the plain form: %q", got)
	}
}
