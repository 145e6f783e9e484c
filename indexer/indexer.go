// Package indexer turns a corpus of files into generations of the index, and keeps
// the newest one open for searching.
//
// # The data folder
//
//	index/LOCK                     held while building, publishing and pruning
//	index/CURRENT                  one line: the name of the published generation
//	index/FAILED                   the corpus that could not be built, and why
//	index/000012-1a2b3c4d/         a generation: its number and its corpus hash
//	    manifest.json              what it holds; size and SHA-256 of all other files
//	    table.jsonl                one line a document: what change detection needs
//	    ratings.toml lists.toml …  the corpus files beside the reviews, as they were
//	    engine/                    the engine's own files
//	index/*.tmp                    unfinished, or being removed
//
// A generation is written under a temporary name, flushed to the disk, renamed,
// and only then named by CURRENT, which is replaced by a rename. So a process that
// is killed at any instant leaves the old generation or the new one. A generation
// is never changed after that, and holds everything that is needed to serve it.
package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"path/filepath"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

// A Backend is what the indexer needs of an engine.
type Backend struct {
	// Version changes whenever the engine's stored format or analysis does. A
	// generation of another version is not opened but built anew.
	Version string
	// NewBuilder opens dir for writing: an empty folder, or a copy of the engine
	// folder of an earlier generation.
	NewBuilder func(dir string, ref *review.Reference) (search.Builder, error)
	// Open opens the engine folder of g for searching, and leaves it unchanged.
	Open func(ctx context.Context, dir string, g Generation) (search.Snapshot, error)
}

// A Generation is one whole index on the disk, its files found to be as they were
// written.
type Generation struct {
	Name      string
	Number    int
	Dir       string
	Manifest  Manifest
	Reference *review.Reference
}

// Options say what to index, from where and to where.
type Options struct {
	Corpus     fs.FS
	CorpusName string // as shown to people: a folder, or "the built-in corpus"
	Data       string // the data folder; the index is kept in its folder "index"
	Backend    Backend
	Keep       int            // generations to keep, 3 if 0
	Log        *slog.Logger   // discards if nil
	Progress   func(Progress) // called from the goroutine of Update or Check; may be nil
}

// Progress says how far an Update or a Check has come.
type Progress struct {
	Phase       Phase
	Done, Total int
}

// A Phase is a part of the work.
type Phase string

// The phases, in their order.
const (
	Checking   Phase = "checking"
	Indexing   Phase = "indexing"
	Publishing Phase = "publishing"
)

// A Result says what an Update did. The counts are of published documents: one
// that became a draft was deleted.
type Result struct {
	Generation string // the one published now
	Built      bool   // false where the corpus had not changed
	Full       bool   // built from nothing, not from the generation before
	Documents  int
	Added      int
	Changed    int
	Deleted    int
}

// An Indexer builds generations of one corpus in one data folder. It is safe for
// concurrent use, also by several processes: builds wait for each other.
type Indexer struct {
	opt    Options
	folder folder
}

const defaultKeep = 3

// New gives an Indexer. It touches nothing yet.
func New(opt Options) (*Indexer, error) {
	switch {
	case opt.Corpus == nil:
		return nil, errors.New("indexer: no corpus given")
	case opt.Data == "":
		return nil, errors.New("indexer: no data folder given")
	case opt.Backend.NewBuilder == nil || opt.Backend.Open == nil:
		return nil, errors.New("indexer: no engine given")
	case opt.Keep < 0:
		return nil, fmt.Errorf("indexer: cannot keep %d generations", opt.Keep)
	}
	if opt.Keep == 0 {
		opt.Keep = defaultKeep
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	if opt.Progress == nil {
		opt.Progress = func(Progress) {}
	}
	return &Indexer{opt: opt, folder: newFolder(opt.Data)}, nil
}

func newFolder(data string) folder { return folder{dir: filepath.Join(data, "index")} }

// attempts bounds how often an Update starts over because the corpus was being
// written to.
const attempts = 3

// Update brings the index up to the corpus. It publishes a new generation where
// the corpus has changed, where the published generation is missing or damaged,
// or where force is set, which also builds from nothing. A faulty corpus gives
// review.Faults, all of them, and changes nothing; it is not tried again until it
// changes or force is set. When ctx ends, everything is as it was before.
func (x *Indexer) Update(ctx context.Context, force bool) (Result, error) {
	unlock, err := x.folder.lock(ctx, x.opt.Log)
	if err != nil {
		return Result{}, err
	}
	defer unlock()
	if err := x.folder.removeLeftovers(); err != nil {
		return Result{}, err
	}
	for attempt := 1; ; attempt++ {
		result, err := x.update(ctx, force)
		if !errors.Is(err, errCorpusMoved) || attempt == attempts {
			return result, err
		}
		x.opt.Log.Info("the corpus changed while it was read, starting over")
	}
}

// update is Update under the lock.
func (x *Indexer) update(ctx context.Context, force bool) (Result, error) {
	started := time.Now()
	base, err := x.published(ctx)
	if err != nil {
		return Result{}, err
	}
	from := base
	if force {
		from = nil // nothing is taken on trust
	}
	corpus, err := scan(ctx, x.opt.Corpus, from, x.opt.Progress)
	if err != nil {
		return Result{}, err
	}
	if !force {
		if result, done, err := x.nothingToDo(base, corpus); done {
			return result, err
		}
	}
	if from != nil && from.Manifest.Lists != corpus.lists() {
		x.opt.Log.Info("the controlled lists changed, building from nothing")
		from = nil
	}
	b := build{x: x, corpus: corpus, base: from, started: started}
	result, err := b.run(ctx)
	if faults, ok := errors.AsType[review.Faults](err); ok {
		if failed := x.folder.rememberFailure(newFailure(corpus, x.opt.Backend.Version, faults)); failed != nil {
			return Result{}, errors.Join(err, failed)
		}
		return Result{}, faults
	}
	if err != nil {
		return Result{}, err
	}
	x.opt.Log.Info("generation published", "generation", result.Generation, "documents", result.Documents, "full", result.Full,
		"added", result.Added, "changed", result.Changed, "deleted", result.Deleted, "took_ms", time.Since(started).Milliseconds())
	x.tidy(x.folder.forgetFailure(), x.folder.prune(x.opt.Keep))
	return result, nil
}

// nothingToDo says whether the corpus is the one that is published, or the one that
// failed last.
func (x *Indexer) nothingToDo(base *base, corpus *corpusScan) (Result, bool, error) {
	if corpus.unread { // what it holds is not known
		return Result{}, false, nil
	}
	if base != nil && base.Manifest.Corpus == corpus.hash {
		x.tidy(x.folder.forgetFailure())
		return Result{Generation: base.Name, Documents: base.Manifest.Documents}, true, nil
	}
	if f := x.folder.failure(); f.is(corpus, x.opt.Backend.Version) {
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
		if errors.Is(err, fs.ErrPermission) {
			return nil, fmt.Errorf("reading the published index: %w", err)
		}
		x.opt.Log.Warn("the published index is unusable, building from nothing", "error", err)
		return nil, nil
	}
	return &base{Generation: *g, rows: rows}, nil
}
