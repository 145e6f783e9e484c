package indexer

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/fsnotify/fsnotify"

	"evidencestore/review"
)

// restless is after how many times the wait for quiet a folder that never rests is
// taken up all the same.
const restless = 10

// Watch signals when a corpus folder has changed and then been quiet for settle, or
// when it does not come to rest at all. It is told of changes by the file system, and
// looks at the names, sizes and times of all files every scan, since some file systems
// tell nothing. A folder that is replaced, or goes and comes back, is watched again.
// Signals that nobody has received yet become one. The channel is closed when ctx ends.
func Watch(ctx context.Context, dir string, settle, scan time.Duration, log *slog.Logger) <-chan struct{} {
	w := &watcher{dir: filepath.Clean(dir), settle: settle, log: log, signals: make(chan struct{}, 1)}
	events, err := fsnotify.NewWatcher()
	if err != nil {
		w.slowly(err)
	}
	w.events = events
	w.watchPlaces()
	w.seen = w.look(ctx)
	go w.run(ctx, scan)
	return w.signals
}

// A watcher watches one corpus folder.
type watcher struct {
	dir     string
	settle  time.Duration
	log     *slog.Logger
	signals chan struct{}

	events *fsnotify.Watcher // nil where the system has none to give
	warned bool
	places map[string]bool // paths that matter although no file of the corpus is there
	seen   [sha256.Size]byte

	quiet   *time.Timer
	waiting bool      // for quiet
	latest  time.Time // when waiting ends at the latest
	told    bool      // the file system told of a change, else it was seen
	certain bool      // something has changed, whatever the next look shows
}

func (w *watcher) run(ctx context.Context, scan time.Duration) {
	defer close(w.signals)
	var events chan fsnotify.Event
	var failed chan error
	if w.events != nil {
		defer func() { _ = w.events.Close() }()
		events, failed = w.events.Events, w.events.Errors
	}
	w.quiet = time.NewTimer(0)
	defer w.quiet.Stop()
	slow := time.NewTicker(scan)
	defer slow.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case event := <-events:
			if w.matters(event.Name) {
				w.told, w.certain = true, w.certain || event.Op != fsnotify.Chmod
				w.await()
			}
		case err := <-failed: // some events are lost, most likely
			w.log.Debug("watching the corpus", "error", err)
			w.told, w.certain = true, true
			w.await()
		case <-slow.C:
			w.watchPlaces()
			if !w.waiting && w.differs(ctx) {
				w.certain = true
				w.await()
			}
		case <-w.quiet.C:
			if w.waiting {
				w.settled(ctx)
			}
		}
	}
}

// await begins to wait for quiet, or to wait anew.
func (w *watcher) await() { w.quiet.Reset(w.wait(time.Now())) }

// wait gives how long to wait from now on.
func (w *watcher) wait(now time.Time) time.Duration {
	if !w.waiting {
		w.waiting, w.latest = true, now.Add(restless*w.settle)
	}
	return min(w.settle, max(w.latest.Sub(now), 0))
}

// settled signals once there was quiet. Where the file system tells nothing, that is
// when two looks see the same.
func (w *watcher) settled(ctx context.Context) {
	w.watchPlaces()
	differs := w.differs(ctx)
	if differs && !w.told && time.Now().Before(w.latest) {
		w.await()
		return
	}
	if differs || w.certain {
		select {
		case w.signals <- struct{}{}:
		default: // one that waits to be received says it already
		}
	}
	w.waiting, w.told, w.certain = false, false, false
}

// matters says whether a change of this path can change the corpus.
func (w *watcher) matters(path string) bool {
	if w.places[path] {
		return true
	}
	folder, name := filepath.Split(path)
	swap := strings.HasPrefix(name, "..") // a link through which mounted volumes swap their whole content
	switch filepath.Clean(folder) {
	case w.dir:
		return swap || slices.Contains(referenceFiles, name)
	case filepath.Join(w.dir, review.ReviewsDir):
		return swap || !ignored(name)
	}
	return false
}

// watchPlaces has the file system tell of the folder, of its reviews, and of what could
// put others in their places. It does so anew each time: what a path names may have
// been replaced, and the file system tells of what it named before.
func (w *watcher) watchPlaces() {
	reviews := filepath.Join(w.dir, review.ReviewsDir)
	w.places = map[string]bool{w.dir: true, reviews: true}
	above := []string{filepath.Dir(w.dir)}
	for path := w.dir; path != filepath.Dir(path); path = filepath.Dir(path) {
		if info, err := os.Lstat(path); err == nil && info.Mode()&fs.ModeSymlink != 0 {
			w.places[path] = true
			above = append(above, filepath.Dir(path))
		}
	}
	if w.events == nil {
		return
	}
	for _, folder := range w.events.WatchList() {
		_ = w.events.Remove(folder) // fails for one that is gone
	}
	for _, folder := range above {
		_ = w.events.Add(folder) // without it, a replaced folder is seen by the next look
	}
	for _, folder := range []string{w.dir, reviews} {
		if err := w.events.Add(folder); err != nil && !errors.Is(err, fs.ErrNotExist) {
			w.slowly(err)
		}
	}
}

// slowly says once that changes will be seen later.
func (w *watcher) slowly(err error) {
	if !w.warned {
		w.log.Warn("the system does not tell of changes in the corpus folder, so they are seen when it is looked through", "error", err)
	}
	w.warned = true
}

// differs looks, and says whether that shows anything else than the look before.
func (w *watcher) differs(ctx context.Context) bool {
	before := w.seen
	w.seen = w.look(ctx)
	return w.seen != before && ctx.Err() == nil
}

// look sums up the names, sizes and times of all files of the corpus, and which of
// them cannot be looked at.
func (w *watcher) look(ctx context.Context) (sum [sha256.Size]byte) {
	h := sha256.New()
	file := func(path string) {
		info, err := os.Stat(path) // follows links, as the scan does
		if err != nil {
			fmt.Fprintf(h, "%q cannot be read\n", path)
			return
		}
		fmt.Fprintf(h, "%q %d %d %v\n", path, info.Size(), info.ModTime().UnixNano(), info.Mode())
	}
	for _, name := range referenceFiles {
		file(filepath.Join(w.dir, name))
	}
	reviews := filepath.Join(w.dir, review.ReviewsDir)
	entries, err := os.ReadDir(reviews)
	if err != nil {
		fmt.Fprintln(h, "no reviews")
	}
	for _, entry := range entries {
		if ctx.Err() != nil {
			break
		}
		if !ignored(entry.Name()) {
			file(filepath.Join(reviews, entry.Name()))
		}
	}
	return [sha256.Size]byte(h.Sum(sum[:0]))
}
