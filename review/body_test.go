package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestBody(t *testing.T) {
	const (
		shape   = "a heading that is not written as \"## …\""
		html    = "raw HTML; write it in Markdown, or put it between backticks if it is an example"
		picture = "a picture; describe in words what it shows"
		mend    = "; link to an http or https address, or to #a-section"
	)
	headings := "; " + headingMend
	tests := []struct {
		name, body string // the body begins on line 11
		want       []string
	}{
		{"nothing", "", nil},
		{"blank lines", "\n \n\n", nil},
		{"text first", "\nx\n\n## What it is\n\nx", []string{"12: text before the first heading" + headings}},
		{"a small heading first", "### x\n\ny", []string{"11: text before the first heading" + headings}},
		{"an unknown heading", "## What is it\n\nx", []string{`11: unknown heading "What is it"` + headings}},
		{"a heading in bold", "## **What it is**\n\nx", []string{`11: unknown heading "**What it is**"` + headings}},
		{"a heading twice", "## What it is\n\nx\n\n## What it is\n\ny", []string{`15: the heading "What it is" stands twice; join the two sections`}},
		{"a heading too late", "## Later evidence\nx\n## What it is\ny\n## Case study\nz", []string{`13: the heading "What it is" stands too late; move it before "Later evidence"`}},
		{"too late after an unknown one", "## Later evidence\nx\n## Z\ny\n## What it is\ny", []string{
			`13: unknown heading "Z"` + headings, `15: the heading "What it is" stands too late; move it before "Later evidence"`,
		}},
		{"a heading of level one", "# What it is\n\nx", []string{"11: " + shape + headings}},
		{"an underlined heading", "x\n\nWhat it is\n----------\n\nx", []string{"11: text before the first heading" + headings, "13: " + shape + headings}},
		{"an underlined title", "What it is\n===\n\nx", []string{"11: " + shape + headings}},
		{"an indented heading", "  ## What it is\n\nx", []string{"11: " + shape + headings}},
		{"a heading without text", "- x\n\n##\n\nx", []string{"11: text before the first heading" + headings, `13: unknown heading ""` + headings}},
		{"a section without text", "## What it is\n\n## Case study\n", []string{
			`11: no text under the heading "What it is"; write it or remove the heading`, `13: no text under the heading "Case study"; write it or remove the heading`,
		}},
		{"an empty section after one that begins alike", "## What it is\n```\n## Case study\n```\n## Case study", []string{`15: no text under the heading "Case study"; write it or remove the heading`}},
		{"closed and spaced headings", "##   What it is ##\nx\n## Case study\t\ny", nil},
		{"headings inside code", "## What it is\n```\n## Z\n# Y\n```\n\n    ## X\n", nil},
		{"a heading in a quotation", "## What it is\n\n> x\n>\n> ## Case study", []string{`15: a section's heading inside a list or a quotation; take it out, or write it as "### …"`}},
		{"a heading in a list", "## What it is\n\n- x\n\n  # Case study", []string{`15: a section's heading inside a list or a quotation; take it out, or write it as "### …"`}},
		{"a block of HTML", "## What it is\n\n<script>\nalert(1)\n</script>", []string{"13: " + html}},
		{"HTML inside a line", "## What it is\n\nx\ny <b>z</b>", []string{"14: " + html, "14: " + html}},
		{"a comment", "## What it is\n\n<!-- x -->", []string{"13: " + html}},
		{"HTML in code", "## What it is\n\n`<b>`\n\n    <b>\n", nil},
		{"signs that are no HTML", "## What it is\n\n1 < 2 & 3 > 2, &lt;b&gt;, \\<b>", nil},
		{"a picture", "## What it is\n\nx\n![y](https://example.org/z.png)", []string{"14: " + picture}},
		{"a picture by reference", "## What it is\n\n![y][z]\n\n[z]: https://example.org/z.png", []string{"13: " + picture}},
		{"good links", "## What it is\n\n[a](https://example.org) [b](http://example.org/x) [c](#case-study) <https://example.org>", nil},
		{"a script as link", "## What it is\n\nx\n[y](javascript:alert(1))", []string{`14: unsafe link "javascript:alert(1)"` + mend}},
		{"a script behind entities", "## What it is\n\n[y](java&#115;cript&colon;alert)", []string{`13: unsafe link "java&#115;cript&colon;alert"` + mend}},
		{"a script in angle brackets", "## What it is\n\n<javascript:alert(1)>", []string{`13: unsafe link "javascript:alert(1)"` + mend}},
		{"a script by reference", "## What it is\n\nx [y]\n\n[y]: JavaScript:alert(1)", []string{`13: unsafe link "JavaScript:alert(1)"` + mend}},
		{"data, files, mail and other places", "## What it is\n\n[a](data:text/html,x)\n[b](file:///etc/passwd)\n<c@example.org>\n[d](/reviews/e)\n[f](//example.org)\n[g]()\n[h](https:///i)", []string{
			`13: unsafe link "data:text/html,x"` + mend, `14: unsafe link "file:///etc/passwd"` + mend, `15: unsafe link "c@example.org"` + mend,
			`16: unsafe link "/reviews/e"` + mend, `17: unsafe link "//example.org"` + mend, `18: unsafe link ""` + mend, `19: unsafe link "https:///i"` + mend,
		}},
		{"a link in a table", "## What it is\n\n| a | b |\n| --- | --- |\n| c | d |\n| e | [f](x) |", []string{`16: unsafe link "x"` + mend}},
		{"a character behind an entity", "## What it is\n\nx\ny&#x202E;z", []string{"14: invisible direction-changing character U+202E; remove its entity"}},
		{"the same in code", "## What it is\n\n`&#x202E;`", nil},
		{"too many marks", "## What it is\n\nx\n\na " + strings.Repeat("*", 2001), []string{"15: a paragraph with more than 2000 marks such as * and [; write it in shorter paragraphs with blank lines between them, and in flatter lists"}},
		{"as many marks, in two paragraphs", "## What it is\n\na " + strings.Repeat("*a", 1500) + "\n\na " + strings.Repeat("*a", 1500), nil},
		{"nested too deeply", "## What it is\n\n" + strings.Repeat("> ", 101) + "x", []string{"13: a line that begins with more than 200 marks of lists and quotations; write it in shorter paragraphs with blank lines between them, and in flatter lists"}},
		{"nested", "## What it is\n\n" + strings.Repeat("> ", 99) + "x", nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, faultsOf(strings.Split(small, "\n\n## ")[0]+"\n"+tt.body)); diff != "" {
				t.Errorf("given\n%.300s\n(-want +got):\n%s", tt.body, diff)
			}
		})
	}
}

func TestHeadingsAreDistinct(t *testing.T) {
	seen := map[string]bool{}
	for _, h := range Headings {
		if seen[h.ID] || seen[h.Heading] || CheckID(h.ID) != nil || h.Markdown != "" {
			t.Errorf("the heading %+v is not one of its own", h)
		}
		seen[h.ID], seen[h.Heading] = true, true
	}
}

func TestPlainText(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"nothing", "", ""},
		{"a paragraph over two lines", "Dragons\nsing.", "Dragons sing."},
		{"paragraphs", "a\n\n\nb\n", "a\nb"},
		{"a hard break", "a\\\nb  \nc", "a b c"},
		{"emphasis", "*a* **b** ***c*** _d_ e*f*g", "a b c d efg"},
		{"links", "[a *b*](https://example.org \"c\") [d][e] <https://example.org>\n\n[e]: https://example.org", "a b d https://example.org"},
		{"headings", "### a ###\n\nb\n\nc\n=", "a\nb\nc"},
		{"a list", "- a\n- b\n  - c\n\n1. d\n2. e", "a\nb\nc\nd\ne"},
		{"a quotation", "> a\n> b\n>\n> - c", "a b\nc"},
		{"a table", "| a | *b* |\n| --- | :-: |\n| c | d |\n| e \\| f | |", "a\nb\nc\nd\ne | f"},
		{"code", "`a*b*` &amp; `&amp;`", "a*b* & &amp;"},
		{"blocks of code", "```\na\n  b *c*\n```\n\n    d &amp;\n", "a\nb *c*\nd &amp;"},
		{"a rule", "a\n\n---\n\nb", "a\nb"},
		{"entities", "&lt;b&gt; &#233; &eacute; &nbsp;x &notanentity; 2 & 3", "<b> é é \u00A0x &notanentity; 2 & 3"},
		{"escapes", "\\*a\\* \\&amp; \\[b\\] \\c 1\\. \\\\", "*a* &amp; [b] \\c 1. \\"},
		{"a picture", "![a](b)", "a"},
		{"HTML", "a <b>c</b>\n\n<div>d</div>", "a c"},
		{"not ASCII", "Größe − *½*", "Größe − ½"},
		{"too tangled to parse", "a " + strings.Repeat("*", 3000) + "\n\n b ", "a " + strings.Repeat("*", 3000) + "\nb"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, PlainText(tt.source)); diff != "" {
				t.Errorf("given %.200q (-want +got):\n%s", tt.source, diff)
			}
		})
	}
}

// hostile are documents of MaxFileSize that once took, or could take, minutes.
// The test has no clock of its own: what is quadratic in them meets the limit of
// the test run.
func hostile() map[string]string {
	const room = 20 // for what comes behind
	fill := func(head, s string) string { return head + strings.Repeat(s, (MaxFileSize-len(head)-room)/len(s)) }
	docs := map[string]string{}
	for _, s := range []string{
		"## x\n", "## What it is\n", "## What it is\n\nx\n\n", "[", "*", ">", "> ", "- ", "1. ", "`", "<", "![", "[a](", "[](", "a*_", "*a_ ", "\\", "&", "| a ", "|\n", "a\n=\n",
		"[a]: b\n", "a|b\n-|-\n", "> > a\n", "- a\n", strings.Repeat("[](", 650) + "\n\n", strings.Repeat("a*_", 900) + "\n\n", strings.Repeat(">", 199) + "\n", "\x00", "\xff\n", "\r", "\n", "+++\n",
	} {
		docs[fmt.Sprintf("body of %.20q", s)] = fill(small, s)
	}
	docs["links over long text"] = fill(small+strings.Repeat("[a](", 900), "word ")
	for _, s := range []string{
		"[[outcome]]\n", "[[outcome]]\nname = 'a'\n", "[[finding]]\ndomains = ['slep']\n", "[[change]]\n", "[[zz]]\n", "[zz]\n", "a.", "x = [", "topics = {", "#\n", "'''",
	} {
		docs[fmt.Sprintf("front matter of %.20q", s)] = fill("+++\n", s) + "\n+++\n"
		docs[fmt.Sprintf("good front matter and %.20q", s)] = fill(strings.TrimSuffix(strings.Split(small, "\n\n## ")[0], "+++"), s) + "\n+++\n"
	}
	docs["a long list"] = fill("+++\ntopics = [", "'a',") + "]\n+++\n"
	docs["a long key"] = fill("+++\n", "k") + "= 1\n+++\n"
	return docs
}

func TestHostileDocuments(t *testing.T) {
	for name, doc := range hostile() {
		if testing.Short() {
			doc = doc[:min(len(doc), 1<<17)]
		}
		t.Run(name, func(t *testing.T) {
			_, faults := Decode("reviews/dragon-choir.md", []byte(doc), corpusLists)
			checkLines(t, doc, faults)
		})
	}
}

func checkLines(t *testing.T, doc string, faults Faults) {
	t.Helper()
	last := strings.Count(doc, "\n") + 1
	for _, f := range faults {
		if f.Line < 0 || f.Line > last {
			t.Fatalf("given %.500q, the fault %.300q is not on a line of the file", doc, f.Error())
		}
	}
}
