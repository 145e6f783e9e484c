// Package export writes lists of programmes for other programs: spreadsheets,
// reference managers, feed readers and scripts. In every format each rating has
// beside it what has to stand there: direction, comparison, certainty, newer
// evidence and worse results.
package export

import (
	"fmt"
	"io"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// storeName is what the store is called where other programs show its records.
const storeName = "Evidence Store"

// A List is what is exported: programmes and how they were found.
type List struct {
	Title      string   // "Evidence Store: kinship care"
	Criteria   []string // the reading and the filters in words, one line each
	Words      string   // the typed words, only where the user asked for them
	Link       string   // canonical absolute address of the list by its reading, or ""
	Feed       string   // address of this list as Atom, or ""
	Described  string   // address of the OpenSearch description of the search that found it, or ""
	Subjects   []string // what was looked for as it was read, for searches that are described
	Base       string   // scheme and host, without a slash at the end
	Site       string   // the intranet whose readers the list is for, which links to programmes carry, or ""
	Generation string
	Made       time.Time
	Total      int                // programmes found; Documents may be fewer
	Documents  []*search.Document // with the marks of the hits that they come from
	Reference  *review.Reference
}

// A form is how one format is written and sent.
type form struct {
	write       func(io.Writer, *List) error
	contentType string
	extension   string
}

var forms = map[params.Format]form{
	params.CSV:    {writeCSV, "text/csv; charset=utf-8; header=present", "csv"},
	params.RIS:    {writeRIS, "application/x-research-info-systems; charset=utf-8", "ris"},
	params.BibTeX: {writeBibTeX, "application/x-bibtex; charset=utf-8", "bib"},
	params.JSON:   {writeJSON, "application/json; charset=utf-8", "json"},
	params.Atom:   {writeAtom, "application/atom+xml; charset=utf-8", "atom"},
}

// Write writes the list in one of the formats of params.Formats. The same list gives
// the same bytes.
func Write(w io.Writer, format params.Format, l *List) error {
	f, ok := forms[format]
	if !ok {
		return fmt.Errorf("no export format %q", format)
	}
	if err := f.write(w, l); err != nil {
		return fmt.Errorf("writing %s: %w", format, err)
	}
	return nil
}

// ContentType is the media type of a format.
func ContentType(format params.Format) string { return forms[format].contentType }

// maxName is how much of a name a file name keeps.
const maxName = 60

// FileName makes a safe file name of what the export is of: "Kinship care" becomes
// evidence-store-kinship-care.csv. It has ASCII letters, digits and hyphens only.
func FileName(format params.Format, name string) string {
	words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool {
		return (r < 'a' || r > 'z') && (r < '0' || r > '9')
	})
	file := "evidence-store"
	for _, word := range words {
		if len(file)+1+len(word) > len("evidence-store-")+maxName {
			break
		}
		file += "-" + word
	}
	return file + "." + forms[format].extension
}

// about says how the programmes were found, one line each.
func (l *List) about() []string {
	lines := lines(l.Criteria)
	if l.Words != "" {
		lines = append(lines, "Typed words: "+line(l.Words))
	}
	return lines
}

// made is when the list was made.
func (l *List) made() string { return l.Made.UTC().Format(time.RFC3339) }

// address is the absolute address of a programme's page.
func (l *List) address(doc *search.Document) string { return line(l.Base + doc.URL) }

// closing are the two lines that stand in every export: whose the ratings are, and
// what they are not.
func (l *List) closing() []string {
	return lines([]string{l.Reference.Ratings.Lines.Whose, l.Reference.Ratings.Lines.Judgement})
}

// found says in one line how the programmes were found.
func (l *List) found() string {
	var n note
	n.add("How the programmes of this list were found", strings.Join(l.about(), "; "))
	return n.String()
}
