package page

import (
	"bytes"
	"fmt"
	"html/template"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	tables "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"evidencestore/review"
)

// sectionMarkdown is what documents are written in: CommonMark with tables. It is
// safe for concurrent use.
var sectionMarkdown = goldmark.New(
	goldmark.WithExtensions(extension.Table),
	goldmark.WithParserOptions(parser.WithASTTransformers(util.Prioritized(tidying{}, 1000))),
	goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(tableRenderer{}, 1))),
)

// sectionHeading is where the parser is told what section it reads.
var sectionHeading = parser.NewContextKey()

// sectionHTML is the text of a section. It is the only HTML of a page that no
// template wrote: goldmark escapes all text, and tidying leaves no HTML of the
// source and no link but to http, https and places on the page.
func sectionHTML(s *review.Section) template.HTML {
	context := parser.NewContext()
	context.Set(sectionHeading, s.Heading)
	var buf bytes.Buffer
	if err := sectionMarkdown.Convert([]byte(s.Markdown), &buf, parser.WithContext(context)); err != nil {
		return template.HTML(template.HTMLEscapeString(s.Markdown)) //nolint:gosec // escaped
	}
	return template.HTML(buf.String()) //nolint:gosec // see above
}

// tidying makes a parsed section fit under the h2 that it stands under, and takes
// out what must not be on a page.
type tidying struct{}

// Transform implements parser.ASTTransformer.
func (tidying) Transform(root *ast.Document, reader text.Reader, context parser.Context) {
	source := reader.Source()
	heading, _ := context.Get(sectionHeading).(string)
	level, tableCount := 2, 0
	for _, n := range nodesOf(root) { // gathered first, since the tree changes
		switch n := n.(type) {
		case *ast.HTMLBlock, *ast.RawHTML:
			n.Parent().RemoveChild(n.Parent(), n)
		case *ast.Image:
			unwrap(n)
		case *ast.Link:
			tidyLink(n, string(n.Destination), source)
		case *ast.AutoLink:
			tidyLink(n, string(n.URL(source)), source)
		case *ast.Heading:
			level = tidyHeading(n, level, source)
		case *tables.Table:
			tableCount++
			n.SetAttributeString("caption", fmt.Sprintf("%s, table %d", heading, tableCount))
		}
	}
}

func nodesOf(root ast.Node) []ast.Node {
	var nodes []ast.Node
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			nodes = append(nodes, n)
		}
		return ast.WalkContinue, nil
	})
	return nodes
}

// tidyHeading lets no level be left out, which would mislead those who go from
// heading to heading. It gives the level of the last heading.
func tidyHeading(n *ast.Heading, last int, source []byte) int {
	if textIn(n, source) == "" {
		n.Parent().RemoveChild(n.Parent(), n)
		return last
	}
	n.Level = max(3, min(n.Level, last+1))
	return n.Level
}

// tidyLink keeps a link that leads to a page or to a place on this one, and only
// the text of any other.
func tidyLink(n ast.Node, to string, source []byte) {
	u, ok := webAddress(to)
	empty := textIn(n, source) == ""
	switch {
	case ok:
		n.SetAttributeString("rel", []byte("noreferrer"))
		if empty {
			n.AppendChild(n, plainNode(u.Host))
		}
	case strings.HasPrefix(to, "#") && !empty:
	default:
		if auto, isAuto := n.(*ast.AutoLink); isAuto {
			n.AppendChild(n, plainNode(string(auto.Label(source))))
		}
		unwrap(n)
	}
}

func plainNode(text string) ast.Node {
	n := ast.NewString([]byte(text))
	n.SetRaw(true) // escaped, but signs of Markdown mean nothing in it
	return n
}

// unwrap puts what is in a node in its place.
func unwrap(n ast.Node) {
	parent := n.Parent()
	for child := n.FirstChild(); child != nil; child = n.FirstChild() {
		parent.InsertBefore(parent, n, child)
	}
	parent.RemoveChild(parent, n)
}

// textIn is the text of a node without spaces around it.
func textIn(root ast.Node, source []byte) string {
	var b strings.Builder
	for _, n := range nodesOf(root) {
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Value(source))
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		}
	}
	return strings.TrimSpace(b.String())
}

// webAddress takes an address apart, if it is one on the web.
func webAddress(address string) (*url.URL, bool) {
	u, err := url.Parse(address)
	return u, err == nil && (u.Scheme == "https" || u.Scheme == "http") && u.Host != ""
}

// tableRenderer gives tables what Markdown has no words for: a caption, the scope
// of the headers, and a box of their own that scrolls sideways, by keyboard too.
type tableRenderer struct{}

// RegisterFuncs implements renderer.NodeRenderer.
func (tableRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(tables.KindTable, renderTable)
	reg.Register(tables.KindTableCell, renderCell)
}

func renderTable(w util.BufWriter, _ []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, err := w.WriteString("</table>\n</div>\n")
		return ast.WalkContinue, err
	}
	value, _ := n.AttributeString("caption")
	caption := template.HTMLEscapeString(fmt.Sprint(value))
	_, err := fmt.Fprintf(w, "<div class=\"scroll\" role=\"region\" aria-label=\"%s\" tabindex=\"0\">\n<table>\n<caption>%s</caption>\n", caption, caption)
	return ast.WalkContinue, err
}

func renderCell(w util.BufWriter, source []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	open, end := "<td>", "</td>\n"
	if n.Parent().Kind() == tables.KindTableHeader && textIn(n, source) != "" {
		open, end = `<th scope="col">`, "</th>\n"
	}
	if !entering {
		open = end
	}
	_, err := w.WriteString(open)
	return ast.WalkContinue, err
}
