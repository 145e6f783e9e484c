package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"evidencestore/review"
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
	if err := ctx.Err(); err != nil {
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
		Generation: e.info.Generation, Hits: []search.Hit{}, Dropped: p.droppedPlaces(),
	}
	if !req.NoCounts {
		res.Facets, res.Grid = c.facets(&req.Filter, e.info.Reference), c.grid()
	}
	marked := p.phrases()
	for _, h := range c.top.page((req.Page-1)*req.PerPage, req.Page*req.PerPage) {
		if req.IDsOnly {
			res.Hits = append(res.Hits, search.Hit{ID: e.columns.ids[h.doc], Score: h.score})
			continue
		}
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		out, err := e.hit(ctx, req, p, marked, h, a.cells[h.doc].matched)
		if err != nil {
			return nil, err
		}
		res.Hits = append(res.Hits, *out)
	}
	return res, nil
}

// hit writes down one hit of the page.
func (e *Engine) hit(ctx context.Context, req *search.Request, p *plan, marked []markedPhrase, h hit, matched uint64) (*search.Hit, error) {
	doc, err := e.doc(h.doc)
	if err != nil {
		return nil, err
	}
	out := search.NewHit(doc.review, e.info.Reference, &req.Filter)
	out.Score, out.Missing = h.score, p.missing(matched)
	if len(marked) > 0 {
		out.BestSection, out.Snippets = snippets(doc.passages(), marked)
	}
	if req.Explain && len(marked) > 0 {
		if out.Explain, err = e.explain(ctx, p, h.doc); err != nil {
			return nil, err
		}
	}
	return &out, nil
}

// A storedDoc is a document as it is needed to show it: decoded, and analysed once its
// words are asked for. Lists without a question never ask for them.
type storedDoc struct {
	review   *review.Review
	passages func() []passage
}

// passage is a text with its words.
type passage struct {
	search.Passage
	tokens []search.Token
}

const docCostFactor = 4 // memory of a decoded, analysed document by its text

func (e *Engine) doc(number uint32) (*storedDoc, error) {
	if found, ok := e.docs.get(number); ok {
		return found, nil
	}
	r, err := e.stored(e.columns.ids[number])
	if err != nil {
		return nil, err
	}
	texts := search.Passages(r, &e.info.Reference.Lists)
	d := &storedDoc{review: r, passages: sync.OnceValue(func() []passage {
		analysed := make([]passage, len(texts))
		for i, p := range texts {
			analysed[i] = passage{Passage: p, tokens: e.Analyze(p.Text)}
		}
		return analysed
	})}
	cost := 0
	for _, p := range texts {
		cost += len(p.Text)
	}
	e.docs.add(number, d, int64(cost*docCostFactor))
	return d, nil
}
