package indexer

import (
	"context"
	"errors"
	"io/fs"

	"evidencestore/search"
)

// Names gives the names of all generations in a data folder, the newest first, and that
// of the published one, "" where none can be read. It opens none of them.
func Names(data string) (all []string, published string, err error) {
	f := newFolder(data)
	if all, err = f.generations(); err != nil {
		if errors.Is(err, fs.ErrNotExist) {
			err = nil
		}
		return nil, "", err
	}
	published, _ = f.current()
	return all, published, nil
}

// OpenGeneration opens one generation for searching, whether it is published or not.
func OpenGeneration(ctx context.Context, data string, backend Backend, name string) (search.Snapshot, error) {
	g, err := newFolder(data).load(ctx, name, backend.Version)
	if err != nil {
		return nil, err
	}
	return openEngine(ctx, backend, *g)
}
