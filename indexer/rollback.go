package indexer

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// RolledBack says what a Rollback did. From is "" where no generation was published.
type RolledBack struct {
	From, To  string
	Documents int
}

// Rollback publishes an earlier generation again: the one named, or for "" the newest
// usable one that is older than the published one. The corpora of the generations left
// behind are held: Update does not build them again until the corpus changes or it is
// forced. Serving processes take the generation over as they do a new one. Whatever
// goes wrong, the published generation stays. log may be nil.
func Rollback(ctx context.Context, data string, backend Backend, to string, log *slog.Logger) (RolledBack, error) {
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	r := rollback{folder: newFolder(data), backend: backend, log: log}
	if _, err := os.Stat(r.folder.dir); errors.Is(err, fs.ErrNotExist) {
		return RolledBack{}, fmt.Errorf("rolling back: %w in %s", ErrNoGeneration, r.folder.dir)
	}
	unlock, err := r.folder.lock(ctx, log)
	if err != nil {
		return RolledBack{}, r.folder.advise(err)
	}
	defer unlock()
	done, err := r.run(ctx, to)
	if err != nil {
		return RolledBack{}, r.folder.advise(fmt.Errorf("rolling back: %w", err))
	}
	log.Info("rolled back", "from", done.From, "generation", done.To, "documents", done.Documents)
	return done, nil
}

// A rollback is the work of one, under the lock.
type rollback struct {
	folder  folder
	backend Backend
	log     *slog.Logger
	names   []string // of all generations, the newest first
	current string   // "" where CURRENT is broken
}

func (r *rollback) run(ctx context.Context, to string) (RolledBack, error) {
	var err error
	if r.names, err = r.folder.generations(); err != nil {
		return RolledBack{}, err
	}
	r.current, _ = r.folder.current()
	g, err := r.target(ctx, to)
	if ctx.Err() != nil {
		return RolledBack{}, ctx.Err()
	}
	if err != nil {
		return RolledBack{}, fmt.Errorf("%w; %s", err, r.choice(ctx))
	}
	// Held before it is rolled back: of a process that is killed in between, an Update
	// finds the corpus published that is held, and forgets that.
	if err := r.hold(g); err != nil {
		return RolledBack{}, err
	}
	if err := r.folder.replace(currentFile, []byte(g.Name+"\n")); err != nil {
		return RolledBack{}, err
	}
	if r.folder.failure().byGate() { // in comparison with what is not published any more
		if err := r.folder.forget(failedFile); err != nil {
			r.log.Warn("tidying up the index folder", "error", err)
		}
	}
	return RolledBack{From: r.current, To: g.Name, Documents: g.Manifest.Documents}, nil
}

// target finds the generation to go back to, and tries whether it opens.
func (r *rollback) target(ctx context.Context, to string) (*Generation, error) {
	switch {
	case to == "" && r.current == "":
		return nil, errors.New("which generation is published cannot be read, so name the one to go to")
	case to == "":
		return r.newestBefore(ctx)
	case to == r.current:
		return nil, fmt.Errorf("%s is published already", to)
	case !slices.Contains(r.names, to):
		return nil, fmt.Errorf("there is no generation %q", to)
	}
	g, err := r.open(ctx, to)
	if err != nil {
		return nil, fmt.Errorf("generation %s is unusable: %w", to, err)
	}
	return g, nil
}

// newestBefore gives the newest usable generation older than the published one.
func (r *rollback) newestBefore(ctx context.Context) (*Generation, error) {
	for _, name := range r.names {
		if !newer(r.current, name) {
			continue
		}
		g, err := r.open(ctx, name)
		if err == nil || ctx.Err() != nil {
			return g, err
		}
		r.log.Warn("a generation is unusable", "generation", name, "error", err)
	}
	return nil, fmt.Errorf("there is no usable generation older than %s, which is published", r.current)
}

// open verifies a generation and opens it on trial.
func (r *rollback) open(ctx context.Context, name string) (*Generation, error) {
	g, err := r.folder.load(ctx, name, r.backend.Version)
	if err != nil {
		return nil, err
	}
	engine, err := openEngine(ctx, r.backend, *g)
	if err != nil {
		return nil, err
	}
	return g, engine.Close()
}

// choice says what there is.
func (r *rollback) choice(ctx context.Context) string {
	var there []string
	for _, name := range r.names {
		what := ""
		if name == r.current {
			what = " (published)"
		} else if _, err := r.folder.load(ctx, name, r.backend.Version); err != nil {
			what = " (unusable)"
		}
		there = append(there, name+what)
	}
	if len(there) == 0 {
		return "there are no generations"
	}
	return "there are " + strings.Join(there, ", ")
}

// hold holds the corpora of the published generation and of all that are newer than
// the one to go back to, beside those that are held already.
func (r *rollback) hold(to *Generation) error {
	held, err := r.folder.held()
	if err != nil {
		r.log.Warn("what was rolled back earlier is forgotten", "error", err)
	}
	h := hold{When: time.Now().UTC()}
	add := func(corpus string) {
		if !strings.HasPrefix(to.Manifest.Corpus, corpus) && !slices.Contains(h.Corpora, corpus) {
			h.Corpora = append(h.Corpora, corpus)
		}
	}
	if held != nil {
		for _, corpus := range held.Corpora {
			add(corpus)
		}
	}
	for _, name := range r.names {
		if name == r.current || newer(name, to.Name) {
			add(r.corpus(name))
		}
	}
	if f := r.folder.failure(); f.byGate() {
		add(f.Corpus) // which was to come after them
	}
	if len(h.Corpora) == 0 {
		return r.folder.forget(heldFile)
	}
	return r.folder.remember(heldFile, h)
}

// corpus is the hash of the corpus of a generation, which may be unusable. Its name
// has the beginning of it.
func (r *rollback) corpus(name string) string {
	_, begins, _ := strings.Cut(name, "-")
	data, err := os.ReadFile(filepath.Join(r.folder.path(name), manifestFile))
	if err != nil {
		return begins
	}
	var m struct {
		Corpus string `json:"corpus"`
	}
	if err := json.Unmarshal(data, &m); err != nil || len(m.Corpus) != hashLength || !strings.HasPrefix(m.Corpus, begins) {
		return begins
	}
	return m.Corpus
}
