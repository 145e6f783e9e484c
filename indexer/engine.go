package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"evidencestore/search"
)

// EngineSums are the SHA-256 of the engine's files, by name in its folder. Whatever is
// known of a file with the same sum in another generation holds for it too.
func (g *Generation) EngineSums() map[string]string {
	sums := map[string]string{}
	for name, sum := range g.Manifest.Files {
		if in, ok := strings.CutPrefix(name, engineDir+"/"); ok {
			sums[in] = sum.SHA256
		}
	}
	return sums
}

// openEngine opens the engine of a generation. A panic, which broken files can
// cause deep in an engine, is an error like others.
func openEngine(ctx context.Context, backend Backend, g Generation) (engine search.Snapshot, err error) {
	defer func() {
		if p := recover(); p != nil {
			engine, err = nil, fmt.Errorf("opening the engine of %s: panic: %v", g.Dir, p)
		}
	}()
	engine, err = backend.Open(ctx, filepath.Join(g.Dir, engineDir), g)
	if err != nil {
		return nil, fmt.Errorf("opening the engine of %s: %w", g.Dir, err)
	}
	return engine, nil
}

// immutable is the extension of the engine's files that are never written again
// once they exist, so that generations may share them.
const immutable = ".zap"

// cloneEngine copies an engine's folder. Immutable files are linked; where that
// fails, as on some file systems, they are copied too.
func cloneEngine(ctx context.Context, from, to string, link func(from, to string) error) error {
	return filepath.WalkDir(from, func(path string, entry fs.DirEntry, err error) error {
		if err := cmp.Or(err, ctx.Err()); err != nil {
			return err
		}
		rel, err := filepath.Rel(from, path)
		if err != nil {
			return err
		}
		target := filepath.Join(to, rel)
		if entry.IsDir() {
			return os.MkdirAll(target, 0o755)
		}
		if filepath.Ext(path) == immutable && link(path, target) == nil {
			return nil
		}
		return copyFile(path, target)
	})
}

func copyFile(from, to string) (err error) {
	r, err := os.Open(from)
	if err != nil {
		return err
	}
	defer r.Close()
	w, err := os.Create(to)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, w.Close()) }()
	_, err = io.Copy(w, r)
	return err
}
