package web

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"
)

// A tally counts what limits turned away.
type tally struct {
	nobody
	mu     sync.Mutex
	counts map[Limit]int
}

func (c *tally) Rejected(limit Limit) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.counts == nil {
		c.counts = map[Limit]int{}
	}
	c.counts[limit]++
}

func (c *tally) of(limit Limit) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.counts[limit]
}

// dial opens a connection and sends the beginning of what it has to say.
func (r *running) dial(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { conn.Close() })
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

// asked sends a whole request on a connection and gives the status of the answer, or 0
// where the connection was closed.
func asked(t *testing.T, conn net.Conn, path string) int {
	t.Helper()
	_, _ = fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: moon.example\r\n\r\n", path)
	resp, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	defer resp.Body.Close()
	if _, err := io.Copy(io.Discard, resp.Body); err != nil {
		t.Fatal(err)
	}
	return resp.StatusCode
}

// untilClosed waits until the server has closed a connection.
func untilClosed(t *testing.T, conn net.Conn) {
	t.Helper()
	if err := conn.SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Fatal(err)
	}
	if n, err := conn.Read(make([]byte, 1)); n > 0 || isTimeout(err) {
		t.Errorf("the connection is open: %d bytes, error %v", n, err)
	}
}

func isTimeout(err error) bool {
	timeout, ok := err.(net.Error)
	return ok && timeout.Timeout()
}

// TestConnectionsThatWaitGiveWay holds that neither clients that send nothing, nor those
// that never finish a head, nor those that keep an answered connection, keep others out.
func TestConnectionsThatWaitGiveWay(t *testing.T) {
	var seen tally
	r := run(t, func(o *Options) { o.MaxConnections, o.Observer = 3, &seen })
	defer func() { r.stop(); <-r.stopped }()
	answered := r.dial(t, "")
	if got := asked(t, answered, "/healthz"); got != http.StatusOK {
		t.Fatalf("got %d", got)
	}
	silent := r.dial(t, "")
	slow := r.dial(t, "GET / HTTP/1.1\r\nHost: moon.exam")
	for i, oldest := range []net.Conn{answered, silent, slow} {
		if got := asked(t, r.dial(t, ""), "/healthz"); got != http.StatusOK {
			t.Errorf("the connection beyond the bound: got %d", got)
		}
		untilClosed(t, oldest)
		if got := seen.of(LimitConnections); got != i+1 {
			t.Errorf("%d were told of, want %d", got, i+1)
		}
	}
}

// TestConnectionsInUseStay holds that nobody's answer is cut off for a newcomer.
func TestConnectionsInUseStay(t *testing.T) {
	var seen tally
	r := run(t, func(o *Options) { o.MaxConnections, o.Observer = 2, &seen })
	defer func() { r.stop(); <-r.stopped }()
	answers := make(chan any, 2)
	for range 2 {
		go func() { answers <- r.get("/api/v1/search?q=a") }()
		<-r.begun
	}
	if got := asked(t, r.dial(t, ""), "/healthz"); got != 0 {
		t.Errorf("a third connection: got %d, want it closed", got)
	}
	if got := seen.of(LimitConnections); got != 1 {
		t.Errorf("%d were told of, want 1", got)
	}
	close(r.letGo)
	for range 2 {
		if got := <-answers; got != http.StatusOK {
			t.Errorf("an answer in flight: %v", got)
		}
	}
	http.DefaultClient.CloseIdleConnections()
	if got := asked(t, r.dial(t, ""), "/healthz"); got != http.StatusOK {
		t.Errorf("afterwards: %d", got)
	}
}

// TestConnectionsAccount holds that what was closed is not counted for ever.
func TestConnectionsAccount(t *testing.T) {
	c := newConnections(2, func() {})
	var conns [4]net.Conn
	for i := range conns {
		conns[i], _ = net.Pipe()
		c.changed(conns[i], http.StateNew)
	}
	for _, conn := range conns { // the first two were closed for the others
		for _, state := range []http.ConnState{http.StateActive, http.StateIdle, http.StateActive, http.StateClosed} {
			c.changed(conn, state)
		}
	}
	if len(c.open) != 0 || c.waiting.Len() != 0 {
		t.Errorf("%d are open and %d wait, want none", len(c.open), c.waiting.Len())
	}
}
