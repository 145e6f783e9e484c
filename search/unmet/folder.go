package unmet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

const (
	dirName   = "unmet"
	lockName  = "LOCK"
	extension = ".json"
	temporary = ".tmp" // ends the name of a file that is being written
)

// How long to wait for another process, and how often to ask.
const (
	lockWait = 5 * time.Second
	lockPoll = 20 * time.Millisecond
)

// dirIn is where the counts lie in a data folder.
func dirIn(data string) string { return filepath.Join(data, dirName) }

// A folder holds the files of the weeks.
type folder struct {
	dir string
	log *slog.Logger
}

func (f folder) path(name string) string { return filepath.Join(f.dir, name) }

func (f folder) file(w Week) string { return f.path(string(w) + extension) }

// has says whether there is a file of the week.
func (f folder) has(w Week) bool {
	_, err := os.Lstat(f.file(w))
	return err == nil
}

// weeks are those that have a file, the oldest first.
func (f folder) weeks() ([]Week, error) {
	entries, err := os.ReadDir(f.dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the counts of unmet need: %w", err)
	}
	var all []Week
	for _, e := range entries {
		name, isWeek := strings.CutSuffix(e.Name(), extension)
		if w := Week(name); isWeek && w.valid() {
			all = append(all, w)
		}
	}
	return all, nil
}

// errUnreadable is of a file that is there and cannot be made sense of.
var errUnreadable = errors.New("the file cannot be read")

// read gives what a week holds, which is nothing where it has no file.
func (f folder) read(w Week) (*weekly, error) {
	file, err := os.Open(f.file(w))
	if errors.Is(err, fs.ErrNotExist) {
		return &weekly{week: w, needs: map[string]*kept{}}, nil
	}
	if err != nil {
		return nil, fmt.Errorf("reading the counts of unmet need: %w", err)
	}
	defer file.Close()
	if info, err := file.Stat(); err != nil || !info.Mode().IsRegular() {
		return nil, fmt.Errorf("%w: %s is no file", errUnreadable, file.Name())
	}
	data, err := io.ReadAll(io.LimitReader(file, maxBytes+1))
	if err != nil {
		return nil, fmt.Errorf("reading the counts of unmet need: %w", err)
	}
	if len(data) > maxBytes {
		return nil, fmt.Errorf("%w: %s is too large", errUnreadable, file.Name())
	}
	read, err := decodeWeekly(w, data)
	if err != nil {
		return nil, fmt.Errorf("%w: %s: %w", errUnreadable, file.Name(), err)
	}
	return read, nil
}

// lock makes the folder where it is missing and keeps other processes out.
func (f folder) lock() (unlock func(), err error) {
	err = os.MkdirAll(filepath.Dir(f.dir), 0o755) //nolint:gosec // G301: the folder of the data as the indexer makes it; what is counted lies in one of its own
	if err == nil {
		err = os.MkdirAll(f.dir, 0o700) // which others have no business with
	}
	if err != nil {
		return nil, fmt.Errorf("making the folder for unmet need: %w", err)
	}
	l := flock.New(f.path(lockName), flock.SetPermissions(0o600))
	ctx, cancel := context.WithTimeout(context.Background(), lockWait)
	defer cancel()
	if _, err := l.TryLockContext(ctx, lockPoll); err != nil {
		return nil, fmt.Errorf("locking %s: %w", l.Path(), err)
	}
	return func() {
		if err := l.Close(); err != nil {
			f.log.Error("unlocking the counts of unmet need", "lock", l.Path(), "error", err)
		}
	}, nil
}

// merge adds to the file of a week what is due: where a need is there already or is
// not rare, and there is room. It gives the keys of what is done with.
func (f folder) merge(due *weekly) (done []string, err error) {
	unlock, err := f.lock()
	if err != nil {
		return nil, err
	}
	defer unlock()
	held, err := f.readOrSetAside(due.week)
	if err != nil {
		return nil, err
	}
	byCount := slices.SortedFunc(maps.Keys(due.needs), func(a, b string) int {
		return cmp.Or(cmp.Compare(due.needs[b].counts.total(), due.needs[a].counts.total()), strings.Compare(a, b))
	})
	for _, key := range byCount {
		k := due.needs[key]
		switch {
		case held.needs[key] != nil:
			held.needs[key].counts.add(&k.counts, 1)
		case k.rare:
			continue
		case len(held.needs) >= maxNeeds:
			held.notTaken += k.counts.total()
		default:
			held.needs[key] = &kept{ids: k.ids, counts: k.counts}
		}
		done = append(done, key)
	}
	if len(done) == 0 {
		return nil, nil
	}
	held.notTaken = min(held.notTaken+due.notTaken, maxCount)
	data, err := held.encode()
	if err == nil {
		err = f.replace(f.file(due.week), data)
	}
	if err != nil {
		return nil, fmt.Errorf("writing the counts of unmet need: %w", err)
	}
	return done, nil
}

// readOrSetAside reads a week, and puts a file that cannot be read out of the way. Only
// under the lock.
func (f folder) readOrSetAside(w Week) (*weekly, error) {
	read, err := f.read(w)
	if !errors.Is(err, errUnreadable) {
		return read, err
	}
	for n := 1; ; n++ {
		aside := fmt.Sprintf("%s.aside-%d", f.file(w), n)
		if _, missing := os.Lstat(aside); !errors.Is(missing, fs.ErrNotExist) {
			if missing != nil {
				return nil, fmt.Errorf("setting %s aside: %w", f.file(w), missing)
			}
			continue
		}
		if err := os.Rename(f.file(w), aside); err != nil {
			return nil, fmt.Errorf("setting a file aside that cannot be read: %w", err)
		}
		f.log.Warn("a file of unmet need cannot be read and was set aside; its week begins anew", "error", err, "aside", aside)
		return &weekly{week: w, needs: map[string]*kept{}}, nil
	}
}

// setAsideDamaged puts all files of weeks that cannot be read out of the way.
func (f folder) setAsideDamaged() error {
	weeks, err := f.weeks()
	if err != nil {
		return err
	}
	damaged := slices.DeleteFunc(weeks, func(w Week) bool {
		_, err := f.read(w)
		return !errors.Is(err, errUnreadable)
	})
	if len(damaged) == 0 {
		return nil
	}
	unlock, err := f.lock()
	if err != nil {
		return err
	}
	defer unlock()
	for _, w := range damaged {
		if _, err := f.readOrSetAside(w); err != nil {
			return err
		}
	}
	return nil
}

// replace gives a file new content: readers see the old or the new, whole. Only under
// the lock.
func (f folder) replace(path string, data []byte) error {
	file, err := os.OpenFile(path+temporary, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, 0o600)
	if err != nil {
		return err
	}
	_, err = file.Write(data)
	if err == nil {
		err = file.Sync()
	}
	if err := errors.Join(err, file.Close()); err != nil {
		return errors.Join(err, os.Remove(path+temporary))
	}
	if err := os.Rename(path+temporary, path); err != nil {
		return err
	}
	// From here on it is written: an error would have it counted twice. Without this
	// step a crash of the machine loses at most what was new.
	if dir, err := os.Open(f.dir); err == nil {
		_ = dir.Sync() // which some systems refuse for folders
		_ = dir.Close()
	}
	return nil
}

// remove drops weeks.
func (f folder) remove(weeks []Week) error {
	unlock, err := f.lock()
	if err != nil {
		return err
	}
	defer unlock()
	for _, w := range weeks {
		for _, path := range []string{f.file(w), f.file(w) + temporary} {
			if err := os.Remove(path); err != nil && !errors.Is(err, fs.ErrNotExist) {
				return fmt.Errorf("dropping a week of unmet need that is too old: %w", err)
			}
		}
	}
	f.log.Info("weeks of unmet need that are too old were dropped", "weeks", len(weeks))
	return nil
}
