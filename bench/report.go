package main

import (
	"fmt"
	"io"
	"strings"
	"time"
)

// A row of the table. What is not measured is empty.
type row struct {
	what        string
	ours, p99   string
	lucene      string
	ratio       string
	xapian      string
	goal, bound string
	always      bool // whether they hold for corpora of any size
}

var headings = []string{"what", "ours (p50)", "p99", "Lucene p50", "ratio", "Xapian p50", "goal", "never worse than"}

func (r row) cells() []string {
	return []string{r.what, r.ours, r.p99, r.lucene, r.ratio, r.xapian, r.goal, r.bound}
}

// A bench gathers what is printed at the end.
type bench struct {
	options
	machine []string // lines above the table, and versions
	rows    []row
	notes   []string // lines below it

	grown [][]string // the table by sizes, in the place of rows
}

// add adds a row, without the goal if that is for a corpus of another size.
func (b *bench) add(r row) {
	if !r.always && (b.documents != 100_000 || b.words != 200) {
		r.goal, r.bound = "", ""
	}
	b.rows = append(b.rows, r)
}

func (b *bench) note(format string, args ...any) {
	b.notes = append(b.notes, fmt.Sprintf(format, args...))
}

// print prints Markdown.
func (b *bench) print(w io.Writer) error {
	var out strings.Builder
	for _, line := range b.machine {
		fmt.Fprintf(&out, "- %s\n", line)
	}
	out.WriteByte('\n')
	table := b.grown
	if table == nil {
		table = append(table, headings)
		for _, r := range b.rows {
			table = append(table, r.cells())
		}
	}
	out.WriteString(markdown(table))
	out.WriteByte('\n')
	for _, line := range b.notes {
		fmt.Fprintf(&out, "- %s\n", line)
	}
	_, err := io.WriteString(w, out.String())
	return err
}

// markdown is a table of which the first line are the headings. Columns in which nothing
// else stands are left out.
func markdown(table [][]string) string {
	used := make([]bool, len(table[0]))
	for _, cells := range table[1:] {
		for i, cell := range cells {
			used[i] = used[i] || cell != ""
		}
	}
	var out strings.Builder
	line := func(cell func(i int) string) {
		for i, is := range used {
			if is {
				fmt.Fprintf(&out, "| %s ", cell(i))
			}
		}
		out.WriteString("|\n")
	}
	for n, cells := range table {
		line(func(i int) string { return cells[i] })
		if n == 0 {
			line(func(int) string { return "---" })
		}
	}
	return out.String()
}

// compared is a row of a case that several engines were asked.
func compared(what string, r map[string]series, goal, bound string) row {
	out := row{what: what, goal: goal, bound: bound}
	if s, ok := r[nameOurs]; ok {
		out.ours, out.p99 = ms(s.p50()), s.high()
	}
	if s, ok := r[nameLucene]; ok {
		out.lucene = ms(s.p50())
		if own, ok := r[nameOurs]; ok {
			out.ratio = fmt.Sprintf("%.2f ×", float64(own.p50())/float64(s.p50()))
		}
	}
	if s, ok := r[nameXapian]; ok {
		out.xapian = ms(s.p50())
	}
	return out
}

// ms is a time in milliseconds, to three digits where it has them.
func ms(d time.Duration) string {
	n := float64(d) / float64(time.Millisecond)
	digits := 0
	switch {
	case n < 1:
		digits = 3
	case n < 10:
		digits = 2
	case n < 100:
		digits = 1
	}
	return fmt.Sprintf("%.*f ms", digits, n)
}

func mib(bytes int64) string { return fmt.Sprintf("%.0f MiB", float64(bytes)/(1<<20)) }
