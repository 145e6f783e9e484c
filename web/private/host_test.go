package private

import (
	"net/http"
	"strings"
	"testing"
)

func TestOnlyKnownHostsAreAnswered(t *testing.T) {
	s := newServer(t)
	for host, want := range map[string]int{
		"localhost": 200, "localhost:9090": 200, "LOCALHOST.": 200, "127.0.0.1": 200, "127.0.0.1:9090": 200, "192.0.2.7:1": 200,
		"[::1]": 200, "[::1]:9090": 200, "[fe80::1%25en0]:9090": 200, "metrics.example": 200, "Metrics.Example:9090": 200, "metrics.example.:1": 200,
		"": 403, "evil.example": 403, "evil.example:9090": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403,
		"metrics.example.evil.example": 403, "evil-metrics.example": 403, "0x7f.1": 403, "2130706433": 403, "[": 403, "::1": 200, ":9090": 403, "local host": 403,
	} {
		for _, path := range []string{"/editors", "/metrics", "/debug/pprof/", "/healthz", "/search?q=moon"} {
			w := ask(s, "GET", path, "Host", host)
			if w.Code != want {
				t.Errorf("%s at host %q: status %d, want %d", path, host, w.Code, want)
			}
			if want == http.StatusForbidden && (!strings.Contains(w.Body.String(), "[private] addr") || w.Header().Get("Cache-Control") != "no-store") {
				t.Errorf("%s at host %q: refused by %q", path, host, w.Body)
			}
		}
	}
}

func TestAnAddressWithoutNameHasNone(t *testing.T) {
	for _, addr := range []string{":9090", "0.0.0.0:9090", "[::]:9090"} {
		s := newServer(t, func(o *Options) { o.Addr = addr })
		for host, want := range map[string]int{"": 403, "evil.example": 403, "192.0.2.7:9090": 200, "localhost": 200} {
			if got := ask(s, "GET", "/metrics", "Host", host).Code; got != want {
				t.Errorf("private address %s, host %q: status %d, want %d", addr, host, got, want)
			}
		}
	}
}
