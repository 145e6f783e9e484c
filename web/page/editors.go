package page

import (
	"time"

	"evidencestore/review"
)

// Editorial is what a page for editors and operators has around its content. Such a
// page is not public, and says so.
type Editorial struct {
	Shell
	Pages []Choice // the other pages of this kind
}

// editorsPages are the pages for editors, by path.
var editorsPages = []Link{
	{"The corpus", "/editors"},
	{"Drafts", "/editors/drafts"},
	{"Asked for and not held", "/editors/unmet"},
}

// editorial begins a page for editors; path is that of the page, or of the one that it
// belongs to.
func (f *Frame) editorial(path, title, description string) Editorial {
	e := Editorial{Shell: f.Shell("", title, description)}
	e.Private = true
	for _, p := range editorsPages {
		e.Pages = append(e.Pages, Choice{p, p.URL == path})
	}
	return e
}

// A Faulty is one fault of the corpus as a page shows it.
type Faulty struct {
	Where string // file and line
	What  string
	Mend  string // "" where nothing can be said
}

// A FaultTable holds faults of one kind.
type FaultTable struct {
	Caption string
	Subject string // what the first column holds
	Faults  []Faulty
}

// moment is a time as people write it, to the minute. The zero time is not known.
func moment(t time.Time) string {
	if t.IsZero() {
		return "not known"
	}
	return t.UTC().Format("2 January 2006, 15:04 UTC")
}

// faultTable shows faults by file and line.
func faultTable(caption string, faults review.Faults) FaultTable {
	t := FaultTable{Caption: caption, Subject: "File and line"}
	for _, f := range faults {
		t.Faults = append(t.Faults, Faulty{placeOf(f), f.What, f.Mend})
	}
	return t
}

// placeOf is the file of a fault, with the line where there is one.
func placeOf(f review.Fault) string {
	if f.Line == 0 {
		return f.File
	}
	return f.File + ", line " + number(f.Line)
}

// EditorsTrouble says that a page for editors could not be made.
type EditorsTrouble struct {
	Editorial
	Heading string
	Detail  string
	Cause   string // as the program has it, or ""
	Ways    []Link
}

func (EditorsTrouble) template() string { return "editors-trouble" }

// NewDraftsTrouble says why the drafts cannot be shown.
func NewDraftsTrouble(f *Frame, cause error) EditorsTrouble {
	return EditorsTrouble{
		Editorial: f.editorial("/editors/drafts", "Drafts not read", "The drafts of the corpus could not be read."),
		Heading:   "The drafts could not be read",
		Detail:    "The corpus could not be read as far as its drafts need it. Mend what stands below, then load this page again.",
		Cause:     cause.Error(),
		Ways:      []Link{{"See whether the corpus was refused, and why", "/editors"}},
	}
}

// NewNoDraft says that there is no draft with an id.
func NewNoDraft(f *Frame, id string) EditorsTrouble {
	return EditorsTrouble{
		Editorial: f.editorial("/editors/drafts", "No such draft", "There is no draft at this address."),
		Heading:   "There is no such draft",
		Detail:    "The corpus has no draft “" + id + "” now. It may have been published, renamed or taken away.",
		Ways:      []Link{{"See all drafts", "/editors/drafts"}, {"See the published page “" + id + "”, if there is one", ReviewURL(id, f.View, "")}},
	}
}

// NewUnmetTrouble says why what was asked for cannot be shown.
func NewUnmetTrouble(f *Frame, cause error) EditorsTrouble {
	return EditorsTrouble{
		Editorial: f.editorial("/editors/unmet", "Counts not read", "What was asked for could not be read."),
		Heading:   "What was asked for could not be read",
		Detail:    "The counts are kept in the data folder of the store. Searching does not depend on them.",
		Cause:     cause.Error(),
	}
}
