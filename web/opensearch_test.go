package web

import (
	"encoding/json"
	"encoding/xml"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/mail"
	"net/url"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

const openSearchSpace = "http://a9.com/-/spec/opensearch/1.1/"

// A node is an element of an XML document, whatever it is.
type node struct {
	XMLName  xml.Name
	Attrs    []xml.Attr `xml:",any,attr"`
	Children []node     `xml:",any"`
	Text     string     `xml:",chardata"`
}

func (n *node) attr(name string) string {
	for _, a := range n.Attrs {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (n *node) all(name string) []node {
	return slices.DeleteFunc(slices.Clone(n.Children), func(c node) bool { return c.XMLName.Local != name })
}

func nodeOf(t testing.TB, text string) *node {
	t.Helper()
	var n node
	if err := xml.Unmarshal([]byte(text), &n); err != nil {
		t.Fatalf("%v in %s", err, text)
	}
	return &n
}

// elements are those of a description with how often they may stand in it, and how
// many characters they take, 0 for any.
var elements = map[string]struct{ least, most, characters int }{
	"ShortName": {1, 1, 16}, "Description": {1, 1, 1024}, "Url": {1, 100, 0}, "Contact": {0, 1, 0}, "Tags": {0, 1, 256},
	"LongName": {0, 1, 48}, "Image": {0, 100, 0}, "Query": {0, 100, 0}, "Developer": {0, 1, 64}, "Attribution": {0, 1, 256},
	"SyndicationRight": {0, 1, 0}, "AdultContent": {0, 1, 0}, "Language": {0, 100, 0}, "InputEncoding": {0, 100, 0}, "OutputEncoding": {0, 100, 0},
}

// descriptionFaults are all breaches of the rules of OpenSearch 1.1 for descriptions.
func descriptionFaults(n *node) []string {
	var faults []string
	fault := func(format string, args ...any) { faults = append(faults, fmt.Sprintf(format, args...)) }
	if n.XMLName != (xml.Name{Space: openSearchSpace, Local: "OpenSearchDescription"}) {
		fault("root %v", n.XMLName)
	}
	for _, c := range n.Children {
		rule, ok := elements[c.XMLName.Local]
		if !ok || c.XMLName.Space != openSearchSpace {
			fault("element %v", c.XMLName)
		}
		if length := utf8.RuneCountInString(c.Text); rule.characters > 0 && (length == 0 || length > rule.characters) {
			fault("%s has %d characters", c.XMLName.Local, length)
		}
		if strings.ContainsAny(c.Text, "<>") {
			fault("%s holds markup", c.XMLName.Local)
		}
	}
	for name, rule := range elements {
		if count := len(n.all(name)); count < rule.least || count > rule.most {
			fault("%s stands there %d times", name, count)
		}
	}
	for _, u := range n.all("Url") {
		faults = append(faults, urlFaults(&u)...)
	}
	return append(faults, valueFaults(n)...)
}

var (
	mediaType = regexp.MustCompile(`^[a-z]+/[a-z0-9.+-]+$`)
	parameter = regexp.MustCompile(`\{[^}]*\}`)
)

// knownParameters are those of OpenSearch 1.1 that an unqualified name may have.
var knownParameters = []string{"searchTerms", "count", "startIndex", "startPage", "language", "inputEncoding", "outputEncoding"}

func urlFaults(u *node) []string {
	var faults []string
	template := u.attr("template")
	if !mediaType.MatchString(u.attr("type")) {
		faults = append(faults, "type "+u.attr("type"))
	}
	for _, a := range u.Attrs {
		if !slices.Contains([]string{"template", "type", "rel", "indexOffset", "pageOffset"}, a.Name.Local) {
			faults = append(faults, "attribute "+a.Name.Local)
		}
	}
	if rel := u.attr("rel"); rel != "" && !slices.Contains([]string{"results", "suggestions", "self", "collection"}, rel) {
		faults = append(faults, "rel "+rel)
	}
	for _, p := range parameter.FindAllString(template, -1) {
		if !slices.Contains(knownParameters, strings.TrimSuffix(strings.Trim(p, "{}"), "?")) {
			faults = append(faults, "parameter "+p)
		}
	}
	if parsed, err := url.Parse(filled(template, "x")); err != nil || !parsed.IsAbs() || parsed.Host == "" {
		faults = append(faults, "template "+template)
	}
	return faults
}

func valueFaults(n *node) []string {
	var faults []string
	for _, c := range n.all("Contact") {
		if _, err := mail.ParseAddress(c.Text); err != nil {
			faults = append(faults, "Contact "+c.Text)
		}
	}
	for _, c := range n.all("Image") {
		if !strings.HasPrefix(c.Text, "http") || !mediaType.MatchString(c.attr("type")) {
			faults = append(faults, "Image "+c.Text)
		}
	}
	if !slices.ContainsFunc(n.all("Query"), func(q node) bool { return q.attr("role") == "example" && q.attr("searchTerms") != "" }) {
		faults = append(faults, "no example")
	}
	for name, allowed := range map[string][]string{
		"SyndicationRight": {"open", "limited", "private", "closed"}, "AdultContent": {"true", "false"},
		"Language": {"en-GB"}, "InputEncoding": {"UTF-8"}, "OutputEncoding": {"UTF-8"},
	} {
		for _, c := range n.all(name) {
			if !slices.Contains(allowed, c.Text) {
				faults = append(faults, name+" "+c.Text)
			}
		}
	}
	return faults
}

// filled is a template as a client fills it in, with nothing for what it need not say.
func filled(template, terms string) string {
	return parameter.ReplaceAllStringFunc(template, func(p string) string {
		if p == "{searchTerms}" {
			return url.QueryEscape(terms)
		}
		return ""
	})
}

// withSites configures an intranet with suggestions and one without.
func withSites(o *Options) {
	o.Sites = []*site.Site{
		{ID: "moonbase", Name: "Moon Council", Origins: []string{"https://moon.example"}, Lens: params.Lead, Suggestions: true},
		{ID: "quiet", Name: "The joint council of the very quiet places of the far side of the moon", Origins: []string{"https://quiet.example"}},
	}
}

func TestDescriptionOfTheSearch(t *testing.T) {
	s, _ := newServer(t, withSites, func(o *Options) {
		o.URL, o.Organisation = "https://store.example", page.Organisation{Name: "Moon <Council>", Email: "moon@example.org"}
	})
	html, atom, suggest := "https://store.example/search?q={searchTerms}&page={startPage?}", "https://store.example/search?q={searchTerms}&format=atom", "https://store.example/opensearch/suggest?q={searchTerms}"
	for _, tc := range []struct {
		name, path, long string
		templates        []string
	}{
		{"in general", "/opensearch.xml", "", []string{html, atom, suggest, "https://store.example/opensearch.xml"}},
		{"a site with a lens", "/opensearch.xml?site=moonbase", "Evidence Store for Moon Council", []string{
			html + "&lens=lead&site=moonbase", atom + "&lens=lead&site=moonbase", suggest + "&site=moonbase", "https://store.example/opensearch.xml?lens=lead&site=moonbase",
		}},
		{"a site without suggestions", "/opensearch.xml?site=quiet", "", []string{html + "&site=quiet", atom + "&site=quiet", "https://store.example/opensearch.xml?site=quiet"}},
		{"an unknown site", "/opensearch.xml?site=%7BsearchTerms%7D", "", []string{html, atom, suggest, "https://store.example/opensearch.xml"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(s, "GET", tc.path)
			if got := w.Header().Get("Content-Type"); w.Code != http.StatusOK || got != "application/opensearchdescription+xml; charset=utf-8" {
				t.Fatalf("status %d, Content-Type %q", w.Code, got)
			}
			n := nodeOf(t, w.Body.String())
			for _, wrong := range descriptionFaults(n) {
				t.Error(wrong)
			}
			var templates []string
			for _, u := range n.all("Url") {
				templates = append(templates, u.attr("template"))
			}
			if diff := cmp.Diff(tc.templates, templates); diff != "" {
				t.Errorf("templates, -want +got:\n%s", diff)
			}
			long := ""
			for _, c := range n.all("LongName") {
				long = c.Text
			}
			if contact := n.all("Contact"); long != tc.long || len(contact) != 1 || contact[0].Text != "moon@example.org" {
				t.Errorf("LongName %q, Contact %v", long, contact)
			}
			tag := w.Header().Get("ETag")
			if again := ask(s, "GET", tc.path, "If-None-Match", tag); tag == "" || again.Code != http.StatusNotModified {
				t.Errorf("asked again with %q: %d", tag, again.Code)
			}
		})
	}
}

// TestDescriptionFaultsAreSeen holds that the check finds what is wrong.
func TestDescriptionFaultsAreSeen(t *testing.T) {
	s, _ := newServer(t)
	good := ask(s, "GET", "/opensearch.xml").Body.String()
	if wrong := descriptionFaults(nodeOf(t, good)); len(wrong) > 0 {
		t.Fatalf("%q without an organisation: %s", wrong, good)
	}
	for _, tc := range []struct{ from, to string }{
		{openSearchSpace, "http://a9.com/-/spec/opensearch/1.0/"},
		{"<ShortName>", "<ShortName>The one and only "},
		{"<Tags>", "<Contact>nobody</Contact><Tags>"},
		{"</Tags>", "</Tags><Tags>again</Tags>"},
		{"{startPage?}", "{page?}"},
		{`template="http://example.com/search`, `template="/search`},
		{`rel="suggestions"`, `rel="guesses"`},
		{`role="example"`, `role="request"`},
		{">false<", ">never<"},
		{"<Language>", "<Voice>soft</Voice><Language>"},
	} {
		bad := strings.Replace(good, tc.from, tc.to, 1)
		if bad == good || len(descriptionFaults(nodeOf(t, bad))) == 0 {
			t.Errorf("%s in the place of %s is not seen", tc.to, tc.from)
		}
	}
}

func TestCompletions(t *testing.T) {
	s, f := newServer(t, withSites)
	const texts, kinds = `["Moon walks <for> families & friends","The moon","Who walks on the moon?"]`, `["Programme","Subject","Question"]`
	for _, tc := range []struct {
		name, query, want string
		asked             []string
	}{
		{
			"some letters", "q=moo&utm_source=bar", `["moo",` + texts + `,` + kinds + `,` +
				`["http://example.com/reviews/moon-walks","http://example.com/search?concept=moon","http://example.com/search?q=Who+walks+on+the+moon%3F"]]`,
			[]string{"moo 8"},
		},
		{
			"on a site", "q=moo&site=moonbase", `["moo",` + texts + `,` + kinds + `,` +
				`["http://example.com/reviews/moon-walks?site=moonbase","http://example.com/search?concept=moon&site=moonbase","http://example.com/search?q=Who+walks+on+the+moon%3F&site=moonbase"]]`,
			[]string{"moo 8"},
		},
		{"on a site without suggestions", "q=moo&site=quiet", `["moo",[],[],[]]`, nil},
		{"letters that lead nowhere", "q=zzyzx", `["zzyzx",[],[],[]]`, []string{"zzyzx 8"}},
		{"one letter", "q=m+%21", `["m !",[],[],[]]`, nil},
		{"two letters of another script", "q=%D0%BB%D1%83", `["лу",` + texts + `,` + kinds + `,`, []string{"лу 8"}},
		{"more than five words", "q=a+b+c+d+e+f", `["a b c d e f",[],[],[]]`, nil},
		{"more than forty characters", "q=" + strings.Repeat("%C3%A9", 41), `["` + strings.Repeat("é", 41) + `",[],[],[]]`, nil},
		{"hostile", "q=%22%5D%3C%2Fscript%3E", `["\"]</script>",`, []string{`"]</script> 8`}},
		{"nothing", "", `["",[],[],[]]`, nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f.typed = nil
			w := ask(s, "GET", "/opensearch/suggest?"+tc.query)
			body := strings.TrimSpace(w.Body.String())
			if w.Code != http.StatusOK || !strings.HasPrefix(body, tc.want) || !json.Valid(w.Body.Bytes()) {
				t.Errorf("status %d, %s, want %s", w.Code, body, tc.want)
			}
			if w.Header().Get("Cache-Control") != "private, no-store" || w.Header().Get("Content-Type") != "application/x-suggestions+json; charset=utf-8" {
				t.Errorf("headers %v", w.Header())
			}
			if diff := cmp.Diff(tc.asked, f.typed); diff != "" {
				t.Errorf("asked, -want +got:\n%s", diff)
			}
		})
	}
}

func TestFeedOfASearchIsAnOpenSearchResponse(t *testing.T) {
	s, f := newServer(t, withSites)
	for _, tc := range []struct {
		name, query, terms, described string
		direct                        bool // whether no question is read
	}{
		{"a concept", "concept=moon", "The moon", "/opensearch.xml", false},
		{"words by their reading", "q=Zebedee", "The moon", "/opensearch.xml", false},
		{"words as typed", "q=Zebedee&words=1", "Zebedee", "/opensearch.xml", false},
		{"words that were not read", "q=Zebedee", "", "/opensearch.xml", true},
		{"filters on a site", "uk=some&site=quiet", "", "/opensearch.xml?site=quiet", false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f.direct = tc.direct
			body := ask(s, "GET", "/search?format=atom&"+tc.query).Body.String()
			n := nodeOf(t, body)
			for name, want := range map[string]string{"totalResults": "1", "startIndex": "1", "itemsPerPage": "1"} {
				if got := n.all(name); len(got) != 1 || got[0].Text != want || got[0].XMLName.Space != openSearchSpace {
					t.Errorf("%s %v", name, got)
				}
			}
			query := n.all("Query")
			if len(query) != 1 || query[0].attr("role") != "request" || query[0].attr("searchTerms") != tc.terms || query[0].XMLName.Space != openSearchSpace {
				t.Errorf("Query %v", query)
			}
			if got := linkOf(n, "search"); got != "http://example.com"+tc.described {
				t.Errorf("the description is at %q", got)
			}
			if typed := strings.Contains(body, "Zebedee"); typed != (tc.terms == "Zebedee") {
				t.Errorf("the words are told: %v, %s", typed, body)
			}
		})
	}
	if body := ask(s, "GET", "/reviews/moon-walks?format=atom").Body.String(); strings.Contains(body, openSearchSpace) {
		t.Errorf("a programme is no answer to a search: %s", body)
	}
}

// linkOf is the address of the link of a feed with this relation.
func linkOf(n *node, rel string) string {
	for _, l := range n.all("link") {
		if l.attr("rel") == rel {
			return l.attr("href")
		}
	}
	return ""
}

// TestClientFollowsTheDescription goes from a page to its description, to results, to
// an entry of theirs, and back to the description, over the network.
func TestClientFollowsTheDescription(t *testing.T) {
	s, _ := newServer(t, withSites)
	server := httptest.NewServer(s)
	defer server.Close()
	get := func(address string) string {
		t.Helper()
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address, nil)
		if err != nil {
			t.Fatal(err)
		}
		answer, err := server.Client().Do(r)
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if err != nil || answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %v %d %s", address, err, answer.StatusCode, body)
		}
		return string(body)
	}
	for _, start := range []string{"/", "/help", "/search?site=moonbase", "/reviews/moon-walks?site=moonbase"} {
		t.Run(start, func(t *testing.T) {
			found := headLinks(t, get(server.URL+start))[typeOpenSearch]
			described := server.URL + found
			if strings.Contains(start, "site=") != strings.Contains(found, "site=moonbase") {
				t.Errorf("the description of %s is at %s", start, found)
			}
			description := nodeOf(t, get(described))
			terms := description.all("Query")[0].attr("searchTerms")
			templates := map[string]string{}
			for _, u := range description.all("Url") {
				templates[u.attr("type")] = filled(u.attr("template"), terms)
			}
			if body := get(templates["text/html"]); !strings.Contains(body, "1 programme on The moon") {
				t.Errorf("no results: %s", body)
			}
			feed := nodeOf(t, get(templates["application/atom+xml"]))
			entry := feed.all("entry")[0]
			if to := linkOf(&entry, "alternate"); strings.HasSuffix(to, "?site=moonbase") != strings.Contains(start, "site=") {
				t.Errorf("the entry leads to %s", to)
			}
			if body := get(linkOf(&entry, "alternate")); !strings.Contains(body, `<h1 id="title">Moon walks &lt;for&gt; families &amp; friends</h1>`) {
				t.Errorf("no programme: %s", body)
			}
			if get(linkOf(feed, "search")) == "" || get(description.all("Image")[0].Text) == "" {
				t.Error("the feed leads to no description, or the description to no image")
			}
			var suggested []any
			if err := json.Unmarshal([]byte(get(strings.Replace(templates[typeSuggestions], url.QueryEscape(terms), "moo", 1))), &suggested); err != nil || len(suggested) != 4 {
				t.Fatalf("%v in %v", err, suggested)
			}
			addresses, _ := suggested[3].([]any)
			for _, address := range addresses {
				get(fmt.Sprint(address))
			}
			if len(addresses) != 3 {
				t.Errorf("addresses %v", addresses)
			}
		})
	}
}

// headLinks are the addresses that the head of a page names, by their types.
func headLinks(t testing.TB, body string) map[string]string {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	links := map[string]string{}
	for n := range root.Descendants() {
		if n.DataAtom != atom.Link || n.Parent.DataAtom != atom.Head {
			continue
		}
		attrs := map[string]string{}
		for _, a := range n.Attr {
			attrs[a.Key] = a.Val
		}
		links[attrs["type"]] = attrs["href"]
	}
	return links
}
