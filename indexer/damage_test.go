package indexer_test

import (
	"bytes"
	"context"
	"errors"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
	"evidencestore/search"
)

// twoGenerations publishes a corpus, then a change of it, and gives both names.
func twoGenerations(t *testing.T) (corpus fstest.MapFS, data, first, second string) {
	t.Helper()
	corpus, data = newCorpus(t, map[string]string{"ant": "Old"}), t.TempDir()
	corpus["thesaurus.toml"] = &fstest.MapFile{Data: []byte("# nothing yet\n"), ModTime: old}
	x := newIndexer(t, corpus, data, &fake{})
	first = update(t, x).Generation
	put(corpus, "ant", "New")
	second = update(t, x).Generation
	return corpus, data, first, second
}

// filesOf lists the files of a generation.
func filesOf(t *testing.T, dir string) []string {
	t.Helper()
	var files []string
	err := fs.WalkDir(os.DirFS(dir), ".", func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil || len(files) < 6 {
		t.Fatalf("files of a generation: %v, %v", files, err)
	}
	return files
}

// Any damage to any file of the published generation is noticed: the generation
// before is served if it is whole, and the next Update mends it.
func TestDamagedFiles(t *testing.T) {
	damages := map[string]func(t *testing.T, path string, data []byte){
		"a flipped bit": func(t *testing.T, path string, data []byte) {
			data[len(data)/2] ^= 1
			write(t, path, string(data))
		},
		"truncation":    func(t *testing.T, path string, data []byte) { write(t, path, string(data[:len(data)/2])) },
		"one byte more": func(t *testing.T, path string, data []byte) { write(t, path, string(data)+"\n") },
		"removal": func(t *testing.T, path string, _ []byte) {
			if err := os.Remove(path); err != nil {
				t.Fatal(err)
			}
		},
	}
	for name, damage := range damages {
		corpus, whole, first, second := twoGenerations(t)
		for _, file := range filesOf(t, filepath.Join(whole, "index", second)) {
			t.Run(name+" of "+file, func(t *testing.T) {
				t.Parallel()
				data := t.TempDir()
				if err := os.CopyFS(data, os.DirFS(whole)); err != nil { // unlinks what generations share
					t.Fatal(err)
				}
				path := filepath.Join(data, "index", second, file)
				content, err := os.ReadFile(path)
				if err != nil {
					t.Fatal(err)
				}
				damage(t, path, content)
				if got := titles(t, data)["ant"]; got != "Old" {
					t.Errorf("served %q, want the older generation", got)
				}
				live, err := indexer.OpenLive(t.Context(), data, (&fake{}).backend(), nil)
				if err != nil {
					t.Fatal(err)
				}
				defer live.Close()
				if s := live.Status(); s.Generation != first || !s.Stale {
					t.Errorf("status over a damaged index: %+v", s)
				}
				if got := update(t, newIndexer(t, corpus, data, &fake{})); !got.Built || !got.Full {
					t.Errorf("update over a damaged index: %+v, want a full build", got)
				}
				if err := live.Refresh(t.Context()); err != nil || ask(t, live)["ant"] != "New" || live.Status().Stale {
					t.Errorf("after it was mended: %+v, %v", live.Status(), err)
				}
			})
		}
	}
}

func TestDamagedCURRENT(t *testing.T) {
	tests := map[string]string{
		"empty":                 "",
		"garbage":               "\x00\xff\x00",
		"no line end":           "000002-",
		"points to nothing":     "000009-00000000\n",
		"points out of the way": "../../000001-00000000\n",
		"points to the lock":    "LOCK\n",
	}
	for name, content := range tests {
		t.Run(name, func(t *testing.T) {
			corpus, data, _, second := twoGenerations(t)
			write(t, filepath.Join(data, "index", "CURRENT"), content)
			checkMended(t, corpus, data, second)
		})
	}
	t.Run("missing", func(t *testing.T) {
		corpus, data, _, second := twoGenerations(t)
		if err := os.Remove(filepath.Join(data, "index", "CURRENT")); err != nil {
			t.Fatal(err)
		}
		checkMended(t, corpus, data, second)
	})
}

// checkMended wants the newest whole generation served at once, and a full build
// by the next Update.
func checkMended(t *testing.T, corpus fstest.MapFS, data, newest string) {
	t.Helper()
	live, err := indexer.OpenLive(t.Context(), data, (&fake{}).backend(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	if s := live.Status(); s.Generation != newest || !s.Stale {
		t.Errorf("status: %+v, want %s and stale", s, newest)
	}
	got := update(t, newIndexer(t, corpus, data, &fake{}))
	if !got.Built || !got.Full || !strings.HasPrefix(got.Generation, "000003-") {
		t.Errorf("update: %+v, want a full build of number 3", got)
	}
	if diff := cmp.Diff(map[string]string{"ant": "New"}, titles(t, data)); diff != "" {
		t.Errorf("documents served (-want +got):\n%s", diff)
	}
}

func TestNothingUsable(t *testing.T) {
	_, err := indexer.OpenLive(t.Context(), t.TempDir(), (&fake{}).backend(), nil)
	if !errors.Is(err, indexer.ErrNoGeneration) || !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("an empty data folder: %v", err)
	}
	_, data, _, _ := twoGenerations(t)
	backend := (&fake{}).backend()
	backend.Version = "fake 2"
	if _, err := indexer.OpenLive(t.Context(), data, backend, nil); !errors.Is(err, indexer.ErrNoGeneration) || !strings.Contains(err.Error(), "fake 1") {
		t.Errorf("generations of another engine: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := indexer.OpenLive(ctx, data, (&fake{}).backend(), nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// Of files that no decoder can read it is said that they are damaged, not what the
// decoder made of them.
func TestDamageIsToldBeforeFaults(t *testing.T) {
	_, data, _, second := twoGenerations(t)
	write(t, filepath.Join(data, "index", second, "lists.toml"), "\x00 = [")
	_, err := indexer.OpenGeneration(t.Context(), data, (&fake{}).backend(), second)
	if err == nil || !strings.Contains(err.Error(), "lists.toml is not as it was written") {
		t.Errorf("got %v", err)
	}
}

// An engine that panics on one generation does not keep the other from being
// served, and never gets published.
func TestPanicOnOpening(t *testing.T) {
	corpus, data, first, second := twoGenerations(t)
	backend := (&fake{}).backend()
	open := backend.Open
	backend.Open = func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
		if g.Name != first {
			panic("index out of range")
		}
		return open(ctx, dir, g)
	}
	var log bytes.Buffer
	live, err := indexer.OpenLive(t.Context(), data, backend, slog.New(slog.NewTextHandler(&log, nil)))
	if err != nil {
		t.Fatal(err)
	}
	live.Close()
	if got := live.Info().Generation; got != first || !strings.Contains(log.String(), "index out of range") {
		t.Errorf("serving %s, want %s; log:\n%s", got, first, &log)
	}
	put(corpus, "ant", "Newer")
	x, err := indexer.New(indexer.Options{Corpus: maps.Clone(corpus), Data: data, Backend: backend})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Update(t.Context(), false); err == nil || !strings.Contains(err.Error(), "panic") {
		t.Errorf("a generation that does not open: %v", err)
	}
	if diff := cmp.Diff([]string{first, second}, generations(t, data)); diff != "" {
		t.Errorf("generations (-want +got):\n%s", diff)
	}
}

func TestFolderThatCannotBeWritten(t *testing.T) {
	data := filepath.Join(t.TempDir(), "data")
	write(t, data, "a file where the folder should be")
	_, err := newIndexer(t, newCorpus(t, nil), data, &fake{}).Update(t.Context(), false)
	if err == nil || !strings.Contains(err.Error(), data) {
		t.Errorf("got %v, want an error that names %s", err, data)
	}
}

// Engines write files with modes of their own; whoever may read the index may read
// all of it.
func TestFilesOfAGenerationHaveOneMode(t *testing.T) {
	data := t.TempDir()
	result := update(t, newIndexer(t, newCorpus(t, map[string]string{"cow": "Cow"}), data, &fake{}))
	modes := map[fs.FileMode][]string{}
	err := filepath.WalkDir(filepath.Join(data, "index", result.Generation), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err == nil {
			modes[info.Mode()] = append(modes[info.Mode()], path)
		}
		return err
	})
	if err != nil || len(modes) != 1 {
		t.Errorf("modes of the files: %v, %v", modes, err)
	}
}
