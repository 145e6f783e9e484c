package page

import (
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Compare shows programmes side by side, or lets the reader choose them.
type Compare struct {
	Shell
	Unknown    []string   // ids that were asked for and are not held
	Programmes []Compared // none where there are fewer than two to compare
	Common     []string   // sentences on which rated outcomes they share
	Groups     []CompareGroup
	NoNegative string // the fixed line where none of their outcomes was rated negative, or ""
	Choose     Chooser
	Back       string // address of the search that the reader came from, or ""
	Exports    []Link
	Record     RecordForm
}

// Compared is the column of a programme.
type Compared struct {
	Link
	Remove string // address of the comparison without it
}

// A CompareGroup is a part of the table.
type CompareGroup struct {
	Title string
	Note  string
	Rows  []CompareRow
}

// A CompareRow compares the programmes in one respect.
type CompareRow struct {
	Label string
	Note  string
	Cells []CompareCell
}

// A CompareCell is what is held on one programme in one respect.
type CompareCell struct {
	Programme string // title, for where the table is shown as blocks
	Warnings  []string
	Outcomes  []Rated
	Findings  []Found
	Later     []UnratedLater
	Lines     []Link // the address may be ""
}

// Empty says whether nothing is held.
func (c CompareCell) Empty() bool {
	return len(c.Warnings)+len(c.Outcomes)+len(c.Findings)+len(c.Later)+len(c.Lines) == 0
}

// NotReported stands in an empty cell.
func (CompareCell) NotReported() string { return NotReported }

// UnratedLater is newer evidence on a kind of outcome on which a programme has no rating.
type UnratedLater struct {
	Where string // year and country, as far as known
	Text  string
	Line  string // the fixed line on how it bears on the ratings
	Worse bool
}

// A RecordForm leads to the record of what is compared.
type RecordForm struct {
	Hidden []Hidden
	Typed  string // the typed words, which are sent only if the reader says so
}

func (Compare) template() string { return "compare" }

// Columns is how many the table has.
func (c Compare) Columns() int { return len(c.Programmes) + 1 }

// Comparison is what a page of comparison is made of.
type Comparison struct {
	Documents []*search.Document // those that were picked, in the order of picking
	Unknown   []string           // ids that were picked and are not held
	All       *search.Response   // the programmes to choose from, by title
	Read      *search.Interpretation
}

// NewCompare makes the page of programmes side by side; with fewer than two of them
// it is a page to choose them on.
func NewCompare(f *Frame, p params.Page, c *Comparison) Compare {
	p.ID, p.Format = nil, ""
	var titles []string
	for _, doc := range c.Documents {
		p.ID = append(p.ID, doc.ID)
		titles = append(titles, doc.Title)
	}
	v := Compare{Unknown: c.Unknown, Choose: newChooser(p, c, f.Info.Reference)}
	if Asks(p, f.Info.Reference) {
		v.Back = searchURL(p)
	}
	if len(c.Documents) < 2 {
		v.Shell = f.Shell("/search", "Compare programmes", "Choose two to four programmes to see side by side.")
		v.Private = true
		return v
	}
	v.Shell = f.Shell("/search", "Compare: "+joined(titles), "What the reviews say of "+joined(titles)+", side by side.")
	v.Private = p.Q != ""
	v.Canonical = f.Base + compareURL(params.Page{Search: blankSearch(), View: params.View{Lens: params.Practice}}, p.ID...)
	v.Lenses = f.lenses(func(view params.View) string {
		p := p
		p.View = view
		return compareURL(p, p.ID...)
	})
	for _, doc := range c.Documents {
		v.Programmes = append(v.Programmes, Compared{Link{doc.Title, ReviewURL(doc.ID, f.View, "")}, compareURL(p, without(p.ID, doc.ID)...)})
	}
	ref := f.Info.Reference
	v.Common, v.NoNegative = commonGround(c.Documents, ref), noNegative(c.Documents, ref)
	v.Groups = append(outcomeGroups(c.Documents, p, ref), factGroups(c.Documents, f.View, ref)...)
	shared := withoutWords(p, c.Read, ref)
	for _, format := range []struct {
		id   params.Format
		text string
	}{{params.CSV, "Spreadsheet of this comparison (CSV)"}, {params.RIS, "References of these programmes (RIS)"}} {
		shared.Format = format.id
		v.Exports = append(v.Exports, Link{format.text, compareURL(shared, p.ID...)})
	}
	shared.Format = ""
	v.Record = newRecordForm(p, shared)
	return v
}

// newRecordForm sends the reading, and what belongs to the typed words in case that
// the reader sends them too.
func newRecordForm(p, shared params.Page) RecordForm {
	shared.ID, shared.Lens = p.ID, params.Practice
	if p.Q != "" {
		shared.Without, shared.Verbatim = p.Without, p.Verbatim
	}
	return RecordForm{Hidden: hidden(shared.Values()), Typed: p.Q}
}

// withoutWords is a search without the typed words: by its reading where there is one,
// and by its filters alone where not.
func withoutWords(p params.Page, in *search.Interpretation, ref *review.Reference) params.Page {
	p, _ = ByReading(p, in, ref)
	return p
}

// blankSearch are the parameters of a search for nothing in particular.
func blankSearch() params.Search {
	return params.Search{Sort: search.ByTitle, Page: 1, PerPage: params.DefaultPerPage}
}

// Asks says whether a search has a question, a concept or a filter.
func Asks(p params.Page, ref *review.Reference) bool {
	return p.Q != "" || len(p.Concept) > 0 || len(Criteria(p, ref)) > 0
}
