package browser_test

import (
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// There is no end to the results of searches. So no more than mostAlike addresses are
// read that differ in the values of their parameters alone, and the links of a page
// with more than mostNames parameters are not followed.
const (
	mostAlike = 4
	mostNames = 2
)

// TestLinks follows all links of the store from its first page, and holds that each
// leads somewhere, to the place on the page that it names, and that every page says
// what it is.
func TestLinks(t *testing.T) {
	t.Parallel()
	c := crawl{t: t, pages: map[string]*crawled{}, alike: map[string]int{}, titles: map[string]string{}}
	c.follow(link{to: "/"})
	for _, s := range states {
		if s.want() == http.StatusOK && s.posted == "" {
			c.follow(link{to: s.path, from: "the states"})
		}
	}
	for len(c.waiting) > 0 {
		next := c.waiting[0]
		c.waiting = c.waiting[1:]
		c.read(next)
	}
	c.fragments()
	t.Logf("%d pages read", len(c.pages))
}

// A link leads from one page to an address without the host.
type link struct{ from, to string }

// A crawled page has its ids and the links to places on it.
type crawled struct {
	ids   map[string]bool
	wants []link
}

type crawl struct {
	t       *testing.T
	pages   map[string]*crawled // by address without fragment
	alike   map[string]int      // pages read by path and names of parameters
	titles  map[string]string   // path by title
	waiting []link
}

// follow notes a link, and that its page is to be read where it was not yet.
func (c *crawl) follow(l link) {
	to, err := url.Parse(l.to)
	if err != nil {
		c.t.Errorf("%s has a link to %q: %v", l.from, l.to, err)
		return
	}
	if to.Scheme != "" || to.Host != "" {
		if !slices.Contains([]string{"http", "https", "mailto", "tel"}, to.Scheme) {
			c.t.Errorf("%s has a link to %q", l.from, l.to)
		}
		return
	}
	from, _ := url.Parse(l.from)
	if l.from != "" && from != nil && from.Path != "" {
		to = from.ResolveReference(to)
	}
	fragment := to.Fragment
	to.Fragment, to.RawFragment = "", ""
	page, seen := c.pages[to.String()]
	if !seen {
		kind := to.Path + " " + strings.Join(parameters(to.String()), " ")
		if c.alike[kind]++; c.alike[kind] > mostAlike {
			return
		}
		page = &crawled{ids: map[string]bool{}}
		c.pages[to.String()] = page
		c.waiting = append(c.waiting, link{l.from, to.String()})
	}
	if fragment != "" {
		page.wants = append(page.wants, link{l.from, fragment})
	}
}

// read fetches a page and follows its links.
func (c *crawl) read(l link) {
	got := fetch(c.t, l.to, nil)
	if got.status != http.StatusOK {
		c.t.Errorf("%s has a link to %s, which answers %d", l.from, l.to, got.status)
		return
	}
	if !strings.HasPrefix(got.header.Get("Content-Type"), "text/html") {
		return
	}
	root, err := html.Parse(strings.NewReader(got.body))
	if err != nil {
		c.t.Errorf("%s: %v", l.to, err)
		return
	}
	if got.header.Get("Set-Cookie") != "" {
		c.t.Errorf("%s sets a cookie", l.to)
	}
	described, deep := false, len(parameters(l.to)) > mostNames
	for n := range root.Descendants() {
		if id := attribute(n, "id"); id != "" {
			c.pages[l.to].ids[id] = true
		}
		switch n.DataAtom {
		case atom.A, atom.Link:
			if deep {
				continue
			}
			if to := attribute(n, "href"); attribute(n, "rel") != "canonical" && to != "" {
				c.follow(link{l.to, strings.TrimPrefix(to, address(c.t))})
			}
		case atom.Script:
			c.follow(link{l.to, attribute(n, "src")})
		case atom.Html:
			if attribute(n, "lang") == "" {
				c.t.Errorf("%s names no language", l.to)
			}
		case atom.Meta:
			described = described || attribute(n, "name") == "description" && attribute(n, "content") != ""
		case atom.Title:
			c.title(l.to, n.FirstChild)
		}
	}
	if !described {
		c.t.Errorf("%s has no description", l.to)
	}
}

// title holds that pages at different paths have different titles.
func (c *crawl) title(at string, text *html.Node) {
	path, _, _ := strings.Cut(at, "?")
	if text == nil {
		c.t.Errorf("%s has no title", at)
		return
	}
	if other, taken := c.titles[text.Data]; taken && other != path {
		c.t.Errorf("%s and %s have the same title %q", path, other, text.Data)
	}
	c.titles[text.Data] = path
}

// fragments holds that each place that a link names is there.
func (c *crawl) fragments() {
	told := map[string]bool{}
	for at, page := range c.pages {
		for _, l := range page.wants {
			if message := fmt.Sprintf("%s#%s, to which %s has a link, is not there", at, l.to, l.from); !page.ids[l.to] && len(page.ids) > 0 && !told[at+l.to] {
				told[at+l.to] = true
				c.t.Error(message)
			}
		}
	}
}

// parameters are the names of those of an address.
func parameters(address string) []string {
	at, err := url.Parse(address)
	if err != nil {
		return nil
	}
	return slices.Sorted(maps.Keys(at.Query()))
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}
