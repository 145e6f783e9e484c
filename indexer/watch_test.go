package indexer_test

import (
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"testing"
	"time"

	"evidencestore/indexer"
)

const (
	settle = 20 * time.Millisecond
	never  = time.Hour // for looks that no test waits for
)

// corpusFolder makes a folder that looks like a corpus from afar.
func corpusFolder(t *testing.T, dir, text string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Join(dir, "reviews"), 0o755); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{"lists.toml", "reviews/moon-knitting.md", "reviews/dragon-choir.md"} {
		writeText(t, filepath.Join(dir, file), text)
	}
	return dir
}

func writeText(t *testing.T, file, text string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

func must(t *testing.T, errs ...error) {
	t.Helper()
	if err := errors.Join(errs...); err != nil {
		t.Fatal(err)
	}
}

// await waits for a signal.
func await(t *testing.T, signals <-chan struct{}) {
	t.Helper()
	select {
	case _, ok := <-signals:
		if !ok {
			t.Fatal("the channel is closed")
		}
	case <-time.After(time.Minute):
		t.Fatal("no signal")
	}
}

// watched watches a folder until the test ends.
func watched(t *testing.T, dir string, scan time.Duration) <-chan struct{} {
	t.Helper()
	return indexer.Watch(t.Context(), dir, settle, scan, slog.New(slog.DiscardHandler))
}

func TestWatch(t *testing.T) {
	for _, tc := range []struct {
		name   string
		change func(t *testing.T, dir string)
	}{
		{"a review is written", func(t *testing.T, dir string) { writeText(t, filepath.Join(dir, "reviews", "dragon-choir.md"), "b") }},
		{"a review is added", func(t *testing.T, dir string) { writeText(t, filepath.Join(dir, "reviews", "moon-tea.md"), "a") }},
		{"a review is removed", func(t *testing.T, dir string) { must(t, os.Remove(filepath.Join(dir, "reviews", "dragon-choir.md"))) }},
		{"the thesaurus is added", func(t *testing.T, dir string) { writeText(t, filepath.Join(dir, "thesaurus.toml"), "a") }},
		{"an editor saves by renaming", func(t *testing.T, dir string) {
			file := filepath.Join(dir, "reviews", "dragon-choir.md")
			writeText(t, filepath.Join(dir, "reviews", ".save"), "b")
			must(t, os.Rename(filepath.Join(dir, "reviews", ".save"), file))
		}},
		{"a review becomes readable", func(t *testing.T, dir string) {
			must(t, os.Chmod(filepath.Join(dir, "reviews", "dragon-choir.md"), 0o644))
		}},
		{"the reviews are gone", func(t *testing.T, dir string) { must(t, os.RemoveAll(filepath.Join(dir, "reviews"))) }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := corpusFolder(t, t.TempDir(), "a")
			signals := watched(t, dir, never)
			tc.change(t, dir)
			await(t, signals)
		})
	}
}

// TestWatchReplacedFolders holds that what comes in the place of a folder is watched as
// the folder was.
func TestWatchReplacedFolders(t *testing.T) {
	aside := func(t *testing.T, dir, name string) {
		must(t, os.Rename(filepath.Join(dir, name), filepath.Join(t.TempDir(), "old")))
	}
	for _, tc := range []struct {
		name    string
		replace func(t *testing.T, dir string)
	}{
		{"the corpus", func(t *testing.T, dir string) {
			aside(t, dir, "corpus")
			corpusFolder(t, filepath.Join(dir, "corpus"), "b")
		}},
		{"the reviews", func(t *testing.T, dir string) {
			aside(t, dir, "corpus/reviews")
			corpusFolder(t, filepath.Join(dir, "corpus"), "b")
		}},
		{"removed and made again", func(t *testing.T, dir string) {
			must(t, os.RemoveAll(filepath.Join(dir, "corpus")))
			corpusFolder(t, filepath.Join(dir, "corpus"), "b")
		}},
		{"by a link", func(t *testing.T, dir string) {
			aside(t, dir, "corpus")
			must(t, os.Symlink(corpusFolder(t, t.TempDir(), "b"), filepath.Join(dir, "corpus")))
		}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			dir := t.TempDir()
			corpus := corpusFolder(t, filepath.Join(dir, "corpus"), "a")
			signals := watched(t, corpus, never)
			tc.replace(t, dir)
			await(t, signals)
			writeText(t, filepath.Join(corpus, "reviews", "moon-tea.md"), "c")
			await(t, signals)
		})
	}
}

// TestWatchVanishes holds that a folder that is gone for a while is taken up again.
func TestWatchVanishes(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "corpus")
	signals := watched(t, corpusFolder(t, dir, "a"), never)
	must(t, os.RemoveAll(dir))
	await(t, signals)
	corpusFolder(t, dir, "a")
	await(t, signals)
	writeText(t, filepath.Join(dir, "reviews", "dragon-choir.md"), "b")
	await(t, signals)
}

// TestWatchSwappedLinks holds that both ways of swapping a whole corpus by one link are
// seen: of the folder, as checkouts are published, and within it, as mounted volumes do.
func TestWatchSwappedLinks(t *testing.T) {
	swap := func(t *testing.T, link, to string) {
		t.Helper()
		must(t, os.Symlink(to, link+".new"), os.Rename(link+".new", link))
	}
	t.Run("of the folder", func(t *testing.T) {
		dir := t.TempDir()
		corpusFolder(t, filepath.Join(dir, "one", "corpus"), "a")
		corpusFolder(t, filepath.Join(dir, "two", "corpus"), "b")
		swap(t, filepath.Join(dir, "published"), "one")
		signals := watched(t, filepath.Join(dir, "published", "corpus"), never)
		swap(t, filepath.Join(dir, "published"), "two")
		await(t, signals)
		writeText(t, filepath.Join(dir, "two", "corpus", "reviews", "dragon-choir.md"), "c")
		await(t, signals)
	})
	t.Run("within it", func(t *testing.T) {
		dir := t.TempDir()
		corpusFolder(t, filepath.Join(dir, "..one"), "a")
		corpusFolder(t, filepath.Join(dir, "..two"), "b")
		swap(t, filepath.Join(dir, "..data"), "..one")
		must(t, os.Symlink("..data/reviews", filepath.Join(dir, "reviews")), os.Symlink("..data/lists.toml", filepath.Join(dir, "lists.toml")))
		signals := watched(t, dir, never)
		swap(t, filepath.Join(dir, "..data"), "..two")
		await(t, signals)
		writeText(t, filepath.Join(dir, "reviews", "dragon-choir.md"), "c")
		await(t, signals)
	})
}

// TestWatchLooks holds that changes of which nothing is told are seen: here of a file
// that lies elsewhere.
func TestWatchLooks(t *testing.T) {
	dir := corpusFolder(t, filepath.Join(t.TempDir(), "corpus"), "a")
	must(t, os.Mkdir(filepath.Join(dir, "elsewhere"), 0o755))
	file := filepath.Join(dir, "elsewhere", "moon-tea.md")
	writeText(t, file, "a")
	must(t, os.Symlink("../elsewhere/moon-tea.md", filepath.Join(dir, "reviews", "moon-tea.md")))
	signals := watched(t, dir, settle)
	writeText(t, file, "longer")
	await(t, signals)
}

func TestWatchEnds(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	signals := indexer.Watch(ctx, corpusFolder(t, t.TempDir(), "a"), settle, never, slog.New(slog.DiscardHandler))
	stop()
	for range signals { // until it is closed
		t.Error("a signal, although nothing has changed")
	}
}
