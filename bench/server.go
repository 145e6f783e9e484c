package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"strconv"
	"time"

	program "evidencestore/scripts/madeup"
)

// args are those of the process that asks.
func (l *load) args() []string {
	return []string{"load", l.Address, l.Queries, strconv.Itoa(l.Connections), strconv.Itoa(l.Rate), strconv.FormatBool(l.Gzip), l.For.String(), strconv.Itoa(l.Most)}
}

// parseLoad reads args without the first.
func parseLoad(args []string) (l load, err error) {
	l = load{Address: args[0], Queries: args[1]}
	if l.Connections, err = strconv.Atoi(args[2]); err != nil {
		return l, err
	}
	if l.Rate, err = strconv.Atoi(args[3]); err != nil {
		return l, err
	}
	if l.Gzip, err = strconv.ParseBool(args[4]); err != nil {
		return l, err
	}
	if l.For, err = time.ParseDuration(args[5]); err != nil {
		return l, err
	}
	l.Most, err = strconv.Atoi(args[6])
	return l, err
}

// elsewhere runs the load in a process of its own.
func (l *load) elsewhere(ctx context.Context) (round, error) {
	self, err := os.Executable()
	if err != nil {
		return round{}, err
	}
	cmd := exec.CommandContext(ctx, self, l.args()...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return round{}, fmt.Errorf("asking over HTTP: %w", err)
	}
	return parseRound(string(out))
}

// settle waits until a server that has just begun has nothing more to do, such as looking
// whether its corpus has changed.
func (b *bench) settle(ctx context.Context, server *program.Server) error {
	const often, patience = 500 * time.Millisecond, 600
	was, calm := time.Duration(-1), 0
	for range patience {
		select {
		case <-time.After(often):
		case <-ctx.Done():
			return ctx.Err()
		}
		now := cpuTime(server.PID())
		if now-was > often/20 {
			calm = 0
		} else if calm++; calm == b.quiet {
			return nil
		}
		was = now
	}
	return fmt.Errorf("the server is still busy after %s", patience*often)
}

// serve measures a server: its memory, and how it answers loads.
func (b *bench) serve(ctx context.Context, p *program.Program, in *input, data string) (err error) {
	progress("answering over HTTP")
	server, err := p.Serve(ctx, "--corpus", in.path(corpusDir), "--data", data)
	if err != nil {
		return err
	}
	defer func() {
		if stop := server.Stop(); err == nil {
			err = stop
		}
	}()
	if err := b.settle(ctx, server); err != nil {
		return err
	}
	idle := server.Usage()
	l := load{Address: server.Address, Queries: in.path(queriesFile), Connections: b.connections, For: b.load, Most: someQuestions}
	if _, err := l.elsewhere(ctx); err != nil {
		return err
	}
	b.add(row{what: "memory of the server, idle", ours: memory(idle)})
	b.add(row{what: fmt.Sprintf("memory of the server after %d questions", someQuestions), ours: memory(server.Usage())})
	l.Most = 0
	if _, err := l.elsewhere(ctx); err != nil { // warms up
		return err
	}
	for _, change := range []func(){func() {}, func() { l.Gzip = true }, func() { l.Gzip, l.Rate = false, gentleRate }} {
		change()
		if err := b.answers(ctx, l); err != nil {
			return err
		}
	}
	b.add(row{what: "memory of the server after all these", ours: memory(server.Usage()), goal: "300 MiB", bound: "500 MiB"})
	return nil
}

// someQuestions is after how many of them the memory is looked at.
const someQuestions = 1000

// gentleRate is a load that leaves the server idle for most of the time.
const gentleRate = 100

func (b *bench) answers(ctx context.Context, l load) error {
	r, err := l.elsewhere(ctx)
	if err != nil {
		return err
	}
	out := row{
		what: fmt.Sprintf("whole HTTP answer, %d connections", l.Connections), goal: "600/s, p99 15 ms", bound: "250/s",
		ours: fmt.Sprintf("%.0f/s, %s", float64(len(r.times))/l.For.Seconds(), ms(r.quantile(0.5))), p99: r.high(),
	}
	if l.Gzip {
		out.what, out.goal, out.bound = out.what+", compressed", "", ""
	}
	if l.Rate > 0 {
		out.what, out.goal, out.bound = fmt.Sprintf("whole HTTP answer, at %d a second", l.Rate), "", ""
		out.ours = ms(r.quantile(0.5))
	}
	b.add(out)
	return nil
}

// memory says what a process uses: of its own, and of files, which can be read again.
func memory(u program.Usage) string {
	return fmt.Sprintf("%d MiB (%d its own, %d of files)", u.Memory>>10, u.Private>>10, (u.Memory-u.Private)>>10)
}
