package web

import (
	"net/http"
	"time"

	"evidencestore/search"
)

// An Observer is told what the server did, in words that name nobody and hold no word
// of what was asked. It is called from many goroutines, and nobody waits for it.
type Observer interface {
	// Answered tells of every request. route is the template of its path, "" for a
	// wrong address; method is a known one or "other".
	Answered(method, route string, status int, took time.Duration)
	// Searched tells of every search that somebody asked for.
	Searched(Searched)
	// Rejected tells that a limit turned a request away.
	Rejected(Limit)
}

// Searched is what may be known of a search afterwards.
type Searched struct {
	Took       time.Duration // with the wait for its turn
	Found      int
	Notice     search.NoticeKind // the first thing that was told about the answer, or ""
	Concepts   []string          // ids of what was understood
	Filter     search.Filter     // what was chosen
	Generation string
	Question   bool // whether somebody has just asked: the first page of an answer to words or concepts, and no export
}

// A Limit turns requests away.
type Limit string

// The limits.
const (
	LimitClient      Limit = "client-rate"
	LimitSite        Limit = "site-rate"
	LimitSearches    Limit = "searches"    // too many at once
	LimitTime        Limit = "time"        // one request took too long
	LimitBody        Limit = "body"        // too large
	LimitConnections Limit = "connections" // too many at once
	LimitUnsent      Limit = "unsent"      // too many large answers that are not fetched yet
)

// Limits are all limits.
var Limits = []Limit{LimitClient, LimitSite, LimitSearches, LimitTime, LimitBody, LimitConnections, LimitUnsent}

// nobody observes nothing.
type nobody struct{}

func (nobody) Answered(string, string, int, time.Duration) {}
func (nobody) Searched(Searched)                           {}
func (nobody) Rejected(Limit)                              {}

// searched tells the observer of a search that was answered.
func (s *Server) searched(r *http.Request, req *search.Request, found *search.Response, start time.Time) {
	seen := Searched{
		Took: time.Since(start), Found: found.Total, Filter: req.Filter, Generation: found.Generation,
		Question: req.Page == 1 && r.Method != http.MethodHead && r.Context().Value(besideKey{}) == nil &&
			(len(req.Query.Clauses) > 0 || len(req.Reading.Concepts) > 0),
	}
	if in := found.Interpretation; in != nil {
		for i := range in.Concepts {
			seen.Concepts = append(seen.Concepts, in.Concepts[i].ID)
		}
		if in.Notice != nil {
			seen.Notice = in.Notice.Kind
		}
	}
	s.opt.Observer.Searched(seen)
}
