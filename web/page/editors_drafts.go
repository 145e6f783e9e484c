package page

import (
	"cmp"
	"net/url"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Drafts are those of the corpus as it is on the disk, with its words.
type Drafts struct {
	All       []Draft
	Reference *review.Reference
}

// A Draft is a document that is not published. Doc may be nil where it has faults.
type Draft struct {
	ID     string
	File   string
	Doc    *review.Review
	Faults review.Faults
}

// EditorsDrafts lists the drafts.
type EditorsDrafts struct {
	Editorial
	Drafts []DraftRow
}

// A DraftRow is one line of the list of drafts.
type DraftRow struct {
	Draft   Link
	File    string
	Updated string
	Faults  string
}

func (EditorsDrafts) template() string { return "editors-drafts" }

// NewEditorsDrafts makes the list of drafts.
func NewEditorsDrafts(f *Frame, drafts Drafts) EditorsDrafts {
	e := EditorsDrafts{Editorial: f.editorial("/editors/drafts", "Drafts", "Documents of the corpus that are not published.")}
	for _, d := range drafts.All {
		row := DraftRow{Draft: Link{d.ID, draftURL(d.ID, params.View{Lens: params.Practice})}, File: d.File, Updated: "not known", Faults: "no fault"}
		if d.Doc != nil {
			row.Draft.Text, row.Updated = cmp.Or(d.Doc.Title, d.ID), cmp.Or(day(d.Doc.Updated), row.Updated)
		}
		if len(d.Faults) > 0 {
			row.Faults = count(len(d.Faults), "fault", "faults")
		}
		e.Drafts = append(e.Drafts, row)
	}
	return e
}

func draftURL(id string, view params.View) string {
	return params.Address("/editors/drafts/"+url.PathEscape(id), view.Values())
}

// EditorsDraft shows a draft as its page would be.
type EditorsDraft struct {
	Review
	Pages  []Choice
	File   string
	As     string // the status that it is shown with, in words
	Faults *FaultTable
}

func (EditorsDraft) template() string { return "editors-draft" }

// NewEditorsDraft makes the preview of a draft, or what is wrong with it where nothing
// can be shown.
func NewEditorsDraft(f *Frame, d *Draft, ref *review.Reference) View {
	var faults *FaultTable
	if len(d.Faults) > 0 {
		faults = new(faultTable("What is wrong with this draft", d.Faults))
	}
	title := "Draft: " + d.ID
	if d.Doc == nil || ref == nil {
		e := f.editorial("/editors/drafts", title, "A draft that cannot be shown.")
		return EditorsUnshown{Editorial: e, ID: d.ID, File: d.File, Faults: faults}
	}
	doc := *d.Doc
	doc.Title = cmp.Or(doc.Title, doc.ID)
	doc.Status = publishedStatus(&doc)
	preview := *f
	preview.Info = &search.Info{Reference: ref}
	e := EditorsDraft{
		Review: NewReview(&preview, search.NewDocument(&doc, ref), nil), File: d.File,
		Pages: f.editorial("/editors/drafts", "", "").Pages, Faults: faults,
		As: review.LevelLabel(ref.Ratings.States, string(doc.Status)),
	}
	e.Title, e.Private = "Draft: "+doc.Title, true
	e.unpublished(doc.ID)
	return e
}

// publishedStatus is the status that a draft can be published with. Without outcomes
// it may also be that no study was eligible, which only its editor knows.
func publishedStatus(doc *review.Review) review.Status {
	switch {
	case slices.Contains(review.PublishedStatuses, doc.Status):
		return doc.Status
	case len(doc.Outcomes) > 0:
		return review.Rated
	default:
		return review.NotRated
	}
}

// unpublished takes out what there is of published documents only: their address, how
// to cite them, and their record in other forms.
func (e *EditorsDraft) unpublished(id string) {
	e.Canonical, e.OEmbed, e.Compare = "", "", nil
	for i := range e.Lenses {
		lens := params.Lenses[i]
		e.Lenses[i].URL = draftURL(id, params.View{Lens: lens})
	}
	var parts []Part
	for _, p := range e.Parts {
		if p.ID != "cite" || p.Body != "" {
			parts = append(parts, p)
		}
	}
	e.Parts = parts
}

// EditorsUnshown is a draft so faulty that there is nothing to show.
type EditorsUnshown struct {
	Editorial
	ID     string
	File   string
	Faults *FaultTable
}

func (EditorsUnshown) template() string { return "editors-unshown" }
