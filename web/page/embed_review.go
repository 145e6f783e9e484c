package page

import (
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// EmbedReview is the compact view of one programme in a frame.
type EmbedReview struct {
	Review
	Framing
	Back  Link   // to the search that it was found by, or to the box
	Whole string // address of its page in the store
	Newer bool   // whether evidence newer than ratings is a matter here
}

func (EmbedReview) template() string { return "embed-review" }
func (EmbedReview) layout() string   { return Framing{}.layout() }

// NewEmbedReview makes the compact view of a document. Sources, the text and the rest
// stand on the whole page, so that no link but those that say so leads out of the frame.
func NewEmbedReview(f *Frame, p params.Page, doc *search.Document) EmbedReview {
	e := EmbedReview{
		Review: NewReview(f, doc, nil), Framing: newFraming(f),
		Back: Link{"Back to the search", params.Address(embedPath, p.View.Values())}, Whole: ReviewURL(doc.ID, unframed(p).View, ""),
		Newer: doc.Status == review.Rated || len(doc.Later) > 0,
	}
	if ofEmbed := p.Values(); len(ofEmbed) > len(p.View.Values()) {
		e.Back = Link{"Back to the results", searchURL(p)}
	}
	e.Canonical, e.Feed, e.Private, e.Lenses = "", "", true, nil
	sourceless(e.Found)
	for i := range e.Later {
		e.Later[i].Links = nil
	}
	for i := range e.Facts {
		e.Facts[i] = withinReach(e.Facts[i])
	}
	return e
}

// withinReach turns links to sections that the compact view does not have into words.
func withinReach(f Fact) Fact {
	var links []Link
	for _, l := range f.Links {
		if l.URL == "#outcomes" {
			links = append(links, l)
		} else {
			f.Values = append(f.Values, l.Text+", listed on the whole page")
		}
	}
	f.Links = links
	return f
}
