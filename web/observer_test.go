package web

import (
	"context"
	"net/http/httptest"
	"testing"
)

// questions counts what is told to be a question of somebody.
type questions struct {
	nobody
	asked int
}

func (q *questions) Searched(s Searched) {
	if s.Question {
		q.asked++
	}
}

// TestObservedQuestions tells what people have just asked from all else that is searched.
func TestObservedQuestions(t *testing.T) {
	s, _ := newServer(t)
	private := beside(s)
	for _, tt := range []struct {
		handler  *Server
		method   string
		path     string
		question bool
	}{
		{s, "GET", "/search?q=a", true},
		{s, "GET", "/api/v1/search?q=a", true},
		{s, "HEAD", "/search?q=a", false},
		{s, "GET", "/search?q=a&page=2", false},
		{s, "GET", "/search", false},
		{s, "GET", "/search?q=a&format=csv", false},
		{private, "GET", "/search?q=a", false}, // by who looks up what others asked
	} {
		var seen questions
		s.opt.Observer = &seen
		ask(tt.handler, tt.method, tt.path)
		if (seen.asked == 1) != tt.question {
			t.Errorf("%s %s: %d questions, want one: %v", tt.method, tt.path, seen.asked, tt.question)
		}
	}
}

// TestClientsThatLeave are not turned away by any limit.
func TestClientsThatLeave(t *testing.T) {
	var seen tally
	s, _ := newServer(t)
	s.opt.Observer = &seen
	for range cap(s.slots) {
		s.slots <- struct{}{}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	send(s, httptest.NewRequest("GET", "/api/v1/suggest?q=a", nil).WithContext(gone))
	if n := seen.of(LimitTime) + seen.of(LimitSearches); n != 0 {
		t.Errorf("a client that left was counted %d times as turned away", n)
	}
}
