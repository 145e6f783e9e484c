package web

import (
	"context"
	"crypto/rand"
	"fmt"
	"log/slog"
	"net/http"
	"runtime"
	"runtime/debug"
	"slices"
	"time"

	"github.com/klauspost/compress/gzhttp"
)

// A middleware does one thing to every request.
type middleware = func(http.Handler) http.Handler

// wrap puts the middleware round the whole router from outside, since what the
// router wraps itself does not see wrong addresses and methods. The first in the
// list sees a request first. The log stands outside recovery, so that it tells
// the status that a panic was answered with.
func (s *Server) wrap(h http.Handler, compress middleware) http.Handler {
	order := []middleware{
		identify,
		s.logged,
		s.recovering,
		secured,
		s.crossOrigin,
		s.rateLimited,
		s.sameOrigin,
		s.bodyLimited,
		compress,
		s.unsentLimited,
		s.timed,
	}
	for _, m := range slices.Backward(order) {
		h = m(h)
	}
	return h
}

// An exchange is one request and its answer as the outermost middleware sees
// them: what was sent, and the names that logs and problems call it by.
type exchange struct {
	http.ResponseWriter
	id     string
	route  string // template of the path, "" for a wrong address
	status int    // 0 until the answer has begun
	bytes  int64
}

type exchangeKey struct{}

// exchangeOf is the exchange of a request that identify has seen.
func exchangeOf(r *http.Request) *exchange {
	return r.Context().Value(exchangeKey{}).(*exchange)
}

// WriteHeader notes the status.
func (x *exchange) WriteHeader(status int) {
	if x.status == 0 && status >= http.StatusOK {
		x.status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write counts the bytes.
func (x *exchange) Write(b []byte) (int, error) {
	if x.status == 0 {
		x.status = http.StatusOK
	}
	n, err := x.ResponseWriter.Write(b)
	x.bytes += int64(n)
	return n, err
}

// identify gives every request a random id. One sent by the client is ignored: it
// could hold anything, and would be logged.
func identify(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		x := &exchange{ResponseWriter: w, id: rand.Text()}
		w.Header().Set("X-Request-Id", x.id)
		next.ServeHTTP(x, r.WithContext(context.WithValue(r.Context(), exchangeKey{}, x)))
	})
}

// logged writes one line for every request, and never what was asked nor by whom.
func (s *Server) logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		start := time.Now()
		x := exchangeOf(r)
		defer func() {
			took := time.Since(start)
			s.opt.Observer.Answered(knownMethod(r.Method), x.route, x.status, took)
			s.opt.Log.LogAttrs(r.Context(), slog.LevelInfo, "request",
				slog.String("request_id", x.id), slog.String("method", knownMethod(r.Method)), slog.String("route", x.route),
				slog.Int("status", x.status), slog.Int64("bytes", x.bytes), slog.Float64("duration_ms", float64(took.Microseconds())/1000))
		}()
		next.ServeHTTP(w, r)
	})
}

// knownMethod keeps free text that was sent as a method out of the log.
func knownMethod(method string) string {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodPatch, http.MethodDelete, http.MethodOptions:
		return method
	default:
		return "other"
	}
}

// recovering answers a panic with a problem. If the answer has already begun, all
// that can be told is that it is incomplete, by cutting the connection.
func (s *Server) recovering(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			switch v {
			case nil:
			case http.ErrAbortHandler:
				panic(v)
			default:
				x := exchangeOf(r)
				s.opt.Log.ErrorContext(r.Context(), "panic", "request_id", x.id, "route", x.route, "panic", panicText(v), "stack", string(debug.Stack()))
				s.opt.Log.DebugContext(r.Context(), "panic in full", "request_id", x.id, "panic", fmt.Sprint(v))
				if x.status != 0 {
					panic(http.ErrAbortHandler)
				}
				s.fail(w, r, problem(http.StatusInternalServerError, "Something went wrong here, not with your request. If it stays, report the request id."))
			}
		}()
		next.ServeHTTP(w, r)
	})
}

// panicText is what may be logged of a panic. Those of the runtime name types and
// numbers; any other may quote what was asked.
func panicText(v any) string {
	if err, ok := v.(runtime.Error); ok {
		return err.Error()
	}
	return fmt.Sprintf("a %T, told at the debug level", v)
}

// securityHeaders go on every answer. Nothing that the store sends may run,
// fetch, be framed, or tell another site where its reader came from. There is no
// Cross-Origin-Opener-Policy: with one, browsers block every hit that a sandboxed
// frame opens in a new tab, and the store has no session that it could protect.
var securityHeaders = [][2]string{
	{"Content-Security-Policy", "default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"},
	{"Referrer-Policy", "no-referrer"},
	{"X-Content-Type-Options", "nosniff"},
	{"Permissions-Policy", "browsing-topics=(), camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=()"},
	{"Cross-Origin-Embedder-Policy", "require-corp"},
	{"Cross-Origin-Resource-Policy", "same-origin"},
}

func secured(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for _, h := range securityHeaders {
			w.Header().Set(h[0], h[1])
		}
		next.ServeHTTP(w, r)
	})
}

// rateLimited turns away clients and sites that ask too often. Those who watch the health
// of the store are let through, or load would look like death.
func (s *Server) rateLimited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength == 0 && (r.URL.Path == "/healthz" || r.URL.Path == "/readyz") {
			next.ServeHTTP(w, r)
			return
		}
		now := time.Now()
		if wait := s.clients.wait(s.clientAddr(r), now); wait > 0 {
			s.opt.Observer.Rejected(LimitClient)
			unread(r)
			s.fail(w, r, tooOften("this address", wait))
			return
		}
		if at := s.siteOf(r); at != nil {
			if wait := s.siteRates.wait(at, now); wait > 0 {
				s.opt.Observer.Rejected(LimitSite)
				unread(r)
				s.fail(w, r, tooOften(at.Name, wait))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

// unread gives up the body of a request that is turned away. The server would wait for it
// as long as ReadTimeout says, with the connection in use.
func unread(r *http.Request) {
	if r.ContentLength != 0 {
		_ = http.NewResponseController(exchangeOf(r).ResponseWriter).SetReadDeadline(time.Now())
	}
}

func tooOften(who string, wait time.Duration) *Problem {
	p := problem(http.StatusTooManyRequests, fmt.Sprintf("Too many requests from %s. Try again in %d s.", who, seconds(wait)))
	p.retryAfter = wait
	return p
}

// sameOrigin refuses forms that a page of another site makes a browser send, unless
// the site may embed the store. All that a form can do here is to ask.
func (s *Server) sameOrigin(next http.Handler) http.Handler {
	protection := http.NewCrossOriginProtection()
	protection.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(w, r, problem(http.StatusForbidden, "A page of another site may not send this form. Use GET, or send the form from the store's own pages."))
	}))
	guarded := protection.Handler(next)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if saysNothing(r) || s.embeds(r.Header.Get("Origin")) {
			next.ServeHTTP(w, r)
			return
		}
		guarded.ServeHTTP(w, r)
	})
}

// bodyLimited refuses a body that is too large: one that says so before it is sent, any
// other once it is.
func (s *Server) bodyLimited(next http.Handler) http.Handler {
	limited := http.MaxBytesHandler(next, s.opt.MaxBodyBytes)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.ContentLength > s.opt.MaxBodyBytes {
			s.fail(w, r, &http.MaxBytesError{Limit: s.opt.MaxBodyBytes})
			return
		}
		limited.ServeHTTP(w, r)
	})
}

// compression compresses answers that are worth it.
func compression() (middleware, error) {
	wrapper, err := gzhttp.NewWrapper(gzhttp.MinSize(gzhttp.DefaultMinSize), gzhttp.EnableZstd(false))
	if err != nil {
		return nil, fmt.Errorf("compression: %w", err)
	}
	return func(next http.Handler) http.Handler { return wrapper(next) }, nil
}

// timed gives every request a deadline.
func (s *Server) timed(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		ctx, cancel := context.WithTimeout(r.Context(), s.opt.RequestTimeout)
		defer cancel()
		next.ServeHTTP(w, r.WithContext(ctx))
	})
}
