package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// A lack is what is missing of the evidence on a programme.
type lack struct {
	Programme
	topics  []string
	weak    []WeakOutcome
	caution string
	worse   string // fixed line where what was found on a weak outcome without a rating was worse, or ""
	uk      review.UK
	costed  bool // whether the document says anything on costs
	status  review.Status
	gaps    []review.Gap
}

// A WeakOutcome was rated on low or very low strength of evidence.
type WeakOutcome struct {
	Rated
	Settle []string // what kind of study could help to settle it
}

func newLack(doc *search.Document, ref *review.Reference) lack {
	l := lack{
		Programme: Programme{doc.ID, doc.Title}, topics: doc.Topics, caution: doc.Caution, uk: doc.UK, status: doc.Status, gaps: doc.Gaps,
		costed: doc.Cost != "" || slices.ContainsFunc(doc.Sections, func(s review.Section) bool { return s.ID == "costs" }),
	}
	for _, o := range doc.Outcomes {
		if o.Strength.Rank() <= review.Low.Rank() {
			r := rated(&doc.Hit, &o, ref, false)
			r.Heading = 4
			l.weak = append(l.weak, WeakOutcome{r, settling(&o)})
			if worseUnrated(&doc.Hit, o.Domains) {
				l.worse = ref.Ratings.Lines.Worse
			}
		}
	}
	return l
}

// settling says by fixed rules what kind of study could help to settle an outcome on
// low or very low strength. It promises no result.
func settling(o *search.Outcome) []string {
	kinds := []string{"A well-conducted controlled study on this outcome."}
	if o.Strength == review.Low {
		kinds[0] = "Larger, well-conducted controlled studies on this outcome."
	}
	switch o.Detail {
	case review.Mixed:
		kinds = append(kinds, "Studies that ask for whom, and under which conditions, results differ.")
	case review.NoDifference:
		kinds = append(kinds, "A study large enough to find a difference if there is one.")
	}
	if o.Worse || o.Effect == review.Negative {
		kinds = append(kinds, "A study that looks for harm as carefully as for benefit.")
	}
	switch o.UK {
	case "none":
		kinds = append(kinds, "A study in UK services.")
	case "not-stated":
		kinds = append(kinds, "A look at whether any of the studies is from the UK, and if none is, a study in UK services.")
	}
	return kinds
}
