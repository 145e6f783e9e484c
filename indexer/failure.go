package indexer

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"time"

	"evidencestore/review"
)

const failedFile = "FAILED"

// maxFaults bounds the faults that are remembered.
const maxFaults = 1000

// A failure is a corpus that could not be built, so that it is not tried again
// and again. Another version of the program may accept it.
type failure struct {
	Corpus string        `json:"corpus"`
	Format int           `json:"format"`
	Engine string        `json:"engine"`
	When   time.Time     `json:"when"`
	Count  int           `json:"count"`
	Faults review.Faults `json:"faults"` // the first of them
}

func newFailure(c *corpusScan, engine string, faults review.Faults) *failure {
	hash := c.hash
	if c.unread {
		hash = "" // stands for no corpus, so that it is tried again
	}
	return &failure{
		Corpus: hash, Format: format, Engine: engine, When: time.Now().UTC(),
		Count: len(faults), Faults: faults[:min(len(faults), maxFaults)],
	}
}

// is says whether this corpus is the one that failed. A nil failure is none.
func (f *failure) is(c *corpusScan, engine string) bool {
	return f != nil && f.Corpus == c.hash && f.Format == format && f.Engine == engine
}

// all gives the faults, and says how many more there were.
func (f *failure) all(corpusName string) review.Faults {
	faults := f.Faults
	if more := f.Count - len(faults); more > 0 {
		faults = append(faults, review.Fault{File: corpusName, What: fmt.Sprintf("%d more faults", more), Mend: "mend these first"})
	}
	return faults
}

// failure is the one remembered, or nil. One that cannot be read is forgotten:
// the corpus is then tried once more.
func (f folder) failure() *failure {
	data, err := os.ReadFile(f.path(failedFile))
	if err != nil {
		return nil
	}
	var x failure
	if err := json.Unmarshal(data, &x); err != nil || x.Count == 0 || len(x.Faults) == 0 {
		return nil
	}
	return &x
}

func (f folder) rememberFailure(x *failure) error {
	data, err := json.MarshalIndent(x, "", "  ")
	if err == nil {
		err = f.replace(failedFile, append(data, '\n'))
	}
	if err != nil {
		return fmt.Errorf("remembering that the corpus is faulty: %w", err)
	}
	return nil
}

func (f folder) forgetFailure() error {
	if err := os.Remove(f.path(failedFile)); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("forgetting an earlier failure: %w", err)
	}
	return nil
}
