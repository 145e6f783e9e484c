package main

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"runtime/debug"
	"time"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/web/metrics"
)

// How long an update that failed though the corpus has no fault waits to be tried again:
// a full disk, a folder that cannot be written, a corpus that is not there.
const (
	firstWait   = 10 * time.Second
	longestWait = 10 * time.Minute
)

// An upkeep brings the index up to the corpus whenever something says that it may not
// be. One update runs at a time; what happens meanwhile leads to one more.
type upkeep struct {
	update  func(context.Context) error // gives what is worth trying again
	changed <-chan struct{}             // the folder of the corpus has changed; nil where it is not watched
	hangup  <-chan os.Signal            // somebody asked for it; may be nil
	log     *slog.Logger
}

// run goes on until ctx ends. It begins with an update where one is due.
func (u *upkeep) run(ctx context.Context, due bool) {
	again := time.NewTimer(0)
	again.Stop()
	wait := firstWait
	for {
		if due {
			if err := u.update(ctx); err != nil && ctx.Err() == nil {
				u.log.Error("the index could not be brought up to the corpus, the earlier one answers", "error", err, "again_in", wait.String())
				again.Reset(wait)
				wait = min(2*wait, longestWait)
			} else {
				again.Stop()
				wait = firstWait
			}
			debug.FreeOSMemory() // an update reads the whole corpus and index, and the next may be weeks away
		}
		select {
		case <-ctx.Done():
			return
		case _, due = <-u.changed: // false when it is closed, as ctx ends
		case <-u.hangup:
			u.log.Info("asked to bring the index up to the corpus")
			due = true
		case <-again.C:
			due = true
		}
	}
}

// watch says when the folder of the corpus changes, or nothing where there is none or
// it is not to be watched.
func (s *store) watch(ctx context.Context, cfg *config) <-chan struct{} {
	if cfg.Corpus == "" || !cfg.Index.Watch {
		return nil
	}
	return indexer.Watch(ctx, cfg.Corpus, time.Duration(cfg.Index.Settle), time.Duration(cfg.Index.Scan), s.log)
}

var errUnread = errors.New("some of the corpus could not be read")

// update brings the index up to the corpus, and goes on with the earlier one where that
// fails. The error is what may be over when it is tried again: not faults, which stay
// until the corpus changes.
func (r *serving) update(ctx context.Context) error {
	serves := r.live.Status().Generation
	start := time.Now()
	result, err := r.store.update(ctx, false)
	took := time.Since(start)
	refreshed := r.live.Refresh(ctx) // to know of faults too
	if ctx.Err() != nil {
		return ctx.Err()
	}
	faults, faulty := errors.AsType[review.Faults](err)
	if faulty {
		r.outdated.Store(nil)
		if r.tellFaults(faults) {
			r.metrics.Built(metrics.Refused, false, took)
		}
		switch failed := r.live.Status().Failed; {
		case failed == nil && refreshed == nil: // nor could it be written down
			r.outdated.Store(&serves)
		case failed != nil && failed.Unread:
			return errors.Join(errUnread, refreshed)
		}
		return refreshed
	}
	if err = errors.Join(err, refreshed); err != nil {
		r.outdated.Store(&serves)
		r.metrics.Built(metrics.Failed, false, took)
		return err
	}
	if r.outdated.Swap(nil) != nil || !r.told.IsZero() {
		r.told = time.Time{}
		r.log.Info("nothing stands in the way of the corpus any more")
	}
	if result.Built {
		r.metrics.Built(metrics.Published, result.Full, took)
	} else {
		r.metrics.Built(metrics.Unchanged, false, took)
	}
	return nil
}

// mostLogged bounds the faults that are logged of one corpus.
const mostLogged = 100

// tellFaults logs what is wrong with a corpus that failed, once. It says whether that
// was new.
func (r *serving) tellFaults(faults review.Faults) bool {
	if failed := r.live.Status().Failed; failed != nil {
		if failed.When.Equal(r.told) {
			return false
		}
		r.told = failed.When
	}
	for _, f := range faults[:min(len(faults), mostLogged)] {
		about := []any{"file", f.File, "line", f.Line, "what", f.What, "mend", f.Mend}
		if f.Question != "" {
			about = append(about, "question", f.Question)
		}
		r.log.Error("fault in the corpus", about...)
	}
	r.log.Error("the corpus is not published, the earlier one answers; evidence-store index names all that is wrong", "faults", len(faults))
	return true
}
