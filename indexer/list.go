package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
)

// Listed is a generation on the disk. Where it is unusable Err says why, and Manifest
// is nil.
type Listed struct {
	Name     string
	Manifest *Manifest
	Err      error
	Current  bool // the published one
}

// Generations lists what is in a data folder, the newest first, each read whole to
// find out whether it is as it was written. It changes nothing. A folder without an
// index has none.
func Generations(ctx context.Context, data string, backend Backend) ([]Listed, error) {
	f := newFolder(data)
	names, err := f.generations()
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, f.advise(err)
	}
	current, _ := f.current() // where that is broken none is current
	var all []Listed
	for _, name := range names {
		g, err := f.load(ctx, name, backend.Version)
		if ctx.Err() != nil {
			return nil, fmt.Errorf("listing the generations: %w", ctx.Err())
		}
		if _, gone := os.Stat(f.path(name)); errors.Is(gone, fs.ErrNotExist) {
			continue // another process has just removed it
		}
		l := Listed{Name: name, Err: err, Current: name == current}
		if err == nil {
			l.Manifest = &g.Manifest
		}
		all = append(all, l)
	}
	return all, nil
}
