package main

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

// A state is the title of every document, by id. Titles change with every change
// of a document, so the state tells whether all of it is of one moment.
type state map[string]string

// among gives the index of the state that is equal to this one, or -1.
func (s state) among(states []state) int {
	return slices.IndexFunc(states, func(other state) bool { return maps.Equal(s, other) })
}

// A madeUp is a corpus of documents that nobody could take for real ones.
type madeUp struct {
	dir     string
	titles  state
	created int // documents ever made
	version int // of all that is written
}

func newMadeUp(dir string, documents int, rng *rand.Rand) (*madeUp, error) {
	m := &madeUp{dir: dir, titles: state{}}
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
		if err := m.add(rng); err != nil {
			return nil, err
		}
	}
	return m, nil
}

// state is what a complete index of the corpus holds.
func (m *madeUp) state() state { return maps.Clone(m.titles) }

// change adds, changes and deletes a few documents.
func (m *madeUp) change(rng *rand.Rand) error {
	for range 1 + rng.IntN(10) {
		if err := m.add(rng); err != nil {
			return err
		}
	}
	ids := slices.Sorted(maps.Keys(m.titles))
	rng.Shuffle(len(ids), func(i, j int) { ids[i], ids[j] = ids[j], ids[i] })
	deleted := ids[:min(len(ids), rng.IntN(10))]
	for _, id := range deleted {
		delete(m.titles, id)
		if err := os.Remove(m.file(id)); err != nil {
			return err
		}
	}
	ids = ids[len(deleted):]
	for _, id := range ids[:min(len(ids), 1+rng.IntN(60))] {
		if err := m.write(id, rng); err != nil {
			return err
		}
	}
	return nil
}

func (m *madeUp) add(rng *rand.Rand) error {
	m.created++
	return m.write(fmt.Sprintf("made-up-%05d", m.created), rng)
}

func (m *madeUp) file(id string) string { return filepath.Join(m.dir, "reviews", id+".md") }

// words make texts of which nothing can be learnt.
var words = []string{"zorbing", "marmalade", "teapots", "unicorns", "juggling", "custard", "kazoos", "gnomes", "pogo", "waffles"}

func (m *madeUp) write(id string, rng *rand.Rand) error {
	m.version++
	m.titles[id] = fmt.Sprintf("Made-up programme, version %d", m.version)
	var body []byte
	for range 100 + rng.IntN(200) {
		body = fmt.Append(body, words[rng.IntN(len(words))], " ")
	}
	text := fmt.Sprintf(`+++
title = %q
summary = "A made-up programme to test the store with; it does not exist."
status = "not-rated"
verified = false
updated = 2026-01-02
uk = "not-stated"
evidence_to = "2018"
+++
## What it is

%s
`, m.titles[id], body)
	return os.WriteFile(m.file(id), []byte(text), 0o644)
}
