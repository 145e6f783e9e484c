package main

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	shipped "evidencestore/corpus"
	"evidencestore/review"
)

// A corpus is where the documents come from.
type corpus struct {
	fs.FS
	name   string   // as people know it
	folder bool     // not the built-in corpus
	root   *os.Root // nil for the built-in corpus, and where it is not open
}

// unopened is the corpus that is asked for, without its files.
func unopened(cfg *config, dir string) *corpus {
	if cfg.Corpus == "" {
		return &corpus{name: "the built-in corpus"}
	}
	return &corpus{name: shown(dir, cfg.Corpus), folder: true}
}

// openCorpus opens the folder of the corpus, or the built-in one. dir is the
// working directory: a folder inside it is shown without it.
func openCorpus(cfg *config, dir string) (*corpus, error) {
	c := unopened(cfg, dir)
	if !c.folder {
		c.FS = shipped.FS()
		return c, nil
	}
	var err error
	if c.root, err = os.OpenRoot(cfg.Corpus); err != nil {
		return nil, fmt.Errorf("opening the corpus: %w; name its folder by --corpus or in the configuration", err)
	}
	c.FS = c.root.FS()
	return c, nil
}

// shown is the path as seen from dir, where that is shorter to read.
func shown(dir, path string) string {
	if rel, err := filepath.Rel(dir, path); err == nil && !strings.HasPrefix(rel, "..") {
		return rel
	}
	return path
}

// A faultyError lists the faults of a corpus.
type faultyError struct {
	faults review.Faults
	corpus string
}

// Error gives one fault a line, and then their number.
func (e *faultyError) Error() string {
	return fmt.Sprintf("%v\n%s in %s", e.faults, plural(len(e.faults), "fault"), e.corpus)
}

func (e *faultyError) Unwrap() error { return e.faults }

// faulty is the error for the faults. The folder of the corpus is put before their
// files, so that editors can jump to them.
// Others are faults of files beside the corpus.
func (c *corpus) faulty(faults review.Faults, others ...review.Fault) error {
	located := slices.Clone(faults)
	for i, f := range located {
		if c.folder && f.File != c.name { // else it is about the corpus as a whole
			located[i].File = filepath.Join(c.name, filepath.FromSlash(f.File))
		}
	}
	where := c.name
	if len(others) > 0 {
		where += " and the presets of sites"
	}
	return &faultyError{faults: append(located, others...), corpus: where}
}

// faultySites is the error for faults of the presets of sites alone.
func faultySites(faults review.Faults) error {
	return &faultyError{faults: faults, corpus: "the presets of sites"}
}

// Close releases the folder.
func (c *corpus) Close() error {
	if c.root == nil {
		return nil
	}
	return c.root.Close()
}
