package indexer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"slices"
	"strings"
	"time"
)

const heldFile = "HELD"

// unhold says what to do where a corpus is held that is wanted.
const unhold = `change the corpus, or have it built all the same with "evidence-store index --force"`

// A hold is what an operator has rolled back. As long as the corpus is one of these,
// it is not built.
type hold struct {
	When    time.Time `json:"when"`
	Corpora []string  `json:"corpora"` // hashes, or their beginnings where no more is known
}

// has says whether a corpus is held. A nil hold holds nothing.
func (h *hold) has(corpus string) bool {
	return h != nil && slices.ContainsFunc(h.Corpora, func(held string) bool { return strings.HasPrefix(corpus, held) })
}

// hasGeneration says whether the corpus of a generation is held, going by its name.
func (h *hold) hasGeneration(name string) bool {
	_, corpus, _ := strings.Cut(name, "-")
	return h != nil && slices.ContainsFunc(h.Corpora, func(held string) bool { return strings.HasPrefix(held, corpus) })
}

// others says whether anything is held beside one corpus.
func (h *hold) others(corpus string) bool {
	return h != nil && slices.ContainsFunc(h.Corpora, func(held string) bool { return !strings.HasPrefix(corpus, held) })
}

// held is what is held, or nil. Where that cannot be read it is an error: what an
// operator took away must not come back by itself.
func (f folder) held() (*hold, error) {
	data, err := os.ReadFile(f.path(heldFile))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	var h hold
	if err == nil {
		err = json.Unmarshal(data, &h)
	}
	if err == nil && (len(h.Corpora) == 0 || slices.Contains(h.Corpora, "")) {
		err = errors.New("it names no corpus")
	}
	if err != nil {
		return nil, fmt.Errorf("reading which corpora were rolled back: %s: %w; remove the file to have the corpus built, whatever it holds", f.path(heldFile), err)
	}
	return &h, nil
}

// remember writes a file of the index folder as JSON.
func (f folder) remember(name string, x any) error {
	data, err := json.MarshalIndent(x, "", "  ")
	if err == nil {
		err = f.replace(name, append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("writing %s: %w", f.path(name), err)
	}
	return nil
}

// forget removes a file of the index folder, if it is there.
func (f folder) forget(name string) error {
	if err := os.Remove(f.path(name)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting what is in the past: %w", err)
	}
	return nil
}
