package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"runtime/debug"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"

	"evidencestore/review"
	"evidencestore/search"
)

// Version names the form of what is stored and how text is analysed. It changes
// with either, and an index of another version is built anew.
//
//	1: first form
//	2: spellings; titles with aliases
//	3: places of words without their offsets; reviews packed, with their sections as plain text
const Version = "bleve-3"

const (
	batchSize   = 1000
	boltTimeout = "10s" // a second open would otherwise wait for ever
)

// A Builder writes an index folder. It implements search.Builder.
type Builder struct {
	mapper mapper
	queue  *index.AnalysisQueue
	index  index.Index
	batch  *index.Batch
	flying chan error // the batch being written, if any
	closed bool
}

// NewBuilder opens a folder for writing: one that is empty or absent, or a copy of
// the folder of an earlier index of the same Version and the same lists.
func NewBuilder(dir string, ref *review.Reference) (*Builder, error) {
	if err := os.MkdirAll(dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the index folder: %w", err)
	}
	words, err := analyzer()
	if err != nil {
		return nil, err
	}
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	idx, err := openScorch(map[string]any{"path": dir, "bolt_timeout": boltTimeout, "numSnapshotsToKeep": 1}, queue)
	if err != nil {
		queue.Close()
		return nil, err
	}
	return &Builder{
		mapper: mapper{english: words, lists: &ref.Lists},
		queue:  queue, index: idx, batch: index.NewBatch(),
	}, nil
}

// openScorch opens an index and turns a panic over damaged files into an error.
func openScorch(config map[string]any, queue *index.AnalysisQueue) (idx index.Index, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("opening the index: damaged files: %v", p)
		}
	}()
	idx, err = scorch.NewScorch(scorch.Name, config, queue)
	if err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	if err := idx.Open(); err != nil {
		return nil, fmt.Errorf("opening the index: %w", err)
	}
	return idx, nil
}

// Put adds or replaces a document and gives the lengths of its text fields.
func (b *Builder) Put(ctx context.Context, r *review.Review) (search.Lengths, error) {
	doc, lengths, err := b.mapper.document(r)
	if err != nil {
		return nil, err
	}
	b.batch.Update(doc)
	return lengths, b.flushFull(ctx)
}

// Delete removes a document. One that is not there is no error.
func (b *Builder) Delete(ctx context.Context, id string) error {
	b.batch.Delete(id)
	return b.flushFull(ctx)
}

func (b *Builder) flushFull(ctx context.Context) error {
	if len(b.batch.IndexOps) < batchSize {
		return nil
	}
	return b.flush(ctx)
}

// flush hands the batch over to be written while the next one is filled.
func (b *Builder) flush(ctx context.Context) error {
	if err := errors.Join(b.landed(), ctx.Err()); err != nil {
		return err
	}
	if len(b.batch.IndexOps) == 0 {
		return nil
	}
	batch, flying := b.batch, make(chan error, 1)
	b.batch, b.flying = index.NewBatch(), flying
	go func() {
		defer func() {
			if p := recover(); p != nil {
				flying <- fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		flying <- b.index.Batch(batch)
	}()
	return nil
}

// landed waits for the batch that is being written.
func (b *Builder) landed() error {
	if b.flying == nil {
		return nil
	}
	err := <-b.flying
	b.flying = nil
	if err != nil {
		return fmt.Errorf("writing to the index: %w", err)
	}
	return nil
}

// Commit writes what is left and closes the folder.
func (b *Builder) Commit(ctx context.Context) error {
	return errors.Join(b.flush(ctx), b.Close())
}

// Close closes the folder; without Commit it is of no use. It may be called twice.
func (b *Builder) Close() error {
	if b.closed {
		return nil
	}
	b.closed = true
	err := errors.Join(b.landed(), b.index.Close())
	b.queue.Close()
	return err
}
