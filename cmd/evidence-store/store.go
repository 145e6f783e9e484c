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
	"evidencestore/search/release"
)

// A store is the corpus with the index that is made from it.
type store struct {
	corpus  *corpus // as it was found when the program began, if it was opened
	data    string
	backend indexer.Backend
	indexer *indexer.Indexer // of that corpus, or nil
	log     *slog.Logger

	options indexer.Options
	reopen  func() (*corpus, error)

	separate func() error // whether the data folder is no part of the corpus
}

// newStore readies the index and opens nothing.
func newStore(env *Environment, cfg *config, log *slog.Logger, progress func(indexer.Progress)) *store {
	s := &store{
		corpus: unopened(cfg, env.Dir), data: cfg.Data, backend: engine(cfg), log: log,
		reopen: func() (*corpus, error) { return openCorpus(cfg, env.Dir) }, separate: cfg.separate,
	}
	s.options = indexer.Options{
		CorpusName: s.corpus.name, Data: cfg.Data, Backend: s.backend,
		Keep: cfg.Index.Keep, Log: log, Progress: progress, Gate: release.Gate,
	}
	return s
}

// openStore opens the corpus and readies the index. It builds nothing. progress
// may be nil.
func openStore(env *Environment, cfg *config, log *slog.Logger, progress func(indexer.Progress)) (*store, error) {
	s := newStore(env, cfg, log, progress)
	var err error
	if s.corpus, err = s.reopen(); err != nil {
		return nil, err
	}
	opt := s.options
	opt.Corpus = s.corpus.FS
	if s.indexer, err = indexer.New(opt); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// update brings the index up to the corpus, or gives a faultyError and leaves it.
func (s *store) update(ctx context.Context, force bool) (result indexer.Result, err error) {
	if err := s.separate(); err != nil {
		return result, err
	}
	err = s.now(func(x *indexer.Indexer) error {
		result, err = x.Update(ctx, force)
		return err
	})
	if faults, ok := errors.AsType[review.Faults](err); ok {
		err = s.corpus.faulty(faults)
	}
	return result, err
}

// now gives an indexer of the corpus that is found now. The folder may have been
// replaced since the program began, and what is open would still be the old one.
func (s *store) now(use func(*indexer.Indexer) error) error {
	found, err := s.reopen()
	if err != nil {
		return err
	}
	defer found.Close()
	opt := s.options
	opt.Corpus = found.FS
	x, err := indexer.New(opt)
	if err != nil {
		return err
	}
	return use(x)
}

// openLive opens the published index, or where that is unusable an earlier one.
func (s *store) openLive(ctx context.Context) (*indexer.Live, error) {
	return indexer.OpenLive(ctx, s.data, warmed(s.backend), s.log)
}

// warmed readies what is served, which what is only tried and compared needs not be.
func warmed(b indexer.Backend) indexer.Backend {
	open := b.Open
	b.Open = func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
		s, err := open(ctx, dir, g)
		if reader, ok := s.(*question.Reader); ok {
			reader.Warm()
		}
		return s, err
	}
	return b
}

// Close releases the corpus. What update and drafts open they close themselves.
func (s *store) Close() error { return s.corpus.Close() }

// engine is the embedded engine for the indexer, with the reader of questions before it.
func engine(cfg *config) indexer.Backend {
	memory := bleveindex.NewMemory(int64(cfg.Search.CacheMiB) << 20 / 4)
	return indexer.Backend{
		Version: bleveindex.Version,
		NewBuilder: func(dir string, ref *review.Reference) (search.Builder, error) {
			return bleveindex.NewBuilder(dir, ref)
		},
		Open: func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
			e, err := bleveindex.Open(ctx, dir, bleveindex.Options{
				Generation: g.Name, Reference: g.Reference, Stats: g.Manifest.Stats,
				CacheBytes: int64(cfg.Search.CacheMiB) << 20, Sums: g.EngineSums(), Memory: memory,
			})
			if err != nil {
				return nil, err
			}
			return question.New(e, &g.Reference.Thesaurus, g.Reference.Questions), nil
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
