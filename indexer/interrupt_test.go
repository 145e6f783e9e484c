package indexer_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
)

var (
	before = map[string]string{"ant": "Ant", "bee": "Bee", "cat": "Cat"}
	after  = map[string]string{"ant": "Ant", "bee": "Hornet", "dog": "Dog"}
)

// interruptible publishes before, changes the corpus to after, and gives an Indexer
// that calls at at every point of a build where something can happen to it.
func interruptible(t *testing.T, first bool, at func(point string) error) (x *indexer.Indexer, corpus fstest.MapFS, data string) {
	t.Helper()
	data = t.TempDir()
	if !first {
		update(t, newIndexer(t, newCorpus(t, before), data, &fake{}))
	}
	corpus = newCorpus(t, after)
	f := &fake{step: at}
	x, err := indexer.New(indexer.Options{
		Corpus: corpus, Data: data, Backend: f.backend(),
		Progress: func(p indexer.Progress) { _ = at(fmt.Sprintf("%s %d/%d", p.Phase, p.Done, p.Total)) },
	})
	if err != nil {
		t.Fatal(err)
	}
	return x, corpus, data
}

// points are all points of a build, in their order.
func points(t *testing.T, first bool) []string {
	t.Helper()
	var all []string
	x, _, _ := interruptible(t, first, func(point string) error {
		all = append(all, point)
		return nil
	})
	update(t, x)
	if len(all) < 15 {
		t.Fatalf("only %d points: %q", len(all), all)
	}
	return all
}

// eachPoint runs a subtest for each point of a first build and of a delta.
func eachPoint(t *testing.T, run func(t *testing.T, first bool, n int)) {
	for _, first := range []bool{true, false} {
		for n, point := range points(t, first) {
			name := "delta: " + point
			if first {
				name = "first build: " + point
			}
			t.Run(name, func(t *testing.T) {
				t.Parallel()
				run(t, first, n)
			})
		}
	}
}

// A kill is a copy of the data folder taken in mid-build: it holds what another
// process finds afterwards.
func TestKilledAtEveryPoint(t *testing.T) {
	eachPoint(t, func(t *testing.T, first bool, n int) {
		var data, killed string
		count := 0
		x, corpus, data := interruptible(t, first, func(string) error {
			if count++; count == n+1 {
				killed = t.TempDir()
				return os.CopyFS(killed, os.DirFS(data))
			}
			return nil
		})
		update(t, x)
		live, err := indexer.OpenLive(t.Context(), killed, (&fake{}).backend(), nil)
		if first && errors.Is(err, indexer.ErrNoGeneration) {
			err = nil // there was no old one yet
		} else if err == nil {
			if got := ask(t, live); !maps.Equal(got, before) && !maps.Equal(got, after) {
				t.Errorf("half a build is served: %v", got)
			}
			live.Close()
		}
		if err != nil {
			t.Fatalf("opening after the kill: %v", err)
		}
		update(t, newIndexer(t, corpus, killed, &fake{}))
		checkClean(t, killed, after)
	})
}

// Readers of CURRENT see the old or the new, so it is never written in place.
func TestCURRENTIsReplaced(t *testing.T) {
	corpus, data := newCorpus(t, before), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	first := update(t, x)
	f, err := os.Open(filepath.Join(data, "index", "CURRENT"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	remove(corpus, "ant")
	update(t, x)
	if got, err := io.ReadAll(f); err != nil || string(got) != first.Generation+"\n" {
		t.Errorf("a reader that opened CURRENT before finds %q, %v; want %s", got, err, first.Generation)
	}
}

// checkClean wants these documents served, and nothing unfinished left.
func checkClean(t *testing.T, data string, want map[string]string) {
	t.Helper()
	if len(want) > 0 {
		if diff := cmp.Diff(want, titles(t, data)); diff != "" {
			t.Errorf("documents served (-want +got):\n%s", diff)
		}
	}
	entries, err := os.ReadDir(filepath.Join(data, "index"))
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), ".tmp") {
			t.Errorf("%s was left behind", e.Name())
		}
	}
}

// old or new, and nothing unfinished, wherever the build is cancelled.
func TestCancelledAtEveryPoint(t *testing.T) {
	eachPoint(t, func(t *testing.T, first bool, n int) {
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		count := 0
		x, corpus, data := interruptible(t, first, func(string) error {
			if count++; count == n+1 {
				cancel()
			}
			return nil
		})
		_, err := x.Update(ctx, false)
		want := after
		if err != nil {
			if !errors.Is(err, context.Canceled) {
				t.Errorf("got %v, want the context's error", err)
			}
			if want = before; first {
				want = nil
			}
		}
		checkClean(t, data, want)
		update(t, newIndexer(t, corpus, data, &fake{}))
		checkClean(t, data, after)
	})
}

func TestEngineFailsAtEveryPoint(t *testing.T) {
	broken := errors.New("no space left on device")
	eachPoint(t, func(t *testing.T, first bool, n int) {
		count := 0
		ignored := false
		x, corpus, data := interruptible(t, first, func(point string) error {
			if count++; count == n+1 {
				ignored = strings.Contains(point, "/") // progress cannot fail
				return broken
			}
			return nil
		})
		_, err := x.Update(t.Context(), false)
		want := after
		if !ignored {
			if !errors.Is(err, broken) {
				t.Errorf("got %v, want the engine's error", err)
			}
			if want = before; first {
				want = nil
			}
		}
		checkClean(t, data, want)
		update(t, newIndexer(t, corpus, data, &fake{}))
		checkClean(t, data, after)
	})
}

// A file that changes between the scan and the decoding is never half believed.
func TestCorpusChangesWhileItIsRead(t *testing.T) {
	f := &fake{}
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	changes := 1
	x, err := indexer.New(indexer.Options{Corpus: corpus, Data: data, Backend: f.backend(), Progress: func(p indexer.Progress) {
		if p.Phase == indexer.Checking && p.Done == p.Total && changes > 0 {
			changes--
			put(corpus, "ant", fmt.Sprint("Ant ", changes))
		}
	}})
	if err != nil {
		t.Fatal(err)
	}
	update(t, x)
	if diff := cmp.Diff(map[string]string{"ant": "Ant 0"}, titles(t, data)); diff != "" {
		t.Errorf("documents served (-want +got):\n%s", diff)
	}
	changes = 100
	if _, err := x.Update(t.Context(), true); err == nil || !strings.Contains(err.Error(), "changed while it was read") {
		t.Errorf("a corpus that never rests: %v", err)
	}
	checkClean(t, data, map[string]string{"ant": "Ant 0"})
}

// While one process builds, another waits and says so, until its context ends.
func TestBuildsWaitForEachOther(t *testing.T) {
	building, finish := make(chan struct{}), make(chan struct{})
	f := &fake{step: func(what string) error {
		if what == "commit" {
			close(building)
			<-finish
		}
		return nil
	}}
	corpus, data := newCorpus(t, before), t.TempDir()
	first := make(chan error, 1)
	go func() {
		_, err := newIndexer(t, corpus, data, f).Update(t.Context(), false)
		first <- err
	}()
	<-building
	waiting := make(signal, 1)
	second, err := indexer.New(indexer.Options{
		Corpus: corpus, Data: data, Backend: (&fake{}).backend(), Log: slog.New(slog.NewTextHandler(waiting, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	go func() {
		<-waiting
		cancel()
	}()
	if _, err := second.Update(ctx, false); !errors.Is(err, context.Canceled) || !strings.Contains(err.Error(), "LOCK") {
		t.Errorf("the second build: %v, want that it waited for the lock", err)
	}
	close(finish)
	if err := <-first; err != nil {
		t.Errorf("the first build: %v", err)
	}
	if got := update(t, second); got.Built {
		t.Errorf("after the lock was free: %+v, want nothing to do", got)
	}
}

// A signal is a log that only says that something was logged.
type signal chan struct{}

func (s signal) Write(p []byte) (int, error) {
	select {
	case s <- struct{}{}:
	default:
	}
	return len(p), nil
}
