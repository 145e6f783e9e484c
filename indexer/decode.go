package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"

	"evidencestore/review"
)

// errCorpusMoved says that a file is no longer what the scan found.
var errCorpusMoved = errors.New("the corpus changed while it was read")

// A change is what happened to one document since the base.
type change struct {
	id     string
	old    *Row    // nil where the base has none
	file   *source // nil where the file is gone
	doc    *review.Review
	faults review.Faults
	err    error
}

// decoded yields the changes in their order, each with its document. Documents
// are decoded on all processors, a few ahead of the one that is yielded, so that
// the memory does not grow with the corpus.
func decoded(ctx context.Context, corpus fs.FS, lists *review.Lists, changes []change) iter.Seq[change] {
	return func(yield func(change) bool) {
		ctx, cancel := context.WithCancel(ctx)
		ahead := make(chan chan change, 2*runtime.GOMAXPROCS(0))
		var running sync.WaitGroup
		defer running.Wait()
		defer cancel()
		running.Go(func() {
			defer close(ahead)
			for _, c := range changes {
				one := make(chan change, 1)
				select {
				case ahead <- one:
				case <-ctx.Done():
					return
				}
				running.Go(func() {
					c.decode(corpus, lists)
					one <- c
				})
			}
		})
		for one := range ahead {
			if !yield(<-one) {
				return
			}
		}
	}
}

// decode reads the document of a changed file.
func (c *change) decode(corpus fs.FS, lists *review.Lists) {
	if c.file == nil {
		return
	}
	defer func() {
		if p := recover(); p != nil {
			c.err = fmt.Errorf("reading %s: panic: %v\n%s", c.file.path, p, debug.Stack())
		}
	}()
	data, err := c.file.read(corpus)
	if err != nil {
		c.err = err
		return
	}
	c.doc, c.faults = review.Decode(c.file.path, data, lists)
}

// byID puts changes into the order of ids.
func byID(changes []change) {
	slices.SortFunc(changes, func(a, b change) int { return strings.Compare(a.id, b.id) })
}

// differences gives what happened since the base, and the rows that stay, with
// the times that their files have now. Both lists it is given are in the order of
// ids, and so are both that it gives.
func differences(rows []Row, files []source) (kept []Row, changes []change) {
	for len(rows) > 0 || len(files) > 0 {
		switch {
		case len(files) == 0 || len(rows) > 0 && rows[0].ID < files[0].id():
			changes = append(changes, change{id: rows[0].ID, old: &rows[0]})
			rows = rows[1:]
		case len(rows) == 0 || files[0].id() < rows[0].ID:
			changes = append(changes, change{id: files[0].id(), file: &files[0]})
			files = files[1:]
		case rows[0].Hash != files[0].hash:
			changes = append(changes, change{id: rows[0].ID, old: &rows[0], file: &files[0]})
			rows, files = rows[1:], files[1:]
		default:
			row := rows[0]
			row.Size, row.ModTime = files[0].size, files[0].modTime
			kept = append(kept, row)
			rows, files = rows[1:], files[1:]
		}
	}
	return kept, changes
}
