package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/question"
)

// A store is the corpus with the index that is made from it.
type store struct {
	corpus  *corpus
	data    string
	backend indexer.Backend
	indexer *indexer.Indexer
	log     *slog.Logger
}

// openStore opens the corpus and readies the index. It builds nothing. progress
// may be nil.
func openStore(env *Environment, cfg *config, log *slog.Logger, progress func(indexer.Progress)) (*store, error) {
	source, err := openCorpus(cfg, env.Dir)
	if err != nil {
		return nil, err
	}
	backend := engine(cfg)
	x, err := indexer.New(indexer.Options{
		Corpus: source.FS, CorpusName: source.name, Data: cfg.Data, Backend: backend,
		Keep: cfg.Index.Keep, Log: log, Progress: progress,
	})
	if err != nil {
		return nil, errors.Join(err, source.Close())
	}
	return &store{corpus: source, data: cfg.Data, backend: backend, indexer: x, log: log}, nil
}

// update brings the index up to the corpus, or gives a faultyError and leaves it.
func (s *store) update(ctx context.Context, force bool) (indexer.Result, error) {
	result, err := s.indexer.Update(ctx, force)
	if faults, ok := errors.AsType[review.Faults](err); ok {
		err = s.corpus.faulty(faults)
	}
	return result, err
}

// openLive opens the published index, or where that is unusable an earlier one.
func (s *store) openLive(ctx context.Context) (*indexer.Live, error) {
	return indexer.OpenLive(ctx, s.data, s.backend, s.log)
}

// Close releases the corpus.
func (s *store) Close() error { return s.corpus.Close() }

// engine is the embedded engine for the indexer, with the reader of questions before it.
func engine(cfg *config) indexer.Backend {
	return indexer.Backend{
		Version: bleveindex.Version,
		NewBuilder: func(dir string, ref *review.Reference) (search.Builder, error) {
			return bleveindex.NewBuilder(dir, ref)
		},
		Open: func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
			e, err := bleveindex.Open(ctx, dir, bleveindex.Options{
				Generation: g.Name, Reference: g.Reference, Stats: g.Manifest.Stats,
				CacheBytes: int64(cfg.Search.CacheMiB) << 20,
			})
			if err != nil {
				return nil, err
			}
			reader := question.New(e, &g.Reference.Thesaurus, g.Reference.Questions)
			reader.Warm()
			return reader, nil
		},
	}
}

// newLogger logs to w as configured.
func newLogger(w io.Writer, cfg logConfig) *slog.Logger {
	opt := &slog.HandlerOptions{Level: slog.Level(cfg.Level)}
	if cfg.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, opt))
	}
	return slog.New(slog.NewTextHandler(w, opt))
}

// interrupted words the end of ctx for people, with what is left untouched.
func interrupted(ctx context.Context, untouched string) error {
	return fmt.Errorf("stopped (%w); %s", context.Cause(ctx), untouched)
}
