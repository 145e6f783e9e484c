package bleveindex

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/blevesearch/vellum"
)

// spellingsFile is a dictionary of every word as it is spelt, with the number of
// documents that have it outside their citations. In a field of the index would stand
// which documents these are, too, and that took a sixth of it.
const spellingsFile = "spellings.fst"

// A tally counts the documents of each spelling that come and go.
type tally struct {
	changed map[string]int
	seen    map[string]bool // in the document that is being counted
}

func newTally() *tally { return &tally{changed: map[string]int{}, seen: map[string]bool{}} }

// see takes note of words of a document.
func (t *tally) see(words []word) {
	for _, w := range words {
		t.seen[w.spelt] = true
	}
}

// count ends a document, which comes if sign is 1 and goes if it is -1.
func (t *tally) count(sign int) {
	for spelt := range t.seen {
		if _, known := t.changed[spelt]; !known {
			spelt = strings.Clone(spelt) // it may be a piece of a whole text
		}
		t.changed[spelt] += sign
	}
	clear(t.seen)
}

// write brings the dictionary in a folder up to date, or makes it.
func (t *tally) write(dir string) error {
	root, err := os.OpenRoot(dir)
	if err != nil {
		return err
	}
	defer root.Close()
	old, err := vellum.Open(filepath.Join(dir, spellingsFile))
	if errors.Is(err, fs.ErrNotExist) {
		old, err = nil, nil
	}
	if err != nil {
		return err
	}
	const written = spellingsFile + ".new"
	err = t.writeFile(root, written, old)
	if old != nil {
		err = errors.Join(err, old.Close())
	}
	if err != nil {
		return err
	}
	return root.Rename(written, spellingsFile)
}

func (t *tally) writeFile(root *os.Root, name string, old *vellum.FST) (err error) {
	file, err := root.Create(name)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, file.Close()) }()
	out := bufio.NewWriter(file)
	dict, err := vellum.New(out, nil)
	if err != nil {
		return err
	}
	if err := t.merge(old, dict); err != nil {
		return err
	}
	return errors.Join(dict.Close(), out.Flush())
}

// merge puts together what was counted before, if anything was, and what has changed,
// word by word in their order.
func (t *tally) merge(old *vellum.FST, dict *vellum.Builder) error {
	changed := slices.Sorted(maps.Keys(t.changed))
	put := func(word string, n int) error {
		switch {
		case n < 0:
			return fmt.Errorf("fewer than no documents have the word %q", word)
		case n == 0:
			return nil
		}
		return dict.Insert([]byte(word), uint64(n))
	}
	var err error
	if old != nil {
		var words *vellum.FSTIterator
		for words, err = old.Iterator(nil, nil); err == nil; err = words.Next() {
			key, n := words.Current()
			word := string(key)
			for ; len(changed) > 0 && changed[0] < word; changed = changed[1:] {
				if err := put(changed[0], t.changed[changed[0]]); err != nil {
					return err
				}
			}
			if len(changed) > 0 && changed[0] == word {
				changed = changed[1:]
			}
			if err := put(word, int(n)+t.changed[word]); err != nil {
				return err
			}
		}
		if !errors.Is(err, vellum.ErrIteratorDone) {
			return err
		}
	}
	for _, word := range changed {
		if err := put(word, t.changed[word]); err != nil {
			return err
		}
	}
	return nil
}
