package indexer

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"evidencestore/review"
)

const failedFile = "FAILED"

// maxFaults bounds the faults that are remembered.
const maxFaults = 1000

// Failed is the corpus that was not published, with what speaks against it.
type Failed struct {
	When   time.Time
	Count  int
	Faults review.Faults // the first of them
	Unread bool          // some of it could not be read, which may be over without a change
}

// A failure is a corpus that could not be built or published, so that it is not tried
// again and again. Another version of the program may accept it.
type failure struct {
	Corpus string        `json:"corpus"`
	Format int           `json:"format"`
	Engine string        `json:"engine"`
	Gate   bool          `json:"gate,omitempty"` // it was built, and refused by the gate
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

// byGate says whether it was the gate that refused. It refuses no corpus that is not read
// whole.
func (f *failure) byGate() bool { return f != nil && f.Gate && f.Corpus != "" }

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

// maxPlaces bounds the places that a reason names.
const maxPlaces = 3

// reason says for anybody why the corpus is not served. It names places and quotes
// nothing, because a draft is nobody's business.
func (f *failure) reason() string {
	var places []string
	for _, fault := range f.Faults {
		if p := place(&fault); !slices.Contains(places, p) {
			places = append(places, p)
		}
		if len(places) > maxPlaces {
			places[maxPlaces] = "and more"
			break
		}
	}
	faults := "1 fault"
	if f.Count != 1 {
		faults = fmt.Sprintf("%d faults", f.Count)
	}
	what, names := "the corpus has "+faults, "check"
	if f.Gate {
		what, names = "the changed corpus was refused for "+faults, "index"
	}
	return fmt.Sprintf("%s, so the last good index is served: %s; evidence-store %s says what is wrong", what, strings.Join(places, ", "), names)
}

// place is where a fault is.
func place(f *review.Fault) string {
	at := f.File
	if f.Line > 0 {
		at = fmt.Sprintf("%s line %d", at, f.Line)
	}
	if f.Question != "" {
		return fmt.Sprintf("question %s (%s)", f.Question, at)
	}
	return at
}
