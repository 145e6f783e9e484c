package main

import (
	"cmp"
	"fmt"
	"strings"
	"unicode/utf8"

	"evidencestore/search/eval"
)

// An evalPrinter writes reports for people.
type evalPrinter struct{ *layout }

// reports prints the means of each report, and its questions if asked to.
func (p *evalPrinter) reports(reports []*eval.Report, questions bool) {
	p.means(reports)
	for _, r := range reports {
		if questions {
			p.questions(r)
		}
	}
}

// none stands where there is nothing to take a mean of.
const none = "-"

// means prints one table. A row of several reports bears the name of its report.
func (p *evalPrinter) means(reports []*eval.Report) {
	header := []string{"", "questions"}
	for _, m := range eval.Metrics {
		header = append(header, m.Name)
	}
	rows := [][]string{append(header, eval.HonestZero)}
	for _, r := range reports {
		for i, g := range r.Groups {
			name := g.Name
			if i == 0 {
				name = fmt.Sprintf("%s (%s)", r.Name, documents(r.Documents))
			}
			rows = append(rows, meansRow(name, &g))
		}
	}
	p.table(rows)
}

func meansRow(name string, g *eval.Group) []string {
	row := []string{name, fmt.Sprint(g.Answerable + g.Unanswerable)}
	for _, m := range eval.Metrics {
		row = append(row, figure(m.Of(&g.Scores), g.Answerable > 0))
	}
	return append(row, figure(g.HonestZero, g.Unanswerable > 0))
}

func figure(x float64, known bool) string {
	if !known {
		return none
	}
	return fmt.Sprintf("%.3f", x)
}

// table prints rows with the first column to the left and the others to the right.
func (p *evalPrinter) table(rows [][]string) {
	widths := make([]int, len(rows[0]))
	for _, row := range rows {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(clean(cell)))
		}
	}
	for _, row := range rows {
		var line strings.Builder
		fmt.Fprintf(&line, "%-*s", widths[0], clean(row[0]))
		for i, cell := range row[1:] {
			fmt.Fprintf(&line, "  %*s", widths[i+1], clean(cell))
		}
		p.write(0, line.String())
	}
}

// longQuestion is where the text of a question is cut, in characters.
const longQuestion = 160

// questions prints what came of every question.
func (p *evalPrinter) questions(r *eval.Report) {
	failed := 0
	for i := range r.Results {
		if r.Results[i].Failed() {
			failed++
		}
	}
	p.gap()
	p.text(0, "Each question with the first three that it finds and the ranks of the wanted; those marked ! are answered wrongly: %d of %d", failed, len(r.Results))
	for i := range r.Results {
		p.question(&r.Results[i])
	}
}

func (p *evalPrinter) question(r *eval.Result) {
	mark := ""
	if r.Failed() {
		mark = "! "
	}
	about := []string{r.Kind}
	if r.InField {
		about = append(about, "in the field")
	}
	if r.Holdout {
		about = append(about, "held out")
	}
	p.gap()
	p.para(0, piece{mark + r.ID, bold}, piece{" (" + strings.Join(about, ", ") + ")", plain})
	text := []rune(r.Text)
	if len(text) > longQuestion {
		text = append(text[:longQuestion], '…')
	}
	p.text(indent, "%s", string(text))
	p.text(indent, "first: %s", cmp.Or(strings.Join(r.First, ", "), "nothing"))
	if r.Unanswerable {
		honest := "no"
		if r.Honest() {
			honest = "yes"
		}
		p.text(indent, "wanted: nothing; found: %d; honest: %s", r.Total, honest)
	} else {
		p.text(indent, "wanted: %s; nDCG@10 %.3f", places(r.Judged), r.NDCG10)
	}
	if r.Unanswerable || r.Total == 0 {
		p.text(indent, "notice: %s", cmp.Or(string(r.Notice), none))
	}
}

// places are the judged reviews with their ranks; those that are merely good stand
// in brackets.
func places(judged []eval.Place) string {
	var all []string
	for _, place := range judged {
		rank := none
		if place.Rank > 0 {
			rank = fmt.Sprint(place.Rank)
		}
		name := place.ID
		if place.Grade < eval.Best {
			name = "(" + name + ")"
		}
		all = append(all, name+":"+rank)
	}
	return strings.Join(all, ", ")
}

// changes prints what differs from the reports of a file.
func (p *evalPrinter) changes(file string, before, after []*eval.Report) {
	p.gap()
	for _, is := range after {
		was := reportNamed(before, is.Name)
		if was == nil {
			p.text(0, "%s has no report on %s.", file, is.Name)
			continue
		}
		c := eval.Compare(was, is)
		rows := append(changeRows(c.Groups), changeRows(c.Questions)...)
		if len(rows)+len(c.Added)+len(c.Removed) == 0 {
			p.text(0, "Nothing has changed in %s since %s.", is.Name, file)
			continue
		}
		p.text(0, "Changed in %s since %s:", is.Name, file)
		if len(rows) > 0 {
			p.table(append([][]string{{"", "", "before", "after", "change"}}, rows...))
		}
		for _, id := range c.Added {
			p.text(0, "new: %s", id)
		}
		for _, id := range c.Removed {
			p.text(0, "gone: %s", id)
		}
	}
}

func changeRows(changes []eval.Change) [][]string {
	var rows [][]string
	for _, c := range changes {
		format, signed := "%.3f", "%+.3f"
		if c.Metric == eval.Found {
			format, signed = "%.0f", "%+.0f"
		}
		rows = append(rows, []string{
			c.Of, c.Metric, fmt.Sprintf(format, c.Before), fmt.Sprintf(format, c.After), fmt.Sprintf(signed, c.After-c.Before),
		})
	}
	return rows
}

func reportNamed(reports []*eval.Report, name string) *eval.Report {
	for _, r := range reports {
		if r.Name == name {
			return r
		}
	}
	return nil
}
