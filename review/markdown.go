package review

import (
	"fmt"
	"net/url"
	"strings"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"evidencestore/internal/stricttoml"
)

// markdown is CommonMark with tables; it is safe for concurrent use.
var markdown = goldmark.New(goldmark.WithExtensions(extension.Table))

// forbidden finds what a body must not hold: HTML, pictures, unsafe links,
// characters that hide behind entities, and headings that are no sections.
func (b *body) forbidden(root ast.Node) {
	block := 0 // where the block begins that the walk is in
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		at := n.Pos()
		if n.Type() == ast.TypeBlock {
			block = max(at, block)
		}
		what, mend := b.unwanted(n)
		if what != "" {
			b.faultAt(b.line(max(at, block)), what, mend)
		}
		return ast.WalkContinue, nil
	})
}

func (b *body) unwanted(n ast.Node) (what, mend string) {
	switch n := n.(type) {
	case *ast.HTMLBlock, *ast.RawHTML:
		return "raw HTML", "write it in Markdown, or put it between backticks if it is an example"
	case *ast.Image:
		return "a picture", "describe in words what it shows"
	case *ast.Heading:
		if n.Level <= 2 && n.Parent().Kind() != ast.KindDocument {
			return "a section's heading inside a list or a quotation", "take it out, or write it as \"### …\""
		}
	case *ast.Link:
		return unsafeLink(string(n.Destination))
	case *ast.AutoLink:
		return unsafeLink(string(n.URL(b.bytes)))
	case *ast.Text:
		for _, r := range plain(n, b.bytes) {
			if what := stricttoml.Forbidden(r); what != "" {
				return what, "remove its entity"
			}
		}
	}
	return "", ""
}

func unsafeLink(address string) (what, mend string) {
	if strings.HasPrefix(address, "#") || checkURL(address) == nil {
		return "", ""
	}
	return fmt.Sprintf("unsafe link %q", address), "link to an http or https address, or to #a-section"
}

func checkURL(address string) error {
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return fmt.Errorf("%q is not an http or https address", address)
	}
	return nil
}

// PlainText is the text of a Markdown source without its marks, one block a line.
// A source that no document may hold, because it takes too long to parse, stays
// as it is.
func PlainText(source string) string {
	if _, what := tangled(source); what != "" {
		return collapseLines(source)
	}
	src := []byte(source)
	var b strings.Builder
	_ = ast.Walk(markdown.Parser().Parse(text.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering {
			writePlain(&b, n, src)
		} else if n.Type() == ast.TypeBlock {
			b.WriteByte('\n')
		}
		return ast.WalkContinue, nil
	})
	return collapseLines(b.String())
}

func writePlain(b *strings.Builder, n ast.Node, source []byte) {
	switch n := n.(type) {
	case *ast.Text:
		b.WriteString(plain(n, source))
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.AutoLink:
		b.Write(n.Label(source))
	case *ast.CodeBlock, *ast.FencedCodeBlock:
		b.Write(n.Lines().Value(source))
	}
}

// plain is the text of a node with its escapes and entities resolved. Neither
// means anything inside code.
func plain(n *ast.Text, source []byte) string {
	raw := n.Segment.Value(source)
	if n.IsRaw() || n.Parent().Kind() == ast.KindCodeSpan || !strings.ContainsAny(string(raw), `\&`) {
		return string(raw)
	}
	var b strings.Builder
	from := 0
	resolve := func(to int) {
		b.Write(util.ResolveEntityNames(util.ResolveNumericReferences(raw[from:to])))
	}
	for i := 0; i+1 < len(raw); i++ {
		if raw[i] == '\\' && util.IsPunct(raw[i+1]) {
			resolve(i)
			b.WriteByte(raw[i+1])
			i++
			from = i + 1
		}
	}
	resolve(len(raw))
	return b.String()
}

func collapseLines(s string) string {
	var lines []string
	for line := range strings.Lines(s) {
		if line = strings.TrimSpace(line); line != "" {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}
