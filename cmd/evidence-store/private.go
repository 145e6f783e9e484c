package main

import (
	"context"

	"evidencestore/indexer"
	"evidencestore/search/unmet"
	"evidencestore/web"
	"evidencestore/web/page"
	"evidencestore/web/private"
)

// newPrivate makes the server of the private address.
func (r *serving) newPrivate(public *web.Server) (*private.Server, error) {
	opt := private.Options{
		Log: r.log, Public: public, Metrics: r.metrics.Handler(), Addr: r.cfg.Private.Addr,
		State: r.corpusState, Drafts: r.store.drafts,
	}
	if r.register != nil {
		opt.Unmet, opt.Minimum = r.unmet, r.cfg.Unmet.Minimum
	}
	return private.New(opt)
}

// corpusState is what editors see of the state.
func (r *serving) corpusState(ctx context.Context) page.CorpusState {
	status := r.status()
	state := page.CorpusState{
		Generation: status.Generation, Built: status.Built, Documents: status.Documents,
		Stale: status.Stale, Reasons: status.Reasons, Held: status.Held,
	}
	if f := status.Failed; f != nil {
		state.Refused = &page.Refused{When: f.When, Count: f.Count, Faults: f.Faults}
	}
	all, err := indexer.Generations(ctx, r.store.data, r.store.backend)
	if err != nil {
		state.Unlisted = err.Error()
	}
	for _, g := range all {
		listed := page.Generation{Name: g.Name, Current: g.Current}
		if g.Manifest != nil {
			listed.Built, listed.Documents = g.Manifest.Built, g.Manifest.Documents
		}
		if g.Err != nil {
			listed.Unusable = g.Err.Error()
		}
		state.Generations = append(state.Generations, listed)
	}
	return state
}

// drafts are those that the corpus holds now.
func (s *store) drafts(ctx context.Context) (page.Drafts, error) {
	var found page.Drafts
	err := s.now(func(x *indexer.Indexer) error {
		all, ref, err := x.Drafts(ctx)
		for _, d := range all {
			found.All = append(found.All, page.Draft(d))
		}
		found.Reference = ref
		return err
	})
	return found, err
}

// mostUnmet bounds what the page of unmet need looks up.
const mostUnmet = 200

// unmet reports on what was asked for, with what is held of it now.
func (r *serving) unmet(ctx context.Context) (*unmet.Report, error) {
	return unmet.NewReport(ctx, r.store.data, r.live, unmet.ReportOptions{Most: mostUnmet, Now: r.env.Now})
}
