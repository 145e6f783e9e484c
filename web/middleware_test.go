package web

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"evidencestore/search"
)

func TestIdentify(t *testing.T) {
	s, _ := newServer(t)
	first := ask(s, "GET", "/healthz", "X-Request-Id", "sent-by-a-stranger").Header().Get("X-Request-Id")
	second := ask(s, "GET", "/healthz").Header().Get("X-Request-Id")
	if len(first) < 16 || first == second || first == "sent-by-a-stranger" {
		t.Errorf("ids %q and %q, want two of our own", first, second)
	}
}

func TestAccessLogSaysWhatAndNeverWhoOrWhy(t *testing.T) {
	var buf bytes.Buffer
	s, f := newServer(t, logTo(&buf, slog.LevelInfo))
	f.during = func(_ context.Context, req *search.Request) error {
		if req.Query.Text == "sarah slow" {
			return search.ErrTimeout
		}
		return nil
	}
	for _, tc := range []struct {
		name   string
		do     func() *httptest.ResponseRecorder
		method string
		route  string
		status int
	}{
		{"a question", func() *httptest.ResponseRecorder { return ask(s, "GET", "/api/v1/search?q=sarah") }, "GET", "/api/v1/search", 200},
		{"a form", func() *httptest.ResponseRecorder { return post(s, "/api/v1/search", "q=sarah") }, "POST", "/api/v1/search", 200},
		{"a failed question", func() *httptest.ResponseRecorder { return ask(s, "GET", "/api/v1/search?q=sarah+slow") }, "GET", "/api/v1/search", 503},
		{"a wrong parameter", func() *httptest.ResponseRecorder { return ask(s, "GET", "/api/v1/search?sarah=sarah") }, "GET", "/api/v1/search", 400},
		{"a wrong id", func() *httptest.ResponseRecorder { return ask(s, "GET", "/api/v1/reviews/sarah") }, "GET", "/api/v1/reviews/{id}", 404},
		{"a wrong address", func() *httptest.ResponseRecorder { return ask(s, "GET", "/sarah", "User-Agent", "sarah") }, "GET", "", 404},
		{"a made-up method", func() *httptest.ResponseRecorder { return ask(s, "SARAH", "/healthz") }, "other", "", 405},
	} {
		t.Run(tc.name, func(t *testing.T) {
			buf.Reset()
			w := tc.do()
			if text := strings.ToLower(buf.String()); strings.Contains(text, "sarah") || strings.Contains(text, "192.0.2.1") {
				t.Errorf("the log names what was asked or by whom: %s", buf.String())
			}
			lines := strings.Split(strings.TrimSpace(buf.String()), "\n")
			var line struct {
				Msg, Method, Route string
				RequestID          string `json:"request_id"`
				Status             int
				Bytes              int
				Duration           *float64 `json:"duration_ms"`
			}
			if err := json.Unmarshal([]byte(lines[len(lines)-1]), &line); err != nil {
				t.Fatalf("%v in %s", err, buf.String())
			}
			if line.Msg != "request" || line.Method != tc.method || line.Route != tc.route || line.Status != tc.status || line.Bytes != w.Body.Len() ||
				line.Duration == nil || line.RequestID != w.Header().Get("X-Request-Id") {
				t.Errorf("logged %+v, want %s %s %d and %d bytes", line, tc.method, tc.route, tc.status, w.Body.Len())
			}
		})
	}
}

func TestFailuresAreLoggedOnce(t *testing.T) {
	var buf bytes.Buffer
	s, f := newServer(t, logTo(&buf, slog.LevelWarn))
	f.during = func(context.Context, *search.Request) error { return errors.New("disk on fire") }
	w := ask(s, "GET", "/api/v1/search")
	if n := strings.Count(buf.String(), "\n"); n != 1 || !strings.Contains(buf.String(), "disk on fire") || !strings.Contains(buf.String(), w.Header().Get("X-Request-Id")) {
		t.Errorf("logged %d lines, want one with the error and the request id: %s", n, buf.String())
	}
	buf.Reset()
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	f.during = func(context.Context, *search.Request) error { return search.ErrTimeout }
	send(s, httptest.NewRequest("GET", "/api/v1/search", nil).WithContext(gone))
	if buf.Len() > 0 {
		t.Errorf("a client that went away is warned of: %s", buf.String())
	}
}

func TestPanicHarmsNoOther(t *testing.T) {
	var buf bytes.Buffer
	s, f := newServer(t, logTo(&buf, slog.LevelError))
	f.during = func(_ context.Context, req *search.Request) error {
		if req.Query.Text == "boom" {
			panic("out of cheese")
		}
		return nil
	}
	w := ask(s, "GET", "/api/v1/search?q=boom", "Accept-Encoding", "gzip")
	problemIn(t, w, http.StatusInternalServerError)
	if strings.Contains(w.Body.String(), "cheese") {
		t.Errorf("internal text sent: %s", w.Body)
	}
	if !strings.Contains(buf.String(), `"panic":"a string, told at the debug level"`) || !strings.Contains(buf.String(), "middleware_test.go") {
		t.Errorf("no panic with its stack in the log: %s", buf.String())
	}
	if strings.Contains(buf.String(), "cheese") {
		t.Errorf("the log holds the text of a panic, which may quote a question: %s", buf.String())
	}
	for range s.opt.MaxSearches + 1 { // a place lost to the panic would show
		ask(s, "GET", "/api/v1/search?q=boom")
	}
	decode[search.Response](t, ask(s, "GET", "/api/v1/search?q=calm"))
}

func TestPanicAmidAnAnswerCutsIt(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct {
		name  string
		panic any
	}{{"after the first byte", "boom"}, {"on purpose", http.ErrAbortHandler}} {
		t.Run(tc.name, func(t *testing.T) {
			defer func() {
				if v := recover(); v != http.ErrAbortHandler {
					t.Errorf("panic %v, want %v", v, http.ErrAbortHandler)
				}
			}()
			send(identify(s.recovering(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
				_, _ = io.WriteString(w, "half")
				panic(tc.panic)
			}))), httptest.NewRequest("GET", "/", nil))
			t.Error("no panic came through")
		})
	}
}

func TestSecurityHeadersAreOnEveryAnswer(t *testing.T) {
	s, f := newServer(t)
	f.during = func(context.Context, *search.Request) error { panic("boom") }
	for name, w := range map[string]*httptest.ResponseRecorder{
		"page": ask(s, "GET", "/"), "data": ask(s, "GET", "/api/v1/ratings"), "wrong address": ask(s, "GET", "/x"),
		"wrong method": ask(s, "PUT", "/"), "panic": ask(s, "GET", "/api/v1/search"),
	} {
		for _, h := range securityHeaders {
			if got := w.Header().Values(h[0]); len(got) != 1 || got[0] != h[1] {
				t.Errorf("%s: %s is %q, want %q", name, h[0], got, h[1])
			}
		}
		if got := w.Header().Values("Set-Cookie"); len(got) > 0 {
			t.Errorf("%s: a cookie: %q", name, got)
		}
	}
}

func TestRateLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, _ := newServer(t, func(o *Options) { o.Rate, o.Burst = 0.5, 2 })
		for i := range 2 {
			if w := ask(s, "GET", "/api/v1/ratings"); w.Code != http.StatusOK {
				t.Fatalf("request %d: status %d", i, w.Code)
			}
		}
		w := ask(s, "GET", "/api/v1/ratings")
		problemIn(t, w, http.StatusTooManyRequests)
		if got := w.Header().Get("Retry-After"); got != "2" {
			t.Errorf("Retry-After %q, want 2", got)
		}
		for _, path := range []string{"/healthz", "/readyz"} {
			if w := ask(s, "GET", path); w.Code != http.StatusOK {
				t.Errorf("%s: status %d", path, w.Code)
			}
		}
		other := httptest.NewRequest("GET", "/api/v1/ratings", nil)
		other.RemoteAddr = "192.0.2.2:1"
		if w := send(s, other); w.Code != http.StatusOK {
			t.Errorf("another client: status %d", w.Code)
		}
		time.Sleep(2 * time.Second)
		if w := ask(s, "GET", "/api/v1/ratings"); w.Code != http.StatusOK {
			t.Errorf("after Retry-After: status %d", w.Code)
		}
	})
}

func TestFormsOfOtherSites(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct {
		name   string
		header []string
		want   int
	}{
		{"no browser", nil, http.StatusOK},
		{"our own page", []string{"Sec-Fetch-Site", "same-origin"}, http.StatusOK},
		{"our own page over plain HTTP", []string{"Origin", "null"}, http.StatusOK},
		{"a page that hides where it is", []string{"Origin", "null", "Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"another site", []string{"Sec-Fetch-Site", "cross-site"}, http.StatusForbidden},
		{"another origin of an old browser", []string{"Origin", "https://example.org"}, http.StatusForbidden},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := post(s, "/api/v1/search", "q=a", tc.header...)
			if w.Code != tc.want {
				t.Errorf("status %d, want %d", w.Code, tc.want)
			}
			if tc.want == http.StatusForbidden {
				problemIn(t, w, tc.want)
			}
		})
	}
	if w := ask(s, "GET", "/api/v1/search?q=a", "Sec-Fetch-Site", "cross-site"); w.Code != http.StatusOK {
		t.Errorf("a link of another site: status %d", w.Code)
	}
}

func TestCompression(t *testing.T) {
	s, _ := newServer(t)
	plain := ask(s, "GET", "/api/v1/ratings")
	packed := ask(s, "GET", "/api/v1/ratings", "Accept-Encoding", "gzip")
	if got := packed.Header().Get("Content-Encoding"); got != "gzip" {
		t.Fatalf("Content-Encoding %q", got)
	}
	if packed.Body.Len() >= plain.Body.Len() {
		t.Errorf("%d bytes packed, %d plain", packed.Body.Len(), plain.Body.Len())
	}
	r, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(r)
	if err != nil || !bytes.Equal(got, plain.Body.Bytes()) {
		t.Errorf("unpacked %d bytes, %v, want the %d plain ones", len(got), err, plain.Body.Len())
	}
	for _, accept := range []string{"", "identity", "gzip;q=0", "br"} {
		if got := ask(s, "GET", "/api/v1/ratings", "Accept-Encoding", accept).Header().Get("Content-Encoding"); got != "" {
			t.Errorf("Accept-Encoding %q is answered in %q", accept, got)
		}
	}
	if got := ask(s, "GET", "/healthz", "Accept-Encoding", "gzip").Header().Get("Content-Encoding"); got != "" {
		t.Errorf("three bytes are packed in %q", got)
	}
}

func TestDeadline(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, f := newServer(t)
		f.during = func(ctx context.Context, _ *search.Request) error {
			<-ctx.Done()
			return search.ErrTimeout
		}
		start := time.Now()
		w := ask(s, "GET", "/api/v1/search?q=a")
		problemIn(t, w, http.StatusServiceUnavailable)
		if got := time.Since(start); got != s.opt.RequestTimeout {
			t.Errorf("answered after %v, want %v", got, s.opt.RequestTimeout)
		}
	})
}
