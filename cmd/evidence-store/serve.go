package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web"
	"evidencestore/web/site"
)

const serveLong = `Check the corpus, build the index where it is missing or out of date, and answer
questions over HTTP until told to stop (Ctrl-C, SIGTERM).

One line with the address goes to standard output once questions are answered;
logs go to standard error and never hold a question. Where there is an index
already, it answers at once and is brought up to the corpus meanwhile. A faulty
corpus changes nothing: its faults are logged and the earlier index goes on
answering; without one the program ends with exit code 1. So it does where the
presets of sites or their local layers do not fit the corpus: they are read once.`

func newServe(env *Environment, common *commonFlags) *cobra.Command {
	cmd := &cobra.Command{
		Use:     "serve",
		Short:   "Answer questions over HTTP",
		Long:    serveLong,
		Example: "  evidence-store serve\n  evidence-store serve --corpus corpus --addr 127.0.0.1:9000",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			return runServe(cmd.Context(), env, cfg)
		},
	}
	cmd.Flags().String("addr", "", "`HOST:PORT` to listen on, port 0 picks a free one (default 127.0.0.1:8080)")
	return cmd
}

func runServe(ctx context.Context, env *Environment, cfg *config) error {
	log := newLogger(env.Stderr, cfg.Log)
	s, err := openStore(env, cfg, log, nil)
	if err != nil {
		return err
	}
	defer s.Close()
	// Before the index is built, so that an address in use is found out at once.
	// Who connects meanwhile waits.
	ln, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Server.Addr)
	if err != nil {
		return fmt.Errorf("listening: %w", err)
	}
	defer ln.Close() // the second time where it was served on; that does no harm
	live, err := s.openLive(ctx)
	fresh := errors.Is(err, indexer.ErrNoGeneration)
	if fresh {
		live, err = s.first(ctx)
	}
	if err != nil {
		if ctx.Err() != nil {
			return nil // asked to stop before it had begun
		}
		return err
	}
	defer live.Close()
	running := serving{env: env, cfg: cfg, store: s, live: live, log: log}
	updated, err := running.readSites(ctx, fresh)
	if err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	server, err := running.newServer()
	if err != nil {
		return err
	}
	return running.run(ctx, server, ln, !updated)
}

// readSites reads the presets of sites against what is served. Where they do not fit
// an index that may be out of date, that is first brought up to the corpus, of which
// they may speak; updated says whether it is.
func (r *serving) readSites(ctx context.Context, fresh bool) (updated bool, err error) {
	for updated = fresh; ; updated = true {
		read, err := r.tryReadSites(ctx)
		switch {
		case err != nil:
			return updated, err
		case len(read.faults) == 0:
			warnOf(r.log, read.warnings)
			r.sites = read.sites
			return updated, nil
		case updated:
			return updated, faultySites(read.faults)
		}
		r.update(ctx)
	}
}

func (r *serving) tryReadSites(ctx context.Context) (presets, error) {
	var failed error
	known := func(id string) bool {
		_, err := r.live.Review(ctx, id)
		if err != nil && !errors.Is(err, search.ErrNotFound) && failed == nil {
			failed = fmt.Errorf("reading the presets of sites: %w", err)
		}
		return err == nil
	}
	read := readSites(r.cfg.Sites, siteSources{known: known, ref: r.live.Info().Reference, limits: r.cfg.webOptions().Limits})
	return read, failed
}

// first builds the first index and opens it.
func (s *store) first(ctx context.Context) (*indexer.Live, error) {
	if _, err := s.update(ctx, false); err != nil {
		return nil, err
	}
	return s.openLive(ctx)
}

// A serving is a server with what runs beside it.
type serving struct {
	env   *Environment
	cfg   *config
	store *store
	live  *indexer.Live
	log   *slog.Logger
	sites []*site.Site
	// outdated is the generation that could not be brought up to the corpus though
	// the corpus has no fault (a full disk, a folder that is read-only), or nil.
	outdated atomic.Pointer[string]
}

func (r *serving) newServer() (*web.Server, error) {
	opt := r.cfg.webOptions()
	opt.Searcher = r.live
	opt.Log = r.log
	opt.Sites = r.sites
	opt.Ready = r.readiness
	if info, ok := debug.ReadBuildInfo(); ok {
		opt.Version = info.Main.Version
	}
	return web.New(opt)
}

// readiness is what /readyz says.
func (r *serving) readiness() web.Readiness {
	status := r.live.Status()
	reasons := status.Reasons
	if name := r.outdated.Load(); name != nil && *name == status.Generation {
		reasons = append(slices.Clip(reasons), "the index could not be brought up to the corpus, so an earlier one is served; the log says why")
	}
	return web.Readiness{
		Ready: true, Generation: status.Generation, Documents: status.Documents,
		Stale: len(reasons) > 0, Reasons: reasons,
	}
}

// run answers until ctx ends. update says whether to bring the index up to the
// corpus meanwhile.
func (r *serving) run(ctx context.Context, server *web.Server, ln net.Listener, update bool) error {
	ctx, stop := context.WithCancel(ctx)
	var beside sync.WaitGroup
	defer beside.Wait()
	defer stop()
	beside.Go(func() { r.live.Run(ctx, time.Duration(r.cfg.Index.Poll)) })
	if update {
		beside.Go(func() { r.update(ctx) })
	}
	if _, err := fmt.Fprintf(r.env.Stdout, "Evidence Store answers on http://%s\n", reachable(ln.Addr())); err != nil {
		return fmt.Errorf("printing the address: %w", err)
	}
	err := server.Run(ctx, ln)
	r.log.Info("stopped", "cause", context.Cause(ctx))
	return err
}

// update brings the index up to the corpus, and goes on with the earlier one
// where that fails.
func (r *serving) update(ctx context.Context) {
	serves := r.live.Status().Generation
	_, err := r.store.update(ctx, false)
	if err == nil {
		err = r.live.Refresh(ctx)
	}
	if err == nil || ctx.Err() != nil {
		return
	}
	if faults, ok := errors.AsType[review.Faults](err); ok {
		for _, f := range faults {
			r.log.Error("fault in the corpus", "file", f.File, "line", f.Line, "what", f.What, "mend", f.Mend)
		}
		err = errors.New(plural(len(faults), "fault"))
	} else {
		r.outdated.Store(&serves)
	}
	r.log.Error("the index could not be brought up to the corpus, the earlier one answers", "error", err)
}

// reachable is an address that a person can open. One that listens everywhere
// is reached on this machine.
func reachable(addr net.Addr) string {
	at, err := netip.ParseAddrPort(addr.String())
	if err != nil || !at.Addr().IsUnspecified() {
		return addr.String()
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port()).String()
}
