package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
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
//	3: places of words without their offsets; reviews packed, with their sections as plain
//	   text; spellings counted in a file of their own
const Version = "bleve-3"

const (
	batchSize   = 1000
	boltTimeout = "10s" // a second open would otherwise wait for ever
)

// A Builder writes an index folder. It implements search.Builder.
type Builder struct {
	dir    string
	mapper mapper
	queue  *index.AnalysisQueue
	index  index.Index
	batch  *index.Batch
	flying chan error // the batch being written, if any
	closed bool

	fresh bool // there was nothing in the folder
	seed  maphash.Seed
	put   map[uint64]bool // hashes of the ids that were put or deleted
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
	before, err := os.ReadDir(dir)
	if err != nil {
		return nil, fmt.Errorf("opening the index folder: %w", err)
	}
	queue := index.NewAnalysisQueue(runtime.GOMAXPROCS(0))
	idx, err := openScorch(map[string]any{"path": dir, "bolt_timeout": boltTimeout, "numSnapshotsToKeep": 1}, queue)
	if err != nil {
		queue.Close()
		return nil, err
	}
	return &Builder{
		dir:    dir,
		mapper: mapper{english: words, lists: &ref.Lists, spellings: newTally()},
		queue:  queue, index: idx, batch: index.NewBatch(),
		fresh: len(before) == 0, seed: maphash.MakeSeed(), put: map[uint64]bool{},
	}, nil
}

// openReadOnly opens an index that nobody writes to.
func openReadOnly(dir string, queue *index.AnalysisQueue) (index.Index, error) {
	return openScorch(map[string]any{"path": dir, "read_only": true, "bolt_timeout": boltTimeout}, queue)
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
	if err := b.remove(ctx, r.ID); err != nil {
		return nil, err
	}
	doc, lengths, err := b.mapper.document(r)
	if err != nil {
		return nil, err
	}
	b.batch.Update(doc)
	return lengths, b.flushFull(ctx)
}

// Delete removes a document. One that is not there is no error.
func (b *Builder) Delete(ctx context.Context, id string) error {
	if err := b.remove(ctx, id); err != nil {
		return err
	}
	b.batch.Delete(id)
	return b.flushFull(ctx)
}

// remove takes the spellings of a document out of the count, if it is in the index. In
// one that begins empty that need only be looked up for an id that came before.
func (b *Builder) remove(ctx context.Context, id string) error {
	key := maphash.String(b.seed, id)
	again := b.put[key]
	b.put[key] = true
	if again { // it may be on its way
		if err := errors.Join(b.flush(ctx), b.landed()); err != nil {
			return err
		}
	}
	if b.fresh && !again {
		return nil
	}
	old, err := b.stored(id)
	if err != nil {
		return fmt.Errorf("reading what is replaced: %w", err)
	}
	if old != nil {
		b.mapper.remove(search.PassagesOf(&old.Review, old.plain(), b.mapper.lists))
	}
	return nil
}

// stored reads a document that has been written, or nil where there is none.
func (b *Builder) stored(id string) (doc *storedReview, err error) {
	reader, err := b.index.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	found, err := reader.InternalID(id)
	if err != nil || found == nil {
		return nil, err
	}
	all, err := segmentsOf(reader, nil)
	if err != nil {
		return nil, err
	}
	doc, _, err = stored(all, uint32(found.Value()))
	return doc, err
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
	err := errors.Join(b.flush(ctx), b.landed())
	if err == nil {
		if err = b.mapper.spellings.write(b.dir); err != nil {
			err = fmt.Errorf("writing the spellings: %w", err)
		}
	}
	if err == nil && b.fresh {
		if err = b.settle(ctx); err != nil {
			err = fmt.Errorf("merging the index: %w", err)
		}
	}
	if err := errors.Join(err, b.Close()); err != nil || !b.fresh {
		return err
	}
	return sweep(b.dir)
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
