// Command crash proves that killing the Evidence Store at any moment of indexing
// leaves a working store. Each round changes some files of a made-up corpus, starts
// "evidence-store index" or "evidence-store serve", kills it after a random time
// with SIGKILL, and then wants from a new process all documents as they were, or
// all as they are now, and in the end as they are now.
//
//	go run ./scripts/crash -rounds 20
//
// It prints a line for every round and ends with code 1 if one failed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	rounds := flag.Int("rounds", 20, "how many times to kill")
	documents := flag.Int("documents", 300, "size of the made-up corpus")
	seed := flag.Uint64("seed", uint64(time.Now().UnixNano()), "of everything random but the clock")
	binary := flag.String("binary", "", "evidence-store to test; built from ./cmd/evidence-store if empty")
	flag.Parse()
	if err := run(ctx, *rounds, *documents, *seed, *binary); err != nil {
		fmt.Fprintln(os.Stderr, "crash:", err)
		os.Exit(1)
	}
}

// run does all rounds in a temporary folder, which is kept where one fails.
func run(ctx context.Context, rounds, documents int, seed uint64, binary string) (err error) {
	dir, err := os.MkdirTemp("", "evidence-store-crash-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w\nseed %d; the folder is kept: %s", err, seed, dir)
			return
		}
		err = os.RemoveAll(dir)
	}()
	if binary == "" {
		binary = filepath.Join(dir, "evidence-store")
		if out, err := exec.CommandContext(ctx, "go", "build", "-o", binary, "./cmd/evidence-store").CombinedOutput(); err != nil {
			return fmt.Errorf("building (start this in the root of the repository): %w\n%s", err, out)
		}
	}
	binary, err = filepath.Abs(binary)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	made, err := newMadeUp(filepath.Join(dir, "corpus"), documents, rng)
	if err != nil {
		return err
	}
	c := crasher{store: store{binary: binary, dir: dir}, corpus: made, rng: rng}
	fmt.Printf("%d rounds over %d made-up documents, seed %d\n", rounds, documents, seed)
	for n := 1; n <= rounds; n++ {
		if err := c.round(ctx, n); err != nil {
			return fmt.Errorf("round %d: %w", n, err)
		}
	}
	return nil
}

// A crasher kills processes of a store while they index a corpus that changes.
type crasher struct {
	store  store
	corpus *madeUp
	rng    *rand.Rand
	window time.Duration // within which to kill: as long as an undisturbed build takes
}

// round kills one process, or several one after the other, and checks what the
// next ones find.
func (c *crasher) round(ctx context.Context, n int) error {
	if c.window == 0 {
		if err := c.measure(ctx); err != nil {
			return err
		}
	}
	// The states in which the store may be: the last one that was published for
	// certain, and each that a killed process was given.
	allowed := []state{c.corpus.state()}
	report := ""
	if c.rng.IntN(5) == 0 {
		if err := os.RemoveAll(c.store.data()); err != nil {
			return err
		}
		allowed, report = nil, " began with no index,"
	}
	for range 1 + c.rng.IntN(3) {
		if err := c.corpus.change(c.rng); err != nil {
			return err
		}
		allowed = append(allowed, c.corpus.state())
		args := [][]string{{"index"}, {"index", "--force"}, {"serve", "--addr", "127.0.0.1:0"}}[c.rng.IntN(3)]
		after := time.Duration(c.rng.Int64N(int64(c.window)))
		what, err := c.store.kill(ctx, args, after)
		if err != nil {
			return err
		}
		report += fmt.Sprintf(" %v for %v (%s)", args, after.Round(time.Millisecond), what)
	}
	found, err := c.store.served(ctx)
	if err != nil {
		return fmt.Errorf("after%s: %w", report, err)
	}
	which := found.among(allowed)
	if which < 0 {
		return fmt.Errorf("after%s: the %d documents served are neither all old nor all new", report, len(found))
	}
	found, err = c.store.searched(ctx)
	if err != nil {
		return fmt.Errorf("after%s: %w", report, err)
	}
	if found.among(allowed[len(allowed)-1:]) < 0 {
		return fmt.Errorf("after%s: the next build does not hold what the corpus does", report)
	}
	fmt.Printf("round %d:%s: served state %d of 0 to %d, then the newest: ok\n", n, report, which, len(allowed)-1)
	return nil
}

// measure builds twice undisturbed: what is killed later lasts about as long.
func (c *crasher) measure(ctx context.Context) error {
	for range 2 {
		start := time.Now()
		if out, err := c.store.command(ctx, "index", "--force").CombinedOutput(); err != nil {
			return errors.Join(err, errors.New(string(out)))
		}
		c.window = time.Since(start)
	}
	return nil
}
