package export

import (
	"encoding/csv"
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencestore/review"
	"evidencestore/search"
)

// byteOrderMark tells Excel that the file is UTF-8.
const byteOrderMark = "\uFEFF"

// The kinds of rows.
const (
	kindOutcome   = "rated outcome"
	kindFinding   = "finding, not rated"
	kindNewer     = "newer evidence, not rated"
	kindProgramme = "programme without findings"
	kindNothing   = "nothing found"
)

// A row is one line of the table below its header.
type row struct {
	kind         string
	outcome      string
	domains      []string
	better       string
	comparedWith string
	effect       string
	strength     string
	certainty    string
	newer        string
	worse        string
	matches      string
	finding      string
	figures      string
	figuresFrom  string
	uk           string
	country      string
	evidenceTo   string
	ratedBy      string
}

// columns are the table's, in order. How the list was found, and whose the ratings
// are, is repeated in every row: the header stays in the first line for programs,
// and a row that was sorted, filtered or copied away still has it.
var columns = []struct {
	name string
	cell func(*List, *search.Document, *row) string
}{
	{"programme id", func(_ *List, d *search.Document, _ *row) string { return d.ID }},
	{"title", func(_ *List, d *search.Document, _ *row) string { return d.Title }},
	{"status", func(l *List, d *search.Document, _ *row) string {
		return review.LevelLabel(l.Reference.Ratings.States, string(d.Status))
	}},
	{"summary", func(_ *List, d *search.Document, _ *row) string { return d.Summary }},
	{"kind", func(_ *List, _ *search.Document, r *row) string { return r.kind }},
	{"outcome", func(_ *List, _ *search.Document, r *row) string { return r.outcome }},
	{"domains", func(l *List, _ *search.Document, r *row) string { return labels(l.Reference.Lists.Outcomes, r.domains) }},
	{"better means", func(_ *List, _ *search.Document, r *row) string { return r.better }},
	{"compared with", func(_ *List, _ *search.Document, r *row) string { return r.comparedWith }},
	{"overall effectiveness", func(_ *List, _ *search.Document, r *row) string { return r.effect }},
	{"strength of evidence", func(_ *List, _ *search.Document, r *row) string { return r.strength }},
	{"certainty", func(_ *List, _ *search.Document, r *row) string { return r.certainty }},
	{"newer evidence", func(_ *List, _ *search.Document, r *row) string { return r.newer }},
	{"worse result", func(_ *List, _ *search.Document, r *row) string { return r.worse }},
	{"caution", func(_ *List, d *search.Document, _ *row) string { return d.Caution }},
	{"matches filters", func(_ *List, _ *search.Document, r *row) string { return r.matches }},
	{"finding", func(_ *List, _ *search.Document, r *row) string { return r.finding }},
	{"figures", func(_ *List, _ *search.Document, r *row) string { return r.figures }},
	{"figures from", func(_ *List, _ *search.Document, r *row) string { return r.figuresFrom }},
	{"UK evidence", func(l *List, _ *search.Document, r *row) string {
		return review.LevelLabel(l.Reference.Ratings.UK, r.uk)
	}},
	{"country", func(_ *List, _ *search.Document, r *row) string { return r.country }},
	{"evidence to", func(_ *List, _ *search.Document, r *row) string { return r.evidenceTo }},
	{"rated by", func(_ *List, _ *search.Document, r *row) string { return r.ratedBy }},
	{"verified", func(_ *List, d *search.Document, _ *row) string {
		if d.Status != review.Rated {
			return "" // no rating that could be
		}
		return yesNo(d.Verified)
	}},
	{"address", func(l *List, d *search.Document, _ *row) string {
		if d.ID == "" {
			return ""
		}
		return l.address(d)
	}},
	{"list", func(l *List, _ *search.Document, _ *row) string { return l.Title }},
	{"criteria", func(l *List, _ *search.Document, _ *row) string { return strings.Join(l.about(), " | ") }},
	{"programmes found", func(l *List, _ *search.Document, _ *row) string { return fmt.Sprint(l.Total) }},
	{"list address", func(l *List, _ *search.Document, _ *row) string { return l.Link }},
	{"edition", func(l *List, _ *search.Document, _ *row) string { return l.Generation }},
	{"made", func(l *List, _ *search.Document, _ *row) string { return l.made() }},
	{"whose ratings", func(l *List, _ *search.Document, _ *row) string { return l.Reference.Ratings.Lines.Whose }},
	{"judgement", func(l *List, _ *search.Document, _ *row) string { return l.Reference.Ratings.Lines.Judgement }},
}

// writeCSV writes a table as RFC 4180 has it: a header, then a row for each rated
// outcome, each finding without a rating, and newer evidence on what was not rated. A
// programme with none of them, and a list without programmes, has one row.
func writeCSV(w io.Writer, l *List) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return err
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	cells := make([]string, len(columns))
	for i, c := range columns {
		cells[i] = c.name
	}
	if err := out.Write(cells); err != nil {
		return err
	}
	put := func(doc *search.Document, r *row) error {
		for i, c := range columns {
			cells[i] = cell(c.cell(l, doc, r))
		}
		return out.Write(cells)
	}
	for _, doc := range l.Documents {
		for _, r := range rows(doc, l.Reference) {
			if err := put(doc, &r); err != nil {
				return err
			}
		}
	}
	if len(l.Documents) == 0 {
		if err := put(&search.Document{}, &row{kind: kindNothing}); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// rows are those of one programme, at least one.
func rows(doc *search.Document, ref *review.Reference) []row {
	unrated := review.LevelLabel(ref.Ratings.States, string(review.NotRated))
	var out []row
	for i := range doc.Outcomes {
		o := &doc.Outcomes[i]
		out = append(out, row{
			kind: kindOutcome, outcome: o.Name, domains: o.Domains, better: o.Better, comparedWith: o.ComparedWith,
			effect: o.EffectLabel, strength: o.StrengthLabel, certainty: o.Certainty,
			newer: newerText(doc, o, ref), worse: worseText(o, ref), matches: yesNo(o.Matches),
			finding: o.Finding, figures: o.Figures, figuresFrom: o.FiguresFrom,
			uk: string(o.UK), evidenceTo: evidenceTo(doc, o), ratedBy: o.RatedBy,
		})
	}
	for i := range doc.Findings {
		f := &doc.Findings[i]
		r := row{
			kind: kindFinding, outcome: f.Name, domains: f.Domains, effect: unrated, strength: unrated, certainty: ref.Ratings.Lines.NotRated,
			matches: yesNo(f.Matches), finding: f.Text, figures: f.Figures, figuresFrom: f.Research, country: f.Country, evidenceTo: doc.EvidenceTo,
		}
		if f.Worse {
			r.worse = ref.Ratings.Lines.Worse
		}
		out = append(out, r)
	}
	for _, l := range apart(doc) {
		r := row{
			kind: kindNewer, domains: l.Domains, effect: unrated, strength: unrated, certainty: l.Line,
			finding: l.Finding, figures: l.Figures, figuresFrom: l.Citation, country: l.Country,
		}
		if l.Year != 0 {
			r.evidenceTo = fmt.Sprint(l.Year)
		}
		if l.Worse {
			r.worse = ref.Ratings.Lines.Worse
		}
		out = append(out, r)
	}
	if len(out) == 0 {
		out = append(out, row{kind: kindProgramme, effect: unrated, strength: unrated, certainty: doc.Statement, uk: string(doc.UK), evidenceTo: doc.EvidenceTo})
	}
	return out
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}

// formulaSigns begin what a spreadsheet takes for a formula, in all their widths.
const formulaSigns = "=+-@＝＋－＠﹦﹢﹣﹫"

// cell makes one line of a text and keeps a spreadsheet from running it: what would
// begin a formula, be it behind quotes or signs that are not seen, gets an apostrophe
// before it, which spreadsheets take as "this is text".
func cell(text string) string {
	text = line(text)
	start := strings.TrimLeftFunc(text, func(r rune) bool {
		return unicode.IsSpace(r) || unicode.In(r, unicode.Quotation_Mark, unicode.Cf)
	})
	if first, _ := utf8.DecodeRuneInString(start); strings.ContainsRune(formulaSigns, first) {
		return "'" + text
	}
	return text
}
