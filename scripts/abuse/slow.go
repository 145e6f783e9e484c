package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"
)

// meanwhile asks for the health of the server, again and again until stop is closed,
// and gives the longest that it took.
func (a *abuser) meanwhile(ctx context.Context, stop <-chan struct{}) (longest time.Duration, err error) {
	for {
		for _, path := range []string{"/healthz", "/readyz"} {
			took, err := a.health(ctx, path)
			if err != nil {
				return longest, fmt.Errorf("meanwhile: %w", err)
			}
			longest = max(longest, took)
		}
		select {
		case <-stop:
			return longest, nil
		case <-time.After(100 * time.Millisecond):
		}
	}
}

// prompt is how long a health check may take whatever goes on.
const prompt = 2 * time.Second

// watched does something and wants health checks to be prompt meanwhile.
func (a *abuser) watched(ctx context.Context, do func() error) error {
	stop, longest := make(chan struct{}), time.Duration(0)
	var health error
	var asking sync.WaitGroup
	asking.Go(func() { longest, health = a.meanwhile(ctx, stop) })
	err := do()
	close(stop)
	asking.Wait()
	if err := errors.Join(err, health); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "  health checks meanwhile took %v at most\n", longest.Round(time.Millisecond))
	if longest > prompt {
		return fmt.Errorf("a health check took %v", longest)
	}
	return nil
}

// hold opens so many connections, says something on each, and goes on a byte at a time
// until all have been cut off.
func (a *abuser) hold(ctx context.Context, connections int, say, more string) error {
	return a.watched(ctx, func() error {
		errs := make([]error, connections)
		var held sync.WaitGroup
		for i := range connections {
			conn, err := a.dial(ctx)
			if err != nil {
				return err
			}
			held.Go(func() {
				defer conn.Close()
				errs[i] = drip(conn, say, more)
			})
		}
		held.Wait()
		return errors.Join(slices.Compact(errs)...)
	})
}

// drip sends slowly until the connection is cut off.
func drip(conn net.Conn, say, more string) error {
	_, _ = io.WriteString(conn, say) // where it is cut off, reading says so
	cut := make(chan error, 1)
	go func() {
		_, err := io.Copy(io.Discard, conn) // whatever is said before the end
		cut <- err
	}()
	for {
		select {
		case err := <-cut:
			if timeout, ok := errors.AsType[net.Error](err); ok && timeout.Timeout() {
				return errors.New("a connection was not cut off")
			}
			return nil
		case <-time.After(300 * time.Millisecond):
			if more != "" {
				_, _ = io.WriteString(conn, more)
			}
		}
	}
}

// some is how many slow clients come at once.
const some = 500

func (a *abuser) endlessHeads(ctx context.Context) error {
	return a.hold(ctx, some, "GET / HTTP/1.1\r\nHost: a.example\r\nX-Slow: ", "a")
}

func (a *abuser) endlessBodies(ctx context.Context) error {
	return a.hold(ctx, some, "POST /api/v1/search HTTP/1.1\r\nHost: a.example\r\n"+form+"\r\nContent-Length: 1000\r\n\r\nq=", "a")
}

// unfetched asks for the largest answers and takes nothing of them.
func (a *abuser) unfetched(ctx context.Context) error {
	return a.watched(ctx, func() error {
		conns := make([]net.Conn, some)
		for i := range conns {
			conn, err := a.dial(ctx)
			if err != nil {
				return err
			}
			defer conn.Close()
			if tcp, ok := conn.(*net.TCPConn); ok {
				_ = tcp.SetReadBuffer(1 << 10)
			}
			_, _ = io.WriteString(conn, strings.Repeat("GET /api/v1/reviews?per_page=100 HTTP/1.1\r\nHost: a.example\r\n\r\n", 20))
			conns[i] = conn
		}
		return a.calm(ctx) // all are cut off by the time limits
	})
}

// silent opens connections and says nothing.
func (a *abuser) silent(ctx context.Context) error { return a.open(ctx, "") }

// kept opens connections, asks one thing on each, and keeps them.
func (a *abuser) kept(ctx context.Context) error {
	return a.open(ctx, "GET /healthz HTTP/1.1\r\nHost: a.example\r\n\r\n")
}

// open opens all idle connections and waits until the server has closed them.
func (a *abuser) open(ctx context.Context, say string) error {
	return a.watched(ctx, func() error {
		most := 0
		for i := range a.idle {
			conn, err := a.dial(ctx)
			if err != nil {
				return fmt.Errorf("connection %d: %w", i, err)
			}
			defer conn.Close()
			_, _ = io.WriteString(conn, say)
			if i%100 == 0 {
				most = max(most, a.server.Usage().Files)
			}
		}
		fmt.Fprintf(a.out, "  %d connections were opened, the server held %d files at most\n", a.idle, max(most, a.server.Usage().Files))
		return a.calm(ctx)
	})
}

// searches asks more than the server works on at once.
func (a *abuser) searches(ctx context.Context) error {
	return a.watched(ctx, func() error {
		const clients, each = 40, 5
		var asking sync.WaitGroup
		var mu sync.Mutex
		statuses, slowest := map[int]int{}, time.Duration(0)
		var errs []error
		question := strings.Repeat("parents+who+drink+and+children+in+care+", 60)[:2000]
		for range clients {
			asking.Go(func() {
				for range each {
					start := time.Now()
					got, err := a.send(ctx, get("/api/v1/search?per_page=100&explain=true&q="+question))
					mu.Lock()
					statuses[got.status]++
					if got.status == http.StatusServiceUnavailable {
						slowest = max(slowest, time.Since(start))
						if got.header.Get("Retry-After") == "" {
							err = errors.New("503 without Retry-After")
						}
					}
					errs = append(errs, err)
					mu.Unlock()
				}
			})
		}
		asking.Wait()
		fmt.Fprintf(a.out, "  answers by status: %v; one was turned away after %v at most\n", statuses, slowest.Round(time.Millisecond))
		if statuses[http.StatusOK] == 0 || statuses[http.StatusServiceUnavailable] == 0 || len(statuses) > 2 {
			errs = append(errs, errors.New("want some answered, some turned away with 503, and nothing else"))
		}
		return errors.Join(errs...)
	})
}

// tooOften asks more often than one client may, under many names.
func (a *abuser) tooOften(ctx context.Context) {
	a.report(ctx, "one client asking too often", func(ctx context.Context) error {
		statuses := map[int]int{}
		for n := range 200 {
			got, err := a.send(ctx, get("/api/v1/ratings", fmt.Sprintf("X-Forwarded-For: 192.0.2.%d", n), fmt.Sprintf("Forwarded: for=192.0.2.%d", n)))
			if err != nil {
				return err
			}
			statuses[got.status]++
			if got.status == http.StatusTooManyRequests && got.header.Get("Retry-After") == "" {
				return errors.New("429 without Retry-After")
			}
			if _, err := a.health(ctx, "/healthz"); err != nil {
				return err
			}
		}
		fmt.Fprintf(a.out, "  answers by status: %v\n", statuses)
		if statuses[http.StatusOK] == 0 || statuses[http.StatusTooManyRequests] == 0 || len(statuses) > 2 {
			return errors.New("want some answered, some turned away with 429, and nothing else")
		}
		return nil
	})
}
