package indexer

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"evidencestore/review"
)

// A Draft is a file of the corpus that is not to be published yet. Where it has faults
// Doc holds what could be read; it is nil where not even the status could.
type Draft struct {
	ID     string
	File   string // path in the corpus
	Doc    *review.Review
	Faults review.Faults
}

// Drafts gives the drafts that the corpus holds now, by id, with the lists and words
// to show them with. A file whose status cannot be read counts as one unless it was
// published before. It reads drafts, and files that changed since the last build, and
// builds nothing. Faults in the files beside the reviews are an error.
func (x *Indexer) Drafts(ctx context.Context) ([]Draft, *review.Reference, error) {
	for attempt := 1; ; attempt++ {
		drafts, ref, err := x.drafts(ctx)
		if errors.Is(err, errCorpusMoved) && attempt < attempts {
			continue
		}
		if err != nil {
			return nil, nil, fmt.Errorf("reading the drafts: %w", err)
		}
		return drafts, ref, nil
	}
}

func (x *Indexer) drafts(ctx context.Context) ([]Draft, *review.Reference, error) {
	ref, faults := review.DecodeReference(x.opt.Corpus)
	if len(faults) > 0 {
		return nil, nil, faults
	}
	known := x.knownFiles()
	corpus, err := scan(ctx, x.opt.Corpus, known, func(Progress) {})
	if err != nil {
		return nil, nil, err
	}
	var rows []Row
	if known != nil {
		rows = known.rows
	}
	kept, changes := differences(rows, corpus.reviews)
	for i := range kept {
		if row := &kept[i]; !row.Status.Published() {
			changes = append(changes, change{id: row.ID, old: row, file: &source{path: row.File}})
		}
	}
	byID(changes)
	var drafts []Draft
	for c := range decoded(ctx, x.opt.Corpus, &ref.Lists, changes) {
		switch {
		case c.err != nil:
			return nil, nil, c.err
		case c.file == nil:
		case c.doc.Status == review.Draft:
			drafts = append(drafts, Draft{ID: c.id, File: c.file.path, Doc: c.doc, Faults: c.faults})
		case !slices.Contains(review.Statuses, c.doc.Status) && (c.old == nil || !c.old.Status.Published()):
			drafts = append(drafts, Draft{ID: c.id, File: c.file.path, Faults: c.faults})
		}
	}
	return drafts, ref, ctx.Err()
}

// knownFiles is the table of the published generation, or nil where there is none to
// rely upon. The rest of the generation is not looked at.
func (x *Indexer) knownFiles() *base {
	name, err := x.folder.current()
	if err != nil {
		return nil
	}
	b := base{Generation: Generation{Name: name, Dir: x.folder.path(name)}}
	m, err := readManifest(b.Dir, x.opt.Backend.Version)
	if err != nil {
		return nil
	}
	b.Manifest = *m
	root, err := os.OpenRoot(b.Dir)
	if err != nil {
		return nil
	}
	defer root.Close()
	if sum, err := sumFile(root, tableFile, false); err != nil || sum != m.Files[tableFile] {
		return nil
	}
	if b.rows, err = readTable(filepath.Join(b.Dir, tableFile)); err != nil {
		return nil
	}
	return &b
}
