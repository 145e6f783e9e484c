package bleveindex

import (
	"context"
	"fmt"
	"slices"

	"evidencestore/search"
)

// explain says how a document came by its score: the same numbers, put together
// in the same order, so that they add up exactly.
func (e *Engine) explain(ctx context.Context, p *plan, doc uint32) (*search.Explanation, error) {
	sum := search.Explanation{Op: "sum", Description: "what the words and phrases score"}
	for _, c := range p.clauses {
		best := search.Explanation{Op: "max", Description: fmt.Sprintf("%q", c.text)}
		for _, f := range c.forms {
			x, err := e.explainForm(ctx, float64(c.times), f, doc)
			if err != nil {
				return nil, err
			}
			if x != nil {
				best.Details = append(best.Details, *x)
				best.Value = max(best.Value, x.Value)
			}
		}
		if len(best.Details) > 0 {
			sum.Details = append(sum.Details, best)
			sum.Value += best.Value
		}
	}
	if len(sum.Details) == 0 {
		return nil, nil
	}
	covered := search.Explanation{
		Op: "value", Value: coverage(len(sum.Details), len(p.clauses)),
		Description: fmt.Sprintf("%d of %d words and phrases found, to the power %v", len(sum.Details), len(p.clauses), Gamma),
	}
	return &search.Explanation{
		Op: "product", Value: sum.Value * covered.Value, Description: "score",
		Details: []search.Explanation{sum, covered},
	}, nil
}

// explainForm is nil where the form does not occur in the document.
func (e *Engine) explainForm(ctx context.Context, times float64, f form, doc uint32) (*search.Explanation, error) {
	var found []occurrence
	err := e.scanFields(ctx, f.phrase, func(d uint32, occurrences []occurrence) bool {
		if d == doc {
			found = slices.Clone(occurrences)
		}
		return d < doc
	})
	if err != nil || found == nil {
		return nil, err
	}
	scores := make([]float64, len(found))
	fields := make([]search.Explanation, len(found))
	for i, o := range found {
		scores[i] = e.fieldScore(o.field, o.count, o.length)
		field := search.TextFields[o.field]
		fields[i] = search.Explanation{
			Op: "value", Value: scores[i],
			Description: fmt.Sprintf("%v × in %s of %v words (mean %.1f), weight %v", o.count, field.Name, o.length, e.average[o.field], field.Weight),
		}
	}
	best, rest := bestAndRest(scores)
	at := slices.Index(scores, best)
	frequency := search.Explanation{
		Op: "sum", Value: best + Lambda*rest, Description: "best field and a part of the others",
		Details: []search.Explanation{fields[at]},
	}
	if len(fields) > 1 {
		frequency.Details = append(frequency.Details, search.Explanation{
			Op: "product", Value: Lambda * rest, Description: "part of the other fields",
			Details: []search.Explanation{
				{Op: "value", Value: Lambda, Description: "λ"},
				{Op: "sum", Value: rest, Description: "other fields", Details: slices.Delete(slices.Clone(fields), at, at+1)},
			},
		})
	}
	return &search.Explanation{
		Op: "product", Value: times * f.weight * f.idf * frequency.Value, Description: fmt.Sprintf("%q", f.text),
		Details: []search.Explanation{
			{Op: "value", Value: times, Description: "times that the question says it"},
			{Op: "value", Value: f.weight, Description: "weight of this way of saying it"},
			{Op: "value", Value: f.idf, Description: fmt.Sprintf("rarity: in %d of %d documents", f.list.df, e.columns.documents)},
			frequency,
		},
	}, nil
}
