package indexer

import (
	"bytes"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestWatchNeverAtRest holds that a folder that is written to without a pause is taken
// up all the same.
func TestWatchNeverAtRest(t *testing.T) {
	w := watcher{settle: time.Second}
	start := time.Now()
	for _, tc := range []struct{ after, want time.Duration }{
		{0, time.Second},
		{900 * time.Millisecond, time.Second},
		{restless*time.Second - 300*time.Millisecond, 300 * time.Millisecond},
		{(restless + 1) * time.Second, 0},
	} {
		if got := w.wait(start.Add(tc.after)); got != tc.want {
			t.Errorf("%v after the first change: waits %v, want %v", tc.after, got, tc.want)
		}
	}
	w.waiting = false
	if got := w.wait(start.Add(time.Minute)); got != time.Second {
		t.Errorf("the next time: waits %v, want %v", got, time.Second)
	}
}

func TestWhatMatters(t *testing.T) {
	w := watcher{dir: "/moon/corpus", places: map[string]bool{"/moon/corpus": true, "/moon/corpus/reviews": true}}
	for path, want := range map[string]bool{
		"/moon/corpus":                         true,
		"/moon/corpus/reviews":                 true,
		"/moon/corpus/reviews/dragon-choir.md": true,
		"/moon/corpus/reviews/not-a-review":    true,
		"/moon/corpus/reviews/.dragon.md.swp":  false,
		"/moon/corpus/lists.toml":              true,
		"/moon/corpus/questions.toml":          true,
		"/moon/corpus/README.md":               false,
		"/moon/corpus/.git":                    false,
		"/moon/corpus/..data":                  true,
		"/moon/corpus/reviews/..data":          true,
		"/moon/elsewhere":                      false,
		"/moon/..elsewhere":                    false,
	} {
		if got := w.matters(path); got != want {
			t.Errorf("matters(%s) = %v, want %v", path, got, want)
		}
	}
}

// TestWatchWithoutEvents holds that changes are seen where the system has no watch to
// give, which is told once.
func TestWatchWithoutEvents(t *testing.T) {
	dir := t.TempDir()
	var log bytes.Buffer
	w := &watcher{dir: dir, settle: time.Millisecond, log: slog.New(slog.NewTextHandler(&log, nil)), signals: make(chan struct{}, 1)}
	w.slowly(errors.New("too many open files"))
	w.slowly(errors.New("too many open files"))
	if got := strings.Count(log.String(), "level=WARN"); got != 1 {
		t.Errorf("told %d times, want once:\n%s", got, &log)
	}
	w.seen = w.look(t.Context())
	go w.run(t.Context(), time.Millisecond)
	if err := os.WriteFile(filepath.Join(dir, "lists.toml"), []byte("a"), 0o600); err != nil {
		t.Fatal(err)
	}
	select {
	case <-w.signals:
	case <-time.After(time.Minute):
		t.Error("no signal")
	}
}
