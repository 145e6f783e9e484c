package searchtest

import (
	"context"
	"fmt"

	"evidencestore/review"
	"evidencestore/search"
)

// orderedReviews are told apart by what the orders go by. Some lack a date, which
// no file can, but the contract says where such a review stands.
var orderedReviews = []struct {
	id, title, evidenceTo string
	year                  int // of its review
	outcomes              []review.Outcome
}{
	{"a", "beech", "2018", 0, ratedOutcomes("outcome", review.Negative, review.High)},
	{"b", "Alder", "2018-03", 2015, ratedOutcomes("outcome", review.TendsPositive, review.Low)},
	{"c", "Beech", "2018-03", 2017, ratedOutcomes("outcome", review.TendsPositive, review.VeryLow)},
	{"d", "alder buckthorn", "", 0, ratedOutcomes("other", review.ConsistentlyPositive, review.High)},
	{"e", "Cherry", "", 0, nil},
	{"f", "cherry", "2012", 0, ratedOutcomes("outcome", review.MixedOrNone, review.Moderate)},
}

func ratedOutcomes(domain string, e review.Effect, s review.Strength) []review.Outcome {
	weak := review.Outcome{Name: "Weak", Domains: []string{"other"}, Effect: review.ConsistentlyPositive, Strength: review.VeryLow, UK: "none"}
	o := review.Outcome{Name: "Rated", Domains: []string{domain}, Effect: e, Strength: s, Detail: detailsOf(e)[0], UK: "none"}
	return []review.Outcome{o, weak}
}

var orderCases = []struct {
	name   string
	sort   search.Sort
	filter search.Filter
	want   string
}{
	{"relevance of no question is by id", search.ByRelevance, search.Filter{}, "a b c d e f"},
	{"title without regard to case", search.ByTitle, search.Filter{}, "b d a c e f"},
	{"newest", search.ByNewest, search.Filter{}, "a c b f d e"},
	{"best effect", search.ByEffect, search.Filter{}, "a b c d f e"},
	{"best effect of those that match", search.ByEffect, search.Filter{Outcomes: []string{"outcome"}}, "b c f a"},
	{"best strength", search.ByStrength, search.Filter{}, "a d f b c e"},
	{"best strength of those that match", search.ByStrength, search.Filter{Effects: []review.Effect{review.ConsistentlyPositive}}, "d a b c f"},
}

// writtenOrders is a small corpus and its orders, to be read as the rule of each.
func writtenOrders() part {
	c := newCorpus(0, writtenReference(), nil, nil)
	for _, o := range orderedReviews {
		doc := plainReview(o.id)
		doc.Title, doc.EvidenceTo, doc.Outcomes = o.title, o.evidenceTo, o.outcomes
		if len(o.outcomes) > 0 {
			doc.Status = review.Rated
		}
		if o.year != 0 {
			doc.Reviews = []review.Study{{Kind: "trial", Title: "A study", Year: o.year}}
		}
		c.add(doc)
	}
	p := part{name: "orders", corpus: c}
	for _, oc := range orderCases {
		p.checks = append(p.checks, check{oc.name, func(ctx context.Context, engine search.Engine, c *Corpus) error {
			req := &search.Request{Filter: oc.filter, Sort: oc.sort, Page: 1, PerPage: 10}
			resp, err := engine.Search(ctx, req)
			if err != nil {
				return fmt.Errorf("%s: %w", c.describe(req), err)
			}
			got := fmt.Sprint(idsOf(resp.Hits))
			if got != "["+oc.want+"]" {
				return fmt.Errorf("%s: got %s, want [%s]", c.describe(req), got, oc.want)
			}
			return nil
		}})
	}
	return p
}
