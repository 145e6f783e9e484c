package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"

	"evidencestore/search"
)

// askGate asks the gate about the new generation beside the one that it would replace.
func (b *build) askGate(ctx context.Context, next search.Searcher) (err error) {
	if b.x.opt.Gate == nil {
		return nil
	}
	open, err := b.openPublished(ctx)
	if err != nil {
		return err
	}
	var live search.Searcher // not a nil pointer in it
	if open == nil {
		b.nothingToCompare(ctx)
	} else {
		live = open
		defer func() {
			if closed := open.Close(); closed != nil {
				err = errors.Join(err, fmt.Errorf("closing the published generation: %w", closed))
			}
		}()
	}
	faults, err := b.x.opt.Gate(ctx, live, next, b.changed)
	if err != nil {
		return fmt.Errorf("comparing with the published generation: %w", err)
	}
	if len(faults) > 0 {
		b.refused = true
		faults.Sort()
		return faults
	}
	return nil
}

// nothingToCompare warns that the gate had nothing to go by, unless this is the first
// build of all.
func (b *build) nothingToCompare(ctx context.Context) {
	level := slog.LevelWarn
	if names, err := b.x.folder.generations(); err == nil && len(names) == 0 {
		level = slog.LevelInfo
	}
	b.x.opt.Log.Log(ctx, level, "no earlier index opens, so nothing could be compared before publishing", "generation", b.name)
}

// openPublished opens what is published, or where that is unusable what is served in
// its place. It gives nil where nothing opens. The error is that of ctx, or one of the
// moment, for which nothing may be published without a comparison.
func (b *build) openPublished(ctx context.Context) (search.Snapshot, error) {
	x := b.x
	var moment error
	open := func(g *Generation, err error) search.Snapshot {
		var engine search.Snapshot
		if err == nil {
			engine, err = openEngine(ctx, x.opt.Backend, *g)
		}
		if passing(err) {
			moment = err
		}
		if err != nil {
			x.opt.Log.Warn("a generation is unusable, so nothing is compared with it", "error", err)
			return nil
		}
		return engine
	}
	name, _ := x.folder.current()
	if b.published != nil {
		if engine := open(&b.published.Generation, nil); engine != nil {
			return engine, nil
		}
	}
	for _, name := range x.folder.instead(name) {
		if err := cmp.Or(ctx.Err(), moment); err != nil {
			return nil, err
		}
		if engine := open(x.folder.load(ctx, name, x.opt.Backend.Version)); engine != nil {
			return engine, nil
		}
	}
	return nil, cmp.Or(ctx.Err(), moment)
}
