package main

import (
	"crypto/sha256"
	"fmt"
	"io/fs"
	"maps"
	"os"
)

// prints are what tells that nobody wrote to a folder: the kind, mode, time and content
// of everything in it, by path.
type prints map[string]string

func printsOf(dir string) (prints, error) {
	found, files := prints{}, os.DirFS(dir)
	err := fs.WalkDir(files, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		found[path] = fmt.Sprint(info.Mode(), info.ModTime().UnixNano())
		if entry.IsDir() {
			return nil
		}
		data, err := fs.ReadFile(files, path)
		found[path] += fmt.Sprintf(" %x", sha256.Sum256(data))
		return err
	})
	return found, err
}

// untouched says what was written to the corpus since it was last edited here.
func (c *crasher) untouched() error {
	now, err := printsOf(c.corpus.Dir)
	if err != nil || maps.Equal(now, c.prints) {
		return err
	}
	for path := range c.prints {
		if now[path] != c.prints[path] {
			return fmt.Errorf("the program wrote to the corpus: %s was %s and is %q", path, c.prints[path], now[path])
		}
	}
	return fmt.Errorf("the program wrote to the corpus: %d files were there, now %d", len(c.prints), len(now))
}
