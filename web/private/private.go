// Package private is the address that is not for the public: metrics and profiles for
// operators, and for editors the state of the corpus, drafts as they would look, and
// what people ask for that is not held. Everything else on it is answered as on the
// public address, so that previews look real and lead somewhere.
package private

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/http/pprof" // also registers on http.DefaultServeMux, which nothing serves
	"time"

	"evidencestore/search/unmet"
	"evidencestore/web"
	"evidencestore/web/page"
)

// Options are everything a Server can be told. Only Unmet may be nil.
type Options struct {
	Log     *slog.Logger
	Public  *web.Server
	Metrics http.Handler
	Addr    string // as the operator wrote it: HOST:PORT; its host is answered to
	State   func(context.Context) page.CorpusState
	Drafts  func(context.Context) (page.Drafts, error)
	Unmet   func(context.Context) (*unmet.Report, error) // nil where counting is switched off
	Minimum int                                          // how often a need is asked for in a week before it is kept
}

// A Server answers on the private address. It is safe for concurrent use.
type Server struct {
	opt    Options
	server *web.Server
}

// New makes a Server, or says everything that is wrong with the options.
func New(opt Options) (*Server, error) {
	var errs []error
	for _, o := range []struct {
		name    string
		missing bool
	}{
		{"Log", opt.Log == nil}, {"Public", opt.Public == nil}, {"Metrics", opt.Metrics == nil}, {"State", opt.State == nil}, {"Drafts", opt.Drafts == nil},
	} {
		if o.missing {
			errs = append(errs, fmt.Errorf("no %s", o.name))
		}
	}
	host, _, err := net.SplitHostPort(opt.Addr)
	if err != nil {
		errs = append(errs, fmt.Errorf("no HOST:PORT in Addr %q", opt.Addr))
	}
	if err := errors.Join(errs...); err != nil {
		return nil, fmt.Errorf("options of the private address: %w", err)
	}
	s := &Server{opt: opt}
	s.server = opt.Public.Beside(s.table(), admitting(host))
	return s, nil
}

// table is every route that is not public.
func (s *Server) table() []web.PrivateRoute {
	return []web.PrivateRoute{
		{Path: "/editors", Name: "editors", Handle: patient(s.corpusPage)},
		{Path: "/editors/drafts", Name: "editors-drafts", Handle: patient(s.draftsPage)},
		{Path: "/editors/drafts/{id}", Name: "editors-draft", Handle: patient(s.draftPage)},
		{Path: "/editors/unmet", Name: "editors-unmet", Handle: patient(s.unmetPage)},
		{Path: "/metrics", Name: "metrics", Handle: given(s.opt.Metrics)},
		{Path: "/debug/pprof/cmdline", Name: "pprof-cmdline", Handle: given(http.HandlerFunc(pprof.Cmdline))},
		{Path: "/debug/pprof/profile", Name: "pprof-profile", Handle: given(http.HandlerFunc(pprof.Profile))},
		{Path: "/debug/pprof/symbol", Name: "pprof-symbol", Handle: given(http.HandlerFunc(pprof.Symbol))},
		{Path: "/debug/pprof/trace", Name: "pprof-trace", Handle: given(http.HandlerFunc(pprof.Trace))},
		{Path: "/debug/pprof/", Name: "pprof", Handle: given(http.HandlerFunc(pprof.Index))},
		{Path: "/debug/pprof/{profile}", Name: "pprof-named", Handle: given(http.HandlerFunc(pprof.Index))},
	}
}

// given takes a handler as it is.
func given(h http.Handler) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		h.ServeHTTP(w, r)
		return nil
	}
}

// patience is how long a page may take for which much is read: every byte of every
// generation, or all that is held of what was asked for.
const patience = 2 * time.Minute

// patient gives a page that long.
func patient(handle func(http.ResponseWriter, *http.Request) error) func(http.ResponseWriter, *http.Request) error {
	return func(w http.ResponseWriter, r *http.Request) error {
		_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(patience)) // where it cannot be set, the usual one holds
		return handle(w, r)
	}
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.server.ServeHTTP(w, r) }

// Run serves on the listener, which it closes, until ctx ends, and then lets the answers
// in flight finish as the public server does.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	if err := s.server.Run(ctx, ln); err != nil {
		return fmt.Errorf("private address: %w", err)
	}
	return nil
}
