// Command soak lets the Evidence Store run under mixed load while somebody edits its
// corpus all the time, so that generations swap continuously, and tells whether it
// could go on like that for ever: no answer but those intended, none that mixes two
// generations, and no growth of goroutines, open files or memory.
//
//	go run ./scripts/soak -for 20m -rate 30
//
// It starts a server of its own on a copy of the shipped corpus, with made-up documents
// beside, and sends to no other. It prints a line now and then, a report in the end,
// and ends with code 1 if something is not as it should be.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"math/rand/v2"
	"net"
	"os"
	"os/signal"
	"path/filepath"
	"time"

	"evidencestore/corpus"
	"evidencestore/scripts/madeup"
)

// options are the flags.
type options struct {
	length    time.Duration
	rate      float64
	clients   int
	documents int
	every     time.Duration
	sample    time.Duration
	seed      uint64
	binary    string
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	var opt options
	flag.DurationVar(&opt.length, "for", 10*time.Minute, "how long")
	flag.Float64Var(&opt.rate, "rate", 30, "requests a second of all clients together")
	flag.IntVar(&opt.clients, "clients", 16, "how many clients")
	flag.IntVar(&opt.documents, "documents", 50, "made-up documents beside the shipped ones, at least 10")
	flag.DurationVar(&opt.every, "edit", 2*time.Second, "time between two edits of the corpus, on average")
	flag.DurationVar(&opt.sample, "sample", 2*time.Second, "time between two looks at what the server uses")
	flag.Uint64Var(&opt.seed, "seed", uint64(time.Now().UnixNano()), "of everything random but the clock")
	flag.StringVar(&opt.binary, "binary", "", "evidence-store to test; built from ./cmd/evidence-store if empty")
	flag.Parse()
	if err := run(ctx, opt); err != nil {
		fmt.Fprintln(os.Stderr, "soak:", err)
		os.Exit(1)
	}
}

const configuration = `corpus = "corpus"
data = "data"

[server]
rate = 0.0

[private]
addr = %q

[index]
poll = "500ms"
settle = "200ms"
scan = "10s"

[[site]]
id = "anytown"
name = "Anytown Council"
origins = ["https://anytown.example"]
rate = 0.0
`

// run soaks in a temporary folder, which is kept where that fails.
func run(ctx context.Context, opt options) (err error) {
	dir, err := os.MkdirTemp("", "evidence-store-soak-")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = fmt.Errorf("%w\nseed %d; the folder is kept: %s", err, opt.seed, dir)
			return
		}
		err = os.RemoveAll(dir)
	}()
	program, err := madeup.NewProgram(ctx, opt.binary, dir)
	if err != nil {
		return err
	}
	private, err := free(ctx)
	if err != nil {
		return err
	}
	if err := program.Configure(fmt.Sprintf(configuration, private)); err != nil {
		return err
	}
	folder := filepath.Join(dir, "corpus")
	if err := os.CopyFS(folder, corpus.FS()); err != nil {
		return err
	}
	edits, err := newEditor(folder, max(opt.documents, witnesses), rand.New(rand.NewPCG(opt.seed, 1)))
	if err != nil {
		return err
	}
	server, err := program.Serve(ctx)
	if err != nil {
		return err
	}
	s := soak{opt: opt, program: program, server: server, private: private, out: os.Stdout, editor: edits, seen: newSeen()}
	err = s.run(ctx)
	if stopped := server.Stop(); err == nil {
		return stopped
	}
	return errors.Join(err, os.WriteFile(filepath.Join(dir, "log"), []byte(server.Log()), 0o644))
}

// free gives an address of this machine that nobody listens on.
func free(ctx context.Context) (string, error) {
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return ln.Addr().String(), ln.Close()
}
