package bleveindex

import (
	"context"
	"errors"
	"fmt"

	"evidencestore/search"
)

// Search answers a request.
func (e *Engine) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	res, err := e.search(ctx, req)
	if err != nil {
		return nil, late(err)
	}
	return res, nil
}

// late makes search.ErrTimeout of the error of a context that has ended.
func late(err error) error {
	if errors.Is(err, context.DeadlineExceeded) || errors.Is(err, context.Canceled) {
		return fmt.Errorf("%w: %w", search.ErrTimeout, err)
	}
	return err
}

func (e *Engine) search(ctx context.Context, req *search.Request) (*search.Response, error) {
	if req.Page < 1 || req.PerPage < 1 || req.PerPage > search.MaxPerPage || req.Page > search.MaxDepth/req.PerPage {
		return nil, fmt.Errorf("page %d of %d hits each is out of bounds", req.Page, req.PerPage)
	}
	if err := search.Ended(ctx); err != nil {
		return nil, err
	}
	p, err := e.plan(ctx, &req.Query)
	if err != nil {
		return nil, err
	}
	a := e.scratch.Get().(*accumulator)
	defer func() {
		a.clear()
		e.scratch.Put(a)
	}()
	if err := e.run(ctx, p, req.Query.Enough, a); err != nil {
		return nil, err
	}
	c, err := e.collect(ctx, req, p, a)
	if err != nil {
		return nil, err
	}
	res := &search.Response{
		Query: req.Query.Text, Total: c.total, Page: req.Page, PerPage: req.PerPage, Sort: req.Sort,
		Generation: e.info.Generation, Dropped: p.droppedPlaces(),
	}
	if !req.NoCounts {
		res.Facets, res.Grid = c.facets(&req.Filter, e.info.Reference), c.grid()
	}
	res.Hits, err = e.hits(ctx, req, p, a, c.top.page((req.Page-1)*req.PerPage, req.Page*req.PerPage))
	return res, err
}

// hits writes down the hits of the page.
func (e *Engine) hits(ctx context.Context, req *search.Request, p *plan, a *accumulator, page []hit) ([]search.Hit, error) {
	hits := make([]search.Hit, 0, len(page))
	if req.IDsOnly {
		for _, h := range page {
			hits = append(hits, search.Hit{ID: e.columns.ids[h.doc], Score: h.score})
		}
		return hits, nil
	}
	var m *marker
	if phrases := p.phrases(); len(phrases) > 0 {
		m = newMarker(e.english, phrases)
	}
	for _, h := range page {
		if err := search.Ended(ctx); err != nil {
			return nil, err
		}
		out, err := e.hit(ctx, req, p, m, h, a.cells[h.doc].matched)
		if err != nil {
			return nil, err
		}
		hits = append(hits, *out)
	}
	return hits, nil
}

// hit writes down one hit of the page. The marker is nil where nothing is asked for.
func (e *Engine) hit(ctx context.Context, req *search.Request, p *plan, m *marker, h hit, matched uint64) (*search.Hit, error) {
	doc, err := e.doc(h.doc)
	if err != nil {
		return nil, err
	}
	out := search.NewHit(doc.Review, e.info.Reference, &req.Filter)
	out.Score, out.Missing = h.score, p.missing(matched)
	if m != nil {
		out.BestSection, out.Snippets = doc.snippets(m)
	}
	if req.Explain && m != nil {
		if out.Explain, err = e.explain(ctx, p, h.doc); err != nil {
			return nil, err
		}
	}
	return &out, nil
}
