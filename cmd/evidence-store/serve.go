package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
	"evidencestore/search/release"
	"evidencestore/search/unmet"
	"evidencestore/web"
	"evidencestore/web/metrics"
	"evidencestore/web/site"
)

const serveLong = `Check the corpus, build the index where it is missing or out of date, and answer
questions over HTTP until told to stop (Ctrl-C, SIGTERM; a second one ends it at
once).

One line with the address goes to standard output once questions are answered;
logs go to standard error and never hold a question. Where there is an index
already, it answers at once and is brought up to the corpus meanwhile; without one,
a faulty corpus ends the program with exit code 1. So do presets of sites or their
local layers that do not fit the corpus: they are read once.

From then on the index follows the corpus: when files of its folder change, on
SIGHUP, and when "evidence-store index" publishes another. A faulty corpus changes
nothing: its faults are logged, /readyz names file and line, and the earlier index
goes on answering until they are mended.`

func newServe(env *Environment, common *commonFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Answer questions over HTTP",
		Long:    serveLong,
		Example: "  evidence-store serve\n  evidence-store serve --corpus corpus --addr 127.0.0.1:9000",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			var hangup <-chan os.Signal
			if env.Hangup != nil {
				hangup = env.Hangup()
			}
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			return runServe(cmd.Context(), env, cfg, hangup)
		},
	}
	cmd.Flags().String("addr", "", "`HOST:PORT` to listen on, port 0 picks a free one (default 127.0.0.1:8080)")
	cmd.Flags().String("private-addr", "", "`HOST:PORT` for metrics and editors (default none)")
	return cmd
}

// A serving is a server with what runs beside it.
type serving struct {
	env   *Environment
	cfg   *config
	store *store
	live  *indexer.Live
	log   *slog.Logger
	sites []*site.Site

	metrics  *metrics.Metrics
	register *unmet.Register // nil where nothing is counted

	// outdated is the generation that could not be brought up to the corpus though
	// the corpus has no fault (a full disk, a folder that is read-only), or nil.
	outdated atomic.Pointer[string]
	told     time.Time // when the corpus failed whose faults were logged last; of the goroutine of updates
}

// runServe makes sure of everything that can be wrong before it builds or answers
// anything. Who connects meanwhile waits.
func runServe(ctx context.Context, env *Environment, cfg *config, hangup <-chan os.Signal) error {
	log := newLogger(env.Stderr, cfg.Log)
	if err := cfg.separate(); err != nil {
		return err
	}
	at, err := listen(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer at.Close()
	s := newStore(env, cfg, log, nil) // each update opens the folder: one that is open could not be unmounted
	follow := upkeep{changed: s.watch(ctx, cfg), hangup: hangup, log: log}
	r := &serving{env: env, cfg: cfg, store: s, log: log}
	updated, err := r.begin(ctx)
	if r.live != nil {
		defer r.live.Close()
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil // asked to stop before it had begun
		}
		return err
	}
	return r.run(ctx, at, follow, !updated)
}

// begin opens the index, or builds the first one, and reads the presets of sites.
// updated says whether the index is up to the corpus.
func (r *serving) begin(ctx context.Context) (updated bool, err error) {
	r.metrics = metrics.New(r.metricsState)
	r.live, err = r.store.openLive(ctx)
	fresh := errors.Is(err, indexer.ErrNoGeneration)
	if fresh {
		err = r.first(ctx)
	}
	if err != nil {
		return false, err
	}
	if r.cfg.Unmet.Keep {
		r.register, err = unmet.Open(r.cfg.Data, unmet.Options{
			Minimum: r.cfg.Unmet.Minimum, Weeks: r.cfg.Unmet.Weeks, Reference: r.reference, Now: r.env.Now, Log: r.log,
		})
		if err != nil {
			return fresh, err
		}
	}
	return r.readSites(ctx, fresh)
}

// first builds the first index and opens it.
func (r *serving) first(ctx context.Context) error {
	start := time.Now()
	result, err := r.store.update(ctx, false)
	if err != nil {
		return err
	}
	r.metrics.Built(metrics.Published, result.Full, time.Since(start))
	r.live, err = r.store.openLive(ctx)
	return err
}

// gcPercent is how much garbage a server gathers, in percent of what it keeps, before it
// is collected. With Go's 100 it needs a fifth more memory, with this a twentieth more time.
const gcPercent = 60

// run answers until ctx ends, or until one of the addresses fails. due says whether the
// index has to be brought up to the corpus meanwhile.
func (r *serving) run(ctx context.Context, at *addresses, follow upkeep, due bool) error {
	public, err := r.newServer()
	if err != nil {
		return err
	}
	answer := []func(context.Context) error{func(ctx context.Context) error { return public.Run(ctx, at.public) }}
	if at.private != nil {
		server, err := r.newPrivate(public)
		if err != nil {
			return err
		}
		answer = append(answer, func(ctx context.Context) error { return server.Run(ctx, at.private) })
	}
	if _, chosen := r.env.Lookup("GOGC"); !chosen {
		debug.SetGCPercent(gcPercent)
	}
	follow.update = r.update
	within, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	if r.register != nil {
		defer func() { _ = r.register.Close() }() // tells in the log what it cannot write
	}
	defer beside.Wait()
	defer stop()
	beside.Go(func() { r.live.Run(within, time.Duration(r.cfg.Index.Poll)) })
	beside.Go(func() {
		release.Rehearse(within, r.live)
		debug.FreeOSMemory() // of the garbage of beginning
	})
	beside.Go(func() { follow.run(within, due) })
	if r.register != nil {
		beside.Go(func() { r.register.Run(within) })
	}
	if _, err := fmt.Fprintf(r.env.Stdout, "Evidence Store answers on %s\n", at.url()); err != nil {
		return fmt.Errorf("printing the address: %w", err)
	}
	err = together(ctx, answer...)
	r.log.Info("stopped", "cause", context.Cause(ctx))
	return err
}

// together runs them until ctx ends or one of them does, which ends the others.
func together(ctx context.Context, run ...func(context.Context) error) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	errs := make([]error, len(run))
	var all sync.WaitGroup
	for i, one := range run {
		all.Go(func() {
			defer stop()
			errs[i] = one(ctx)
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

func (r *serving) newServer() (*web.Server, error) {
	opt := r.cfg.webOptions()
	opt.Searcher = r.live
	opt.Log = r.log
	opt.Sites = r.sites
	opt.Ready = r.readiness
	opt.Observer = r.observer()
	if info, ok := debug.ReadBuildInfo(); ok {
		opt.Version = info.Main.Version
	}
	return web.New(opt)
}
