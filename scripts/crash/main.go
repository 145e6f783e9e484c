// Command crash proves that neither a kill nor a damaged file does lasting harm to an
// Evidence Store. Most rounds change a made-up corpus and kill what brings the index
// up to it, with SIGKILL, at a random instant of building, publishing or pruning; the
// others damage the index: files cut short, bits flipped, files gone, the pointer to
// the current generation missing or wrong, notes turned to garbage. Then a new process
// has to come back by itself, with all documents as of one state that it may be in,
// findable by the words of that state alone, and to end at the state of the corpus; or
// it has to say what to do. Nothing may ever have been written to the corpus.
//
//	go run ./scripts/crash -rounds 200
//
// It prints a line for every round and in the end what was hit how often. It ends with
// code 1 if a round failed.
package main

import (
	"context"
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"evidencestore/scripts/madeup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	rounds := flag.Int("rounds", 20, "how many rounds")
	documents := flag.Int("documents", 80, "size of the made-up corpus")
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
	program, err := madeup.NewProgram(ctx, binary, dir)
	if err != nil {
		return err
	}
	rng := rand.New(rand.NewPCG(seed, 0))
	made, err := madeup.NewCorpus(filepath.Join(dir, "corpus"), documents, rng)
	if err != nil {
		return err
	}
	c := crasher{program: program, corpus: made, rng: rng, hit: tally{}}
	if err := c.begin(ctx); err != nil {
		return err
	}
	fmt.Printf("%d rounds over %d made-up documents, seed %d; a whole build takes %v, a small one %v\n",
		rounds, documents, seed, c.whole.Round(time.Millisecond), c.small.Round(time.Millisecond))
	start := time.Now()
	for n := 1; n <= rounds; n++ {
		what, err := c.round(ctx, n)
		if err != nil {
			return fmt.Errorf("round %d: %s: %w", n, what, err)
		}
		fmt.Printf("round %d: %s: ok\n", n, what)
	}
	fmt.Printf("\n%d rounds in %v, all ok:\n%s", rounds, time.Since(start).Round(time.Second), c.hit)
	return nil
}
