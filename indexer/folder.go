package indexer

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"evidencestore/review"
)

const (
	lockFile    = "LOCK"
	currentFile = "CURRENT"
	temporary   = ".tmp" // ends the names of what is unfinished or being removed
	nameFormat  = "%06d-%.8s"
)

var namePattern = regexp.MustCompile(`^(\d{6,18})-[0-9a-f]{8}$`)

// A folder is where the generations lie: <data>/index.
type folder struct{ dir string }

func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

// lockPoll is how often a waiting process asks for the lock.
const lockPoll = 100 * time.Millisecond

// lockPatience is how long it waits before it says so: a small build takes less.
const lockPatience = 5 * time.Second

// lock makes the folder where it is missing, and waits until this process alone
// may change it.
func (f folder) lock(ctx context.Context, log *slog.Logger) (unlock func(), err error) {
	if err := os.MkdirAll(f.dir, 0o755); err != nil {
		return nil, fmt.Errorf("making the index folder: %w", err)
	}
	l := flock.New(f.path(lockFile), flock.SetPermissions(0o644))
	ok, err := l.TryLock()
	if err == nil && !ok {
		tell := time.AfterFunc(lockPatience, func() {
			log.Warn("waiting for another process that is building the index", "lock", l.Path())
		})
		_, err = l.TryLockContext(ctx, lockPoll)
		tell.Stop()
	}
	if err != nil {
		return nil, fmt.Errorf("locking the index %s: %w", l.Path(), err)
	}
	return func() {
		if err := l.Close(); err != nil {
			log.Error("unlocking the index", "lock", l.Path(), "error", err)
		}
	}, nil
}

// generations are the names of all generations, the newest first.
func (f folder) generations() ([]string, error) {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return nil, fmt.Errorf("listing the generations: %w", err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() && namePattern.MatchString(e.Name()) {
			names = append(names, e.Name())
		}
	}
	slices.SortFunc(names, func(a, b string) int { return byAge(b, a) })
	return names, nil
}

// byAge orders generations by number. Two of one number are of two programs that did
// not see each other's lock; their order is then the same everywhere, no more.
func byAge(a, b string) int {
	return cmp.Or(cmp.Compare(number(a), number(b)), strings.Compare(a, b))
}

// newer says whether one generation is newer than another.
func newer(a, b string) bool { return byAge(a, b) > 0 }

// instead are the generations that may be served in the place of one, the best first:
// the newest, and only after all others those that were rolled back.
func (f folder) instead(of string) []string {
	names, err := f.generations()
	if err != nil {
		return nil
	}
	names = slices.DeleteFunc(names, func(name string) bool { return name == of })
	held, _ := f.held() // what cannot be read is reported by Update
	isHeld := func(name string) bool { return held.hasGeneration(name) }
	return slices.Concat(slices.DeleteFunc(slices.Clone(names), isHeld), slices.DeleteFunc(names, func(name string) bool { return !isHeld(name) }))
}

// number is the number in the name of a generation.
func number(name string) int {
	digits, _, _ := strings.Cut(name, "-")
	n, _ := strconv.Atoi(digits) // checked by namePattern
	return n
}

// next is the name for a new generation of a corpus.
func (f folder) next(corpus string) (string, error) {
	names, err := f.generations()
	if err != nil {
		return "", err
	}
	n := 1
	if len(names) > 0 {
		n = number(names[0]) + 1
	}
	name := fmt.Sprintf(nameFormat, n, corpus)
	if !namePattern.MatchString(name) {
		return "", fmt.Errorf("no number is left after that of %s; move that folder out of %s", names[0], f.dir)
	}
	return name, nil
}

// current is the name that CURRENT holds.
func (f folder) current() (string, error) {
	data, err := os.ReadFile(f.path(currentFile))
	if err != nil {
		return "", fmt.Errorf("reading which generation is current: %w", err)
	}
	name, ok := strings.CutSuffix(string(data), "\n")
	if !ok || !namePattern.MatchString(name) {
		return "", fmt.Errorf("%s names no generation: %.60q", f.path(currentFile), data)
	}
	return name, nil
}

// publish makes a sealed folder a generation and the current one.
func (f folder) publish(unfinished, name string) error {
	if err := os.Rename(unfinished, f.path(name)); err != nil {
		return fmt.Errorf("publishing: %w", err)
	}
	if err := syncDir(f.dir); err != nil {
		return errors.Join(err, f.discard(name))
	}
	if err := f.replace(currentFile, []byte(name+"\n")); err != nil {
		// A failure after the rename must not take away what CURRENT names.
		if now, _ := f.current(); now != name {
			err = errors.Join(err, f.discard(name))
		}
		return fmt.Errorf("publishing: %w", err)
	}
	return nil
}

// replace gives a file new content: readers see the old or the new, whole.
func (f folder) replace(name string, data []byte) error {
	err := writeSynced(f.path(name+temporary), data)
	if err == nil {
		err = os.Rename(f.path(name+temporary), f.path(name))
	}
	if err != nil {
		_ = os.Remove(f.path(name + temporary)) // or by the next one who has the lock
		return err
	}
	return syncDir(f.dir)
}

// discard removes a generation. What is left when that is interrupted no longer
// looks like one.
func (f folder) discard(name string) error {
	if err := os.Rename(f.path(name), f.path(name+temporary)); err != nil {
		return fmt.Errorf("removing a generation: %w", err)
	}
	if err := os.RemoveAll(f.path(name + temporary)); err != nil {
		return fmt.Errorf("removing a generation: %w", err)
	}
	return nil
}

// prune keeps the newest generations and the current one. What is newer than the one that
// was current before was rolled back: kept, it would push out the good ones, and the next
// rollback would lead to it.
func (f folder) prune(keep int, before string) error {
	current, err := f.current()
	if err != nil {
		return err
	}
	names, err := f.generations()
	if err != nil {
		return err
	}
	var errs []error
	kept := 0
	for _, name := range names {
		if name != current && (kept >= keep || before != "" && newer(name, before)) {
			errs = append(errs, f.discard(name))
		} else {
			kept++
		}
	}
	return errors.Join(errs...)
}

// removeLeftovers removes what killed processes left. Only under the lock.
func (f folder) removeLeftovers() error {
	entries, err := os.ReadDir(f.dir)
	if err != nil {
		return fmt.Errorf("listing the index folder: %w", err)
	}
	var errs []error
	for _, e := range entries {
		if strings.HasSuffix(e.Name(), temporary) {
			if err := os.RemoveAll(f.path(e.Name())); err != nil {
				errs = append(errs, fmt.Errorf("removing an unfinished build: %w", err))
			}
		}
	}
	return errors.Join(errs...)
}

// load reads and verifies a generation that was written for this engine. What it holds
// beside its documents is decoded meanwhile, and counts only once all is verified.
func (f folder) load(ctx context.Context, name, engine string) (*Generation, error) {
	g := Generation{Name: name, Number: number(name), Dir: f.path(name)}
	m, err := readManifest(g.Dir, engine)
	if err != nil {
		return nil, err
	}
	g.Manifest = *m
	var damaged error
	var verifying sync.WaitGroup
	verifying.Go(func() { damaged = m.verify(ctx, g.Dir) })
	var unread error
	g.Reference, unread = reference(os.DirFS(g.Dir))
	if verifying.Wait(); damaged != nil {
		return nil, damaged
	}
	if unread != nil {
		return nil, fmt.Errorf("opening %s: %w", g.Dir, unread)
	}
	return &g, nil
}

// reference reads what a generation holds beside its documents. That the questions
// name published reviews was checked when the generation was built. A panic, which
// damaged files may cause before they are found to be damaged, is an error like others.
func reference(files fs.FS) (_ *review.Reference, err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("reading what stands beside the documents: panic: %v", p)
		}
	}()
	ref, faults := review.DecodeReference(files)
	var more review.Faults
	ref.Questions, more = review.DecodeQuestions(files, func(string) bool { return true })
	faults = append(faults, more...)
	if len(faults) > 0 {
		return nil, faults
	}
	return ref, nil
}
