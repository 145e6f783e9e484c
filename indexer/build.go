package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

// A build writes one generation, from the base or from nothing.
type build struct {
	x       *Indexer
	corpus  *corpusScan
	base    *base // nil: from nothing
	started time.Time

	published *base // what it is compared with; nil where that is unusable

	name   string
	dir    string // where it is written before it is published
	faults review.Faults
	rows   []Row
	drafts map[string]bool   // ids of reviews that are not published
	ref    *review.Reference // of the corpus, as it was scanned

	changed []string // ids of the published reviews that were read anew
	refused bool     // by the gate
	result  Result
}

// run builds and publishes. Whatever goes wrong, nothing of the build remains.
func (b *build) run(ctx context.Context) (Result, error) {
	var err error
	if b.name, err = b.x.folder.next(b.corpus.hash); err != nil {
		return Result{}, err
	}
	b.dir = b.x.folder.path(b.name + temporary)
	if err = os.RemoveAll(b.dir); err == nil { // what was left under this very name
		err = b.write(ctx)
	}
	if err == nil {
		err = b.publish(ctx)
	}
	if err != nil {
		if _, faulty := errors.AsType[review.Faults](err); !faulty {
			err = fmt.Errorf("building generation %s: %w", b.name, err)
		}
		if left := os.RemoveAll(b.dir); left != nil {
			err = errors.Join(err, left)
		}
		return Result{}, err
	}
	return b.result, nil
}

// write makes everything but the manifest.
func (b *build) write(ctx context.Context) error {
	corpus := &scannedFS{FS: b.x.opt.Corpus, scan: b.corpus}
	ref, faults := review.DecodeReference(corpus)
	b.faults = append(slices.Clone(b.corpus.faults), faults...)
	b.ref = ref
	var rows []Row
	if b.base != nil {
		rows = b.base.rows
	}
	var changes []change
	b.rows, changes = differences(rows, b.corpus.reviews)
	b.drafts = map[string]bool{}
	for _, row := range b.rows {
		b.drafts[row.ID] = !row.Status.Published()
	}
	if err := b.index(ctx, ref, changes); err != nil {
		return err
	}
	ref.Questions, faults = b.corpus.questions(corpus, b.drafts)
	b.faults = append(b.faults, faults...)
	if corpus.moved != nil {
		return corpus.moved
	}
	if len(b.faults) > 0 {
		b.faults.Sort()
		return b.faults
	}
	slices.SortFunc(b.rows, func(a, c Row) int { return strings.Compare(a.ID, c.ID) })
	if err := b.copyReference(); err != nil {
		return err
	}
	return writeTable(filepath.Join(b.dir, tableFile), b.rows)
}

// index brings the engine from the base to the corpus. Where there are faults
// already, it only looks for more.
func (b *build) index(ctx context.Context, ref *review.Reference, changes []change) (err error) {
	if len(b.faults) > 0 {
		return b.feed(ctx, nil, ref, changes)
	}
	engine := filepath.Join(b.dir, engineDir)
	if err := os.MkdirAll(engine, 0o755); err != nil {
		return err
	}
	if b.base != nil {
		if err := cloneEngine(ctx, filepath.Join(b.base.Dir, engineDir), engine, b.x.link); err != nil {
			return err
		}
	}
	builder, err := b.x.opt.Backend.NewBuilder(engine, ref)
	if err != nil {
		return fmt.Errorf("opening the engine for writing: %w", err)
	}
	defer func() {
		if closed := builder.Close(); closed != nil {
			err = errors.Join(err, fmt.Errorf("closing the engine: %w", closed))
		}
	}()
	if err := b.feed(ctx, builder, ref, changes); err != nil || len(b.faults) > 0 {
		return err
	}
	if err := builder.Commit(ctx); err != nil {
		return fmt.Errorf("committing: %w", err)
	}
	return nil
}

// feed hands the changes to the engine. After the first fault it only decodes, so
// that all faults are found.
func (b *build) feed(ctx context.Context, builder search.Builder, ref *review.Reference, changes []change) error {
	done := 0
	for c := range decoded(ctx, b.x.opt.Corpus, &ref.Lists, changes) {
		b.x.opt.Progress(Progress{Phase: Indexing, Done: done, Total: len(changes)})
		done++
		if err := cmp.Or(ctx.Err(), c.err); err != nil {
			return err
		}
		b.faults = append(b.faults, c.faults...)
		b.drafts[c.id] = c.doc != nil && !c.doc.Status.Published()
		if len(b.faults) > 0 {
			continue
		}
		if err := b.apply(ctx, builder, &c); err != nil {
			return fmt.Errorf("indexing %s: %w", c.id, err)
		}
	}
	b.x.opt.Progress(Progress{Phase: Indexing, Done: done, Total: len(changes)})
	return ctx.Err()
}

// apply carries one change into the engine and the table.
func (b *build) apply(ctx context.Context, builder search.Builder, c *change) error {
	was := c.old != nil && c.old.Status.Published()
	is := c.doc != nil && c.doc.Status.Published()
	switch {
	case is && was:
		b.result.Changed++
	case is:
		b.result.Added++
	case was:
		b.result.Deleted++
	}
	var lengths search.Lengths
	var err error
	if is {
		b.changed = append(b.changed, c.id)
		lengths, err = builder.Put(ctx, c.doc)
	} else if was {
		err = builder.Delete(ctx, c.id)
	}
	if err != nil || c.doc == nil {
		return err
	}
	b.rows = append(b.rows, Row{
		ID: c.id, File: c.file.path, Size: c.file.size, ModTime: c.file.modTime, Hash: c.file.hash,
		Status:  review.Status(strings.Clone(string(c.doc.Status))), // which is a piece of the whole file
		Lengths: lengthsOf(lengths),
	})
	return nil
}

// copyReference copies the files beside the reviews, as they were scanned.
func (b *build) copyReference() error {
	for _, s := range b.corpus.reference {
		data, err := s.read(b.x.opt.Corpus)
		if err != nil {
			return err
		}
		if err := os.WriteFile(filepath.Join(b.dir, s.path), data, 0o644); err != nil {
			return err
		}
	}
	return nil
}

// The steps of publishing, for Progress.
const publishSteps = 3

// publish seals the folder, tries whether it opens, and makes it current.
func (b *build) publish(ctx context.Context) error {
	step := func(n int) { b.x.opt.Progress(Progress{Phase: Publishing, Done: n, Total: publishSteps}) }
	step(0)
	m := Manifest{
		Format: format, Engine: b.x.opt.Backend.Version, Corpus: b.corpus.hash, Lists: b.corpus.lists(),
		Started: b.started.UTC(), Built: time.Now().UTC(),
	}
	m.Documents, m.Stats = totals(b.rows)
	if err := m.seal(ctx, b.dir, b.base); err != nil {
		return err
	}
	step(1)
	if err := b.try(ctx, m); err != nil {
		return err
	}
	step(2)
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := b.x.folder.publish(b.dir, b.name); err != nil {
		return err
	}
	step(publishSteps)
	b.result.Generation, b.result.Built, b.result.Full, b.result.Documents = b.name, true, b.base == nil, m.Documents
	return nil
}

// try opens the new generation, because one that does not open must not replace
// one that does, and asks the gate about it.
func (b *build) try(ctx context.Context, m Manifest) (err error) {
	// The files beside the reviews are copies of those that ref was decoded from.
	g := Generation{Name: b.name, Number: number(b.name), Dir: b.dir, Manifest: m, Reference: b.ref}
	engine, err := openEngine(ctx, b.x.opt.Backend, g)
	if err != nil {
		return err
	}
	defer func() {
		if closed := engine.Close(); closed != nil {
			err = errors.Join(err, fmt.Errorf("closing the new engine: %w", closed))
		}
	}()
	if documents := engine.Info().Documents; documents != m.Documents {
		return fmt.Errorf("the engine holds %d documents, the corpus %d", documents, m.Documents)
	}
	return b.askGate(ctx, engine)
}
