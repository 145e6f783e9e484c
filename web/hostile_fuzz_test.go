package web

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
)

// FuzzRequest sends anything to every route: it is answered, never by a failure of the
// store, under all of its headers, and what was sent comes back as text alone.
func FuzzRequest(f *testing.F) {
	s, _ := newServer(f, withSite)
	for i := range s.routes {
		f.Add(uint8(i), "moon-walks", `q="><script>alert(1)</script>&site=anytown&utm=%ff`, "q=%00&lens=lead", "text/html", false)
	}
	f.Add(uint8(2), "", "concept=moon&without=owls&page=2&per_page=1&sort=title&words=1", "age=7&age=7;%zz", "application/json", true)
	f.Add(uint8(0), "..%2f..%5c%00", "%", "\xff\xfe", "*/*", true)
	f.Fuzz(func(t *testing.T, at uint8, part, query, body, accept string, sendForm bool) {
		rt := s.routes[int(at)%len(s.routes)]
		path := strings.NewReplacer("{id}", url.PathEscape(part), "{site}", url.PathEscape(part), "{file}", url.PathEscape(part)).Replace(rt.path)
		method := http.MethodGet
		var sent io.Reader
		if sendForm {
			method, sent = http.MethodPost, strings.NewReader(body)
		}
		r := httptest.NewRequestWithContext(t.Context(), method, "/", sent)
		r.URL = &url.URL{Path: path, RawQuery: query}
		if unescaped, err := url.PathUnescape(path); err == nil {
			r.URL.Path, r.URL.RawPath = unescaped, path
		}
		w := send(s, r, "Accept", accept, "Content-Type", "application/x-www-form-urlencoded", "Origin", part)
		if w.Code >= http.StatusInternalServerError && w.Code != http.StatusNotImplemented {
			t.Errorf("%s %s?%s: status %d: %s", method, path, query, w.Code, w.Body)
		}
		for _, h := range securityHeaders {
			notModified := w.Code == http.StatusNotModified
			if got := w.Header().Get(h[0]); got == "" && !notModified || strings.Contains(got, "unsafe") {
				t.Errorf("%s %s?%s: %s is %q", method, path, query, h[0], got)
			}
		}
		checkBody(t, w)
	})
}

// checkBody reads an answer as a browser or a program would.
func checkBody(t *testing.T, w *httptest.ResponseRecorder) {
	t.Helper()
	body := w.Body.String()
	switch kind := w.Header().Get("Content-Type"); {
	case kind == typeHTML:
		checkInert(t, body)
	case strings.Contains(kind, "json"):
		if !json.Valid([]byte(body)) {
			t.Errorf("no JSON: %s", body)
		}
	case strings.Contains(kind, "xml"):
		for d := xml.NewDecoder(strings.NewReader(body)); ; {
			if _, err := d.Token(); err != nil {
				if !errors.Is(err, io.EOF) {
					t.Errorf("no XML: %v: %s", err, body)
				}
				return
			}
		}
	}
}

// checkInert holds that nothing in a page runs but the files of the store, whatever
// stands in it as text, and that no link leads out of the web.
func checkInert(t *testing.T, body string) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		t.Fatalf("no HTML: %v", err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if slices.Contains([]string{"object", "embed", "base", "style", "applet"}, n.Data) || n.Data == "script" && n.FirstChild != nil {
			t.Errorf("<%s> in a page: %s", n.Data, body)
		}
		for _, a := range n.Attr {
			value := strings.ToLower(strings.TrimSpace(a.Val))
			switch {
			case strings.HasPrefix(a.Key, "on"), a.Key == "style", a.Key == "srcdoc":
				t.Errorf("%s=%q in a page: %s", a.Key, a.Val, body)
			case a.Key == "src" && !strings.HasPrefix(value, "/") || strings.HasPrefix(value, "//"):
				t.Errorf("%s=%q in a page leads elsewhere: %s", a.Key, a.Val, body)
			case strings.HasPrefix(value, "javascript:") && (a.Key == "href" || a.Key == "action" || a.Key == "formaction"):
				t.Errorf("%s=%q in a page: %s", a.Key, a.Val, body)
			}
		}
	}
}

// FuzzOEmbed holds that whatever address is sent, the markup for the pages of others is
// one frame of this store, and that no typed word gets into it.
func FuzzOEmbed(f *testing.F) {
	const base = "https://store.example"
	s, _ := newServer(f, withSites, func(o *Options) { o.URL = base })
	for _, seed := range []string{
		base + "/reviews/moon-walks?site=moonbase", base + "/search?q=Zebedee&concept=moon&site=moonbase", base + "/search?concept=moon&site=moonbase#\"><script>",
		base + "@evil.example/reviews/moon-walks", "https:store.example", "//store.example/search", base + "/reviews/moon-walks%2f..?site=moonbase", "javascript:alert(1)//" + base,
	} {
		f.Add(seed, "json", "100")
		f.Add(seed, "xml", "")
	}
	f.Fuzz(func(t *testing.T, address, format, width string) {
		values := url.Values{"url": {address}, "format": {format}, "maxwidth": {width}}
		w := ask(s, "GET", "/oembed?"+values.Encode())
		checkBody(t, w)
		if w.Code != http.StatusOK {
			if !slices.Contains([]int{http.StatusBadRequest, http.StatusNotFound, http.StatusNotImplemented}, w.Code) {
				t.Errorf("given %q: status %d", address, w.Code)
			}
			return
		}
		var e embedding
		var err error
		if format == "xml" {
			err = xml.Unmarshal(w.Body.Bytes(), &e)
		} else {
			err = json.Unmarshal(w.Body.Bytes(), &e)
		}
		if err != nil {
			t.Fatalf("given %q: %v in %s", address, err, w.Body)
		}
		if e.HTML != "" {
			if src := frameIn(t, e.HTML)["src"]; !strings.HasPrefix(src, base+"/embed") {
				t.Errorf("given %q: a frame of %q", address, src)
			}
		}
	})
}

// FuzzComplete holds that what a browser is sent while somebody types is what the
// extension of OpenSearch asks for, whatever was typed.
func FuzzComplete(f *testing.F) {
	s, _ := newServer(f, withSites)
	for _, seed := range []string{"", "moon", "\"]},<script>", "\xff\xfe", "moon\u2028\x00", strings.Repeat("gran ", 9)} {
		f.Add(seed, "moonbase")
		f.Add(seed, "")
	}
	f.Fuzz(func(t *testing.T, typed, site string) {
		w := ask(s, "GET", "/opensearch/suggest?"+url.Values{"q": {typed}, "site": {site}}.Encode())
		checkBody(t, w)
		if w.Code != http.StatusOK {
			problemIn(t, w, http.StatusBadRequest)
			return
		}
		var answer []json.RawMessage
		var lists [3][]string
		err := json.Unmarshal(w.Body.Bytes(), &answer)
		if err != nil || len(answer) != 4 {
			t.Fatalf("given %q: %v in %s", typed, err, w.Body)
		}
		for i := range lists {
			if err := json.Unmarshal(answer[i+1], &lists[i]); err != nil || lists[i] == nil || len(lists[i]) != len(lists[0]) {
				t.Errorf("given %q: %v in %s", typed, err, w.Body)
			}
		}
		if !worthCompleting(typed) && len(lists[0]) > 0 {
			t.Errorf("given the story %q, completed to %q", typed, lists[0])
		}
	})
}
