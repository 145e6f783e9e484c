package indexer

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"evidencestore/search"
)

// Errors of a Live.
var (
	// ErrNoGeneration says that the data folder holds no usable generation.
	ErrNoGeneration = errors.New("no usable index")
	// ErrClosed says that the Live was closed.
	ErrClosed = errors.New("the index is closed")
)

// retryAfter is how long a generation that did not open is left alone. Trying
// costs reading all of it.
const retryAfter = time.Minute

// Live answers from the published generation, and from the next one as soon as
// Refresh has seen it. It implements search.Searcher and is safe for concurrent
// use. Searches that run while generations change finish on the one they began on.
type Live struct {
	backend Backend
	folder  folder
	log     *slog.Logger

	serving  atomic.Pointer[snapshot]
	told     atomic.Pointer[told]
	isClosed atomic.Bool
	open     sync.WaitGroup // snapshots that are not closed yet

	mu      sync.Mutex // one Refresh or Close at a time
	refused refusal
}

// A refusal remembers that the current generation could not be opened.
type refusal struct {
	name  string
	err   error
	until time.Time
}

var _ search.Searcher = (*Live)(nil)

// OpenLive opens the published generation in a data folder, or where that is
// unusable the newest one that is whole. Without any it returns ErrNoGeneration.
// log may be nil.
func OpenLive(ctx context.Context, data string, backend Backend, log *slog.Logger) (*Live, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	l := &Live{backend: backend, folder: newFolder(data), log: log}
	name, err := l.folder.current()
	var first *snapshot
	if err == nil {
		first, err = l.load(ctx, name)
	}
	if err != nil {
		_ = l.refuse(name, err) // remembered for Status
		if first = l.fallback(ctx, name); first == nil {
			if ctx.Err() != nil {
				return nil, fmt.Errorf("opening the index: %w", ctx.Err())
			}
			return nil, fmt.Errorf("%w in %s: %w", ErrNoGeneration, l.folder.dir, err)
		}
		l.log.Warn("the published generation is unusable, serving another", "error", err, "generation", first.Name)
	}
	l.serving.Store(first)
	l.explain()
	return l, nil
}

// fallback opens the best generation that is whole, other than the one named.
func (l *Live) fallback(ctx context.Context, except string) *snapshot {
	for _, name := range l.folder.instead(except) {
		s, err := l.load(ctx, name)
		if err == nil {
			return s
		}
		l.log.Warn("a generation is unusable", "generation", name, "error", err)
	}
	return nil
}

func (l *Live) load(ctx context.Context, name string) (*snapshot, error) {
	g, err := l.folder.load(ctx, name, l.backend.Version)
	if err != nil {
		return nil, err
	}
	engine, err := openEngine(ctx, l.backend, *g)
	if err != nil {
		return nil, err
	}
	l.open.Add(1)
	return newSnapshot(*g, engine, l.log, l.open.Done), nil
}

// Refresh adopts the current generation where it is another than the one that is
// served, whichever process published it. Where it cannot be opened the old one
// goes on serving, and the error says why.
func (l *Live) Refresh(ctx context.Context) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.isClosed.Load() {
		return ErrClosed
	}
	defer l.explain()
	for {
		name, err := l.folder.current()
		if err != nil {
			return l.refuse("", err)
		}
		if name == l.serving.Load().Name {
			l.refused = refusal{}
			return nil
		}
		if name == l.refused.name && time.Now().Before(l.refused.until) {
			return l.refused.err
		}
		next, err := l.load(ctx, name)
		if err == nil {
			l.adopt(next)
			return nil
		}
		if ctx.Err() != nil {
			return fmt.Errorf("opening generation %s: %w", name, ctx.Err())
		}
		if now, _ := l.folder.current(); now == name || now == "" {
			return l.refuse(name, err)
		} // else it was pruned while it was being opened
	}
}

func (l *Live) adopt(next *snapshot) {
	l.refused = refusal{}
	old := l.serving.Swap(next)
	old.release()
	l.log.Info("serving a new generation", "generation", next.Name, "documents", next.Manifest.Documents)
}

func (l *Live) refuse(name string, err error) error {
	l.refused = refusal{name: name, err: err, until: time.Now().Add(retryAfter)}
	return err
}

// Run refreshes every so often until ctx ends. It logs each problem once.
func (l *Live) Run(ctx context.Context, every time.Duration) {
	tick := time.NewTicker(every)
	defer tick.Stop()
	logged := ""
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		message := ""
		if err := l.Refresh(ctx); err != nil && ctx.Err() == nil {
			message = err.Error()
		}
		if message != "" && message != logged {
			l.log.Error("the published generation cannot be opened, serving the one before", "error", message, "generation", l.serving.Load().Name)
		}
		logged = message
	}
}

// Close waits for the running searches and closes the generation. Everything that
// is asked afterwards gives ErrClosed, except Info.
func (l *Live) Close() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.isClosed.Swap(true) {
		l.serving.Load().release()
	}
	l.open.Wait()
}

// hold gives the snapshot that is served, to be released.
func (l *Live) hold() (*snapshot, error) {
	for !l.isClosed.Load() {
		// A snapshot that cannot be held any more has just been replaced.
		if s := l.serving.Load(); s.hold() {
			return s, nil
		}
	}
	return nil, ErrClosed
}

// Search implements search.Searcher.
func (l *Live) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	s, err := l.hold()
	if err != nil {
		return nil, err
	}
	defer s.release()
	return s.engine.Search(ctx, req)
}

// Review implements search.Searcher.
func (l *Live) Review(ctx context.Context, id string) (*search.Document, error) {
	s, err := l.hold()
	if err != nil {
		return nil, err
	}
	defer s.release()
	return s.engine.Review(ctx, id)
}

// Similar implements search.Searcher.
func (l *Live) Similar(ctx context.Context, id string, limit int) (*search.Response, error) {
	s, err := l.hold()
	if err != nil {
		return nil, err
	}
	defer s.release()
	return s.engine.Similar(ctx, id, limit)
}

// Suggest implements search.Searcher.
func (l *Live) Suggest(ctx context.Context, text string, limit int) ([]search.Suggestion, error) {
	s, err := l.hold()
	if err != nil {
		return nil, err
	}
	defer s.release()
	return s.engine.Suggest(ctx, text, limit)
}

// Info implements search.Searcher.
func (l *Live) Info() *search.Info { return l.serving.Load().info }

// A Status says what is served, and whether that is what the corpus says.
type Status struct {
	Generation string
	Number     int // of the generation
	Built      time.Time
	Documents  int
	Stale      bool
	Reasons    []string // why it is stale, in plain words, fit to be shown to anybody
	Failed     *Failed  // the corpus that was not published; nil where there is none
	Held       bool     // an operator rolled back, and the corpus is still the one rolled back
}

// told is what of a Status does not come from the generation itself.
type told struct {
	reasons []string
	failed  *Failed
	held    bool
}

// Status is as of the last Refresh.
func (l *Live) Status() Status {
	s := l.serving.Load()
	t := l.told.Load()
	return Status{
		Generation: s.Name, Number: s.Number, Built: s.Manifest.Built, Documents: s.Manifest.Documents,
		Stale: len(t.reasons) > 0, Reasons: t.reasons, Failed: t.failed, Held: t.held,
	}
}

// explain finds out why what is served is not what it should be.
func (l *Live) explain() {
	var t told
	if l.refused.err != nil {
		what := "the index that was published last cannot be opened, so another whole one is served"
		if errors.Is(l.refused.err, fs.ErrNotExist) {
			what = "the index that was published last is missing, so another whole one is served"
		}
		t.reasons = append(t.reasons, what)
	}
	serves := l.serving.Load().Manifest.Corpus
	if held, err := l.folder.held(); err != nil || held.others(serves) {
		t.held = true
		t.reasons = append(t.reasons, "an operator went back to an earlier index, which is served until the corpus changes")
	}
	if f := l.folder.failure(); f != nil && f.Corpus != serves {
		t.failed = &Failed{When: f.When, Count: f.Count, Faults: f.Faults, Unread: f.Corpus == ""}
		t.reasons = append(t.reasons, f.reason())
	}
	l.told.Store(&t)
}
