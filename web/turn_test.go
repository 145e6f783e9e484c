package web

import (
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"testing/synctest"

	"evidencestore/search"
)

func TestSearchesAtOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, f := newServer(t, func(o *Options) { o.MaxSearches = 2 })
		finish := make(chan struct{})
		f.during = func(context.Context, *search.Request) error { <-finish; return nil }
		codes := make(chan int, 4)
		start := func() {
			go func() { codes <- ask(s, "GET", "/api/v1/search?q=a").Code }()
			synctest.Wait()
		}
		start()
		start()
		w := ask(s, "GET", "/api/v1/search?q=a")
		problemIn(t, w, http.StatusServiceUnavailable)
		if w.Header().Get("Retry-After") == "" {
			t.Error("no Retry-After")
		}
		for _, path := range []string{"/healthz", "/readyz", "/api/v1/ratings"} {
			if w := ask(s, "GET", path); w.Code != http.StatusOK {
				t.Errorf("%s meanwhile: status %d", path, w.Code)
			}
		}
		start() // waits for its turn
		close(finish)
		for range 3 {
			if code := <-codes; code != http.StatusOK {
				t.Errorf("a search that had its turn: status %d", code)
			}
		}
	})
}

func TestGivingUpWhileWaitingForATurn(t *testing.T) {
	s, _ := newServer(t, func(o *Options) { o.MaxSearches = 1 })
	s.slots <- struct{}{}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	problemIn(t, send(s, httptest.NewRequest("GET", "/api/v1/search", nil).WithContext(gone)), http.StatusServiceUnavailable)
}

func TestSlowClientsHoldNoTurn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(t, func(o *Options) { o.MaxSearches, o.SearchWait = 1, 0 })
		body, slow := io.Pipe()
		posted := make(chan int, 1)
		go func() {
			r := httptest.NewRequest("POST", "/api/v1/search", body)
			posted <- send(s, r, "Content-Type", "application/x-www-form-urlencoded").Code
		}()
		synctest.Wait()
		if w := ask(s, "GET", "/api/v1/search?q=a"); w.Code != http.StatusOK {
			t.Errorf("beside a slow form: status %d", w.Code)
		}
		slow.Close()
		if code := <-posted; code != http.StatusOK {
			t.Errorf("the slow form: status %d", code)
		}
	})
}
