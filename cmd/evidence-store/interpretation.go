package main

import (
	"fmt"
	"strings"

	"evidencestore/search"
)

// understood writes how the question was read, before the hits.
func (a *answer) understood(in *search.Interpretation) {
	if in == nil {
		return
	}
	lines := a.reading(in)
	if in.Notice != nil {
		a.notice(in.Notice, plain)
	}
	for i := range in.Notes {
		a.notice(&in.Notes[i], plain)
	}
	if lines || in.Notice != nil || len(in.Notes) > 0 {
		a.gap()
	}
}

// unanswered writes why there is no hit, how the question was read, and what comes
// nearest without being an answer.
func (a *answer) unanswered(resp *search.Response) {
	in := resp.Interpretation
	a.notice(in.Notice, bold)
	if len(a.filters) > 0 && in.Notice.Kind != search.Filtered {
		a.text(0, "Filters were on: %s.", strings.Join(a.filters, " "))
	}
	a.reading(in)
	for i := range in.Notes {
		a.notice(&in.Notes[i], plain)
	}
	if len(resp.Nearest) == 0 {
		return
	}
	a.gap()
	a.text(0, "Nearest, but not about this:")
	for i := range resp.Nearest {
		a.para(indent, piece{text: resp.Nearest[i].Title}, piece{" (id: " + resp.Nearest[i].ID + ")", dim})
	}
}

// reading writes what was looked for and what became of the other words, and says
// whether there was anything to write.
func (a *answer) reading(in *search.Interpretation) bool {
	if len(in.Concepts) > 0 {
		looked := []piece{{text: "Looked for: "}}
		for i, c := range in.Concepts {
			if i > 0 {
				looked = append(looked, piece{text: " · "})
			}
			looked = append(looked, piece{c.Label, bold})
		}
		a.para(0, append(looked, piece{text: "."})...)
	}
	if len(in.Corrections) > 0 {
		read := make([]string, len(in.Corrections))
		for i, c := range in.Corrections {
			read[i] = fmt.Sprintf("“%s” as “%s”", c.From, c.To)
		}
		a.text(0, "Read %s. --verbatim takes words as they are spelt.", brief(read))
	}
	if len(in.Dropped) > 0 {
		a.text(0, "A hit may lack: %s.", brief(in.Dropped))
	}
	if unknown := len(in.Unknown) > 0; unknown && (in.Notice == nil || in.Notice.Kind != search.UnknownWords) {
		a.text(0, "Words not known here: %s.", brief(in.Unknown))
	}
	return len(in.Concepts)+len(in.Corrections)+len(in.Dropped)+len(in.Unknown) > 0
}

func (a *answer) notice(n *search.Notice, style style) {
	a.para(0, piece{n.Text, style})
	for _, f := range n.Filters {
		a.text(0, "Without the filter on %s: %s.", f.Parameter, programmes(f.Total))
	}
}

// mostNamed is how many words of a long question are named.
const mostNamed = 12

// brief joins the first of the words and says how many more there are.
func brief(words []string) string {
	named := words[:min(mostNamed, len(words))]
	text := strings.Join(named, ", ")
	if more := len(words) - len(named); more > 0 {
		text += fmt.Sprintf(" and %d more", more)
	}
	return text
}
