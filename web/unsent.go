package web

import (
	"net/http"
	"strconv"
	"time"
)

// Answers are made whole before they are sent, so clients that are slow to fetch large
// ones fill memory. So much of that is allowed; small answers do not count, or a few
// slow clients would keep everybody out.
const (
	largeAnswer = 128 << 10
	maxUnsent   = 128 << 20
)

// errUnsent is told to those whose answer would be too much.
var errUnsent = busy("Too many large answers are being sent. Try again in a moment, or ask for fewer programmes at once.", 5*time.Second)

// unsentLimited turns large answers away while too many of them are being sent.
func (s *Server) unsentLimited(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		u := &unsentWriter{ResponseWriter: w, s: s, r: r}
		defer func() { s.unsent.Add(-u.size) }()
		next.ServeHTTP(u, r)
	})
}

// An unsentWriter sends an answer, or says that it would be too much. It knows which
// from the length that every answer declares.
type unsentWriter struct {
	http.ResponseWriter
	s      *Server
	r      *http.Request
	size   int64 // counted
	turned bool  // away
}

// WriteHeader begins the answer, or one that says that it would be too much.
func (u *unsentWriter) WriteHeader(status int) {
	size, _ := strconv.ParseInt(u.Header().Get("Content-Length"), 10, 64)
	if size >= largeAnswer {
		u.size = size
		if u.s.unsent.Add(size) > maxUnsent {
			u.turned = true
			u.Header().Del("Content-Disposition")
			u.s.fail(u.ResponseWriter, u.r, errUnsent)
			return
		}
	}
	u.ResponseWriter.WriteHeader(status)
}

// Write sends the answer, and nothing of one that was turned away.
func (u *unsentWriter) Write(b []byte) (int, error) {
	if u.turned {
		return len(b), nil
	}
	return u.ResponseWriter.Write(b)
}
