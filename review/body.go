package review

import (
	"fmt"
	"slices"
	"sort"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/text"
)

// A body is the Markdown of a document while it is taken apart.
type body struct {
	*decoder
	source   string
	bytes    []byte // of the source, for the parser
	starts   []int  // offset at which each line begins
	first    int    // line of the file on which the body begins
	sections []Section
	lines    []int // of the heading of each section
	from     int   // where the text of the last section begins
}

// body parses the Markdown of a document into its sections.
func (d *decoder) body(source string, firstLine int) []Section {
	b := &body{decoder: d, source: source, bytes: []byte(source), starts: []int{0}, first: firstLine}
	for i := range len(source) {
		if source[i] == '\n' {
			b.starts = append(b.starts, i+1)
		}
	}
	if line, what := tangled(source); what != "" {
		d.faultAt(firstLine+line, what, "write it in shorter paragraphs with blank lines between them, and in flatter lists")
		return nil
	}
	root := markdown.Parser().Parse(text.NewReader(b.bytes))
	b.forbidden(root)
	early := false
	for node := root.FirstChild(); node != nil; node = node.NextSibling() {
		if heading, ok := node.(*ast.Heading); ok && heading.Level <= 2 {
			b.heading(heading)
		} else if len(b.sections) == 0 && !early {
			early = true
			d.faultAt(b.line(max(node.Pos(), 0)), "text before the first heading", headingMend)
		}
	}
	b.end(len(source))
	b.order()
	return b.sections
}

// line is the line of the file at an offset of the body.
func (b *body) line(offset int) int {
	return b.first + sort.Search(len(b.starts), func(i int) bool { return b.starts[i] > offset }) - 1
}

// heading ends the section before it and begins the next. Its text is taken as
// it is written, so that "## *What it is*" is no way to write "## What it is".
func (b *body) heading(h *ast.Heading) {
	from := max(h.Pos(), 0)
	n := b.line(from) - b.first
	start, to := b.starts[n], len(b.source)
	if n+1 < len(b.starts) {
		to = b.starts[n+1]
	}
	written := strings.TrimRight(b.source[start:to], " \t\n")
	title := strings.TrimSpace(strings.Trim(strings.TrimSpace(written), "#"))
	b.end(start)
	b.from = to
	section := Section{Heading: title}
	switch at := slices.IndexFunc(Headings, func(s Section) bool { return s.Heading == title }); {
	case h.Level != 2 || !strings.HasPrefix(written, "##"):
		b.faultAt(b.first+n, "a heading that is not written as \"## …\"", headingMend)
	case at < 0:
		b.faultAt(b.first+n, fmt.Sprintf("unknown heading %q", title), headingMend)
	default:
		section.ID = Headings[at].ID
	}
	b.sections = append(b.sections, section)
	b.lines = append(b.lines, b.first+n)
}

// end closes the section before this offset.
func (b *body) end(to int) {
	if n := len(b.sections); n > 0 {
		b.sections[n-1].Markdown = trimBlankLines(b.source[b.from:max(b.from, to)])
	}
}

// order checks each section against those before it.
func (b *body) order() {
	seen := map[string]bool{}
	last := Section{}
	next := 0
	for i, s := range b.sections {
		at := slices.IndexFunc(Headings, func(h Section) bool { return h.ID == s.ID })
		switch {
		case at < 0:
		case seen[s.ID]:
			b.faultAt(b.lines[i], fmt.Sprintf("the heading %q stands twice", s.Heading), "join the two sections")
		case at < next:
			b.faultAt(b.lines[i], fmt.Sprintf("the heading %q stands too late", s.Heading), fmt.Sprintf("move it before %q", last.Heading))
		default:
			next, last = at+1, s
		}
		seen[s.ID] = true
		if at >= 0 && s.Markdown == "" {
			b.faultAt(b.lines[i], fmt.Sprintf("no text under the heading %q", s.Heading), "write it or remove the heading")
		}
	}
}

var headingMend = func() string {
	names := make([]string, len(Headings))
	for i, h := range Headings {
		names[i] = "## " + h.Heading
	}
	return "the headings are, in this order: " + strings.Join(names, ", ")
}()

// trimBlankLines keeps the indent of the first line: it may make it code.
func trimBlankLines(s string) string {
	s = strings.TrimRight(s, " \t\n")
	for {
		line, rest, more := strings.Cut(s, "\n")
		if strings.TrimSpace(line) != "" || !more {
			return s
		}
		s = rest
	}
}
