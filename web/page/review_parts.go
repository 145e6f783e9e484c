package page

import (
	"html/template"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// A Part is a section of the page of a programme. Body is the text of a section of
// the document; of the others, which the page makes itself, it is empty and ID says
// which template shows them.
type Part struct {
	ID      string
	Heading string
	Body    template.HTML
}

const (
	headingOutcomes = "Outcomes"
	headingLater    = "Newer evidence"
)

// partsOf are the sections of a page in the order of the lens. Outcomes always come
// first, and what is newer than their ratings right behind them.
func partsOf(doc *search.Document, r *Review, lens params.Lens) []Part {
	var body []Part
	for _, s := range doc.Sections {
		body = append(body, Part{s.ID, s.Heading, sectionHTML(&s)})
	}
	own := func(id, heading string, present bool) []Part {
		if !present {
			return nil
		}
		return []Part{{ID: id, Heading: heading}}
	}
	outcomes := own("outcomes", headingOutcomes, true)
	heading := headingLater
	if len(r.Later) > 0 {
		heading += ", study by study" // a section of the document is called "Later evidence"
	}
	later := own("later", heading, doc.Status == review.Rated)
	contacts := own("contacts", "Contacts", len(r.Contacts) > 0)
	research := [][]Part{
		own("gaps", "Gaps in the evidence", len(r.Gaps) > 0),
		own("reviews", "The reviews it rests on", len(r.Reviews) > 0),
		own("related", "Related research", len(r.Related) > 0),
	}
	end := [][]Part{
		own("sources", "Sources", len(r.Sources) > 0),
		own("history", "History of this document", len(r.History) > 0),
		own("similar", "Similar programmes", len(r.Similar) > 0),
		own("cite", "Cite, download or print", true),
	}
	order := [][]Part{outcomes, later, body, contacts}
	order = append(order, research...)
	if lens == params.Lead {
		order = append([][]Part{outcomes, later}, research...)
		order = append(order, body, contacts)
	}
	var parts []Part
	for _, group := range append(order, end...) {
		parts = append(parts, group...)
	}
	return parts
}
