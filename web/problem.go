package web

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strconv"
	"time"

	"evidencestore/search"
	"evidencestore/web/params"
)

// A Problem is an error as clients see it (RFC 9457). It holds words for people
// and never the text of an internal error.
type Problem struct {
	Type      string        `json:"type" doc:"Always about:blank: the status says what kind of problem it is"`
	Title     string        `json:"title"`
	Status    int           `json:"status"`
	Detail    string        `json:"detail" doc:"What was wrong and what to do"`
	RequestID string        `json:"request_id" doc:"Finds this request in the store's log"`
	Errors    params.Faults `json:"errors,omitempty" doc:"Every parameter that was wrong"`

	retryAfter time.Duration
}

// Error is the detail.
func (p *Problem) Error() string { return p.Detail }

func problem(status int, detail string) *Problem {
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Detail: detail}
}

// busy is a problem that passes.
func busy(detail string, retryAfter time.Duration) *Problem {
	p := problem(http.StatusServiceUnavailable, detail)
	p.retryAfter = retryAfter
	return p
}

// fail answers an error. It is the only place that does, and the only one that
// logs it; a request that its client has given up is not worth a warning.
func (s *Server) fail(w http.ResponseWriter, r *http.Request, err error) {
	p := problemOf(err)
	if limit := limitOf(err); limit != "" && !errors.Is(r.Context().Err(), context.Canceled) {
		s.opt.Observer.Rejected(limit)
	}
	p.RequestID = exchangeOf(r).id
	if p.Status >= http.StatusInternalServerError {
		level := slog.LevelWarn
		switch {
		case errors.Is(r.Context().Err(), context.Canceled):
			level = slog.LevelDebug
		case p.Status == http.StatusInternalServerError:
			level = slog.LevelError
		}
		s.opt.Log.Log(r.Context(), level, "request failed", "request_id", p.RequestID, "route", exchangeOf(r).route, "status", p.Status, "error", err)
	}
	if p.retryAfter > 0 {
		w.Header().Set("Retry-After", strconv.Itoa(seconds(p.retryAfter)))
	}
	w.Header().Del("ETag")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Add("Vary", "Accept") // beside Origin, where that matters too
	if wantsPage(r) {
		err := s.failPage(w, r, p)
		if err == nil {
			return
		}
		s.opt.Log.Error("page of a problem not made", "request_id", p.RequestID, "error", err)
	}
	body, err := encode(p)
	if err != nil {
		s.opt.Log.Error("problem not encoded", "request_id", p.RequestID, "error", err)
	}
	write(w, p.Status, "application/problem+json", body)
}

// limitOf is the limit that an error comes from, or "".
func limitOf(err error) Limit {
	_, tooLarge := errors.AsType[*http.MaxBytesError](err)
	switch {
	case tooLarge:
		return LimitBody
	case errors.Is(err, search.ErrBusy):
		return LimitSearches
	case errors.Is(err, search.ErrTimeout), errors.Is(err, context.DeadlineExceeded):
		return LimitTime
	case errors.Is(err, errUnsent):
		return LimitUnsent
	default:
		return ""
	}
}

// problemOf says an error in words for people.
func problemOf(err error) *Problem {
	if p, ok := errors.AsType[*Problem](err); ok {
		shown := *p
		return &shown
	}
	if wrong, ok := errors.AsType[params.Faults](err); ok {
		p := problem(http.StatusBadRequest, "Something in the parameters is wrong. Each fault is named in errors.")
		p.Errors = wrong
		return p
	}
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return problem(http.StatusRequestEntityTooLarge, fmt.Sprintf("What was sent is larger than %d bytes. Ask with fewer words.", tooLarge.Limit))
	}
	switch {
	case errors.Is(err, search.ErrNotFound):
		return problem(http.StatusNotFound, "There is no review with this id.")
	case errors.Is(err, search.ErrTimeout), errors.Is(err, context.DeadlineExceeded), errors.Is(err, context.Canceled):
		return busy("The question took too long to answer. Ask with fewer or rarer words, or try again later.", 5*time.Second)
	case errors.Is(err, search.ErrBusy):
		return busy("Too many searches are running. Try again in a moment.", 2*time.Second)
	default:
		return problem(http.StatusInternalServerError, "Something went wrong here, not with your request. If it stays, report the request id.")
	}
}
