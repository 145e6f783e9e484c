package main

import (
	"context"
	"errors"
	"log/slog"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"evidencestore/indexer"
)

const quick = "[index]\nsettle = \"20ms\"\n[server]\nrate = 0.0\n"

// following is a made-up corpus that is served and watched.
type following struct {
	process
	server
	log *watch
	t   *testing.T
}

func follow(t *testing.T, config string) *following {
	t.Helper()
	f := &following{process: madeUp(t, "corpus"), log: newWatch("never"), t: t}
	writeFile(t, filepath.Join(f.dir, "config.toml"), config)
	f.server = f.serve(t, f.log)
	t.Cleanup(func() { f.stop() })
	return f
}

// review is the file of a review.
func (f *following) review(id string) string {
	return filepath.Join(f.dir, "corpus", "reviews", id+".md")
}

// edit replaces words in a review.
func (f *following) edit(id, old, new string) {
	f.t.Helper()
	text := readFile(f.t, f.review(id))
	if !strings.Contains(text, old) {
		f.t.Fatalf("%s does not hold %q", id, old)
	}
	writeFile(f.t, f.review(id), strings.Replace(text, old, new, 1))
}

// served waits for the next generation, and checks that it holds a word.
func (f *following) served(word string) {
	f.t.Helper()
	f.log.wait(f.t, "serving a new generation")
	if _, body := get(f.t, f.address+"/api/v1/search?verbatim=true&q="+word); !strings.Contains(body, `"total":1,`) {
		f.t.Errorf("%q is not served: %s", word, body)
	}
}

// ready checks what /readyz says.
func (f *following) ready(want string) string {
	f.t.Helper()
	status, body := get(f.t, f.address+"/readyz")
	if status != http.StatusOK || !strings.Contains(body, want) {
		f.t.Errorf("/readyz: got %d and %s, want %d and %s", status, body, http.StatusOK, want)
	}
	return body
}

// TestServeFollowsTheCorpus holds that an edit goes live, that a faulty one changes
// nothing and is told with its place, that mending it is enough, and that no request
// fails meanwhile.
func TestServeFollowsTheCorpus(t *testing.T) {
	f := follow(t, quick)
	var asking sync.WaitGroup
	done := make(chan struct{})
	asking.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
			}
			if status, body := get(t, f.address+"/api/v1/search?q=dragons"); status != http.StatusOK {
				t.Errorf("status %d: %s", status, body)
			}
		}
	})
	f.edit("moon-knitting", "warm socks", "woollen mittens")
	f.served("mittens")
	f.edit("moon-knitting", `evidence_to = "2020"`, `evidence_to = "two thousand"`)
	f.log.wait(t, "the earlier one answers")
	body := f.ready(`"fault_count":1,"faults":[{"file":"reviews/moon-knitting.md","line":11}]`)
	if strings.Contains(body, "two thousand") {
		t.Errorf("/readyz quotes the file: %s", body)
	}
	f.edit("moon-knitting", `evidence_to = "two thousand"`, `evidence_to = "2021"`)
	f.edit("moon-knitting", "mittens", "gauntlets")
	f.served("gauntlets")
	f.log.wait(t, "nothing stands in the way")
	f.ready(`"stale":false,"reasons":[],`)
	f.ready(`"fault_count":0,"faults":[]`)
	close(done)
	asking.Wait()
}

// TestServeFollowsAnotherFolder holds that a folder put in the place of the corpus is
// read, and not the old one that was open.
func TestServeFollowsAnotherFolder(t *testing.T) {
	f := follow(t, quick)
	corpus := filepath.Join(f.dir, "corpus")
	if err := errors.Join(os.CopyFS(corpus+".new", os.DirFS(corpus)), os.Rename(corpus, corpus+".old"), os.Rename(corpus+".new", corpus)); err != nil {
		t.Fatal(err)
	}
	f.edit("moon-knitting", "warm socks", "woollen mittens")
	f.served("mittens")
}

// TestServeHangup holds that SIGHUP does what watching would have done.
func TestServeHangup(t *testing.T) {
	f := &following{process: madeUp(t, "corpus"), log: newWatch("never"), t: t}
	writeFile(t, filepath.Join(f.dir, "config.toml"), "[index]\nwatch = false\n")
	hangup := make(chan os.Signal, 1)
	f.server = f.serveWith(t, f.log, func(env *Environment) { env.Hangup = func() <-chan os.Signal { return hangup } })
	defer f.stop()
	f.edit("moon-knitting", "warm socks", "woollen mittens")
	hangup <- syscall.SIGHUP
	f.served("mittens")
}

// TestServeWithoutTheFolder holds that the index answers while the corpus is gone, and
// follows it again when it is back.
func TestServeWithoutTheFolder(t *testing.T) {
	f := follow(t, quick)
	corpus := filepath.Join(f.dir, "corpus")
	if err := os.Rename(corpus, corpus+".gone"); err != nil {
		t.Fatal(err)
	}
	f.log.wait(t, "the earlier one answers")
	f.ready(`"stale":true,"reasons":["the index could not be brought up to the corpus`)
	if err := os.Rename(corpus+".gone", corpus); err != nil {
		t.Fatal(err)
	}
	f.log.wait(t, "nothing stands in the way")
	f.ready(`"stale":false`)
	f.edit("moon-knitting", "warm socks", "woollen mittens")
	f.served("mittens")
}

// TestServeStartsWithoutTheFolder holds that a start while the corpus is not there yet, as
// a folder that is mounted late, is answered from the index.
func TestServeStartsWithoutTheFolder(t *testing.T) {
	f := &following{process: madeUp(t, "corpus"), log: newWatch("never"), t: t}
	writeFile(t, filepath.Join(f.dir, "config.toml"), quick)
	f.mustRun(t, "index")
	corpus := filepath.Join(f.dir, "corpus")
	if err := os.Rename(corpus, corpus+".gone"); err != nil {
		t.Fatal(err)
	}
	f.server = f.serve(t, f.log)
	defer f.stop()
	f.log.wait(t, "the earlier one answers")
	f.ready(`"stale":true`)
	if err := os.Rename(corpus+".gone", corpus); err != nil {
		t.Fatal(err)
	}
	f.log.wait(t, "nothing stands in the way")
	f.ready(`"stale":false`)
}

// TestServeHeld holds that what an operator took back is not built again until the
// corpus changes.
func TestServeHeld(t *testing.T) {
	f := &following{process: madeUp(t, "corpus"), log: newWatch("never"), t: t}
	writeFile(t, filepath.Join(f.dir, "config.toml"), strings.Replace(quick, "[index]\n", "[index]\npoll = \"100ms\"\n", 1))
	hangup := make(chan os.Signal, 1)
	f.server = f.serveWith(t, f.log, func(env *Environment) { env.Hangup = func() <-chan os.Signal { return hangup } })
	defer f.stop()
	f.edit("moon-knitting", "warm socks", "woollen mittens")
	f.served("mittens")
	cfg := defaults()
	if _, err := indexer.Rollback(t.Context(), filepath.Join(f.dir, "data"), engine(&cfg), "", nil); err != nil {
		t.Fatal(err)
	}
	f.served("socks")
	hangUp := func() { // the second is heard when the update for the first is over
		t.Helper()
		for range 2 {
			hangup <- syscall.SIGHUP
			f.log.wait(t, "asked to bring the index up")
		}
	}
	hangUp()
	if !strings.Contains(f.log.String(), "as it was when it was rolled back") {
		t.Errorf("the log does not tell of the rollback:\n%s", f.log)
	}
	f.ready(`"generation":"000001-`)
	f.ready(`"held":true`)
	f.edit("moon-knitting", "mittens", "gauntlets")
	f.served("gauntlets")
	hangUp()
	f.ready(`"held":false`)
}

// TestServeKeepsRatings holds that a rating does not change without a dated reason.
func TestServeKeepsRatings(t *testing.T) {
	f := follow(t, quick)
	f.edit("dragon-choir", `effect = "`+ratingOf(t, f)+`"`, `effect = "negative"`)
	f.log.wait(t, "without a dated reason")
	f.ready(`"faults":[{"file":"reviews/dragon-choir.md"`)
}

func ratingOf(t *testing.T, f *following) string {
	t.Helper()
	_, after, _ := strings.Cut(readFile(t, f.review("dragon-choir")), `effect = "`)
	level, _, found := strings.Cut(after, `"`)
	if !found {
		t.Fatal("no rating")
	}
	return level
}

// TestServeTellsFaultsOnce holds that the same faults are not logged with every look.
func TestServeTellsFaultsOnce(t *testing.T) {
	f := &following{process: madeUp(t, "corpus"), log: newWatch("never"), t: t}
	hangup := make(chan os.Signal, 1)
	f.mustRun(t, "index")
	writeFile(t, f.review("bad"), "no front matter")
	f.server = f.serveWith(t, f.log, func(env *Environment) { env.Hangup = func() <-chan os.Signal { return hangup } })
	f.log.wait(t, "the earlier one answers")
	hangup <- syscall.SIGHUP
	f.log.wait(t, "asked to bring")
	f.log.wait(t, "the corpus is as it was when it failed")
	f.stop()
	if got := strings.Count(f.log.String(), "fault in the corpus"); got != 1 {
		t.Errorf("told %d times:\n%s", got, f.log)
	}
}

// TestUpkeepTriesAgain holds that what failed is tried again after growing waits, and at
// once when something changes.
func TestUpkeepTriesAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		ctx, stop := context.WithCancel(t.Context())
		changed := make(chan struct{}, 1)
		var waits []time.Duration
		last, failing := time.Now(), true
		u := upkeep{changed: changed, log: slog.New(slog.DiscardHandler), update: func(context.Context) error {
			waits = append(waits, time.Since(last))
			last = time.Now()
			if failing {
				return errors.New("the disk of the moon is full")
			}
			return nil
		}}
		var running sync.WaitGroup
		running.Go(func() { u.run(ctx, true) })
		time.Sleep(31 * time.Minute)
		synctest.Wait()
		const second, minute = time.Second, time.Minute
		want := []time.Duration{0, 10 * second, 20 * second, 40 * second, 80 * second, 160 * second, 320 * second, 10 * minute, 10 * minute}
		if !slices.Equal(waits, want) {
			t.Errorf("waited %v, want %v", waits, want)
		}
		failing = false
		changed <- struct{}{}
		synctest.Wait()
		done := len(waits)
		if done != len(want)+1 {
			t.Error("not tried when something changed")
		}
		time.Sleep(time.Hour)
		synctest.Wait()
		if len(waits) != done {
			t.Error("tried again though it was well")
		}
		stop()
		running.Wait()
	})
}
