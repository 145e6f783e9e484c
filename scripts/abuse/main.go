// Command abuse sends the Evidence Store what hostile and broken clients send: tricks
// with paths, methods, heads and bodies, heads and bodies that never end, answers that
// nobody fetches, ten thousand connections that say nothing, more searches than it works
// on at once. Each has to get a clear answer or be cut off, everybody else has to be
// answered meanwhile, and memory has to stay within a bound.
//
//	go run ./scripts/abuse
//
// It starts a server of its own on a free port of this machine and sends to no other.
// It prints a line for each kind and ends with code 1 if one failed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"time"

	"evidencestore/scripts/madeup"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	idle := flag.Int("idle", 10_000, "how many idle connections to open")
	most := flag.Int("most", 512, "MiB of memory that the server may use at any time")
	binary := flag.String("binary", "", "evidence-store to test; built from ./cmd/evidence-store if empty")
	flag.Parse()
	if err := run(ctx, *idle, *most, *binary); err != nil {
		fmt.Fprintln(os.Stderr, "abuse:", err)
		os.Exit(1)
	}
}

// The limits are shorter than the defaults, so that running into them takes seconds.
const configuration = `data = "data"

[server]
rate = %s
burst = 20
read_header_timeout = "1s"
read_timeout = "2s"
request_timeout = "2s"
write_timeout = "4s"
idle_timeout = "5s"
max_searches = 2
search_wait = "100ms"
`

func run(ctx context.Context, idle, most int, binary string) (err error) {
	dir, err := os.MkdirTemp("", "evidence-store-abuse-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	program, err := madeup.NewProgram(ctx, binary, dir)
	if err != nil {
		return err
	}
	a := abuser{out: os.Stdout, most: most << 10, idle: idle}
	if err := a.serve(ctx, program, "0.0", a.everything); err != nil {
		return err
	}
	return a.serve(ctx, program, "10.0", a.tooOften)
}

// An abuser sends things to a server and counts what went wrong.
type abuser struct {
	out    io.Writer // for what was measured
	server *madeup.Server
	most   int // KiB of memory
	idle   int
	failed int
}

// serve does things to a server with a rate for each client.
func (a *abuser) serve(ctx context.Context, program *madeup.Program, rate string, do func(context.Context)) error {
	if err := program.Configure(fmt.Sprintf(configuration, rate)); err != nil {
		return err
	}
	var err error
	if a.server, err = program.Serve(ctx); err != nil {
		return err
	}
	do(ctx)
	log := a.server.Log()
	for _, bad := range []string{"panic", "level=ERROR", marked} {
		if at := strings.Index(log, bad); at >= 0 {
			a.failed++
			fmt.Fprintf(a.out, "FAILED: the log says %q:\n%.2000s\n", bad, log[max(0, at-200):])
		}
	}
	if err := a.server.Stop(); err != nil {
		return err
	}
	if a.failed > 0 {
		return fmt.Errorf("%d of what was sent had a wrong effect", a.failed)
	}
	return nil
}

// everything sends all kinds, one after the other.
func (a *abuser) everything(ctx context.Context) {
	for _, kind := range []struct {
		name string
		do   func(context.Context) error
	}{
		{"broken and hostile requests", a.requests},
		{"requests in one go", a.pipelined},
		{"heads that never end", a.endlessHeads},
		{"bodies that never end", a.endlessBodies},
		{"answers that nobody fetches", a.unfetched},
		{"connections that say nothing", a.silent},
		{"connections that were used once and stay open", a.kept},
		{"more searches than are worked on at once", a.searches},
	} {
		a.report(ctx, kind.name, kind.do)
	}
}

// report does one kind and prints what it did to the server.
func (a *abuser) report(ctx context.Context, name string, do func(context.Context) error) {
	before, start := a.server.Usage(), time.Now()
	err := do(ctx)
	if err == nil {
		err = a.calm(ctx)
	}
	after := a.server.Usage()
	if err == nil && after.Peak > a.most {
		err = fmt.Errorf("the server used up to %d MiB of memory", after.Peak>>10)
	}
	verdict := "ok"
	if err != nil {
		a.failed++
		verdict = "FAILED: " + err.Error()
	}
	fmt.Fprintf(a.out, "%s: %v; memory %d to %d MiB, at most %d ever; open files %d to %d: %s\n", name, time.Since(start).Round(100*time.Millisecond),
		before.Memory>>10, after.Memory>>10, after.Peak>>10, before.Files, after.Files, verdict)
}
