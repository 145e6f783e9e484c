package page

import (
	"fmt"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// commonGround says on which kinds of outcome programmes can be compared by their ratings,
// and which of them cannot be compared with the others.
func commonGround(docs []*search.Document, ref *review.Reference) []string {
	all, some := sharedDomains(docs, ref)
	if len(all)+len(some) == 0 {
		return []string{"These programmes cannot be compared on these ratings. " + whyNot(docs)}
	}
	var lines []string
	if len(all) > 0 {
		lines = append(lines, everyOne(len(docs))+" of them were rated on "+joined(review.Labels(ref.Lists.Outcomes, all))+".")
	} else {
		lines = append(lines, "No kind of outcome was rated for all of them.")
	}
	for _, domain := range some {
		var titles []string
		for _, doc := range docs {
			if isRatedOn(doc, domain) {
				titles = append(titles, doc.Title)
			}
		}
		lines = append(lines, fmt.Sprintf("Only %s were rated on %s.", joined(titles), review.Label(ref.Lists.Outcomes, domain)))
	}
	for _, doc := range docs {
		if !slices.ContainsFunc(append(all, some...), func(domain string) bool { return isRatedOn(doc, domain) }) {
			lines = append(lines, doc.Title+" cannot be compared with the others on these ratings. "+apart(doc))
		}
	}
	return append(lines, "A rating says how one outcome turned out against its own comparison. It does not say which programme to choose.")
}

// sharedDomains are the domains that all programmes were rated on, and those that at least
// two of them were, but not all.
func sharedDomains(docs []*search.Document, ref *review.Reference) (all, some []string) {
	for _, domain := range ref.Lists.Outcomes {
		n := 0
		for _, doc := range docs {
			if isRatedOn(doc, domain.ID) {
				n++
			}
		}
		switch {
		case n == len(docs):
			all = append(all, domain.ID)
		case n > 1:
			some = append(some, domain.ID)
		}
	}
	return all, some
}

func isRatedOn(doc *search.Document, domain string) bool {
	return slices.ContainsFunc(doc.Outcomes, func(o search.Outcome) bool { return slices.Contains(o.Domains, domain) })
}

// whyNot says why programmes share no rated outcome.
func whyNot(docs []*search.Document) string {
	var rated []string
	for _, doc := range docs {
		if len(doc.Outcomes) > 0 {
			rated = append(rated, doc.Title)
		}
	}
	switch len(rated) {
	case 0:
		return "None of them was rated."
	case 1:
		return "Only " + rated[0] + " was rated."
	case len(docs):
		return "None of these programmes share a rated outcome: they were judged on different outcomes."
	default:
		return "Of those that were rated, " + joined(rated) + ", none share a rated outcome: they were judged on different outcomes."
	}
}

func apart(doc *search.Document) string {
	if len(doc.Outcomes) == 0 {
		return "It was not rated."
	}
	return "It was judged on different outcomes."
}

func everyOne(n int) string {
	if n == 2 {
		return "Both"
	}
	return "All"
}

// noNegative is the fixed line that goes with ratings of which none is negative.
func noNegative(docs []*search.Document, ref *review.Reference) string {
	rated := false
	for _, doc := range docs {
		for _, o := range doc.Outcomes {
			rated = true
			if o.Effect == review.Negative {
				return ""
			}
		}
	}
	if !rated {
		return ""
	}
	return ref.Ratings.Lines.NoNegative
}
