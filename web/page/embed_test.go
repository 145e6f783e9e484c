package page

import (
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"
	"testing"

	xhtml "golang.org/x/net/html"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// anytown is no real intranet.
func anytown(open site.Open) *site.Site {
	return &site.Site{
		ID: "anytown", Name: "Anytown <Council>", Origins: []string{"https://anytown.example", "*"}, Lens: params.Practice,
		Heading: "Tystiolaeth & “mwy”", Language: "cy", Open: open,
	}
}

func embedFrame(open site.Open) *Frame {
	f := framed()
	f.At = anytown(open)
	f.View = params.View{Lens: params.Practice, Site: "anytown", Framed: true}
	return f
}

// framedFor is a search in a frame.
func framedFor(change ...func(*params.Page)) params.Page {
	p := searchFor(change...)
	p.View = params.View{Lens: params.Practice, Site: "anytown", Framed: true}
	p.PerPage = EmbedPerPage
	return p
}

// framedLinks holds that no link or form of a page in a frame shows there what may not
// be framed: it stays under /embed or opens a new tab and says so.
func framedLinks(t *testing.T, body string) {
	t.Helper()
	root, err := xhtml.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		to := attr(n, "href") + attr(n, "action")
		if n.Data != "a" && n.Data != "form" || strings.HasPrefix(to, "#") {
			continue
		}
		stays := to == "/embed" || strings.HasPrefix(to, "/embed?") || strings.HasPrefix(to, "/embed/reviews/") || strings.HasPrefix(to, "/embed/check/")
		if stays {
			u, err := url.Parse(to)
			if err != nil || n.Data == "a" && u.Query().Get("site") != "anytown" {
				t.Errorf("%q leads to no site: %v", to, err)
			}
			continue
		}
		if attr(n, "target") != "_blank" || !strings.Contains(attr(n, "rel"), "noopener") || !strings.Contains(textOf(n), "(opens in a new tab)") {
			t.Errorf("the link %q to %q leaves the frame", textOf(n), to)
		}
	}
}

func TestEmbedBox(t *testing.T) {
	for _, open := range site.Opens {
		p := framedFor(func(p *params.Page) { p.Topic, p.UK = []string{"kinship-care"}, []review.UK{"yes"} })
		body := render(t, NewEmbed(embedFrame(open), p))
		framedLinks(t, body)
		inOrder(t, body, `<h1 class="embed-title" lang="cy">`, `action="/embed" method="get"`, `name="q"`, `name="per_page" value="5"`, `name="site" value="anytown"`,
			`name="topic" value="kinship-care"`, `name="uk" value="yes"`)
		inOrder(t, plainText(body), "Tystiolaeth & “mwy”", "Do not enter names or case details.", "Your filters", "Topic: ", "UK evidence: ", "Chosen by Anytown <Council>", "Or browse by topic", "Open the Evidence Store (opens in a new tab)")
		inOrder(t, html.UnescapeString(body), `href="/embed?per_page=5&site=anytown&topic=kinship-care"`, `href="/embed?per_page=5&site=anytown"`)
		holdsNo(t, body, "data-suggest", "suggest-", "/theme/", "http-equiv")
	}
	f := embedFrame(site.InTab)
	f.At.Suggestions, f.At.Colours.Accent = true, "#0b5563"
	body := render(t, NewEmbed(f, framedFor()))
	inOrder(t, body, `href="/embed/v1/theme/anytown.css"`, "suggest-", "data-suggest")
	holdsNo(t, plainText(body), "Your filters", "Chosen by")
}

func TestEmbedResults(t *testing.T) {
	worse := moonReading
	worse.Name, worse.Effect, worse.Worse, worse.WorseNote, worse.Detail = "Falling", review.Negative, true, "Some fell.", ""
	for _, open := range site.Opens {
		t.Run(string(open), func(t *testing.T) {
			p := framedFor(typed("gran & <b>moon</b>"), func(p *params.Page) { p.UK = []review.UK{"some"} })
			in := &search.Interpretation{Concepts: []search.Concept{readConcept(t, "grandparents", 3, "gran")}, Unknown: []string{"zzyzx"}}
			programme := moons(moonReading, worse, moonReading, moonReading, worse)
			programme.Caution = "Do not walk alone."
			programme.Findings = []review.Finding{{Name: "Sleep", Domains: []string{"education"}, Text: "Slept.", Source: "https://elsewhere.example/", Worse: true}}
			found, _ := moonAnswer(t, p, in, programme)
			found.Total = 12
			body := render(t, NewEmbedResults(embedFrame(open), p, found))
			framedLinks(t, body)
			inOrder(t, plainText(body), "12 programmes ", "grandparents", "Remove", "Moon walks", "Caution. Do not walk alone.", "Better means:", "Compared with:", "more rated outcomes", "1 finding of research without a rating, with a worse result", "Slept.", "Next page",
				"All results and filters in the Evidence Store (opens in a new tab)")
			if got := strings.Count(plainText(body), "Includes a worse result. Some fell."); got != 2 {
				t.Errorf("%d worse results are told, want 2", got)
			}
			if got := strings.Count(body, `class="outcome"`); got != 5 {
				t.Errorf("%d outcomes are shown, want all 5", got)
			}
			inOrder(t, html.UnescapeString(body), `href="/embed?per_page=5&q=`, `without=grandparents`, `page=2`, `href="/search?concept=grandparents&site=anytown&uk=some"`)
			inTab := strings.Contains(body, `<a href="/reviews/moon-walks?site=anytown" target="_blank"`)
			if inTab != (open == site.InTab) {
				t.Errorf("opens in a tab: %v", inTab)
			}
			inOrder(t, body, `href="/embed/reviews/moon-walks?per_page=5`)
			holdsNo(t, body, "compare-form", `name="format"`, `id="filters"`, "<b>moon", "canonical", "alternate")
		})
	}
}

func TestEmbedGroupsWhatWasJudgedOnDifferentOutcomes(t *testing.T) {
	p := framedFor(func(p *params.Page) { p.Sort = search.ByEffect })
	found, _ := moonAnswer(t, p, nil, moons(moonReading))
	body := render(t, NewEmbedResults(embedFrame(site.InEmbed), p, found))
	framedLinks(t, body)
	inOrder(t, plainText(body), "cannot be ranked against each other", "Moon walks")
}

func TestEmbedHonestZero(t *testing.T) {
	for _, kind := range search.NoticeKinds {
		t.Run(string(kind), func(t *testing.T) {
			p := framedFor(typed("wet bed of gran"))
			in := &search.Interpretation{
				Concepts: []search.Concept{readConcept(t, "bedwetting-and-soiling", 0, "wet bed"), readConcept(t, "grandparents", 3, "gran")},
				Notice:   &search.Notice{Kind: kind, Text: "So & <so>.", Filters: []search.FilterNotice{{Parameter: "uk", Total: 2}}},
			}
			found, _ := moonAnswer(t, p, in, moons(moonReading))
			found.Nearest, found.Hits, found.Total = found.Hits, nil, 0
			body := render(t, NewEmbedResults(embedFrame(site.InTab), p, found))
			framedLinks(t, body)
			inOrder(t, plainText(body), "So & <so>.", "Ways on", "Browse all programmes", "On neighbouring subjects (these do not answer the question)", "Moon walks")
			inOrder(t, html.UnescapeString(body), `href="/embed?per_page=5&site=anytown">Browse all programmes`)
		})
	}
}

func TestEmbedPastTheEnd(t *testing.T) {
	p := framedFor(func(p *params.Page) { p.Page = 9 })
	found, _ := moonAnswer(t, p, nil, moons(moonReading))
	found.Hits = nil
	body := render(t, NewEmbedResults(embedFrame(site.InTab), p, found))
	framedLinks(t, body)
	inOrder(t, plainText(body), "the list ends before it", "Go to the first page")
}

func TestEmbedReview(t *testing.T) {
	ref := shippedWords()
	f := embedFrame(site.InEmbed)
	layer, faults, _ := site.DecodeLayer("x.csv", []byte("programme id,available,how to refer,team contact,note\nkinship-care,yes,Form <1>,Moon team,\n"), func(string) bool { return true })
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	f.At.Layer = layer
	for id, r := range shipped(t) {
		p := framedFor(typed("gran"))
		body := render(t, NewEmbedReview(f, p, search.NewDocument(r, ref)))
		framedLinks(t, body)
		inOrder(t, body, `href="/embed?per_page=5&amp;q=gran&amp;site=anytown">Back to the results`, `href="/reviews/`+id+`?site=anytown" target="_blank"`)
		if got := strings.Count(body, `class="outcome"`); got != len(r.Outcomes) {
			t.Errorf("%s: %d outcomes are shown, want %d", id, got, len(r.Outcomes))
		}
	}
	doc := search.NewDocument(moons(moonReading), ref)
	plain := framedFor()
	plain.PerPage = params.DefaultPerPage
	body := render(t, NewEmbedReview(f, plain, doc))
	inOrder(t, body, `href="/embed?site=anytown">Back to the search`)
	holdsNo(t, body, "no part of the evidence")
	doc.ID = "kinship-care"
	inOrder(t, plainText(render(t, NewEmbedReview(f, plain, doc))), "Available here", "How to refer Form <1>", "Moon team", "Said by Anytown <Council>", "Outcomes")
	found, _ := moonAnswer(t, plain, nil, moons(moonReading))
	found.Hits[0].ID = "kinship-care"
	f.Here = new(3)
	body = render(t, NewEmbedResults(f, plain, found))
	framedLinks(t, body)
	inOrder(t, body, `name="available" value="true"`)
	inOrder(t, plainText(body), "Available here (3)", "Moon walks", "Available here", "Said by Anytown <Council>")
	plain.Local = params.Local{Available: true, Here: params.Here{Name: f.At.Name, IDs: []string{"kinship-care"}}}
	body = render(t, NewEmbed(f, plain))
	inOrder(t, body, `name="available" value="true" checked`, "Remove filter: ")
	if n := strings.Count(body, `name="available"`); n != 1 {
		t.Errorf("%d fields for what is available", n)
	}
}

func TestEmbedProblemAndRefusal(t *testing.T) {
	faults := params.Faults{{Parameter: "effect", Value: "<bad>", Detail: "not one of the allowed values"}}
	body := render(t, NewEmbedProblem(embedFrame(site.InTab), "This address cannot be understood", "Wrong.", faults, "ABC"))
	framedLinks(t, body)
	inOrder(t, plainText(body), "This address cannot be understood", "Overall effectiveness “<bad>”: not one of the allowed values.", "ABC", "Start again")
	for named, want := range map[string]string{"": `id = "anytown"`, "zzyzx": `id = "zzyzx"`, `x"<script>`: `id = "anytown"`} {
		text := plainText(render(t, NewEmbedRefusal(framed(), named)))
		inOrder(t, text, "not set up for your intranet", "[[site]]", want, "origins = [")
	}
	empty := framed()
	empty.Info = nil
	render(t, NewEmbedRefusal(empty, "zzyzx"))
	nothing := embedFrame(site.InTab)
	nothing.Info = nil
	render(t, NewEmbedProblem(nothing, "Please try again shortly", "No index.", nil, ""))
	framedLinks(t, render(t, NewCheckFrame(embedFrame(site.InTab))))
}

func TestThemeIsReadable(t *testing.T) {
	for _, c := range []site.Colours{
		{Paper: "#ffffff", Ink: "#111111", Accent: "#0b5563"},
		{Paper: "#cccccc", Ink: "#000000"},
		{Paper: "#0b2a4a", Ink: "#ffffff", Accent: "#ffcc00"},
		{Paper: "#000000", Ink: "#ffffff", Accent: "#7a7a7a"},
	} {
		t.Run(fmt.Sprint(c), func(t *testing.T) {
			css := Theme(c)
			named := map[string]string{}
			for _, found := range tokenPattern.FindAllStringSubmatch(css, -1) {
				named[found[1]] = found[2]
			}
			for _, text := range []string{"ink", "quiet", "link", "visited", "deep", "worse", "mixed", "better", "best", "strength"} {
				for _, ground := range []string{"paper", "card", "sunk", "worse-ground"} {
					if named[text] == "" || named[ground] == "" || !site.Readable(named[text], named[ground]) {
						t.Errorf("%s %q on %s %q cannot be read", text, named[text], ground, named[ground])
					}
				}
			}
			for _, pair := range [][2]string{{"on-link", "link"}, {"ink", "mark"}, {"edge", "paper"}} {
				if !site.Readable(named[pair[0]], named[pair[1]]) {
					t.Errorf("%s on %s cannot be read: %v", pair[0], pair[1], named)
				}
			}
			if want := "only dark"; strings.Contains(css, want) != (site.OnAccent(c.Paper) == "#ffffff") {
				t.Errorf("scheme of %s", css)
			}
		})
	}
	if Theme(site.Colours{}) != "" || Theme(site.Colours{Accent: "#808080"}) != "" {
		t.Error("colours that nobody can read are used")
	}
	css := Theme(site.Colours{Accent: "#0b5563"})
	inOrder(t, css, "not (prefers-color-scheme: dark)", "--link: #0b5563", "--on-link: #ffffff")
	if strings.Count(css, "@media") != 1 {
		t.Errorf("a dark accent in the dark scheme: %s", css)
	}
}

func TestBuilder(t *testing.T) {
	f := framed()
	f.Base = "https://store.example:8443"
	at := anytown(site.InTab)
	at.Filters, at.Suggestions = "topic=kinship-care&q=a%22%3E%3Cb%3E", true
	other := &site.Site{ID: "elsewhere", Name: "Elsewhere", Origins: []string{"https://elsewhere.example"}, Lens: params.Lead, Heading: "Evidence", Language: "en-GB"}
	for _, system := range params.Systems {
		for _, way := range params.Ways {
			t.Run(fmt.Sprint(system, " ", way), func(t *testing.T) {
				b := NewBuilder(f, []*site.Site{other, at}, params.Embedding{View: params.View{Lens: params.Lead, Site: "anytown"}, System: system, Way: way, Height: 480})
				body := render(t, b)
				inOrder(t, plainText(body), "Put the search on your intranet", wayNames[way]+" in "+systemNames[system], "Does it work there?", b.Recipe.Fit, "The code", "For the IT ticket", "store.example, TCP port 8443", "https://anytown.example", "never when they are more than 40 characters or 5 words", "Which way works where")
				if !slices.Contains([]string{fits, needsHelp, fitsNot}, b.Recipe.Fit) || len(b.Recipe.Steps) == 0 {
					t.Errorf("recipe %+v", b.Recipe)
				}
				if strings.Contains(body, "HOST") {
					t.Error("the host has no name")
				}
				snippetFits(t, b.Code, way)
				if (b.Preview != "") != (way == params.Iframe || way == params.AutoFrame) {
					t.Errorf("preview %q of %s", b.Preview, way)
				}
			})
		}
	}
	b := NewBuilder(f, []*site.Site{other, at}, params.Embedding{View: params.View{Lens: params.Practice}, Height: params.DefaultHeight})
	if b.Owner != "Elsewhere" || b.Way != wayNames[params.Iframe] || b.System != "SharePoint Online" {
		t.Errorf("begins with %q %q %q", b.Owner, b.Way, b.System)
	}
	none := NewBuilder(f, nil, params.Embedding{View: params.View{Lens: params.Practice}})
	inOrder(t, plainText(render(t, none)), "No site is set up yet", "[[site]]", "Which way works where")
	inOrder(t, plainText(render(t, NewCheck(f, nil, ""))), "No site is set up yet", "[[site]]")
}

// snippetFits holds that code is well-formed HTML of the store's own addresses, names
// its site, and holds what its way needs and no inline script or style.
func snippetFits(t *testing.T, code string, way params.Way) {
	t.Helper()
	root, err := xhtml.Parse(strings.NewReader(code))
	if err != nil {
		t.Fatal(err)
	}
	elements := map[string]int{}
	carried := url.Values{}
	for n := range root.Descendants() {
		if n.Type != xhtml.ElementNode {
			continue
		}
		elements[n.Data]++
		for _, a := range n.Attr {
			if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
				t.Errorf("attribute %s in %s", a.Key, code)
			}
		}
		if n.Data == "script" && n.FirstChild != nil || n.Data == "b" {
			t.Errorf("<%s> in %s", n.Data, code)
		}
		if n.Data == "input" && attr(n, "type") == "hidden" {
			carried.Add(attr(n, "name"), attr(n, "value"))
		}
		for _, name := range []string{"src", "href", "action"} {
			if to := attr(n, name); to != "" {
				u, err := url.Parse(to)
				if err != nil || u.Scheme+"://"+u.Host != "https://store.example:8443" {
					t.Errorf("%s %q: %v", name, to, err)
				}
				if name == "src" && n.Data == "iframe" || name == "href" {
					carried = u.Query()
				}
			}
		}
	}
	want := map[params.Way][]string{
		params.Component: {"script", "evidence-search", "form", "label"}, params.Iframe: {"iframe"}, params.AutoFrame: {"iframe", "script"},
		params.Form: {"form", "label"}, params.DeepLink: {"a"},
	}[way]
	for _, name := range want {
		if elements[name] == 0 {
			t.Errorf("no <%s> in %s", name, code)
		}
	}
	if carried.Get("site") != "anytown" || carried.Get("lens") != "lead" {
		t.Errorf("carries %v: %s", carried, code)
	}
	if framed := way == params.Iframe || way == params.AutoFrame; !framed && carried.Get("topic") != "kinship-care" {
		t.Errorf("carries no filter: %v", carried)
	}
}

func TestCheck(t *testing.T) {
	f := framed()
	at := anytown(site.InTab)
	c := NewCheck(f, []*site.Site{at}, "anytown")
	body := render(t, c)
	inOrder(t, plainText(body), "Test your intranet page", "Show the test for this site", "evidence-search site=", "What you see, and what it means", "script-src https://store.example", "connect-src", "frame-src", "form-action")
	inOrder(t, c.Code, "evidence-check-script", "<evidence-search site=\"anytown\">", "/embed/v1/evidence-search.js", "/embed/v1/check.js", "<iframe src=", "<iframe sandbox src=", "<form", "<a href=")
	script, ok := EmbedScript("/embed/v1/check.js")
	if !ok {
		t.Fatal("no check.js")
	}
	for _, id := range []string{"evidence-check-script", "evidence-check-component", "evidence-check-preset"} {
		inOrder(t, c.Code, `id="`+id+`"`)
		inOrder(t, string(script.Body), `"`+id+`"`)
	}
	inOrder(t, plainText(render(t, NewCheckOpened(f, "form"))), "The form opened this page.")
	inOrder(t, plainText(render(t, NewCheckOpened(f, "<other>"))), "The link opened this page.")
}
