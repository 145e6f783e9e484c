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
	matched := uint64(0)
	for i, c := range p.clauses {
		x, err := e.explainClause(ctx, c, doc)
		if err != nil {
			return nil, err
		}
		if x != nil {
			matched |= 1 << i
			sum.Details = append(sum.Details, *x)
			sum.Value += x.Value
		}
	}
	if matched == 0 {
		return nil, nil
	}
	weight := p.covered(matched)
	covered := search.Explanation{
		Op: "value", Value: coverage(weight, p.weight),
		Description: fmt.Sprintf("%d of %d words and phrases found, by weight %v of %v, to the power %v",
			len(sum.Details), len(p.clauses), float64(weight)/fullWeight, float64(p.weight)/fullWeight, Gamma),
	}
	return &search.Explanation{
		Op: "product", Value: sum.Value * covered.Value, Description: "score",
		Details: []search.Explanation{sum, covered},
	}, nil
}

// explainClause is nil where none of its forms occurs in the document.
func (e *Engine) explainClause(ctx context.Context, c clause, doc uint32) (*search.Explanation, error) {
	best := search.Explanation{Op: "max", Description: "best way of saying it"}
	for _, f := range c.forms {
		x, err := e.explainForm(ctx, f, doc)
		if err != nil {
			return nil, err
		}
		if x != nil {
			best.Details = append(best.Details, *x)
			best.Value = max(best.Value, x.Value)
		}
	}
	if len(best.Details) == 0 {
		return nil, nil
	}
	return &search.Explanation{
		Op: "product", Value: float64(c.times) * c.idf * best.Value, Description: fmt.Sprintf("%q", c.text),
		Details: []search.Explanation{
			{Op: "value", Value: float64(c.times), Description: "times that the question says it"},
			{Op: "value", Value: c.idf, Description: fmt.Sprintf("rarity: in %d of %d documents", c.list.df, e.columns.documents)},
			best,
		},
	}, nil
}

// explainForm is nil where the form does not occur in the document.
func (e *Engine) explainForm(ctx context.Context, f form, doc uint32) (*search.Explanation, error) {
	found, err := e.occurrences(ctx, f.phrase, doc)
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
		Op: "product", Value: f.weight * frequency.Value, Description: fmt.Sprintf("%q", f.text),
		Details: []search.Explanation{{Op: "value", Value: f.weight, Description: "weight of this way of saying it"}, frequency},
	}, nil
}
