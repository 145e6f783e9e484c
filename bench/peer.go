package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"time"
)

// A peer is a process that answers questions, ours as well as another engine, one round
// at a time, so that rounds of several can take turns and whatever else the machine does
// hits all alike. It says what it is in its first line of output. Then it reads the name
// of a case from each line of input, asks all its questions, and writes one line: the sum
// of the hits, and how long each question took, in nanoseconds.
type peer struct {
	name    string
	version string
	cmd     *exec.Cmd
	in      io.WriteCloser
	out     *bufio.Reader
}

// startPeer starts the process and waits until it is ready. env stands beside the
// environment of this one.
func startPeer(ctx context.Context, name string, env, command []string) (*peer, error) {
	p := &peer{name: name, cmd: exec.CommandContext(ctx, command[0], command[1:]...)}
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = os.Stderr
	out, err := p.cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if p.in, err = p.cmd.StdinPipe(); err != nil {
		return nil, err
	}
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("starting %s: %w", name, err)
	}
	p.out = bufio.NewReaderSize(out, 1<<16)
	if p.version, err = p.out.ReadString('\n'); err != nil {
		return nil, errors.Join(fmt.Errorf("starting %s: %w", name, err), p.close())
	}
	p.version = strings.TrimSpace(p.version)
	return p, nil
}

// The names of those who are asked.
const (
	nameOurs   = "ours"
	nameLucene = "Lucene"
	nameXapian = "Xapian"
)

// startOurs starts the process of our own engine. env stands beside the environment.
func startOurs(ctx context.Context, in *input, data string, env ...string) (*peer, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	return startPeer(ctx, nameOurs, env, []string{self, "ours", data, in.Dir})
}

// ask has all questions of a case asked once.
func (p *peer) ask(which trial) (round, error) {
	if _, err := fmt.Fprintln(p.in, which.name); err != nil {
		return round{}, fmt.Errorf("asking %s: %w", p.name, err)
	}
	line, err := p.out.ReadString('\n')
	if err != nil {
		return round{}, fmt.Errorf("%s in %s: %w", p.name, which.name, err)
	}
	r, err := parseRound(line)
	if err != nil {
		return round{}, fmt.Errorf("%s in %s: %w", p.name, which.name, err)
	}
	if len(r.times) != which.count {
		return round{}, fmt.Errorf("%s in %s: %d answers to %d questions", p.name, which.name, len(r.times), which.count)
	}
	return r, nil
}

// close ends the process.
func (p *peer) close() error {
	return errors.Join(p.in.Close(), p.cmd.Wait())
}

// parseRound reads a line of a peer.
func parseRound(line string) (r round, err error) {
	for i, field := range strings.Fields(line) {
		n, err := strconv.ParseInt(field, 10, 64)
		if err != nil {
			return round{}, fmt.Errorf("a line that is no answer: %q", line)
		}
		if i == 0 {
			r.hits = int(n)
			continue
		}
		r.times = append(r.times, time.Duration(n))
	}
	return r, nil
}

// line is what parseRound reads.
func (r round) line() string {
	b := strconv.AppendInt(nil, int64(r.hits), 10)
	for _, t := range r.times {
		b = strconv.AppendInt(append(b, ' '), int64(t), 10)
	}
	return string(b)
}
