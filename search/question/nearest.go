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
	for _, c := range rd.query.Clauses {
		if c.Occur == search.MustNot {
			q.Clauses = append(q.Clauses, c)
		}
	}
	excluded := len(q.Clauses)
	for i := range rd.units {
		if u := &rd.units[i]; len(u.concepts) > 0 && r.kind(u.concepts) != review.Elsewhere {
			c := r.clause(u, &verdict{subject: v.subject}, v.standing[i])
			c.Occur = search.Should
			q.Clauses = append(q.Clauses, c)
		}
	}
	if len(q.Clauses) == excluded {
		return nil
	}
	near, err := r.Engine.Search(ctx, &search.Request{
		Query: q, Filter: asked.Filter, Sort: search.ByRelevance, Page: 1, PerPage: nearestHits, IDsOnly: asked.IDsOnly, NoCounts: true,
	})
	if err != nil {
		return err
	}
	res.Nearest = near.Hits
	return nil
}

// unstudied are the titles of programmes that say that reviewers looked for studies
// on some of the concepts, or on the programme itself, in vain; and these concepts.
func (r *Reader) unstudied(ctx context.Context, concepts []int, hits []search.Hit) (titles []string, found []int, err error) {
	s := newSpeller(r.Analyze)
	mentions := func(text string) bool {
		before := len(found)
		for _, c := range r.lexicon.mentioned(s, text) {
			if slices.Contains(concepts, c) {
				found = append(found, c)
			}
		}
		return len(found) > before
	}
	for _, h := range hits {
		doc, err := r.Review(ctx, h.ID)
		if err != nil {
			return nil, nil, err
		}
		if doc.Status == review.NoEligibleStudies && mentions(doc.Title+". "+doc.Summary) ||
			slices.ContainsFunc(doc.Gaps, func(g review.Gap) bool { return mentions(g.Question + ". " + g.Missing) }) {
			titles = append(titles, doc.Title)
		}
	}
	return titles, found, nil
}
