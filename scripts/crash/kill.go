package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"
)

// A victim is a way to start something and to choose the instant at which to kill it.
type victim struct {
	name string
	args []string
	keep int // generations that it is to keep
	// watches says that the corpus changes when the process already serves.
	watches bool
	// when waits until the work has come so far; then a random part of within passes.
	when   func(c *crasher, before look) bool
	within func(c *crasher) time.Duration
}

// keep is how many generations most processes keep: so few that each build prunes.
const keep = 2

// Some victims die at any instant of their work, the others in the short time for which
// publishing and pruning last.
func atOnce(*crasher, look) bool             { return true }
func sealed(c *crasher, before look) bool    { return c.look().sealed(before) }
func published(c *crasher, before look) bool { return c.look().current != before.current }

func wholeBuild(c *crasher) time.Duration { return c.whole }
func smallBuild(c *crasher) time.Duration { return c.small }
func moments(*crasher) time.Duration      { return 10 * time.Millisecond }
func moment(*crasher) time.Duration       { return 3 * time.Millisecond }

func watchedBuild(c *crasher) time.Duration { return settle + 2*c.small }

var (
	index = []string{"index"}
	force = []string{"index", "--force"}
	serve = []string{"serve", "--addr", "127.0.0.1:0"}
)

var victims = []victim{
	{"index", index, keep, false, atOnce, smallBuild},
	{"index --force", force, keep, false, atOnce, wholeBuild},
	{"serve", serve, keep, false, atOnce, smallBuild},
	{"serve, watching", serve, keep, true, atOnce, watchedBuild},
	{"index, publishing", index, keep, false, sealed, moments},
	{"serve, watching and publishing", serve, keep, true, sealed, moments},
	{"index, pruning", index, 1, false, published, moment},
	{"serve, watching and pruning", serve, 1, true, published, moment},
}

// kills kills one to three processes, one after the other, each of a corpus of its own.
func (c *crasher) kills(ctx context.Context) (what string, may allowed, err error) {
	may = allowed{c.corpus.State()}
	what = "kill"
	if c.rng.IntN(6) == 0 {
		if err := os.RemoveAll(filepath.Dir(c.index(""))); err != nil {
			return what, nil, err
		}
		may, what = nil, "with no index, kill"
	}
	for range 1 + c.rng.IntN(3) {
		v := victims[c.rng.IntN(len(victims))]
		before := c.corpus.State()
		at, err := c.kill(ctx, v)
		if err != nil {
			return what, nil, err
		}
		if v.watches { // which may begin while the corpus is as before, or is being edited
			may = append(may, before)
			c.edits = append(c.edits, edit{before, c.corpus.State()})
		}
		may = append(may, c.corpus.State())
		what += fmt.Sprintf(" %s (%s)", v.name, at)
		c.hit["killed "+string(at)]++
	}
	return what, may, c.keeping(keep)
}

// kill changes the corpus, starts a process, kills it, and says at what.
func (c *crasher) kill(ctx context.Context, v victim) (at phase, err error) {
	if v.keep < keep {
		if err := c.pile(); err != nil {
			return "", err
		}
	}
	if err := c.keeping(v.keep); err != nil {
		return "", err
	}
	if !v.watches {
		if err := c.change(); err != nil {
			return "", err
		}
	}
	before := c.look()
	p, err := c.start(ctx, v.args, v.watches)
	if err != nil {
		return "", err
	}
	if v.watches {
		if err := c.change(); err != nil {
			return "", err
		}
	}
	if early, err := p.until(ctx, func() bool { return v.when(c, before) }); early || err != nil {
		return endedFirst, err
	}
	if early, err := p.kill(time.Duration(c.rng.Int64N(int64(v.within(c))))); early || err != nil {
		return endedFirst, err
	}
	return c.look().since(before, v.keep), nil
}

// A process is one that is to be killed.
type process struct {
	cmd   *exec.Cmd
	ended chan error
}

// start starts a process, and waits until it answers where it is to serve.
func (c *crasher) start(ctx context.Context, args []string, serves bool) (*process, error) {
	cmd := c.program.Command(ctx, args...)
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		return nil, err
	}
	if serves {
		if _, err := bufio.NewReader(out).ReadString('\n'); err != nil {
			return nil, errors.Join(err, cmd.Wait())
		}
	}
	p := &process{cmd: cmd, ended: make(chan error, 1)}
	go func() { p.ended <- cmd.Wait() }()
	return p, nil
}

// until looks again and again until it is so, unless the process ends before.
func (p *process) until(ctx context.Context, so func() bool) (early bool, err error) {
	for !so() {
		select {
		case err := <-p.ended:
			return true, err
		case <-ctx.Done():
			return false, fmt.Errorf("waiting for the instant to kill at: %w", errors.Join(ctx.Err(), <-p.ended)) // which ctx killed
		case <-time.After(100 * time.Microsecond):
		}
	}
	return false, nil
}

// kill lets a time pass and kills the process, unless it ends before.
func (p *process) kill(after time.Duration) (early bool, err error) {
	select {
	case err := <-p.ended:
		return true, err
	case <-time.After(after):
	}
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return false, err
	}
	err = <-p.ended
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		return true, err
	}
	return false, nil
}

// piled is how many generations a pruning process finds.
const piled = 30

// pile lays copies of the current generation among the old ones, so that there is a lot
// to prune.
func (c *crasher) pile() error {
	current := c.look().current
	if current == "" {
		return nil
	}
	for n := range piled {
		to := c.index(fmt.Sprintf("000000-%08x", n))
		if err := errors.Join(os.RemoveAll(to), os.CopyFS(to, os.DirFS(c.index(current)))); err != nil {
			return err
		}
	}
	return nil
}
