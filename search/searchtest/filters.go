package searchtest

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"

	gocmp "github.com/google/go-cmp/cmp"

	"evidencestore/search"
)

// checkFilters sends random requests without text and compares all of the answer
// with Evaluate.
func checkFilters(requests int) func(context.Context, search.Engine, *Corpus) error {
	return func(ctx context.Context, engine search.Engine, c *Corpus) error {
		r := c.rand("filters")
		for range requests {
			if err := answers(ctx, engine, c, c.IDs(), c.Request(r, ""), r); err != nil {
				return err
			}
		}
		return nil
	}
}

// answers compares a random page of an answer, past the end too, with what
// Evaluate says. found are the ids that the question finds, best first.
func answers(ctx context.Context, engine search.Engine, c *Corpus, found []string, req *search.Request, r *rand.Rand) error {
	want := Evaluate(c, found, req)
	req.Page = 1 + r.IntN(len(want.IDs)/req.PerPage+2)
	resp, err := engine.Search(ctx, req)
	if err != nil {
		return fmt.Errorf("%s: %w", c.describe(req), err)
	}
	if err := samePage(resp, req, want, engine.Info().Generation); err != nil {
		return fmt.Errorf("%s: %w", c.describe(req), err)
	}
	for i := range resp.Hits {
		if err := sameMatches(&resp.Hits[i], c, &req.Filter); err != nil {
			return fmt.Errorf("%s: %w", c.describe(req), err)
		}
	}
	return nil
}

// describe names a request so that somebody can send it again.
func (c *Corpus) describe(req *search.Request) string {
	text, err := json.Marshal(req)
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("seed %d, %d reviews, request %s", c.Seed, len(c.Reviews), text)
}

// samePage compares everything but the hits themselves.
func samePage(resp *search.Response, req *search.Request, want Answer, generation string) error {
	type head struct {
		Query, Generation    string
		Total, Page, PerPage int
		Sort                 search.Sort
	}
	return cmp.Or(
		differ("head", head{req.Query.Text, generation, len(want.IDs), req.Page, req.PerPage, req.Sort},
			head{resp.Query, resp.Generation, resp.Total, resp.Page, resp.PerPage, resp.Sort}),
		differ("ids of the page", pageOf(want.IDs, req), idsOf(resp.Hits)),
		differ("facets", want.Facets, resp.Facets),
		differ("grid", want.Grid, resp.Grid),
	)
}

func pageOf(ids []string, req *search.Request) []string {
	from := min((req.Page-1)*req.PerPage, len(ids))
	return ids[from:min(from+req.PerPage, len(ids))]
}

func idsOf(hits []search.Hit) []string {
	ids := make([]string, len(hits))
	for i := range hits {
		ids[i] = hits[i].ID
	}
	return ids
}

// sameMatches compares the marks on the outcomes of a hit.
func sameMatches(h *search.Hit, c *Corpus, f *search.Filter) error {
	var want, got []bool
	doc := c.Review(h.ID)
	for i := range doc.Outcomes {
		want = append(want, outcomeMatches(&doc.Outcomes[i], f))
	}
	for _, o := range h.Outcomes {
		got = append(got, o.Matches)
	}
	return differ("matches of the outcomes of "+h.ID, want, got)
}

// differ is an error that shows what differs, or nil. An empty list and none are
// the same to it only where both are slices of strings.
func differ[T any](what string, want, got T) error {
	if reflect.DeepEqual(want, got) {
		return nil
	}
	if w, ok := any(want).([]string); ok && slices.Equal(w, any(got).([]string)) {
		return nil
	}
	return fmt.Errorf("%s differ (-want +got):\n%s", what, gocmp.Diff(want, got))
}
