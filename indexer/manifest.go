package indexer

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"evidencestore/search"
)

const (
	manifestFile = "manifest.json"
	engineDir    = "engine"
)

// format is the version of everything in a generation that is not the engine's.
// It also stands for what review.Decode makes of a file, because unchanged files
// are not decoded again. History:
//
//	1  first format
//	2  table.jsonl: a list for each row, times as numbers, lengths in the order of search.TextFields
const format = 2

// A Manifest says what a generation holds. It is written last, and only a
// generation that agrees with it in every byte is used.
type Manifest struct {
	Format    int                `json:"format"`
	Engine    string             `json:"engine"` // version of the backend
	Corpus    string             `json:"corpus"` // SHA-256 over the whole corpus
	Lists     string             `json:"lists"`  // SHA-256 of lists.toml, whose labels are indexed
	Started   time.Time          `json:"started"`
	Built     time.Time          `json:"built"` // for people only
	Documents int                `json:"documents"`
	Stats     search.Stats       `json:"stats"`
	Files     map[string]FileSum `json:"files"` // by slash-separated path in the generation
	Sum       string             `json:"sum"`   // SHA-256 of this manifest with Sum empty
}

// A FileSum tells whether a file is as it was written.
type FileSum struct {
	Size   int64  `json:"size"` // in bytes
	SHA256 string `json:"sha256"`
}

// encode gives the manifest's only valid bytes.
func (m Manifest) encode() ([]byte, error) {
	m.Sum = ""
	data, err := json.MarshalIndent(m, "", "  ")
	if err != nil {
		return nil, err
	}
	m.Sum = hashOf(data)
	data, err = json.MarshalIndent(m, "", "  ")
	return append(data, '\n'), err
}

// readManifest reads the manifest of a generation of this format and engine.
func readManifest(dir, engine string) (*Manifest, error) {
	path := filepath.Join(dir, manifestFile)
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("reading the manifest: %w", err)
	}
	var m Manifest
	if err := json.Unmarshal(data, &m); err != nil {
		return nil, fmt.Errorf("reading %s: %w", path, err)
	}
	if m.Format != format || m.Engine != engine {
		return nil, fmt.Errorf("%s is of format %d and engine %q, this program writes format %d and engine %q", dir, m.Format, m.Engine, format, engine)
	}
	if whole, err := m.encode(); err != nil || !bytes.Equal(whole, data) {
		return nil, fmt.Errorf("%s is not as it was written", path)
	}
	return &m, nil
}

// verify compares every file of a generation with the manifest, on all processors. It
// begins with the largest, so that none of them has a large one left at the end.
func (m *Manifest) verify(ctx context.Context, dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("checking a generation: %w", err)
	}
	defer root.Close()
	names := slices.SortedFunc(maps.Keys(m.Files), func(a, b string) int {
		return cmp.Or(cmp.Compare(m.Files[b].Size, m.Files[a].Size), strings.Compare(a, b))
	})
	errs := make([]error, len(names))
	var next atomic.Int64
	var failed atomic.Bool
	var all sync.WaitGroup
	for range min(len(names), runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(names) && !failed.Load(); i = int(next.Add(1)) - 1 {
				if errs[i] = m.verifyFile(ctx, root, names[i]); errs[i] != nil {
					failed.Store(true)
				}
			}
		})
	}
	all.Wait()
	return cmp.Or(errs...)
}

func (m *Manifest) verifyFile(ctx context.Context, root *os.Root, name string) error {
	f, err := root.Open(name)
	if err != nil {
		return fmt.Errorf("checking %s: %w", root.Name(), err)
	}
	defer f.Close()
	sum, err := sumOf(ctx, f)
	if err != nil {
		return fmt.Errorf("checking %s: %w", root.Name(), err)
	}
	if want := m.Files[name]; sum != want {
		return fmt.Errorf("%s is not as it was written: %d bytes with SHA-256 %s, want %d bytes with %s",
			filepath.Join(root.Name(), name), sum.Size, sum.SHA256, want.Size, want.SHA256)
	}
	return nil
}

// seal flushes every file and folder of a finished generation to the disk and
// writes the manifest over them. base may be nil.
func (m *Manifest) seal(ctx context.Context, dir string, base *base) error {
	folders, err := m.sumAll(ctx, dir, base)
	if err != nil {
		return fmt.Errorf("sealing %s: %w", dir, err)
	}
	data, err := m.encode()
	if err != nil {
		return fmt.Errorf("sealing %s: %w", dir, err)
	}
	if err := writeSynced(filepath.Join(dir, manifestFile), data); err != nil {
		return err
	}
	for _, name := range slices.Backward(folders) {
		if err := syncDir(filepath.Join(dir, name)); err != nil {
			return err
		}
	}
	return nil
}

// sumAll flushes every file to the disk, takes the sums and lists the folders. What is
// shared with base, which has just been verified, is on the disk and is not read again.
func (m *Manifest) sumAll(ctx context.Context, dir string, base *base) (folders []string, err error) {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, err
	}
	defer root.Close()
	table, err := root.Stat(tableFile)
	if err != nil {
		return nil, err
	}
	mode := table.Mode().Perm() // what the umask leaves, for all files alike
	m.Files = map[string]FileSum{}
	err = fs.WalkDir(root.FS(), ".", func(name string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir():
			folders = append(folders, name)
			return ctx.Err()
		}
		if sum, ok := base.shares(dir, name); ok {
			m.Files[name] = sum
			return ctx.Err()
		}
		if err := root.Chmod(name, mode); err != nil { // engines have modes of their own
			return err
		}
		m.Files[name], err = sumFile(root, name, true)
		return errors.Join(err, ctx.Err())
	})
	return folders, err
}

// shares says whether a file is one file in base and in the folder of its successor,
// and gives its sum. A nil base shares nothing.
func (b *base) shares(dir, name string) (FileSum, bool) {
	if b == nil || filepath.Ext(name) != immutable {
		return FileSum{}, false
	}
	was, err := os.Stat(filepath.Join(b.Dir, name))
	if err != nil {
		return FileSum{}, false
	}
	is, err := os.Stat(filepath.Join(dir, name))
	sum := b.Manifest.Files[name]
	return sum, err == nil && os.SameFile(was, is) && sum.SHA256 != "" && sum.Size == is.Size()
}

// sumFile hashes a file, and flushes it to the disk where sync is set.
func sumFile(root *os.Root, name string, sync bool) (sum FileSum, err error) {
	f, err := root.Open(name)
	if err != nil {
		return sum, err
	}
	defer f.Close()
	if sync {
		if err := f.Sync(); err != nil {
			return sum, err
		}
	}
	return sumOf(context.Background(), f)
}

// sumOf hashes what it reads, block by block until ctx ends.
func sumOf(ctx context.Context, r io.Reader) (sum FileSum, err error) {
	h := sha256.New()
	block := make([]byte, 64<<10)
	for ctx.Err() == nil {
		n, err := r.Read(block)
		h.Write(block[:n])
		sum.Size += int64(n)
		if errors.Is(err, io.EOF) {
			sum.SHA256 = hex.EncodeToString(h.Sum(nil))
			return sum, nil
		}
		if err != nil {
			return sum, err
		}
	}
	return sum, ctx.Err()
}

// hashLength is that of a hash as text.
const hashLength = 2 * sha256.Size

func hashOf(data []byte) string {
	sum := sha256.Sum256(data)
	return hex.EncodeToString(sum[:])
}

// writeSynced writes a file that is on the disk when it returns.
func writeSynced(path string, data []byte) error {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	_, err = f.Write(data)
	if err == nil {
		err = f.Sync()
	}
	if err := errors.Join(err, f.Close()); err != nil {
		return fmt.Errorf("writing: %w", err)
	}
	return nil
}

// syncDir flushes the names in a folder to the disk.
func syncDir(path string) error {
	if runtime.GOOS == "windows" { // folders cannot be flushed there
		return nil
	}
	d, err := os.Open(path)
	if err != nil {
		return fmt.Errorf("flushing a folder: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("flushing the folder %s: %w", path, err)
	}
	return nil
}
