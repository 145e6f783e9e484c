package indexer_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"evidencestore/indexer"
	"evidencestore/search"
)

func openLive(t *testing.T, data string, f *fake) *indexer.Live {
	t.Helper()
	live, err := indexer.OpenLive(t.Context(), data, f.backend(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return live
}

func TestLiveAdoptsWhatAnotherPublishes(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	first := update(t, x)
	f := &fake{}
	live := openLive(t, data, f)
	put(corpus, "ant", "Bug")
	second := update(t, x)
	if got := live.Info().Generation; got != first.Generation {
		t.Errorf("serving %s before the refresh, want %s", got, first.Generation)
	}
	if err := live.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := live.Info().Generation; got != second.Generation {
		t.Errorf("serving %s after the refresh, want %s", got, second.Generation)
	}
	doc, err := live.Review(t.Context(), "ant")
	if err != nil || doc.Title != "Bug" {
		t.Errorf("Review: %+v, %v", doc, err)
	}
	if _, err := live.Review(t.Context(), "none"); !errors.Is(err, search.ErrNotFound) {
		t.Errorf("a review that is not there: %v", err)
	}
	if got := f.open.Load(); got != 1 {
		t.Errorf("%d engines open, want the old one closed", got)
	}
	if got := live.Status(); got.Generation != second.Generation || got.Documents != 1 || got.Stale || got.Built.IsZero() {
		t.Errorf("status: %+v", got)
	}
	live.Close()
	live.Close() // a second time does nothing
	if got := f.open.Load(); got != 0 {
		t.Errorf("%d engines open after Close", got)
	}
	for name, err := range map[string]error{"Search": errorOf(live.Search(t.Context(), nil)), "Review": errorOf(live.Review(t.Context(), "ant")), "Refresh": live.Refresh(t.Context())} {
		if !errors.Is(err, indexer.ErrClosed) {
			t.Errorf("%s after Close: %v", name, err)
		}
	}
}

func errorOf[T any](_ T, err error) error { return err }

// A search finishes on the generation it began on, and Close waits for it.
func TestRunningSearchKeepsItsGeneration(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
		x := newIndexer(t, corpus, data, &fake{})
		first := update(t, x)
		answer := make(chan struct{})
		f := &fake{}
		live := openLive(t, data, f)
		f.step = func(what string) error {
			if what == "search" {
				<-answer
			}
			return nil
		}
		got := make(chan string, 1)
		go func() {
			res, err := live.Search(t.Context(), nil)
			if err != nil {
				t.Errorf("Search: %v", err)
				res = &search.Response{}
			}
			got <- res.Generation
		}()
		synctest.Wait()
		put(corpus, "ant", "Bug")
		update(t, x)
		if err := live.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		if open := f.open.Load(); open != 2 {
			t.Errorf("%d engines open while the old one is searched, want 2", open)
		}
		closed := make(chan struct{})
		go func() {
			live.Close()
			close(closed)
		}()
		synctest.Wait()
		select {
		case <-closed:
			t.Error("Close did not wait for the search")
		default:
		}
		close(answer)
		<-closed
		if generation := <-got; generation != first.Generation {
			t.Errorf("the search was answered by %s, want %s", generation, first.Generation)
		}
		if open := f.open.Load(); open != 0 {
			t.Errorf("%d engines open after Close", open)
		}
	})
}

// Searches never meet a closed engine or a mixture, however often it is swapped.
func TestSearchesDuringSwaps(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "0", "bee": "0"}), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	update(t, x)
	f := &fake{}
	live := openLive(t, data, f)
	ctx, stop := context.WithCancel(t.Context())
	var searchers sync.WaitGroup
	for range 2 {
		searchers.Go(func() {
			for ctx.Err() == nil {
				res, err := live.Search(ctx, nil)
				if err != nil {
					t.Errorf("Search: %v", err)
					return
				}
				if len(res.Hits) != 2 || res.Hits[0].Title != res.Hits[1].Title {
					t.Errorf("a mixture: %+v", res.Hits)
					return
				}
			}
		})
	}
	for i := range 10 {
		put(corpus, "ant", fmt.Sprint(i))
		put(corpus, "bee", fmt.Sprint(i))
		update(t, x)
		if err := live.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
	}
	stop()
	searchers.Wait()
	live.Close()
	if got := f.open.Load(); got != 0 {
		t.Errorf("%d engines left open", got)
	}
}

// What cannot be opened is left alone for a while, logged once, and told in plain
// words; the old generation serves on.
func TestLiveKeepsTheOldWhereTheNewDoesNotOpen(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		corpus, data := newCorpus(t, map[string]string{"ant": "Old"}), t.TempDir()
		x := newIndexer(t, corpus, data, &fake{})
		first := update(t, x)
		var opened atomic.Int64
		var fails atomic.Bool
		f := &fake{step: func(what string) error {
			if what != "open" {
				return nil
			}
			opened.Add(1)
			if fails.Load() {
				return errors.New("too many open files")
			}
			return nil
		}}
		var log bytes.Buffer
		live, err := indexer.OpenLive(t.Context(), data, f.backend(), slog.New(slog.NewTextHandler(&log, nil)))
		if err != nil {
			t.Fatal(err)
		}
		defer live.Close()
		put(corpus, "ant", "New")
		second := update(t, x)
		opened.Store(0)
		fails.Store(true)
		ctx, stop := context.WithCancel(t.Context())
		defer stop()
		go live.Run(ctx, time.Second)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if opened.Load() != 1 || strings.Count(log.String(), "too many open files") != 1 {
			t.Errorf("opened %d times in ten seconds, want once; log:\n%s", opened.Load(), &log)
		}
		if s := live.Status(); s.Generation != first.Generation || !s.Stale || strings.Contains(strings.Join(s.Reasons, " "), "open files") {
			t.Errorf("status: %+v, want the old generation and a reason without internal text", s)
		}
		fails.Store(false)
		time.Sleep(2 * time.Minute)
		synctest.Wait()
		if s := live.Status(); s.Generation != second.Generation || s.Stale || ask(t, live)["ant"] != "New" {
			t.Errorf("status after it could be opened: %+v", s)
		}
		if err := os.Remove(filepath.Join(data, "index", "CURRENT")); err != nil {
			t.Fatal(err)
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if s := live.Status(); s.Generation != second.Generation || !s.Stale {
			t.Errorf("status without CURRENT: %+v", s)
		}
	})
}
