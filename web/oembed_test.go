package web

import (
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"

	"evidencestore/search"
)

// embed asks how to embed an address; more are parameters.
func embed(address, more string) string {
	return "/oembed?url=" + url.QueryEscape(address) + more
}

// frameIn is the only frame in the markup of an answer.
func frameIn(t testing.TB, markup string) map[string]string {
	t.Helper()
	around := &html.Node{Type: html.ElementNode, DataAtom: atom.Div, Data: "div"}
	nodes, err := html.ParseFragment(strings.NewReader(markup), around)
	if err != nil || len(nodes) != 1 || nodes[0].DataAtom != atom.Iframe || nodes[0].FirstChild != nil {
		t.Fatalf("%v: %q is not one frame", err, markup)
	}
	attrs := map[string]string{}
	for _, a := range nodes[0].Attr {
		attrs[a.Key] = a.Val
	}
	return attrs
}

func TestOEmbed(t *testing.T) {
	s, f := newServer(t, withSites, func(o *Options) { o.URL = "https://store.example" })
	const name = "Moon walks <for> families & friends"
	for _, tc := range []struct {
		name, address, title, frame string
		direct                      bool // whether no question is read
	}{
		{"a programme", "https://store.example/reviews/moon-walks", name, "", false},
		{"a programme on a site", "https://STORE.example/reviews/moon-walks?site=moonbase&utm_source=mail#findings", name, "/embed/reviews/moon-walks?site=moonbase", false},
		{"under a lens", "https://store.example/reviews/moon-walks?lens=lead&site=moonbase", name, "/embed/reviews/moon-walks?lens=lead&site=moonbase", false},
		{"on an unknown site", "https://store.example/reviews/moon-walks?site=nowhere", name, "", false},
		{"everything", "https://store.example/search", "all programmes", "", false},
		{"a search on a site", "https://store.example/search?concept=moon&uk=some&site=moonbase&page=3&per_page=50&id=moon-walks&format=csv", "The moon", "/embed?concept=moon&site=moonbase&uk=some", false},
		{"words by their reading", "https://store.example/search?q=Zebedee&site=moonbase&words=1&verbatim=1", "The moon", "/embed?concept=moon&site=moonbase", false},
		{"words that were not read", "https://store.example/search?q=Zebedee&site=moonbase&words=1", "a question in words", "", true},
	} {
		t.Run(tc.name, func(t *testing.T) {
			f.direct = tc.direct
			w := ask(s, "GET", embed(tc.address, ""))
			got := decode[embedding](t, w)
			kind := "link"
			if tc.frame != "" {
				kind = "rich"
				frame := frameIn(t, got.HTML)
				if frame["src"] != "https://store.example"+tc.frame || frame["title"] != "Evidence Store: "+tc.title || frame["width"] != "640" || frame["height"] != "720" {
					t.Errorf("frame %v", frame)
				}
			}
			if got.Type != kind || got.Version != "1.0" || got.Title != tc.title || got.ProviderName != "Evidence Store" || got.ProviderURL != "https://store.example/" {
				t.Errorf("got %+v", got)
			}
			if kind == "link" && (got.HTML != "" || got.Width != 0 || got.Height != 0) {
				t.Errorf("a link with a frame: %+v", got)
			}
			if secret := strings.Contains(tc.address, "q="); secret != (w.Header().Get("Cache-Control") == "private, no-store") || secret == (got.CacheAge == 60) || secret == (w.Header().Get("ETag") != "") {
				t.Errorf("cache age %d, headers %v", got.CacheAge, w.Header())
			}
			if strings.Contains(w.Body.String(), "Zebedee") {
				t.Errorf("tells what was typed: %s", w.Body)
			}
			var asXML embedding
			wx := ask(s, "GET", embed(tc.address, "&format=xml"))
			if err := xml.Unmarshal(wx.Body.Bytes(), &asXML); err != nil || wx.Header().Get("Content-Type") != "text/xml; charset=utf-8" {
				t.Fatalf("%v, %v in %s", err, wx.Header(), wx.Body)
			}
			if asXML.XMLName = (xml.Name{}); asXML != got {
				t.Errorf("as XML %+v, as JSON %+v", asXML, got)
			}
		})
	}
}

func TestOEmbedKeepsToTheSizesAskedFor(t *testing.T) {
	s, _ := newServer(t, withSites)
	for _, tc := range []struct {
		query         string
		width, height int
		w, h          string
	}{
		{"&maxwidth=300&maxheight=200", 300, 200, "300", "200"},
		{"&maxwidth=1&maxheight=2000&format=json&referrer=x", 1, 720, "1", "720"},
		{"&maxheight=719&maxwidth=&format=", 640, 719, "640", "719"},
	} {
		got := decode[embedding](t, ask(s, "GET", embed("http://example.com/search?site=quiet", tc.query)))
		frame := frameIn(t, got.HTML)
		if got.Width != tc.width || got.Height != tc.height || frame["width"] != tc.w || frame["height"] != tc.h {
			t.Errorf("%s: %+v", tc.query, got)
		}
	}
}

func TestOEmbedRefuses(t *testing.T) {
	s, f := newServer(t, withSites)
	const own = "http://example.com/reviews/moon-walks"
	for _, tc := range []struct {
		name, target string
		status       int
	}{
		{"nothing", "/oembed", http.StatusBadRequest},
		{"an empty address", "/oembed?url=", http.StatusBadRequest},
		{"no address", embed("moon", ""), http.StatusBadRequest},
		{"a path", embed("/reviews/moon-walks", ""), http.StatusBadRequest},
		{"a broken address", embed("http://example.com/%zz", ""), http.StatusBadRequest},
		{"broken parameters of the address", embed("http://example.com/search?q=%zz", ""), http.StatusBadRequest},
		{"wrong parameters of the address", embed("http://example.com/search?effect=best", ""), http.StatusBadRequest},
		{"no width", embed(own, "&maxwidth=0"), http.StatusBadRequest},
		{"no number", embed(own, "&maxheight=high"), http.StatusBadRequest},
		{"another host", embed("http://example.org/reviews/moon-walks", ""), http.StatusNotFound},
		{"another scheme", embed("https://example.com/reviews/moon-walks", ""), http.StatusNotFound},
		{"a host that begins like ours", embed("http://example.com.evil.example/reviews/moon-walks", ""), http.StatusNotFound},
		{"with a user", embed("http://me@example.com/reviews/moon-walks", ""), http.StatusNotFound},
		{"a script", embed("javascript://example.com/reviews/moon-walks", ""), http.StatusNotFound},
		{"another page", embed("http://example.com/help", ""), http.StatusNotFound},
		{"an unknown programme", embed("http://example.com/reviews/mars-walks", ""), http.StatusNotFound},
		{"no programme", embed("http://example.com/reviews/..%2Fsearch", ""), http.StatusNotFound},
		{"another format", embed(own, "&format=yaml"), http.StatusNotImplemented},
	} {
		t.Run(tc.name, func(t *testing.T) { problemIn(t, ask(s, "GET", tc.target), tc.status) })
	}
	f.during = func(context.Context, *search.Request) error { return errors.New("secret") }
	problemIn(t, ask(s, "GET", embed("http://example.com/search?q=moon", "")), http.StatusInternalServerError)
	f.info = nil
	problemIn(t, ask(s, "GET", embed(own, "")), http.StatusServiceUnavailable)
}

func TestFrameMarkupIsEscaped(t *testing.T) {
	const hostile = `"><script>alert('1')</script>&amp;<iframe src="`
	frame := frameIn(t, frameMarkup("https://store.example/embed?a=1&copy=2&b=%22", hostile, 1, 2))
	if frame["title"] != "Evidence Store: "+hostile || frame["src"] != "https://store.example/embed?a=1&copy=2&b=%22" || len(frame) != 6 {
		t.Errorf("frame %v", frame)
	}
}

// TestPagesLeadToOEmbed holds that consumers find the way by themselves, and that no
// typed word is in it.
func TestPagesLeadToOEmbed(t *testing.T) {
	s, f := newServer(t, withSites)
	for _, tc := range []struct {
		path, kind string
		direct     bool
	}{
		{"/reviews/moon-walks", "link", false},
		{"/reviews/moon-walks?site=moonbase", "rich", false},
		{"/search?concept=moon&uk=some&site=moonbase&page=2&id=moon-walks", "rich", false},
		{"/search?q=Zebedee&site=moonbase", "rich", false},
		{"/search?q=Zebedee&site=moonbase", "", true},
		{"/", "", false},
		{"/help", "", false},
	} {
		f.direct = tc.direct
		links := headLinks(t, ask(s, "GET", tc.path).Body.String())
		for kind, decoded := range map[string]func([]byte, any) error{"application/json+oembed": json.Unmarshal, "text/xml+oembed": xml.Unmarshal} {
			address, ok := links[kind]
			if ok != (tc.kind != "") || strings.Contains(address, "Zebedee") {
				t.Errorf("%s: %s", tc.path, address)
			}
			if !ok {
				continue
			}
			var got embedding
			w := ask(s, "GET", address)
			if err := decoded(w.Body.Bytes(), &got); err != nil || got.Type != tc.kind {
				t.Errorf("%s: %s: %v: %d %s", tc.path, address, err, w.Code, w.Body)
			}
		}
	}
}
