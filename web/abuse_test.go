package web

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"evidencestore/search"
)

// unreadable is a body that must not be asked for.
type unreadable struct{ t *testing.T }

func (u unreadable) Read([]byte) (int, error) {
	u.t.Error("the body was read")
	return 0, errors.New("unreadable")
}

func TestBodiesThatSayThatTheyAreTooLarge(t *testing.T) {
	s, _ := newServer(t)
	for _, path := range []string{"/api/v1/search", "/search", "/record"} {
		r := httptest.NewRequest("POST", path, unreadable{t})
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.ContentLength = s.opt.MaxBodyBytes + 1
		problemIn(t, send(s, r), http.StatusRequestEntityTooLarge)
	}
}

// TestPanicsAtOnce holds that panics leave a request alone that runs at the same time,
// and the connection of their own client.
func TestPanicsAtOnce(t *testing.T) {
	s, f := newServer(t)
	begun, letGo := make(chan struct{}), make(chan struct{})
	f.during = func(_ context.Context, req *search.Request) error {
		if req.Query.Text == "boom" {
			panic("out of cheese")
		}
		close(begun)
		<-letGo
		return nil
	}
	server := httptest.NewServer(s)
	defer server.Close()
	status := func(q string) int {
		resp, err := http.Get(server.URL + "/api/v1/search?q=" + q)
		if err != nil {
			t.Error(err)
			return 0
		}
		defer resp.Body.Close()
		if _, err := io.Copy(io.Discard, resp.Body); err != nil {
			t.Error(err)
		}
		return resp.StatusCode
	}
	calm := make(chan int)
	go func() { calm <- status("calm") }()
	<-begun
	for range 5 {
		if got := status("boom"); got != http.StatusInternalServerError {
			t.Errorf("a request that panics: status %d", got)
		}
	}
	close(letGo)
	if got := <-calm; got != http.StatusOK {
		t.Errorf("a request that ran meanwhile: status %d", got)
	}
}

// TestUnsentBodiesOfTheTurnedAway holds that nobody keeps a connection in use with a body
// that never comes, once the request is turned away.
func TestUnsentBodiesOfTheTurnedAway(t *testing.T) {
	r := run(t, func(o *Options) {
		o.MaxConnections, o.Rate, o.Burst = 10, 0.001, 1
		o.ReadTimeout, o.WriteTimeout = time.Hour, time.Hour
	})
	defer func() { r.stop(); <-r.stopped }()
	if status := asked(t, r.dial(t, ""), "/robots.txt"); status != http.StatusOK {
		t.Fatalf("the one request that is allowed: status %d", status)
	}
	for range 20 {
		conn := r.dial(t, "POST /search HTTP/1.1\r\nHost: moon.example\r\nContent-Length: 6000\r\n\r\n")
		if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
			t.Fatal(err)
		}
		answer, err := io.ReadAll(conn)
		if !strings.HasPrefix(string(answer), "HTTP/1.1 429 ") || isTimeout(err) {
			t.Fatalf("got %.40q, error %v", answer, err)
		}
	}
	if status := asked(t, r.dial(t, ""), "/healthz"); status != http.StatusOK {
		t.Errorf("health: status %d", status)
	}
}
