package export

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"evidencestore/review"
	"evidencestore/web/params"
)

// FuzzExport puts a text into every part of a list that people write, and holds that
// no format comes apart by it and that a spreadsheet takes no cell for a formula.
func FuzzExport(f *testing.F) {
	for _, seed := range []string{"=1+1", "\t@SUM(A1)", "\"\r\n=cmd|'/C calc'!A0", "\u200b＝1", "}\n@misc{x,", "]]><x>&amp;", "TY  - JOUR\r\nER  - \r\n", "\xff\x00\u2028"} {
		f.Add(seed, "-2")
	}
	f.Fuzz(func(t *testing.T, one, two string) {
		doc := moonWalks()
		doc.Title, doc.Summary, doc.Caution = one, two, one
		o := &doc.Outcomes[0]
		o.Name, o.Better, o.ComparedWith, o.Finding, o.Figures, o.FiguresFrom, o.WorseNote, o.RatedBy = one, two, one, two, one, two, one, two
		doc.Findings[0] = review.Finding{Name: two, Domains: []string{"education"}, Text: one, Figures: two, Country: one, Research: two}
		later := &doc.Later[0]
		later.Country, later.Finding, later.Figures, later.DirectionNote, later.Citation = one, two, one, two, one
		study := &doc.Reviews[0]
		study.Authors, study.Title, study.Journal, study.DOI, study.URL = one, two, one, two, one
		l := list(t, doc)
		l.Title, l.Words, l.Criteria, l.Subjects = one, two, []string{two, one}, []string{one}
		for i, row := range table(t, l) {
			for name, text := range row {
				if first, _ := utf8.DecodeRuneInString(text); text != "" && strings.ContainsRune(formulaSigns+"\t\r\n", first) || strings.ContainsAny(text, "\r\n") {
					t.Errorf("row %d, %s: %q is a formula or more than one line", i, name, text)
				}
			}
		}
		if feed := written(t, params.Atom, l); !wholeXML(feed) {
			t.Errorf("given %q and %q: no XML: %s", one, two, feed)
		}
		if text := written(t, params.JSON, l); !json.Valid([]byte(text)) {
			t.Errorf("given %q and %q: no JSON: %s", one, two, text)
		}
		if ris, bib := risRecords(t, written(t, params.RIS, l)), bibEntries(t, written(t, params.BibTeX, l)); len(ris) != len(bib) {
			t.Errorf("given %q and %q: %d records of RIS, %d entries of BibTeX", one, two, len(ris), len(bib))
		}
		if name := FileName(params.CSV, one); strings.ContainsFunc(name, func(r rune) bool { return !strings.ContainsRune("abcdefghijklmnopqrstuvwxyz0123456789-.", r) }) {
			t.Errorf("given %q: the file name %q", one, name)
		}
	})
}

// wholeXML says whether a text is one well-formed document.
func wholeXML(text string) bool {
	d := xml.NewDecoder(strings.NewReader(text))
	for {
		if _, err := d.Token(); err != nil {
			return errors.Is(err, io.EOF)
		}
	}
}
