// Package bleveindex is the embedded search engine: Bleve analyses, stores and
// holds the postings; ranking, filtering, counting and snippets are done here over
// Bleve's reader. It is the only importer of Bleve. How a score comes about is in
// docs/RANKING.md.
package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"path/filepath"
	"sync"

	index "github.com/blevesearch/bleve_index_api"
	"github.com/blevesearch/vellum"

	"evidencestore/review"
	"evidencestore/search"
)

// DefaultCacheBytes is the memory for decoded words where Options give none.
const DefaultCacheBytes = 64 << 20

// Options say what a folder holds and how much memory to use.
type Options struct {
	Generation string
	Reference  *review.Reference
	Stats      search.Stats // totals of the lengths that the Builder gave
	CacheBytes int64        // for decoded words; 0 is DefaultCacheBytes
	// Sums are the SHA-256 of the files in the folder by name, and Memory what is known
	// of them already. Both may be left out.
	Sums   map[string]string
	Memory *Memory
}

// An Engine answers searches over one index folder, which is never written to. It
// implements search.Engine and is safe for concurrent use until it is closed.
type Engine struct {
	info      search.Info
	english   *english
	index     index.Index
	queue     *index.AnalysisQueue
	reader    index.IndexReader
	columns   *columns
	segments  []segment
	memory    *Memory
	average   [maxFields]float64 // mean length of each text field
	words     *lru[string, *postings]
	spellings *vellum.FST
	unions    *lru[string, *union]
	docs      *lru[uint32, *storedDoc]
	scratch   sync.Pool // of *accumulator
	gatherers sync.Pool // of *gatherer
}

// Open opens a folder that a Builder committed, read-only, and loads what filters
// and facets need.
func Open(ctx context.Context, dir string, opt Options) (*Engine, error) {
	words, err := analyzer()
	if err != nil {
		return nil, err
	}
	queue := index.NewAnalysisQueue(1)
	idx, err := openReadOnly(dir, queue)
	if err != nil {
		queue.Close()
		return nil, err
	}
	cacheBytes := opt.CacheBytes
	if cacheBytes <= 0 {
		cacheBytes = DefaultCacheBytes
	}
	e := &Engine{
		info:    search.Info{Generation: opt.Generation, Reference: opt.Reference},
		english: words, index: idx, queue: queue,
		words:  newLRU[string, *postings](cacheBytes),
		unions: newLRU[string, *union](cacheBytes / 8),
		docs:   newLRU[uint32, *storedDoc](cacheBytes / 8),
		memory: opt.Memory,
	}
	for i, f := range search.TextFields {
		if s := opt.Stats[f.Name]; s.Documents > 0 {
			e.average[i] = float64(s.Words) / float64(s.Documents)
		}
	}
	if e.spellings, err = vellum.Open(filepath.Join(dir, spellingsFile)); err != nil {
		return nil, errors.Join(fmt.Errorf("opening the spellings: %w", err), e.Close())
	}
	if err := e.load(ctx, opt.Sums); err != nil {
		return nil, errors.Join(err, e.Close())
	}
	e.scratch.New = func() any { return newAccumulator(e.columns.size) }
	e.gatherers.New = func() any { return newGatherer(e.columns.size) }
	return e, nil
}

// load reads the columns; damaged files can make Bleve panic on first use.
func (e *Engine) load(ctx context.Context, sums map[string]string) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading the index: damaged files: %v", p)
		}
	}()
	if e.reader, err = e.index.Reader(); err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	if e.segments, err = segmentsOf(e.reader, sums); err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	if e.columns, err = loadColumns(ctx, e.segments, &e.info.Reference.Lists); err != nil {
		return fmt.Errorf("reading the index: %w", err)
	}
	e.info.Documents = e.columns.documents
	return nil
}

// Close frees the files. No search may be running.
func (e *Engine) Close() error {
	var err error
	if e.reader != nil {
		err = e.reader.Close()
	}
	if e.spellings != nil {
		err = errors.Join(err, e.spellings.Close())
	}
	err = errors.Join(err, e.index.Close())
	e.queue.Close()
	return err
}

// Info describes the snapshot.
func (e *Engine) Info() *search.Info { return &e.info }

// Analyze gives the indexed words of a text with their places in it.
func (e *Engine) Analyze(text string) []search.Token {
	return e.english.Analyze(text)
}
