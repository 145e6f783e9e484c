package web

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestUnfetchedAnswersAreBounded(t *testing.T) {
	s, _ := newServer(t)
	answering := func(size int) *httptest.ResponseRecorder {
		return send(identify(s.unsentLimited(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Disposition", "attachment")
			w.Header().Set("ETag", `W/"a"`)
			write(w, http.StatusOK, typeText, []byte(strings.Repeat("a", size)))
		}))), httptest.NewRequest("GET", "/", nil))
	}
	s.unsent.Store(maxUnsent - largeAnswer) // fetched by nobody
	for _, tc := range []struct {
		name   string
		size   int
		status int
	}{
		{"one for which there is room", largeAnswer, http.StatusOK},
		{"one byte too much", largeAnswer + 1, http.StatusServiceUnavailable},
		{"a small one", largeAnswer - 1, http.StatusOK},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := answering(tc.size)
			if w.Code != tc.status {
				t.Fatalf("status %d, want %d", w.Code, tc.status)
			}
			if tc.status == http.StatusOK && w.Body.Len() != tc.size {
				t.Errorf("%d bytes, want %d", w.Body.Len(), tc.size)
			}
			if tc.status != http.StatusOK {
				problemIn(t, w, tc.status)
				if h := w.Header(); h.Get("Retry-After") == "" || h.Get("ETag") != "" || h.Get("Content-Disposition") != "" {
					t.Errorf("headers %v: want Retry-After, and nothing of the answer that was meant", h)
				}
			}
			if left := s.unsent.Load(); left != maxUnsent-largeAnswer {
				t.Errorf("%d bytes are counted afterwards, want %d", left, maxUnsent-largeAnswer)
			}
		})
	}
}

func TestUnfetchedAnswersAreForgottenAfterAPanic(t *testing.T) {
	s, _ := newServer(t)
	defer func() {
		if recover() == nil || s.unsent.Load() != 0 {
			t.Errorf("%d bytes are counted after a panic, want 0", s.unsent.Load())
		}
	}()
	send(identify(s.unsentLimited(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		write(w, http.StatusOK, typeText, make([]byte, largeAnswer))
		panic("half")
	}))), httptest.NewRequest("GET", "/", nil))
}

func TestExportsWaitForAPlace(t *testing.T) {
	s, _ := newServer(t)
	for range maxExports {
		s.exports <- struct{}{}
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	w := send(s, httptest.NewRequest("GET", "/search?format=csv", nil).WithContext(gone))
	if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" {
		t.Errorf("an export without a place: status %d, want %d with Retry-After", w.Code, http.StatusServiceUnavailable)
	}
	if w := ask(s, "GET", "/api/v1/search?q=a"); w.Code != http.StatusOK {
		t.Errorf("a search meanwhile: status %d", w.Code)
	}
	<-s.exports
	for range 2 { // the place is given back
		if w := ask(s, "GET", "/search?format=csv"); w.Code != http.StatusOK {
			t.Errorf("an export with a place: status %d", w.Code)
		}
	}
}
