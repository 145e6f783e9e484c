package page

import (
	"evidencestore/web/params"
)

// Picking is the form that takes picked programmes to the comparison and the record.
type Picking struct {
	Hidden   []Hidden // how the question was read, and the filters
	Typed    string   // words that can be carried too, or ""
	Readable bool     // whether anything else of the question is carried
}

func newPicking(p, read params.Page, readable bool) *Picking {
	return &Picking{Hidden: hidden(ofSearch(read)), Typed: p.Q, Readable: readable}
}

// Export is the form that takes the list away as a file.
type Export struct {
	Method  string
	Hidden  []Hidden
	Typed   bool
	Formats []ExportFormat
}

// An ExportFormat is a kind of file.
type ExportFormat struct {
	Value params.Format
	Label string
}

var exportFormats = []ExportFormat{
	{params.CSV, "CSV, for a spreadsheet"},
	{params.RIS, "RIS, for a reference manager"},
	{params.BibTeX, "BibTeX, for a reference manager"},
	{params.JSON, "JSON, for a program"},
	{params.Atom, "Atom, a feed for a reader"},
}

// newExport exports the same list. With a question it is posted, so that the words
// do not come into an address.
func newExport(p params.Page) *Export {
	e := &Export{Method: "get", Hidden: hidden(ofSearch(p)), Typed: p.Q != "", Formats: exportFormats}
	if e.Typed {
		e.Method = "post"
	}
	return e
}

// ofSearch are the values of a search without those that say how a page shows it.
func ofSearch(p params.Page) map[string][]string {
	p.Page, p.PerPage, p.Format, p.ID, p.Words, p.Explain = 1, params.DefaultPerPage, "", nil, false, false
	return p.Values()
}
