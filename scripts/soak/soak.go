package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"

	"evidencestore/scripts/madeup"
)

// A soak is a run under load.
type soak struct {
	opt     options
	program *madeup.Program
	server  *madeup.Server
	private string // address with metrics
	out     io.Writer
	editor  *editor
	seen    *seen
	samples []sample
	builds  map[string]int // of the server, by result
}

// run loads the server until the time is over, and reports.
func (s *soak) run(ctx context.Context) error {
	kinds, err := s.kinds()
	if err != nil {
		return err
	}
	fmt.Fprintf(s.out, "%d requests/s of %d clients for %v, an edit every %v or so, seed %d\n", int(s.opt.rate), s.opt.clients, s.opt.length, s.opt.every, s.opt.seed)
	loading, stop := context.WithTimeout(ctx, s.opt.length)
	defer stop()
	var beside sync.WaitGroup
	errs := make([]error, 2)
	turns := make(chan struct{})
	beside.Go(func() { errs[0] = s.edit(loading) })
	beside.Go(func() { errs[1] = s.watch(loading) })
	beside.Go(func() { s.pace(loading, turns) })
	for n := range s.opt.clients {
		rng := rand.New(rand.NewPCG(s.opt.seed, uint64(n)+2))
		beside.Go(func() {
			c := client{soak: s, rng: rng, http: &http.Client{Timeout: time.Minute, Transport: &http.Transport{}, CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}}
			defer c.http.CloseIdleConnections()
			for range turns {
				c.one(ctx, kinds)
			}
		})
	}
	beside.Wait()
	if err := errors.Join(append(errs, ctx.Err())...); err != nil {
		return err
	}
	return s.report(s.out)
}

// pace gives the clients their turns, so many a second.
func (s *soak) pace(ctx context.Context, turns chan<- struct{}) {
	defer close(turns)
	tick := time.NewTicker(time.Duration(float64(time.Second) / s.opt.rate))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		select {
		case turns <- struct{}{}:
		case <-ctx.Done():
			return
		}
	}
}

// edit edits the corpus until ctx ends, and now and then has another process index it,
// while the server does so itself.
func (s *soak) edit(ctx context.Context) error {
	for n := 1; ; n++ {
		wait := time.Duration((0.5 + s.editor.rng.Float64()) * float64(s.opt.every))
		select {
		case <-ctx.Done():
			return nil
		case <-time.After(wait):
		}
		if err := s.editor.edit(); err != nil {
			return fmt.Errorf("editing the corpus: %w", err)
		}
		if n%5 != 0 {
			continue
		}
		out, err := s.program.Command(ctx, "index").CombinedOutput()
		if err != nil && !s.editor.broken && ctx.Err() == nil {
			return fmt.Errorf("index: %w\n%s", err, out)
		}
	}
}
