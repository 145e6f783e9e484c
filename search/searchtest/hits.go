package searchtest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"sync"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidencestore/search"
)

const hitRequests = 100

// checkHits compares whole hits with search.NewHit, which says what must stand
// beside a rating.
func checkHits(ctx context.Context, engine search.Engine, c *Corpus) error {
	r := c.rand("hits")
	for range hitRequests {
		req := c.Request(r, "")
		resp, err := engine.Search(ctx, req)
		if err != nil {
			return fmt.Errorf("%s: %w", c.describe(req), err)
		}
		if resp.Hits == nil {
			return fmt.Errorf("%s: the hits are nil, which is null in JSON", c.describe(req))
		}
		for _, got := range resp.Hits {
			want := search.NewHit(c.Review(got.ID), c.Reference, &req.Filter)
			want.Score, want.BestSection, want.Snippets, want.Explain = got.Score, got.BestSection, got.Snippets, got.Explain
			if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
				return fmt.Errorf("%s: hit %s differs (-want +got):\n%s", c.describe(req), got.ID, diff)
			}
		}
	}
	return nil
}

// checkParts asks for less than a whole answer: what is left must be the same.
func checkParts(ctx context.Context, engine search.Engine, c *Corpus) error {
	r := c.rand("parts")
	for range hitRequests {
		req := c.Request(r, c.Question(r))
		want, err := engine.Search(ctx, req)
		if err != nil {
			return fmt.Errorf("%s: %w", c.describe(req), err)
		}
		want.Facets, want.Grid = nil, nil
		for i, h := range want.Hits {
			want.Hits[i] = search.Hit{ID: h.ID, Score: h.Score}
		}
		part := *req
		part.IDsOnly, part.NoCounts = true, true
		got, err := engine.Search(ctx, &part)
		if err != nil {
			return fmt.Errorf("%s: %w", c.describe(req), err)
		}
		if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			return fmt.Errorf("%s: without texts and counts the answer differs (-want +got):\n%s", c.describe(req), diff)
		}
	}
	return nil
}

// checkReviews asks for every review whole.
func checkReviews(ctx context.Context, engine search.Engine, c *Corpus) error {
	for _, doc := range c.Reviews {
		got, err := engine.Review(ctx, doc.ID)
		if err != nil {
			return fmt.Errorf("seed %d, review %s: %w", c.Seed, doc.ID, err)
		}
		if diff := gocmp.Diff(search.NewDocument(doc, c.Reference), got, cmpopts.EquateEmpty()); diff != "" {
			return fmt.Errorf("seed %d, review %s differs (-want +got):\n%s", c.Seed, doc.ID, diff)
		}
	}
	if err := checkTitles(ctx, engine, c); err != nil {
		return err
	}
	info := engine.Info()
	if info.Documents != len(c.Reviews) {
		return fmt.Errorf("seed %d: Info says %d documents, want %d", c.Seed, info.Documents, len(c.Reviews))
	}
	if diff := gocmp.Diff(c.Reference, info.Reference, cmpopts.EquateEmpty()); diff != "" {
		return fmt.Errorf("seed %d: the reference of Info differs (-want +got):\n%s", c.Seed, diff)
	}
	return nil
}

// checkTitles compares what the engine says that reviews are called.
func checkTitles(ctx context.Context, engine search.Engine, c *Corpus) error {
	got, err := engine.Titles(ctx)
	if err != nil {
		return fmt.Errorf("seed %d, titles: %w", c.Seed, err)
	}
	var want []search.Title
	for _, id := range c.IDs() {
		doc := c.Review(id)
		want = append(want, search.Title{ID: id, Title: doc.Title, Aliases: doc.Aliases})
	}
	if diff := gocmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
		return fmt.Errorf("seed %d: titles differ (-want +got):\n%s", c.Seed, diff)
	}
	return nil
}

// checkErrors asks for what is not there, and asks too late.
func checkErrors(ctx context.Context, engine search.Engine, c *Corpus) error {
	for _, id := range []string{"", "no-such-review", "../../etc/passwd", "\x00", "NO-SUCH"} {
		if doc, err := engine.Review(ctx, id); !errors.Is(err, search.ErrNotFound) || doc != nil {
			return fmt.Errorf("review %q: got %v and error %w, want none and ErrNotFound", id, doc, err)
		}
	}
	late, cancel := context.WithCancel(ctx)
	cancel()
	r := c.rand("errors")
	for _, question := range []string{"", c.Question(r), `"` + c.Question(r) + `"`} {
		req := c.Request(r, question)
		if resp, err := engine.Search(late, req); !errors.Is(err, search.ErrTimeout) || resp != nil {
			return fmt.Errorf("%s after its time: got %v and error %w, want none and ErrTimeout", c.describe(req), resp, err)
		}
	}
	req := c.Request(r, "")
	if _, err := engine.Search(ctx, req); err != nil { // what came before did no harm
		return fmt.Errorf("%s: %w", c.describe(req), err)
	}
	return nil
}

const (
	askers          = 8
	askedByEach     = 40
	reviewsOfAsking = 5
)

// checkConcurrency asks the same of an engine alone and from many goroutines.
func checkConcurrency(ctx context.Context, engine search.Engine, c *Corpus) error {
	r := c.rand("concurrency")
	requests := make([]*search.Request, askedByEach)
	alone := make([]*search.Response, askedByEach)
	for i := range requests {
		requests[i] = c.Request(r, c.Question(r))
		requests[i].Explain = i%4 == 0
		resp, err := engine.Search(ctx, requests[i])
		if err != nil {
			return fmt.Errorf("%s: %w", c.describe(requests[i]), err)
		}
		alone[i] = resp
	}
	var wg sync.WaitGroup
	errs := make([]error, askers)
	for k := range askers {
		wg.Go(func() { errs[k] = c.ask(ctx, engine, requests, alone, k) })
	}
	wg.Wait()
	return errors.Join(errs...)
}

// ask sends the requests in an order of its own and wants the same answers.
func (c *Corpus) ask(ctx context.Context, engine search.Engine, requests []*search.Request, want []*search.Response, asker int) error {
	r := rand.New(rand.NewPCG(c.Seed, uint64(asker)))
	for _, i := range r.Perm(len(requests)) {
		got, err := engine.Search(ctx, requests[i])
		if err != nil {
			return fmt.Errorf("%s: %w", c.describe(requests[i]), err)
		}
		if !reflect.DeepEqual(want[i], got) {
			return fmt.Errorf("%s: another answer beside other requests (-alone +beside):\n%s", c.describe(requests[i]), gocmp.Diff(want[i], got))
		}
	}
	for range min(reviewsOfAsking, len(c.Reviews)) {
		doc := c.Reviews[r.IntN(len(c.Reviews))]
		if got, err := engine.Review(ctx, doc.ID); err != nil || got.ID != doc.ID {
			return fmt.Errorf("seed %d, review %s beside other requests: %w", c.Seed, doc.ID, err)
		}
	}
	return nil
}
