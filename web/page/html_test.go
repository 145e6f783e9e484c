package page

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
)

// render gives the page and holds what every page has to keep.
func render(t *testing.T, v View) string {
	t.Helper()
	body, err := Render(v)
	if err != nil {
		t.Fatal(err)
	}
	for _, wrong := range faultsOf(string(body)) {
		t.Errorf("page %s: %s", v.template(), wrong)
	}
	if t.Failed() {
		t.Logf("%s", body)
	}
	return string(body)
}

// plainText is the text of a page as a reader sees it, with single spaces.
func plainText(body string) string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return err.Error()
	}
	var b strings.Builder
	for n := range root.Descendants() {
		if n.Type == html.TextNode && n.Parent.DataAtom != atom.Script && n.Parent.DataAtom != atom.Style {
			b.WriteString(n.Data + " ")
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// faultsOf says what is wrong with a page: its headings, names, labels, links, and
// what the content security policy forbids. The browser tests ask for more.
func faultsOf(body string) []string {
	root, err := html.Parse(strings.NewReader(body))
	if err != nil {
		return []string{err.Error()}
	}
	c := structure{ids: map[string]int{}}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode {
			c.element(n)
		}
	}
	c.after()
	if strings.Contains(body, "ZgotmplZ") || strings.Contains(body, "<no value>") {
		c.fault("a value that the template could not write")
	}
	return c.faults
}

type structure struct {
	faults   []string
	ids      map[string]int
	needed   []string // ids that something refers to
	labelled []string // ids that have a label
	controls []string // ids of fields that need one
	level    int      // of the last heading
	mains    int
	h1s      int
}

func (c *structure) fault(format string, args ...any) {
	c.faults = append(c.faults, fmt.Sprintf(format, args...))
}

func (c *structure) element(n *html.Node) {
	if id := attr(n, "id"); id != "" {
		c.ids[id]++
	}
	for _, name := range []string{"aria-describedby", "aria-labelledby", "aria-controls", "headers", "form", "list"} {
		c.needed = append(c.needed, strings.Fields(attr(n, name))...)
	}
	for _, a := range n.Attr {
		if a.Key == "style" || strings.HasPrefix(a.Key, "on") {
			c.fault("<%s> has the attribute %s", n.Data, a.Key)
		}
	}
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		c.heading(n)
	case atom.Main:
		c.mains++
	case atom.Html:
		if attr(n, "lang") == "" {
			c.fault("no language")
		}
	case atom.Title:
		if n.FirstChild == nil || strings.TrimSpace(n.FirstChild.Data) == "" {
			c.fault("no title")
		}
	case atom.Script, atom.Style:
		if n.FirstChild != nil || n.DataAtom == atom.Style {
			c.fault("inline <%s>", n.Data)
		}
	case atom.A, atom.Button, atom.Label, atom.Legend, atom.Summary, atom.Th, atom.Caption:
		c.named(n)
	case atom.Img:
		c.fault("a picture")
	case atom.Input, atom.Select, atom.Textarea:
		c.control(n)
	case atom.Table:
		c.table(n)
	case atom.Fieldset:
		if first := firstElement(n); first == nil || first.DataAtom != atom.Legend {
			c.fault("a fieldset without legend")
		}
	}
}

func (c *structure) heading(n *html.Node) {
	level := int(n.Data[1] - '0')
	if level == 1 {
		c.h1s++
	}
	if level > c.level+1 {
		c.fault("heading %q of level %d after one of level %d", textOf(n), level, c.level)
	}
	c.level = level
	if textOf(n) == "" {
		c.fault("an empty heading")
	}
}

func (c *structure) named(n *html.Node) {
	if n.DataAtom == atom.A && attr(n, "href") == "" {
		c.fault("a link %q to nowhere", textOf(n))
	}
	if n.DataAtom == atom.Label && attr(n, "for") != "" {
		c.labelled = append(c.labelled, attr(n, "for"))
		c.needed = append(c.needed, attr(n, "for"))
	}
	if textOf(n) == "" && attr(n, "aria-label") == "" {
		c.fault("<%s> without a name", n.Data)
	}
}

func (c *structure) control(n *html.Node) {
	if kind := attr(n, "type"); kind == "hidden" || kind == "submit" {
		return
	}
	for up := n.Parent; up != nil; up = up.Parent {
		if up.DataAtom == atom.Label {
			return
		}
	}
	if attr(n, "aria-label") == "" && attr(n, "aria-labelledby") == "" {
		c.controls = append(c.controls, attr(n, "id"))
	}
}

func (c *structure) table(n *html.Node) {
	if first := firstElement(n); first == nil || first.DataAtom != atom.Caption {
		c.fault("a table without caption")
	}
	for d := range n.Descendants() {
		if d.DataAtom == atom.Th && attr(d, "scope") == "" {
			c.fault("a table header %q without scope", textOf(d))
		}
	}
}

func (c *structure) after() {
	if c.h1s != 1 || c.mains != 1 {
		c.fault("%d h1 and %d main, want one of each", c.h1s, c.mains)
	}
	for id, n := range c.ids {
		if n > 1 {
			c.fault("the id %q stands %d times", id, n)
		}
	}
	for _, id := range c.needed {
		if c.ids[id] == 0 {
			c.fault("nothing has the id %q that something refers to", id)
		}
	}
	for _, id := range c.controls {
		if id == "" || !slices.Contains(c.labelled, id) {
			c.fault("a field %q without a label", id)
		}
	}
}

func attr(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func firstElement(n *html.Node) *html.Node {
	for child := range n.ChildNodes() {
		if child.Type == html.ElementNode {
			return child
		}
	}
	return nil
}

func textOf(n *html.Node) string {
	var b strings.Builder
	for d := range n.Descendants() {
		if d.Type == html.TextNode {
			b.WriteString(d.Data)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}
