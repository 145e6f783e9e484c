package main

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"evidencestore/scripts/madeup"
)

// patience is how long a process may take for anything.
const patience = 2 * time.Minute

// A crasher kills the program while its corpus changes, and damages its index.
type crasher struct {
	program *madeup.Program
	corpus  *madeup.Corpus
	rng     *rand.Rand
	whole   time.Duration // how long an undisturbed build of everything takes
	small   time.Duration // how long one of what an edit changes takes
	prints  prints        // of the corpus, as the last edit left it
	edits   []edit        // of this round, which a process may have read half done
	hit     tally
}

// A tally counts what was hit.
type tally map[string]int

func (t tally) String() string {
	var b strings.Builder
	for _, what := range slices.Sorted(maps.Keys(t)) {
		fmt.Fprintf(&b, "%5d  %s\n", t[what], what)
	}
	return b.String()
}

// settle is how long the corpus has to be quiet before a server takes it up.
const settle = 30 * time.Millisecond

// keeping is the configuration with so many generations kept.
func (c *crasher) keeping(generations int) error {
	return c.program.Configure(fmt.Sprintf(`corpus = "corpus"
data = "data"

[server]
rate = 0.0

[index]
keep = %d
poll = "100ms"
settle = %q
scan = "1s"
`, generations, settle))
}

// begin builds undisturbed: what is killed later lasts about as long.
func (c *crasher) begin(ctx context.Context) error {
	err := c.keeping(keep)
	if err == nil {
		c.prints, err = printsOf(c.corpus.Dir)
	}
	timed := func(args ...string) (took time.Duration) {
		if err == nil {
			start := time.Now()
			err = c.run(ctx, args...)
			took = time.Since(start)
		}
		return took
	}
	timed("index") // reads the program from the disk
	c.whole = timed("index", "--force")
	if err == nil {
		err = c.change()
	}
	c.small = timed("index")
	return err
}

// round does one thing to the store, and wants it to come back.
func (c *crasher) round(ctx context.Context, n int) (what string, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	c.edits = nil
	var may allowed
	switch n % 6 {
	case 0, 3:
		what, may, err = c.damage(ctx, n/3)
	case 4:
		what, may, err = c.rollback(ctx)
	default:
		what, may, err = c.kills(ctx)
	}
	if err != nil {
		return what, err
	}
	served, err := c.comesBack(ctx, may)
	if err != nil {
		return what, err
	}
	if err := c.run(ctx, "index"); err != nil {
		return what, err
	}
	if left, err := filepath.Glob(c.index("*.tmp")); err != nil || len(left) > 0 {
		return what, fmt.Errorf("left behind: %v %w", left, err)
	}
	return what + "; " + served, c.untouched()
}

// index is a path in the folder of the generations.
func (c *crasher) index(name string) string {
	return filepath.Join(c.program.Dir, "data", "index", name)
}

// change edits the corpus, which nobody else may have done.
func (c *crasher) change() error {
	if err := c.untouched(); err != nil {
		return err
	}
	if err := c.corpus.Change(c.rng); err != nil {
		return err
	}
	var err error
	c.prints, err = printsOf(c.corpus.Dir)
	return err
}

// run runs a command to its end.
func (c *crasher) run(ctx context.Context, args ...string) error {
	if out, err := c.program.Command(ctx, args...).CombinedOutput(); err != nil {
		return fmt.Errorf("%v: %w\n%s", args, err, out)
	}
	return nil
}

// current is the generation that is published.
func (c *crasher) current() (string, error) {
	data, err := os.ReadFile(c.index("CURRENT"))
	return strings.TrimSpace(string(data)), err
}
