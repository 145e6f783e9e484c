// Package web is the HTTP side of the store: the JSON API, its description, and
// the endpoints that operators watch. It sees a search.Searcher, never an engine.
//
// A request passes the middleware in the order of Server.middleware, then the flat
// table of Server.routes. A handler parses its parameters by their declarations
// and returns an error instead of answering it; Server.fail answers them all.
package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"sync/atomic"
	"time"
)

// A Server answers HTTP requests. It is safe for concurrent use.
type Server struct {
	opt     Options
	handler http.Handler
	routes  []route
	clients *clients
	slots   chan struct{} // one element for every search that is running
	exports chan struct{} // one element for every whole list that is made
	unsent  atomic.Int64  // bytes of the large answers that are being sent
	spec    description

	overviews overviews
	siteRates siteRates

	siteVersion string // changes with the sites and what they say of programmes
}

// New makes a Server, or says everything that is wrong with the options.
func New(opt Options) (*Server, error) {
	if err := opt.check(); err != nil {
		return nil, fmt.Errorf("web options: %w", err)
	}
	if opt.Observer == nil {
		opt.Observer = nobody{}
	}
	s := &Server{
		opt:     opt,
		clients: newClients(opt.Rate, opt.Burst, opt.MaxClients),
		slots:   make(chan struct{}, opt.MaxSearches),
		exports: make(chan struct{}, maxExports),
	}
	s.routes = s.table()
	s.siteRates = newSiteRates(opt.Sites)
	s.siteVersion = versionOf(opt.Sites)
	compress, err := compression()
	if err != nil {
		return nil, err
	}
	s.handler = s.wrap(s.router(), compress)
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// Run serves on the listener, which it closes, until ctx ends; over TLS and HTTP/2 where
// it is one of tls.NewListener. Then it accepts
// nothing more, lets the answers in flight finish within Options.ShutdownTimeout,
// and cuts off those that do not.
func (s *Server) Run(ctx context.Context, ln net.Listener) error {
	// Requests outlive ctx, whose end only begins the shutdown.
	requests, cancel := context.WithCancel(context.WithoutCancel(ctx))
	defer cancel()
	server := s.httpServer(requests)
	served := make(chan error, 1)
	go func() { served <- server.Serve(ln) }()
	select {
	case err := <-served:
		return fmt.Errorf("serving: %w", err)
	case <-ctx.Done():
	}
	limit, stop := context.WithTimeout(requests, s.opt.ShutdownTimeout)
	defer stop()
	var errs []error
	if err := server.Shutdown(limit); err != nil {
		cancel()
		errs = append(errs, fmt.Errorf("letting answers finish: %w", err), server.Close())
	}
	if err := <-served; !errors.Is(err, http.ErrServerClosed) {
		errs = append(errs, fmt.Errorf("serving: %w", err))
	}
	return errors.Join(errs...)
}

// httpServer is the standard library's server with every limit set. What it
// logs by itself names addresses of clients, so it is kept to the debug level.
func (s *Server) httpServer(requests context.Context) *http.Server {
	return &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.opt.ReadHeaderTimeout,
		ReadTimeout:       s.opt.ReadTimeout,
		WriteTimeout:      s.opt.WriteTimeout,
		IdleTimeout:       s.opt.IdleTimeout,
		MaxHeaderBytes:    s.opt.MaxHeaderBytes,
		ErrorLog:          slog.NewLogLogger(s.opt.Log.Handler(), slog.LevelDebug),
		BaseContext:       func(net.Listener) context.Context { return requests },
		HTTP2:             &http.HTTP2Config{MaxConcurrentStreams: 32},
		ConnState:         newConnections(s.opt.MaxConnections, func() { s.opt.Observer.Rejected(LimitConnections) }).changed,
	}
}

// seconds rounds a wait up to what a Retry-After header can say.
func seconds(wait time.Duration) int {
	return int((wait + time.Second - 1) / time.Second)
}
