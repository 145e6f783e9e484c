// Package madeup gives what the programs in scripts share: corpora that nobody could
// take for real ones, and the program under test as a process of its own.
package madeup

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"

	"evidencestore/corpus"
)

// A State is the version of every document, by id. Every change of a document gives
// it a version that no other ever had, so a State tells whether all of an answer is of
// one moment.
type State map[string]int

// Among gives the index of the state that is equal to this one, or -1.
func (s State) Among(states []State) int {
	return slices.IndexFunc(states, func(other State) bool { return maps.Equal(s, other) })
}

// A Corpus is a folder of made-up documents that somebody keeps editing.
type Corpus struct {
	Dir string

	versions State
	created  int // documents ever made
	version  int // of all that is written
}

// NewCorpus writes a corpus of so many documents into a folder, which it makes.
func NewCorpus(dir string, documents int, rng *rand.Rand) (*Corpus, error) {
	c := &Corpus{Dir: dir, versions: State{}}
	if err := os.MkdirAll(filepath.Join(dir, "reviews"), 0o755); err != nil {
		return nil, err
	}
	for _, file := range []string{"ratings.toml", "lists.toml"} {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			return nil, err
		}
		if err := os.WriteFile(filepath.Join(dir, file), data, 0o644); err != nil {
			return nil, err
		}
	}
	for range documents {
		if err := c.add(rng); err != nil {
			return nil, err
		}
	}
	return c, nil
}

// State is what a complete index of the corpus holds.
func (c *Corpus) State() State { return maps.Clone(c.versions) }

// Change adds, changes and deletes a few documents, and touches each at most once.
func (c *Corpus) Change(rng *rand.Rand) error {
	ids := slices.Sorted(maps.Keys(c.versions))
	rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	for range 1 + rng.IntN(10) {
		if err := c.add(rng); err != nil {
			return err
		}
	}
	deleted := ids[:min(len(ids), rng.IntN(10))]
	for _, id := range deleted {
		delete(c.versions, id)
		if err := os.Remove(c.file(id)); err != nil {
			return err
		}
	}
	ids = ids[len(deleted):]
	for _, id := range ids[:min(len(ids), 1+rng.IntN(60))] {
		if err := c.write(id, rng); err != nil {
			return err
		}
	}
	return nil
}

func (c *Corpus) add(rng *rand.Rand) error {
	c.created++
	return c.write(fmt.Sprintf("made-up-%05d", c.created), rng)
}

func (c *Corpus) file(id string) string { return filepath.Join(c.Dir, "reviews", id+".md") }

func (c *Corpus) write(id string, rng *rand.Rand) error {
	c.version++
	c.versions[id] = c.version
	return os.WriteFile(c.file(id), Document(c.version, rng), 0o644)
}

// words make texts of which nothing can be learnt.
var words = []string{"zorbing", "marmalade", "teapots", "unicorns", "juggling", "custard", "kazoos", "gnomes", "pogo", "waffles"}

// Document is a made-up document that says its version in its title, and says one word
// that no other version does.
func Document(version int, rng *rand.Rand) []byte {
	var body []byte
	for range 100 + rng.IntN(200) {
		body = fmt.Append(body, words[rng.IntN(len(words))], " ")
	}
	return fmt.Appendf(nil, `+++
title = %q
summary = "A made-up programme to test the store with; it does not exist."
status = "not-rated"
verified = false
updated = 2026-01-02
uk = "not-stated"
evidence_to = "2018"
+++
## What it is

%s%s
`, fmt.Sprintf(titleFormat, version), body, Word(version))
}

const titleFormat = "Made-up programme, version %d"

// VersionOf reads the version in the title of a made-up document.
func VersionOf(title string) (version int, ok bool) {
	n, err := fmt.Sscanf(title, titleFormat, &version)
	return version, err == nil && n == 1
}

// Word is the word that only this version says. It is in no language, and so made that
// taking off endings leaves every two of them apart.
func Word(version int) string {
	syllables := [10]string{"ba", "ko", "mu", "ti", "fe", "do", "pu", "gi", "la", "ve"}
	word := []byte("zq")
	for _, digit := range fmt.Sprintf("%06d", version) {
		word = append(word, syllables[digit-'0']...)
	}
	return string(append(word, 'x'))
}
