package export

import (
	"bufio"
	"fmt"
	"io"
	"strings"
)

var bibTypes = map[kind]string{webPage: "misc", article: "article", report: "techreport"}

// writeBibTeX writes the same records as RIS. What is said about outcomes is in
// annote, which reference managers keep as a note and styles do not print.
func writeBibTeX(w io.Writer, l *List) error {
	out := bufio.NewWriter(w) // keeps its first error for Flush
	head := append([]string{l.Title}, l.about()...)
	head = append(head, fmt.Sprintf("Edition %s, made %s", l.Generation, l.made()))
	for _, text := range append(head, l.closing()...) {
		// Between entries BibTeX reads over everything but an @.
		_, _ = out.WriteString("% " + strings.ReplaceAll(line(text), "@", "(at)") + "\n")
	}
	for _, r := range records(l) {
		_, _ = fmt.Fprintf(out, "\n@%s{%s,\n", bibTypes[r.kind], r.key)
		for _, f := range r.fields(l) {
			if f.value != "" {
				_, _ = fmt.Fprintf(out, "  %s = {%s},\n", f.name, f.value)
			}
		}
		_, _ = out.WriteString("}\n")
	}
	return out.Flush()
}

// A field of an entry, its value as it is written.
type field struct{ name, value string }

func (r *record) fields(l *List) []field {
	fields := []field{
		{"title", whole(r.title)},
		{"author", bibAuthors(r.authors, r.others)},
		{"year", r.year},
		{"journal", escape(r.published.journal)},
		{"volume", escape(r.published.volume)},
		{"number", escape(r.published.issue)},
		{"pages", r.pages()},
		{"doi", verbatim(r.doi)},
		{"url", verbatim(r.url)},
		{"abstract", escape(r.abstract)},
		{"keywords", escape(strings.Join(r.keywords, ", "))},
		{"annote", escape(strings.Join(r.notes, " "))},
	}
	switch r.kind {
	case webPage:
		fields = append(fields, field{"howpublished", escape(r.publisher)}, field{"urldate", l.Made.UTC().Format("2006-01-02")})
	case report:
		fields = append(fields, field{"institution", escape(r.publisher)})
	case article:
	}
	return fields
}

func (r *record) pages() string {
	if r.published.last == "" {
		return escape(r.published.first)
	}
	return escape(r.published.first) + "--" + escape(r.published.last)
}

// bibAuthors joins authors. A name without a comma is that of a body, which braces
// keep from being taken apart.
func bibAuthors(authors []string, others bool) string {
	out := make([]string, len(authors))
	for i, a := range authors {
		out[i] = escape(a)
		if !strings.Contains(a, ", ") {
			out[i] = whole(a)
		}
	}
	if others {
		out = append(out, "others")
	}
	return strings.Join(out, " and ")
}

// whole keeps a text from being changed in case or taken apart.
func whole(text string) string {
	if text == "" {
		return ""
	}
	return "{" + escape(text) + "}"
}

// escape makes plain text of what TeX would take for commands. BibTeX counts braces
// even behind a backslash, so those of the text are written by name.
var escape = strings.NewReplacer(
	`\`, `{\textbackslash}`, `{`, `{\textbraceleft}`, `}`, `{\textbraceright}`,
	`~`, `{\textasciitilde}`, `^`, `{\textasciicircum}`,
	`%`, `\%`, `&`, `\&`, `$`, `\$`, `#`, `\#`, `_`, `\_`,
).Replace

// verbatim is for addresses, in which TeX reads nothing but braces.
var verbatim = strings.NewReplacer(`\`, `%5C`, `{`, `%7B`, `}`, `%7D`).Replace
