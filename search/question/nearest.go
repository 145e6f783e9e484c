package question

import (
	"context"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// addNearest puts beside an empty answer the programmes that mention what was asked
// for, or are about the rest of the question.
func (r *Reader) addNearest(ctx context.Context, rd *reading, v *verdict, asked *search.Request, res *search.Response) error {
	q := search.Query{Text: rd.query.Text}
	for i := range rd.units {
		if u := &rd.units[i]; len(u.concepts) > 0 && r.kind(u) != review.Elsewhere {
			c := r.clause(u, &verdict{subject: v.subject}, v.standing[i])
			c.Occur = search.Should
			q.Clauses = append(q.Clauses, c)
		}
	}
	if len(q.Clauses) == 0 {
		return nil
	}
	near, err := r.Engine.Search(ctx, &search.Request{Query: q, Filter: asked.Filter, Sort: search.ByRelevance, Page: 1, PerPage: nearestHits})
	if err != nil {
		return err
	}
	res.Nearest = near.Hits
	return nil
}

// unstudied are the titles of programmes that say that reviewers looked for studies
// on one of the concepts, or on the programme itself, in vain.
func (r *Reader) unstudied(ctx context.Context, concepts []int, hits []search.Hit) ([]string, error) {
	var titles []string
	s := newSpeller(r.Analyze)
	mentions := func(text string) bool {
		for _, m := range r.lexicon.match(s.words(text, 0), func(int) bool { return false }) {
			if slices.ContainsFunc(m.entries, func(e int) bool { return slices.Contains(concepts, e) }) {
				return true
			}
		}
		return false
	}
	for _, h := range hits {
		doc, err := r.Review(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		if doc.Status == review.NoEligibleStudies && mentions(doc.Title+". "+doc.Summary) ||
			slices.ContainsFunc(doc.Gaps, func(g review.Gap) bool { return mentions(g.Question + ". " + g.Missing) }) {
			titles = append(titles, doc.Title)
		}
	}
	return titles, nil
}
