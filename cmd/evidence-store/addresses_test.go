package main

import (
	"bytes"
	"context"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// privateOf is the private address as the log has it.
func privateOf(t *testing.T, log *watch) string {
	t.Helper()
	_, after, _ := strings.Cut(log.String(), "private address\" url=")
	address, _, found := strings.Cut(after, "\n")
	if !found {
		t.Fatalf("no private address in the log:\n%s", log)
	}
	return address
}

// TestServePrivately holds what is on the private address and nowhere else.
func TestServePrivately(t *testing.T) {
	p := madeUp(t, "corpus")
	log := newWatch("never")
	s := p.serve(t, log, "--private-addr", "127.0.0.1:0")
	private := privateOf(t, log)
	get(t, s.address+"/api/v1/search?q=dragons")
	for path, want := range map[string]string{
		"/metrics":        `evidence_store_`,
		"/editors":        "000001-",
		"/editors/drafts": "Drafts",
		"/editors/unmet":  "Asked for",
		"/debug/pprof/":   "goroutine",
		"/readyz":         `"ready":true`,
	} {
		if status, body := get(t, private+path); status != http.StatusOK || !strings.Contains(body, want) {
			t.Errorf("%s on the private address: got %d and %s, want %d and %q", path, status, body, http.StatusOK, want)
		}
		wanted := http.StatusNotFound
		if path == "/readyz" {
			wanted = http.StatusOK
		}
		if status, _ := get(t, s.address+path); status != wanted {
			t.Errorf("%s on the public address: got %d, want %d", path, status, wanted)
		}
	}
	if code, more := s.stop(); code != exitFine || more != "" {
		t.Errorf("got code %d and the further output %q", code, more)
	}
	if strings.Contains(log.String(), "other machines") {
		t.Errorf("warned of the loopback address:\n%s", log)
	}
	if _, err := net.Dial("tcp", strings.TrimPrefix(private, "http://")); err == nil {
		t.Error("the private address is still listened on")
	}
}

func TestLoopback(t *testing.T) {
	for address, want := range map[string]bool{"127.0.0.1:1": true, "[::1]:1": true, "127.9.9.9:1": true, "0.0.0.0:1": false, "[::]:1": false, "10.0.0.5:1": false} {
		addr, err := net.ResolveTCPAddr("tcp", address)
		if err != nil {
			t.Fatal(err)
		}
		if got := loopback(addr); got != want {
			t.Errorf("loopback(%s) = %v, want %v", address, got, want)
		}
	}
}

func TestServePrivateAddressInUse(t *testing.T) {
	ln, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer ln.Close()
	got := madeUp(t, "corpus").run(t, "serve", "--addr", "127.0.0.1:0", "--private-addr", ln.Addr().String())
	if got.code != exitFailed || !strings.Contains(got.stderr, "listening on the private address: ") || got.stdout != "" {
		t.Errorf("got code %d, stdout %q, stderr %q", got.code, got.stdout, got.stderr)
	}
}

// TestTogether holds that where one address fails the other stops too, and the program
// ends with the error.
func TestTogether(t *testing.T) {
	broken := errors.New("the network of the moon is gone")
	stopped := false
	err := together(t.Context(),
		func(ctx context.Context) error { <-ctx.Done(); stopped = true; return nil },
		func(context.Context) error { return broken })
	if !errors.Is(err, broken) || !stopped {
		t.Errorf("got %v, and the other stopped: %v", err, stopped)
	}
}

// certified writes a certificate for this machine with its key, and gives a client that
// trusts it.
func certified(t *testing.T, dir string) *http.Client {
	t.Helper()
	made := httptest.NewTLSServer(nil)
	t.Cleanup(made.Close)
	pair := made.TLS.Certificates[0]
	key, err := x509.MarshalPKCS8PrivateKey(pair.PrivateKey)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(dir, "cert.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: pair.Certificate[0]})))
	writeFile(t, filepath.Join(dir, "key.pem"), string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: key})))
	return made.Client()
}

const secure = "[server]\ncert = \"cert.pem\"\nkey = \"key.pem\"\n"

func TestServeOverTLS(t *testing.T) {
	p := madeUp(t, "corpus")
	client := certified(t, p.dir)
	writeFile(t, filepath.Join(p.dir, "config.toml"), secure)
	s := p.serve(t, newWatch("never"))
	defer s.stop()
	if !strings.HasPrefix(s.address, "https://") {
		t.Errorf("the address is %s", s.address)
	}
	resp, err := client.Get(s.address + "/api/v1/reviews/dragon-choir")
	if err != nil {
		t.Fatal(err)
	}
	defer resp.Body.Close()
	if body, err := io.ReadAll(resp.Body); err != nil || !bytes.Contains(body, []byte(s.address+"/reviews/dragon-choir")) && resp.StatusCode != http.StatusOK {
		t.Errorf("got %d, %v and %s", resp.StatusCode, err, body)
	}
}

// TestServeWithoutItsKey holds that a certificate without its key is told at once.
func TestServeWithoutItsKey(t *testing.T) {
	p := madeUp(t, "corpus")
	certified(t, p.dir)
	if err := os.Remove(filepath.Join(p.dir, "key.pem")); err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(p.dir, "config.toml"), secure)
	got := p.run(t, "serve", "--addr", "127.0.0.1:0")
	if got.code != exitFailed || !strings.Contains(got.stderr, "key.pem") || !strings.Contains(got.stderr, "correct cert and key") || got.stdout != "" {
		t.Errorf("got code %d, stdout %q, stderr %q", got.code, got.stdout, got.stderr)
	}
	if _, err := os.Stat(filepath.Join(p.dir, "data")); err == nil {
		t.Error("something was built before")
	}
}

// TestServeCountsUnmetNeed holds that what was asked for reaches the register, as often
// as it takes to be written, and no word of it.
func TestServeCountsUnmetNeed(t *testing.T) {
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "config.toml"), "[unmet]\nminimum = 2\n")
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	s := p.serveWith(t, newWatch("never"), func(env *Environment) {
		env.Now = func() time.Time { now = now.Add(10 * time.Minute); return now }
	})
	for range 2 {
		get(t, s.address+"/api/v1/search?q=zzyzx&topic=knitting")
	}
	s.stop()
	files, err := filepath.Glob(filepath.Join(p.dir, "data", "unmet", "*"))
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, file := range files {
		all.WriteString(readFile(t, file))
	}
	if !strings.Contains(all.String(), "knitting") || strings.Contains(all.String(), "zzyzx") {
		t.Errorf("the register holds %q in %q", all.String(), files)
	}
}
