package main

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// A harm is something that a bad disk or a hasty hand does to the data folder.
type harm struct {
	name string
	do   func(c *crasher, current, other string) error
	// spares says that the current generation stays whole and current, so that no
	// other may be served.
	spares bool
	// remove is a file of the index folder that the program is to ask to have removed,
	// before it takes up a corpus that has changed.
	remove string
}

// harms take turns, so that few rounds have all of them.
var harms = []harm{
	{"a file of the current generation cut short", func(c *crasher, current, _ string) error { return c.spoil(current, c.cut) }, false, ""},
	{"CURRENT missing", func(c *crasher, _, _ string) error { return os.Remove(c.index("CURRENT")) }, false, ""},
	{"a bit flipped in the current generation", func(c *crasher, current, _ string) error { return c.spoil(current, c.flip) }, false, ""},
	{"CURRENT names nothing that is there", func(c *crasher, _, _ string) error { return c.point("000999-00000000\n") }, false, ""},
	{"a file of the current generation gone", func(c *crasher, current, _ string) error { return c.spoil(current, os.Remove) }, false, ""},
	{"CURRENT empty", func(c *crasher, _, _ string) error { return c.point("") }, false, ""},
	{"the current generation gone", func(c *crasher, current, _ string) error { return os.RemoveAll(c.index(current)) }, false, ""},
	{"CURRENT garbage", func(c *crasher, _, _ string) error { return c.point(string(c.garbage(64))) }, false, ""},
	{"a bit flipped in every generation", spoilAll, false, ""},
	{"CURRENT names a damaged generation", pointToDamaged, false, ""},
	{"an older generation damaged", func(c *crasher, _, other string) error { return c.spoil(other, c.cut) }, true, ""},
	{"notes turned to garbage", spoilNotes, true, ""},
	{"what was rolled back turned to garbage", spoilHeld, true, "HELD"},
	{"leavings of another program", leavings, true, ""},
}

// damage builds a few generations, damages something, and says in which states the
// store may be after that.
func (c *crasher) damage(ctx context.Context, n int) (what string, may allowed, err error) {
	h := harms[(n-1)%len(harms)]
	what = "damage: " + h.name
	if err := c.keeping(keep + 1); err != nil {
		return what, nil, err
	}
	var names []string
	for range keep + 1 {
		if err := c.change(); err != nil {
			return what, nil, err
		}
		if err := c.run(ctx, "index"); err != nil {
			return what, nil, err
		}
		name, err := c.current()
		if err != nil {
			return what, nil, err
		}
		names, may = append(names, name), append(may, c.corpus.State())
	}
	current := len(names) - 1
	if err := h.do(c, names[current], names[c.rng.IntN(current)]); err != nil {
		return what, nil, err
	}
	if h.spares {
		may = allowed{may[current]}
	}
	if h.remove != "" || c.rng.IntN(2) == 0 { // the damaged one is to be built upon
		what += ", and a changed corpus"
		if err := c.change(); err != nil {
			return what, nil, err
		}
		may = append(may, c.corpus.State())
	}
	c.hit["damage: "+h.name]++
	if h.remove != "" {
		err = c.obey(ctx, h.remove, may[:1])
	}
	return what, may, err
}

// obey does what the program says where it cannot help itself: it goes on with what was
// published, and asks to have a file removed.
func (c *crasher) obey(ctx context.Context, file string, may allowed) error {
	if err := c.stays(ctx, may); err != nil {
		return err
	}
	out, err := c.program.Command(ctx, "index").CombinedOutput()
	if said := string(out); err == nil || !strings.Contains(said, c.index(file)) || !strings.Contains(said, "remove the file") {
		return fmt.Errorf("index does not say that %s is to be removed: %w\n%s", file, err, out)
	}
	return os.Remove(c.index(file))
}

// spoil does something to a random file of a generation.
func (c *crasher) spoil(generation string, do func(path string) error) error {
	var files []string
	err := filepath.WalkDir(c.index(generation), func(path string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files = append(files, path)
		}
		return err
	})
	if err != nil {
		return err
	}
	return do(files[c.rng.IntN(len(files))])
}

// cut leaves a random part of a file, maybe nothing.
func (c *crasher) cut(path string) error {
	info, err := os.Stat(path)
	if err != nil {
		return err
	}
	return os.Truncate(path, c.rng.Int64N(info.Size()))
}

// flip turns one bit of a file round.
func (c *crasher) flip(path string) error {
	f, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil {
		return err
	}
	at, b := c.rng.Int64N(info.Size()), make([]byte, 1)
	if _, err := f.ReadAt(b, at); err != nil {
		return err
	}
	b[0] ^= 1 << c.rng.IntN(8)
	_, err = f.WriteAt(b, at)
	return errors.Join(err, f.Sync())
}

func (c *crasher) point(text string) error {
	return os.WriteFile(c.index("CURRENT"), []byte(text), 0o644)
}

// garbage is at least so many bytes that mean nothing.
func (c *crasher) garbage(n int) []byte {
	var b []byte
	for len(b) < n {
		b = binary.LittleEndian.AppendUint64(b, c.rng.Uint64())
	}
	return b
}

func spoilAll(c *crasher, _, _ string) error {
	entries, err := filepath.Glob(c.index("*-*"))
	for _, path := range entries {
		// its own file of each, since index files may be shared: two flips could mend one
		err = errors.Join(err, c.flip(filepath.Join(path, "manifest.json")))
	}
	return err
}

func pointToDamaged(c *crasher, _, other string) error {
	return errors.Join(c.spoil(other, c.flip), c.point(other+"\n"))
}

// notes are what the program remembers beside the generations, and can do without.
var notes = []string{"index/FAILED", "unmet/2026-W01.json", "unmet/garbage"}

func spoilNotes(c *crasher, _, _ string) error {
	errs := []error{os.MkdirAll(filepath.Join(c.program.Dir, "data", "unmet"), 0o755)}
	for _, note := range notes {
		errs = append(errs, os.WriteFile(filepath.Join(c.program.Dir, "data", note), c.nonsense(), 0o644))
	}
	return errors.Join(errs...)
}

// nonsense is what a note may have become.
func (c *crasher) nonsense() []byte {
	return [][]byte{nil, c.garbage(200), []byte("{}"), []byte(`{"corpus":1,"faults":"none"}`)}[c.rng.IntN(4)]
}

// spoilHeld spoils the one note without which nobody knows what to do: whether the
// corpus may be published at all.
func spoilHeld(c *crasher, _, _ string) error {
	return os.WriteFile(c.index("HELD"), c.nonsense(), 0o644)
}

// leavings are things that nobody expects in the folder.
func leavings(c *crasher, _, other string) error {
	return errors.Join(
		os.WriteFile(c.index("000998-00000000"), c.garbage(10), 0o644),
		os.MkdirAll(c.index("000997-00000000/engine"), 0o755),
		os.MkdirAll(c.index("000996-00000000.tmp/engine"), 0o755),
		os.WriteFile(filepath.Join(c.index(other), "engine", "copy of 1.zap"), c.garbage(10), 0o644),
		os.WriteFile(c.index("CURRENT.tmp"), c.garbage(10), 0o644),
	)
}
