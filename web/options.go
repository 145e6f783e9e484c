package web

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"slices"
	"time"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// Options are everything a Server can be told. DefaultOptions gives all of them
// but Searcher and Ready, which have no default.
type Options struct {
	Searcher search.Searcher  // its Info may be nil while there is nothing to serve
	Ready    func() Readiness // called for every /readyz; safe for concurrent use
	Log      *slog.Logger
	Observer Observer // may be nil
	URL      string   // scheme and host that the store is reached by, or "" for what the request says
	Version  string   // of the program; part of every ETag, since it decides the shape of answers

	KeptFrom     int               // how often in a week a subject has to be asked for before that count is kept, 0 where none is
	Organisation page.Organisation // who runs this copy, for the pages that name them

	Sites []*site.Site // intranets that may embed the store

	Limits params.Limits

	ReadHeaderTimeout time.Duration
	ReadTimeout       time.Duration
	WriteTimeout      time.Duration // longer than RequestTimeout
	IdleTimeout       time.Duration
	RequestTimeout    time.Duration // deadline of one request
	ShutdownTimeout   time.Duration // how long Run lets answers in flight finish
	MaxHeaderBytes    int
	MaxBodyBytes      int64

	MaxSearches int           // at once
	SearchWait  time.Duration // how long one more waits for its turn before it is turned away

	Rate       float64 // requests a second of one client, lasting; 0 sets no limit
	Burst      int     // requests of one client at once
	MaxClients int     // clients remembered; the one silent for longest is forgotten first

	MaxConnections int // at once; beyond it the one that has waited longest for a request is closed

	TrustedProxies  []netip.Prefix // whose ForwardedHeader is believed
	ForwardedHeader string         // X-Forwarded-For or Forwarded, whichever the proxies write

	MaxAge time.Duration // how long answers without a question may be cached
}

// DefaultOptions are the options of a store for one council on one machine.
func DefaultOptions() Options {
	return Options{
		Log:               slog.New(slog.DiscardHandler),
		Limits:            params.DefaultLimits(),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       2 * time.Minute,
		RequestTimeout:    10 * time.Second,
		ShutdownTimeout:   15 * time.Second,
		MaxHeaderBytes:    64 << 10,
		MaxBodyBytes:      64 << 10,
		MaxSearches:       16,
		SearchWait:        time.Second,
		Rate:              20,
		Burst:             100,
		MaxClients:        10_000,
		MaxConnections:    2_000,
		ForwardedHeader:   headerXForwardedFor,
		MaxAge:            time.Minute,
	}
}

// check says everything that is impossible about the options.
func (o *Options) check() error {
	var errs []error
	need := func(ok bool, format string, args ...any) {
		if !ok {
			errs = append(errs, fmt.Errorf(format, args...))
		}
	}
	need(o.Searcher != nil, "no Searcher")
	need(o.Ready != nil, "no Ready")
	need(o.Log != nil, "no Log")
	for _, n := range []struct {
		name  string
		value int64
	}{
		{"Limits.QuestionChars", int64(o.Limits.QuestionChars)},
		{"Limits.QuestionWords", int64(o.Limits.QuestionWords)},
		{"Limits.Values", int64(o.Limits.Values)},
		{"ReadHeaderTimeout", int64(o.ReadHeaderTimeout)},
		{"ReadTimeout", int64(o.ReadTimeout)},
		{"WriteTimeout", int64(o.WriteTimeout)},
		{"IdleTimeout", int64(o.IdleTimeout)},
		{"RequestTimeout", int64(o.RequestTimeout)},
		{"ShutdownTimeout", int64(o.ShutdownTimeout)},
		{"MaxHeaderBytes", int64(o.MaxHeaderBytes)},
		{"MaxBodyBytes", o.MaxBodyBytes},
		{"MaxSearches", int64(o.MaxSearches)},
		{"Burst", int64(o.Burst)},
		{"MaxClients", int64(o.MaxClients)},
		{"MaxConnections", int64(o.MaxConnections)},
	} {
		need(n.value > 0, "%s must be above 0", n.name)
	}
	need(o.SearchWait >= 0, "SearchWait must not be below 0")
	need(o.MaxAge >= 0, "MaxAge must not be below 0")
	need(o.Rate >= 0, "Rate must be 0 or above") // false for NaN too
	need(o.WriteTimeout > o.RequestTimeout, "WriteTimeout %v must be longer than RequestTimeout %v, or answers are cut off", o.WriteTimeout, o.RequestTimeout)
	need(slices.Contains(forwardedHeaders, o.ForwardedHeader), "ForwardedHeader %q must be one of %v", o.ForwardedHeader, forwardedHeaders)
	for _, p := range o.TrustedProxies {
		need(p.IsValid(), "a trusted proxy that is no network")
	}
	return errors.Join(errs...)
}
