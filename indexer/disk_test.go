package indexer_test

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
)

// What a disk refuses, at whatever point of a build, is told with what to do, and
// leaves the published index alone.
func TestDiskRefuses(t *testing.T) {
	tests := map[string]struct {
		err  error
		want string
	}{
		"full":                     {syscall.ENOSPC, "is full: make room"},
		"full, in words alone":     {errors.New("persist err: " + syscall.ENOSPC.Error()), "is full: make room"},
		"over the quota":           {syscall.EDQUOT, "is full: make room"},
		"read-only":                {&fs.PathError{Op: "mkdir", Path: "x", Err: syscall.EROFS}, "read-only: make it writable"},
		"another user's":           {&fs.PathError{Op: "mkdir", Path: "x", Err: syscall.EACCES}, "readable and writable for the user"},
		"broken in another manner": {syscall.EIO, syscall.EIO.Error()},
	}
	for name, tt := range tests {
		for _, point := range []string{"new builder", "put bee", "commit", "close builder", "open"} {
			t.Run(name+" at "+point, func(t *testing.T) {
				corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
				f := &fake{}
				x := newIndexer(t, corpus, data, f)
				update(t, x)
				put(corpus, "bee", "Bee")
				f.step = func(what string) error {
					if what == point {
						return tt.err
					}
					return nil
				}
				_, err := x.Update(t.Context(), false)
				if !errors.Is(err, tt.err) || !strings.Contains(err.Error(), tt.want) {
					t.Errorf("got %v, want an error with %q", err, tt.want)
				}
				checkClean(t, data, map[string]string{"ant": "Ant"})
				f.step = nil
				update(t, x)
				checkClean(t, data, map[string]string{"ant": "Ant", "bee": "Bee"})
			})
		}
	}
}

// Something else stands where a file or folder of the index is wanted. What cannot be
// used is not removed, since somebody may have put it there, and is named.
func TestSomethingElseInTheWay(t *testing.T) {
	folder := func(t *testing.T, path string) {
		t.Helper()
		if err := errors.Join(os.RemoveAll(path), os.MkdirAll(filepath.Join(path, "x"), 0o755)); err != nil {
			t.Fatal(err)
		}
	}
	file := func(t *testing.T, path string) {
		t.Helper()
		if err := os.RemoveAll(path); err != nil {
			t.Fatal(err)
		}
		write(t, path, "a file")
	}
	tests := map[string]struct {
		path  string
		stand func(*testing.T, string)
	}{
		"a file for the index": {"index", file},
		"a folder for LOCK":    {"index/LOCK", folder},
		"a folder for CURRENT": {"index/CURRENT", folder},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			data := t.TempDir()
			x := newIndexer(t, newCorpus(t, map[string]string{"ant": "Ant"}), data, &fake{})
			update(t, x)
			path := filepath.Join(data, tt.path)
			tt.stand(t, path)
			for range 2 {
				if _, err := x.Update(t.Context(), true); err == nil || !strings.Contains(err.Error(), path) {
					t.Errorf("got %v, want an error that names %s", err, path)
				}
			}
			if _, err := os.Stat(path); err != nil {
				t.Errorf("what stood in the way was removed: %v", err)
			}
			if tt.path != "index" {
				checkClean(t, data, nil)
			}
		})
	}
}

// Where the file system has no hard links all is copied, and an update is no less right.
func TestFileSystemWithoutLinks(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	tried := 0
	x := newIndexer(t, corpus, data, &fake{})
	indexer.WithoutLinks(x, func(string, string) error {
		tried++
		return syscall.EPERM
	})
	first := update(t, x)
	put(corpus, "bee", "Bee")
	second := update(t, x)
	if second.Full || tried == 0 {
		t.Errorf("got %+v after %d links were tried, want an update", second, tried)
	}
	checkClean(t, data, map[string]string{"ant": "Ant", "bee": "Bee"})
	segment := filepath.Join("engine", "store", "000000.zap")
	a, errA := os.Stat(filepath.Join(data, "index", first.Generation, segment))
	b, errB := os.Stat(filepath.Join(data, "index", second.Generation, segment))
	if err := errors.Join(errA, errB); err != nil || os.SameFile(a, b) {
		t.Errorf("the segment is shared: %v", err)
	}
	all, err := indexer.Generations(t.Context(), data, (&fake{}).backend())
	if err != nil || len(all) != 2 || all[0].Err != nil || all[1].Err != nil {
		t.Errorf("generations: %+v, %v", all, err)
	}
}

// A vanishing corpus lets at most so many files be opened, and then none.
type vanishing struct {
	fs.FS
	left atomic.Int64
}

func (v *vanishing) Open(name string) (fs.File, error) {
	if v.left.Add(-1) < 0 {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	return v.FS.Open(name)
}

// A corpus that vanishes at any instant, as one that is unmounted, is never taken for
// an empty or a smaller one.
func TestCorpusVanishes(t *testing.T) {
	whole := map[string]string{"ant": "Ant", "bee": "Bee", "cat": "Cat"}
	for left := range 100 {
		corpus, data := newCorpus(t, whole), t.TempDir()
		update(t, newIndexer(t, corpus, data, &fake{}))
		put(corpus, "dog", "Dog")
		vanishes := &vanishing{FS: corpus}
		vanishes.left.Store(int64(left))
		x, err := indexer.New(indexer.Options{Corpus: vanishes, Data: data, Backend: (&fake{}).backend()})
		if err != nil {
			t.Fatal(err)
		}
		_, err = x.Update(t.Context(), false)
		if err == nil {
			if left < 10 {
				t.Errorf("published after %d files", left)
			}
			checkClean(t, data, map[string]string{"ant": "Ant", "bee": "Bee", "cat": "Cat", "dog": "Dog"})
			return
		}
		checkClean(t, data, whole)
		if got := update(t, newIndexer(t, corpus, data, &fake{})); !got.Built || got.Documents != 4 {
			t.Errorf("after it came back (%d): %+v", left, got)
		}
	}
	t.Error("never published")
}

// A file beside the reviews that is half written when it is read is read again, and
// what was wrong with the half is not remembered of the whole.
func TestReferenceFilesChangeWhileTheyAreRead(t *testing.T) {
	for _, name := range []string{"ratings.toml", "lists.toml", "thesaurus.toml", "questions.toml"} {
		t.Run(name, func(t *testing.T) {
			corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
			corpus["thesaurus.toml"] = thesaurus("ants")
			corpus["questions.toml"] = asks("ant")
			whole := corpus[name]
			half := &fstest.MapFile{Data: slices.Concat(whole.Data[:len(whole.Data)/2], []byte("\n= ")), ModTime: old}
			written := 2 // halves, until it is whole
			x, err := indexer.New(indexer.Options{Corpus: corpus, Data: data, Backend: (&fake{}).backend(), Progress: func(p indexer.Progress) {
				corpus[name] = whole
				if p.Phase == indexer.Checking && p.Done == p.Total && written > 0 {
					written--
					corpus[name] = half
				}
			}})
			if err != nil {
				t.Fatal(err)
			}
			if got := update(t, x); !got.Built {
				t.Errorf("got %+v", got)
			}
			checkClean(t, data, map[string]string{"ant": "Ant"})
		})
	}
}

// A clock that was put back since the last build makes no file look unchanged: within
// synctest it is the year 2000.
func TestClockThatWasPutBack(t *testing.T) {
	for name, mtime := range map[string]time.Time{"an old file": old, "a file of before then": time.Date(1999, 1, 2, 3, 4, 5, 0, time.UTC)} {
		t.Run(name, func(t *testing.T) {
			corpus, data := newCorpus(t, nil), t.TempDir()
			change := func(title string) {
				put(corpus, "ant", title)
				corpus["reviews/ant.md"].ModTime = mtime
			}
			change("Ant")
			x := newIndexer(t, corpus, data, &fake{})
			first := update(t, x)
			synctest.Test(t, func(t *testing.T) {
				change("Bug")
				second := update(t, x)
				if !second.Built || titles(t, data)["ant"] != "Bug" {
					t.Errorf("the change was not seen: %+v", second)
				}
				all, err := indexer.Generations(t.Context(), data, (&fake{}).backend())
				if err != nil || len(all) != 2 || all[0].Name != second.Generation || !all[0].Manifest.Built.Before(all[1].Manifest.Built) {
					t.Errorf("generations after %s: %+v, %v; want the newest by number first", first.Generation, all, err)
				}
			})
			if change("Fly"); mtime.Equal(old) && !update(t, x).Built {
				t.Error("a change was not seen with the clock put right, though the file is younger than the build")
			}
		})
	}
}

// A file or build from the future is only read more often.
func TestClockThatIsAhead(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	ahead := time.Now().Add(10 * 365 * 24 * time.Hour)
	for i := range 3 {
		put(corpus, "ant", fmt.Sprint("Ant ", i))
		corpus["reviews/ant.md"].ModTime = ahead
		if got := update(t, newIndexer(t, corpus, data, &fake{})); !got.Built {
			t.Errorf("change %d was not seen: %+v", i, got)
		}
	}
	if diff := cmp.Diff(map[string]string{"ant": "Ant 2"}, titles(t, data)); diff != "" {
		t.Errorf("documents served (-want +got):\n%s", diff)
	}
}

// Two programs on one data folder, building and rolling back as they like, take turns:
// whatever comes out is whole.
func TestTwoProgramsOnOneFolder(t *testing.T) {
	data := t.TempDir()
	corpora := []fstest.MapFS{newCorpus(t, map[string]string{"ant": "One"}), newCorpus(t, map[string]string{"ant": "Two"})}
	update(t, newIndexer(t, corpora[0], data, &fake{}))
	var programs sync.WaitGroup
	for i, corpus := range corpora {
		x := newIndexer(t, corpus, data, &fake{})
		programs.Go(func() {
			for round := range 5 {
				if _, err := x.Update(t.Context(), round%2 == i); err != nil {
					t.Errorf("program %d: %v", i, err)
				}
				if _, err := indexer.Rollback(t.Context(), data, (&fake{}).backend(), "", nil); err != nil && !strings.Contains(err.Error(), "no usable generation older") {
					t.Errorf("program %d: %v", i, err)
				}
			}
		})
	}
	programs.Wait()
	all, err := indexer.Generations(t.Context(), data, (&fake{}).backend())
	if err != nil {
		t.Fatal(err)
	}
	current := 0
	for _, l := range all {
		if l.Err != nil {
			t.Errorf("%s: %v", l.Name, l.Err)
		}
		if l.Current {
			current++
		}
	}
	if current != 1 {
		t.Errorf("%d of %d generations are current", current, len(all))
	}
	checkClean(t, data, nil)
}
