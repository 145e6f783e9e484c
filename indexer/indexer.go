// Package indexer turns a corpus of files into generations of the index, and keeps
// the newest one open for searching.
//
// # The data folder
//
//	index/LOCK                     held while building, publishing and pruning
//	index/CURRENT                  one line: the name of the published generation
//	index/FAILED                   the corpus that was not published, and why
//	index/HELD                     the corpora of generations that were rolled back
//	index/000012-1a2b3c4d/         a generation: its number and its corpus hash
//	    manifest.json              what it holds; size and SHA-256 of all other files
//	    table.jsonl                one line a document: what change detection needs
//	    ratings.toml lists.toml …  the corpus files beside the reviews, as they were
//	    engine/                    the engine's own files
//	index/*.tmp                    unfinished, or being removed
//
// A generation is written under a temporary name, flushed to the disk, opened on
// trial, compared with the one before, renamed, and only then named by CURRENT, which
// is replaced by a rename. So a process that is killed at any instant leaves the old
// generation or the new one. A generation is never changed after that, and holds
// everything that is needed to serve it. Which one is newer is said by its number,
// never by a clock.
//
// A corpus in FAILED or HELD is not built again until it changes or an Update is
// forced. Both files are forgotten once a corpus is published.
package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"

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
	Gate       Gate           // may be nil
}

// A Gate says what speaks against publishing next in the place of live, which is nil
// where no generation opens. changed are the ids of the published reviews that were
// read anew, in their order. Faults keep the live generation, as those of the corpus do.
type Gate func(ctx context.Context, live, next search.Searcher, changed []string) (review.Faults, error)

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
	Built      bool   // false where the corpus had not changed, or is held
	Held       bool   // the corpus is one that was rolled back, so it was not built
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
	link   func(from, to string) error // os.Link; fails where the file system has no links
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
	return &Indexer{opt: opt, folder: newFolder(opt.Data), link: os.Link}, nil
}

func newFolder(data string) folder { return folder{dir: filepath.Join(data, "index")} }
