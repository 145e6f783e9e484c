package main

import (
	"bytes"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"evidencestore/scripts/madeup"
)

// witnesses is how many made-up documents stay all the time; all of them change with
// every edit.
const witnesses = 10

// An editor edits a corpus: it changes, adds and deletes documents, and breaks things
// and mends them.
type editor struct {
	dir    string
	rng    *rand.Rand
	most   int // made-up documents
	added  []string
	made   int // documents ever made
	last   int // version that was written last
	mend   func() error
	broken bool
	counts map[string]int // of edits by kind
}

func newEditor(dir string, documents int, rng *rand.Rand) (*editor, error) {
	e := &editor{dir: dir, rng: rng, most: documents, counts: map[string]int{}}
	var errs []error
	for len(e.added) < documents {
		errs = append(errs, e.add())
	}
	return e, errors.Join(errs...)
}

func (e *editor) path(id string) string { return filepath.Join(e.dir, "reviews", id+".md") }

func (e *editor) write(id string) error {
	e.last++
	return os.WriteFile(e.path(id), madeup.Document(e.last, e.rng), 0o644)
}

func (e *editor) add() error {
	e.made++
	id := fmt.Sprintf("made-up-%05d", e.made)
	e.added = append(e.added, id)
	return e.write(id)
}

// edit mends what is broken, or does one of many things. The witnesses change each time.
func (e *editor) edit() error {
	for _, id := range e.added[:witnesses] {
		if err := e.write(id); err != nil {
			return err
		}
	}
	if e.mend != nil {
		e.counts["mended"]++
		mend := e.mend
		e.mend, e.broken = nil, false
		return mend()
	}
	switch n := e.rng.IntN(10); {
	case n < 4:
		e.counts["changed"]++
		return e.write(e.added[e.rng.IntN(len(e.added))])
	case n < 6 && len(e.added) <= e.most:
		e.counts["added"]++
		return e.add()
	case n < 7:
		e.counts["deleted"]++
		return e.remove()
	case n < 8:
		e.counts["lists edited"]++ // builds from nothing
		return e.relist()
	default:
		e.counts["broken"]++
		e.broken = true
		return e.spoil()
	}
}

// remove deletes a document that is no witness.
func (e *editor) remove() error {
	if len(e.added) == witnesses {
		return e.add()
	}
	at := witnesses + e.rng.IntN(len(e.added)-witnesses)
	id := e.added[at]
	e.added = slices.Delete(e.added, at, at+1)
	return os.Remove(e.path(id))
}

// edited begins the line that says how often a file was edited.
const edited = "# edited "

// relist changes the lists, on which everything depends, and nothing that they say.
func (e *editor) relist() error {
	path := filepath.Join(e.dir, "lists.toml")
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	if at := bytes.LastIndex(data, []byte(edited)); at >= 0 {
		data = data[:at]
	}
	return os.WriteFile(path, fmt.Appendf(data, edited+"%d times\n", e.last), 0o644) //nolint:gosec // G703: the path is our own
}

// spoil breaks the corpus in one of the ways in which people do, until it is mended.
func (e *editor) spoil() error {
	path := e.path(e.added[e.rng.IntN(len(e.added))])
	text := []byte("+++\ntitle = \"half a fi")
	switch e.rng.IntN(3) {
	case 0: // a document that questions ask for is gone
		path, text = e.path("family-drug-and-alcohol-courts"), nil
	case 1: // an unknown key in the thesaurus
		path = filepath.Join(e.dir, "thesaurus.toml")
		text = []byte("nonsense = true\n")
	}
	good, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	e.mend = func() error { return os.WriteFile(path, good, 0o644) } //nolint:gosec // G703: the path is our own
	if text == nil {
		return os.Remove(path)
	}
	return os.WriteFile(path, text, 0o644)
}
