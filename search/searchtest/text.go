package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"evidencestore/search"
)

const (
	questions        = 80 // random questions a corpus
	filtersPerAnswer = 4
)

// checkText asks random questions. What a question alone finds, and in which
// order, is the engine's; everything else about an answer follows from that.
func checkText(ctx context.Context, engine search.Engine, c *Corpus) error {
	r := c.rand("text")
	for range questions {
		question := c.Question(r)
		hits, err := walk(ctx, engine, c, search.Parse(question))
		if err != nil {
			return err
		}
		for range filtersPerAnswer {
			if err := answers(ctx, engine, c, idsOf(hits), c.Request(r, question), r); err != nil {
				return err
			}
		}
	}
	return nil
}

// walk gives all hits of a question, page by page, and holds their order against
// their own scores.
func walk(ctx context.Context, engine search.Engine, c *Corpus, q search.Query) ([]search.Hit, error) {
	req := &search.Request{Query: q, Sort: search.ByRelevance, PerPage: 40}
	var hits []search.Hit
	for {
		req.Page++
		resp, err := engine.Search(ctx, req)
		if err != nil {
			return nil, fmt.Errorf("%s: %w", c.describe(req), err)
		}
		hits = append(hits, resp.Hits...)
		if len(resp.Hits) < req.PerPage {
			if err := ranked(hits, resp.Total); err != nil {
				return nil, fmt.Errorf("%s: %w", c.describe(req), err)
			}
			return hits, nil
		}
		if len(hits) > resp.Total {
			return nil, fmt.Errorf("%s: %d hits of %d after page %d", c.describe(req), len(hits), resp.Total, req.Page)
		}
	}
}

// ranked says what is wrong with the order of all hits of a question.
func ranked(hits []search.Hit, total int) error {
	if len(hits) != total {
		return fmt.Errorf("the pages hold %d hits, the total is %d", len(hits), total)
	}
	for i := range hits {
		if score := hits[i].Score; !(score >= 0) { // true of NaN, too
			return fmt.Errorf("%s has score %v", hits[i].ID, score)
		}
		if i > 0 && compareHits(&hits[i-1], &hits[i]) >= 0 {
			return fmt.Errorf("%s (%v) stands before %s (%v)", hits[i-1].ID, hits[i-1].Score, hits[i].ID, hits[i].Score)
		}
	}
	return nil
}

func compareHits(a, b *search.Hit) int {
	return cmp.Or(cmp.Compare(b.Score, a.Score), strings.Compare(a.ID, b.ID))
}

// find gives the ids that a question finds, or an error.
func find(ctx context.Context, engine search.Engine, c *Corpus, question string) ([]string, error) {
	hits, err := walk(ctx, engine, c, search.Parse(question))
	return idsOf(hits), err
}

// finds says what is wrong with the ids that a question finds.
func finds(found, must, mustNot []string) error {
	for _, id := range must {
		if !slices.Contains(found, id) {
			return fmt.Errorf("%s is not found; found are %v", id, found)
		}
	}
	for _, id := range mustNot {
		if slices.Contains(found, id) {
			return fmt.Errorf("%s is found; found are %v", id, found)
		}
	}
	return nil
}
