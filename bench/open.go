package main

import (
	"context"
	"time"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/question"
)

// cacheMiB is the default of the configuration.
const cacheMiB = 64

// An opened store is the published index with the parts that answer, put together as
// cmd/evidence-store does it.
type opened struct {
	live   *indexer.Live // all of it: the reader of questions before the engine
	engine search.Engine

	// From the start:
	verified time.Duration // until the files were verified and the engine could be opened
	ready    time.Duration // until questions are answered, as the server is ready then

	warmed  chan struct{} // closed when suggestions are there, which are made beside the first questions
	warm    time.Duration // until then
	warmErr error
}

// openStore opens the index in a data folder. wrap may put something between the reader
// and the engine; it may be nil.
func openStore(ctx context.Context, data string, wrap func(search.Engine) search.Engine) (*opened, error) {
	o := &opened{warmed: make(chan struct{})}
	start := time.Now()
	open := backend(func(e search.Engine) search.Engine {
		if o.engine = e; wrap != nil {
			o.engine = wrap(e)
		}
		return o.engine
	})
	engine := open.Open
	open.Open = func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
		o.verified = time.Since(start)
		return engine(ctx, dir, g)
	}
	var err error
	if o.live, err = indexer.OpenLive(ctx, data, open, nil); err != nil {
		return nil, err
	}
	o.ready = time.Since(start)
	go func() {
		defer close(o.warmed)
		_, o.warmErr = o.live.Suggest(ctx, "a", 1)
		o.warm = time.Since(start)
	}()
	return o, nil
}

func backend(wrap func(search.Engine) search.Engine) indexer.Backend {
	memory := bleveindex.NewMemory(cacheMiB << 20 / 4)
	return indexer.Backend{
		Version: bleveindex.Version,
		NewBuilder: func(dir string, ref *review.Reference) (search.Builder, error) {
			return bleveindex.NewBuilder(dir, ref)
		},
		Open: func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
			e, err := bleveindex.Open(ctx, dir, bleveindex.Options{
				Generation: g.Name, Reference: g.Reference, Stats: g.Manifest.Stats,
				CacheBytes: cacheMiB << 20, Sums: g.EngineSums(), Memory: memory,
			})
			if err != nil {
				return nil, err
			}
			r := question.New(wrap(e), &g.Reference.Thesaurus, g.Reference.Questions)
			r.Warm()
			return r, nil
		},
	}
}
