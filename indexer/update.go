package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"
	"runtime/debug"
	"time"

	"evidencestore/review"
)

// attempts bounds how often an Update starts over because the corpus was being
// written to.
const attempts = 3

// Update brings the index up to the corpus. It publishes a new generation where
// the corpus has changed, where the published generation is missing or damaged,
// or where force is set, which also builds from nothing. A faulty corpus, or one that
// the gate refuses, gives review.Faults, all of them, and changes nothing; it is not
// tried again until it changes or force is set. A corpus that was rolled back is not
// built again until then either, which is no error. When ctx ends, everything is as
// it was before.
func (x *Indexer) Update(ctx context.Context, force bool) (_ Result, err error) {
	defer func() {
		if p := recover(); p != nil { // deep in an engine or a parser: a server beside it must not end
			err = fmt.Errorf("building the index: panic: %v\n%s", p, debug.Stack())
		}
	}()
	unlock, err := x.folder.lock(ctx, x.opt.Log)
	if err != nil {
		return Result{}, x.folder.advise(err)
	}
	defer unlock()
	x.tidy(x.folder.removeLeftovers()) // those of another user are in nobody's way
	for attempt := 1; ; attempt++ {
		result, err := x.update(ctx, force)
		if !errors.Is(err, errCorpusMoved) {
			return result, x.folder.advise(err)
		}
		if attempt == attempts {
			return result, fmt.Errorf("%w; try again once nobody writes to it", err)
		}
		x.opt.Log.Info("the corpus changed while it was read, starting over")
	}
}

// update is Update under the lock.
func (x *Indexer) update(ctx context.Context, force bool) (Result, error) {
	started := time.Now()
	before, _ := x.folder.current() // "" where it is broken
	published, err := x.published(ctx)
	if err != nil {
		return Result{}, err
	}
	from := published
	if force {
		from = nil // nothing is taken on trust
	}
	corpus, err := scan(ctx, x.opt.Corpus, from, x.opt.Progress)
	if err != nil {
		return Result{}, err
	}
	if !force {
		if result, done, err := x.nothingToDo(published, corpus); done {
			return result, err
		}
	}
	if from != nil && from.Manifest.Lists != corpus.lists() {
		x.opt.Log.Info("the controlled lists changed, building from nothing")
		from = nil
	}
	b := build{x: x, corpus: corpus, base: from, published: published, started: started}
	result, err := b.run(ctx)
	if faults, ok := errors.AsType[review.Faults](err); ok {
		failed := newFailure(corpus, x.opt.Backend.Version, faults)
		failed.Gate = b.refused
		if err := x.folder.remember(failedFile, failed); err != nil {
			return Result{}, errors.Join(faults, err)
		}
		return Result{}, faults
	}
	if err != nil {
		return Result{}, err
	}
	x.opt.Log.Info("generation published", "generation", result.Generation, "documents", result.Documents, "full", result.Full,
		"added", result.Added, "changed", result.Changed, "deleted", result.Deleted, "took_ms", time.Since(started).Milliseconds())
	x.tidy(x.folder.forget(failedFile), x.folder.forget(heldFile), x.folder.prune(x.opt.Keep, before))
	return result, nil
}

// nothingToDo says whether the corpus is the one that is published, one that was
// rolled back, or the one that failed last.
func (x *Indexer) nothingToDo(published *base, corpus *corpusScan) (Result, bool, error) {
	if corpus.unread { // what it holds is not known
		return Result{}, false, nil
	}
	if published != nil && published.Manifest.Corpus == corpus.hash {
		x.tidy(x.folder.forget(failedFile), x.folder.forget(heldFile))
		return Result{Generation: published.Name, Documents: published.Manifest.Documents}, true, nil
	}
	held, err := x.folder.held()
	if err != nil {
		return Result{}, true, err
	}
	if held.has(corpus.hash) {
		if published == nil {
			return Result{}, true, fmt.Errorf("the published index is unusable, and %s is as it was when it was rolled back: %s", x.opt.CorpusName, unhold)
		}
		x.opt.Log.Info("the corpus is as it was when it was rolled back", "rolled_back", held.When, "generation", published.Name)
		return Result{Generation: published.Name, Documents: published.Manifest.Documents, Held: true}, true, nil
	}
	// What was refused in comparison with a generation is tried again without it.
	if f := x.folder.failure(); f.is(corpus, x.opt.Backend.Version) && (!f.Gate || published != nil) {
		x.opt.Log.Info("the corpus is as it was when it failed", "failed", f.When)
		return Result{}, true, f.all(x.opt.CorpusName)
	}
	return Result{}, false, nil
}

// tidy logs what failed after the index was as it should be: no reason to fail.
func (x *Indexer) tidy(errs ...error) {
	if err := errors.Join(errs...); err != nil {
		x.opt.Log.Warn("tidying up the index folder", "error", err)
	}
}

// base is the published generation as the start of the next one.
type base struct {
	Generation
	rows []Row
}

// published gives the published generation, or nil where there is none that can
// be built upon. The error is that of ctx.
func (x *Indexer) published(ctx context.Context) (*base, error) {
	name, err := x.folder.current()
	if errors.Is(err, fs.ErrNotExist) {
		x.opt.Log.Info("no index yet, building from nothing", "folder", x.folder.dir)
		return nil, nil
	}
	var g *Generation
	var rows []Row
	if err == nil {
		g, err = x.folder.load(ctx, name, x.opt.Backend.Version)
	}
	if err == nil {
		rows, err = readTable(filepath.Join(g.Dir, tableFile))
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil, fmt.Errorf("checking the index: %w", ctx.Err())
		}
		if errors.Is(err, fs.ErrPermission) || passing(err) {
			return nil, fmt.Errorf("reading the published index: %w", err)
		}
		x.opt.Log.Warn("the published index is unusable, building from nothing", "error", err)
		return nil, nil
	}
	return &base{Generation: *g, rows: rows}, nil
}
