package page

import (
	"fmt"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Record is what a decision rested on, on paper: the question, the programmes with
// their ratings, and what was left out.
type Record struct {
	Shell
	About      []RecordLine
	Notices    []string // how the question was read, or why nothing was found
	Unknown    []string // ids that were picked and are not held
	Programmes []Recorded
	First      string // said where only the first of what was found is shown, or ""
	Left       LeftOut
	Judgement  string
	Links      []Link // for the screen
	Blanks     []string
}

// A RecordLine is one line of what the record is about.
type RecordLine struct {
	Label string
	Lines []string
}

// Recorded is a programme in the record.
type Recorded struct {
	Link
	Outside   string // said where it was picked though the search does not find it, or ""
	Statement string // what its status means, where it was not rated
	Warnings  []string
	Outcomes  []Rated
	Findings  []Found // where it was not rated
	RatedBy   string  // of all outcomes, or "" where they differ
	Elsewhere string  // what more is on its page, or ""
}

// LeftOut is what the record does not rest on.
type LeftOut struct {
	FoundNone     bool     // whether the search found nothing
	Picked        bool     // whether the reader chose among what was found
	NotPicked     []string // titles of programmes that were found
	MoreNotPicked int
	Away          []TakenAway
	MoreAway      int
	Dropped       []string // words and concepts that were passed over
	Unknown       []string // words that are not known
	ByHand        bool     // whether no search stands behind it
}

// TakenAway are programmes that the filters took away for the same reason.
type TakenAway struct {
	Why    string
	Titles []string
}

// Recording is what a record is made of.
type Recording struct {
	Picked    bool // whether the documents were picked, and not just found
	Documents []*search.Document
	Unknown   []string           // ids that were picked and are not held
	Found     *search.Response   // nil where nothing was asked
	Away      []*search.Document // found without the filters only; at most MaxNamed
	MoreAway  int                // more of them than can be named
	Made      time.Time
}

// The bounds of a record, which is to fit on a page or two.
const (
	MaxRecorded = 10 // programmes shown where none was picked
	MaxNamed    = 20 // programmes named as left out, of each kind
)

func (Record) template() string { return "record" }

// IsEmpty says whether there is nothing to write down.
func (r Record) IsEmpty() bool { return len(r.About) == 0 }

// NewRecord makes a decision record. It names the typed words only if p has them.
func NewRecord(f *Frame, p params.Page, rec *Recording) Record {
	ref := f.Info.Reference
	v := Record{
		Shell:   f.Shell("/search", "Decision record", "What a decision rested on: the question, the programmes, their ratings and what was left out."),
		Unknown: rec.Unknown,
	}
	v.Private = true
	if rec.Found == nil && len(rec.Documents) == 0 {
		return v
	}
	p.Format, p.Page, p.Lens = "", 1, params.Practice
	untyped := withoutWords(p, interpretationOf(rec.Found), ref)
	v.About = aboutRecord(f, p, untyped, rec)
	v.Notices = recordNotices(rec.Found)
	for _, doc := range rec.Documents {
		r := recorded(doc, p, ref)
		r.Outside = outside(doc, p, rec, ref)
		v.Programmes = append(v.Programmes, r)
	}
	if rec.Found != nil && !rec.Picked && rec.Found.Total > len(rec.Documents) {
		v.First = fmt.Sprintf("Only the first %d of them are shown. Pick up to %d programmes for a shorter record.", len(rec.Documents), params.MaxPicked)
	}
	v.Left = leftOut(p, rec, ref)
	v.Judgement = ref.Ratings.Lines.Judgement
	v.Blanks = []string{"Decision", "Reasons", "Decided by", "Date"}
	v.Links = recordLinks(untyped, rec)
	return v
}

// recordLinks lead on from the record, without the typed words.
func recordLinks(untyped params.Page, rec *Recording) []Link {
	links := []Link{{"See this search", searchURL(untyped)}}
	if rec.Found == nil {
		links = nil
	}
	if len(untyped.ID) > 1 {
		links = append(links, Link{"See these programmes side by side", compareURL(untyped, untyped.ID...)})
	}
	if len(rec.Documents) > 0 {
		untyped.Format = params.CSV
		links = append(links, Link{"Spreadsheet of this record (CSV)", params.Address("/record", untyped.Values())})
	}
	return links
}

// recorded is a programme in short.
func recorded(doc *search.Document, p params.Page, ref *review.Reference) Recorded {
	r := Recorded{
		Link: Link{doc.Title, ReviewURL(doc.ID, params.View{Lens: params.Practice}, "")}, Warnings: compareWarnings(doc),
		Outcomes: ratedIn(doc, "", p, ref),
	}
	elsewhere := []string{}
	mention := func(n int, one, many string) {
		if n > 0 {
			elsewhere = append(elsewhere, count(n, one, many))
		}
	}
	if len(doc.Outcomes) == 0 {
		r.Statement = doc.Statement
		for _, f := range doc.Findings {
			r.Findings = append(r.Findings, found(&f, ref, OutcomeFiltered(p)))
		}
	} else {
		mention(len(doc.Findings), "finding without a rating", "findings without a rating")
	}
	mention(len(doc.Later), "piece of newer evidence", "pieces of newer evidence")
	mention(len(doc.Gaps), "named gap in the research", "named gaps in the research")
	if len(elsewhere) > 0 {
		r.Elsewhere = "On its page: " + joined(elsewhere) + "."
	}
	r.RatedBy = ratedByAll(r.Outcomes)
	return r
}

// ratedByAll is who rated all of the outcomes, or "" where that differs.
func ratedByAll(outcomes []Rated) string {
	by := ""
	for i, o := range outcomes {
		if i > 0 && o.RatedBy != by {
			return ""
		}
		by = o.RatedBy
	}
	return by
}
