package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidencestore/search/searchtest"
)

// TestFullBuildIsMerged holds that an index made from nothing is one segment and nothing
// else, although it was written in batches.
func TestFullBuildIsMerged(t *testing.T) {
	const documents = 2*batchSize + 100
	c := searchtest.Generate(5, searchtest.Shape{Reviews: 10, Topics: 3, Domains: 3})
	dir := filepath.Join(t.TempDir(), "a folder [with signs]")
	build := func(ctx context.Context) error {
		b, err := NewBuilder(dir, c.Reference)
		if err != nil {
			return err
		}
		for i := range documents {
			doc := *c.Reviews[i%len(c.Reviews)]
			doc.ID = fmt.Sprintf("made-up-%d", i)
			if _, err := b.Put(ctx, &doc); err != nil {
				return errors.Join(err, b.Close())
			}
		}
		return b.Commit(ctx)
	}
	if err := build(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "00000000ffff.zap"), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := sweep(dir); err != nil {
		t.Fatal(err)
	}
	files, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, f := range files {
		names = append(names, f.Name())
	}
	if len(names) != 3 || !strings.HasSuffix(names[0], segmentExt) || names[2] != spellingsFile {
		t.Errorf("files are %v, want one segment, the root and the spellings", names)
	}
	e, err := Open(t.Context(), dir, Options{Reference: c.Reference})
	if err != nil {
		t.Fatal(err)
	}
	defer e.Close()
	if n := e.Info().Documents; n != documents || len(e.segments) != 1 {
		t.Errorf("%d documents in %d segments, want %d in one", n, len(e.segments), documents)
	}
}

// TestMergingIsStopped holds that a build can be stopped while it is merged.
func TestMergingIsStopped(t *testing.T) {
	c := searchtest.Generate(5, searchtest.Shape{Reviews: 10, Topics: 3, Domains: 3})
	b, err := NewBuilder(t.TempDir(), c.Reference)
	if err != nil {
		t.Fatal(err)
	}
	defer b.Close()
	for _, doc := range c.Reviews {
		if _, err := b.Put(t.Context(), doc); err != nil {
			t.Fatal(err)
		}
		if err := errors.Join(b.flush(t.Context()), b.landed()); err != nil {
			t.Fatal(err)
		}
	}
	stopped, stop := context.WithCancel(t.Context())
	stop()
	if err := b.settle(stopped); !errors.Is(err, context.Canceled) {
		t.Errorf("error %v, want that of the context", err)
	}
}
