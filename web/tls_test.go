package web

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"log/slog"
	"math/big"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// A pair is a certificate made in a test, in files.
type pair struct {
	cert, key string
	serial    int64
}

// newPair writes a certificate for this machine, and its key.
func newPair(t *testing.T, dir string, serial int64) pair {
	t.Helper()
	p := pair{cert: filepath.Join(dir, "cert.pem"), key: filepath.Join(dir, "key.pem"), serial: serial}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	made := x509.Certificate{
		SerialNumber: big.NewInt(serial), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
		IsCA: true, BasicConstraintsValid: true,
	}
	cert, err := x509.CreateCertificate(rand.Reader, &made, &made, key.Public(), key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, p.cert, "CERTIFICATE", cert)
	writePEM(t, p.key, "PRIVATE KEY", secret)
	return p
}

func writePEM(t *testing.T, file, kind string, data []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}), 0o600); err != nil {
		t.Fatal(err)
	}
}

// trusting is a client that believes the certificate in a file.
func trusting(t *testing.T, cert string, change func(*http.Transport)) *http.Client {
	t.Helper()
	data, err := os.ReadFile(cert)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(data)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: pool}, ForceAttemptHTTP2: true}
	change(transport)
	t.Cleanup(transport.CloseIdleConnections)
	return &http.Client{Transport: transport}
}

func TestTLS(t *testing.T) {
	p := newPair(t, t.TempDir(), 1)
	config, err := CertificateFiles(p.cert, p.key, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	var seen tally
	ln, err := tls.Listen("tcp", "127.0.0.1:0", config)
	if err != nil {
		t.Fatal(err)
	}
	r := runOn(t, ln, func(o *Options) { o.MaxConnections, o.Observer = 2, &seen })
	defer func() { r.stop(); <-r.stopped }()
	secure := strings.Replace(r.url, "http:", "https:", 1)
	for _, tc := range []struct {
		name   string
		change func(*http.Transport)
		proto  string // "": no connection
	}{
		{"HTTP/2", func(*http.Transport) {}, "HTTP/2.0"},
		{"HTTP/1.1", func(c *http.Transport) { c.ForceAttemptHTTP2 = false }, "HTTP/1.1"},
		{"TLS 1.2", func(c *http.Transport) { c.TLSClientConfig.MaxVersion = tls.VersionTLS12 }, "HTTP/2.0"},
		{"TLS 1.1", func(c *http.Transport) {
			c.TLSClientConfig.MinVersion, c.TLSClientConfig.MaxVersion = tls.VersionTLS10, tls.VersionTLS11
		}, ""},
		{"a certificate that is not trusted", func(c *http.Transport) { c.TLSClientConfig.RootCAs = nil }, ""},
	} {
		t.Run(tc.name, func(t *testing.T) {
			resp, err := trusting(t, p.cert, tc.change).Get(secure + "/healthz")
			if err != nil {
				if tc.proto != "" {
					t.Error(err)
				}
				return
			}
			resp.Body.Close()
			if resp.StatusCode != http.StatusOK || resp.Proto != tc.proto {
				t.Errorf("got %d by %s, want %d by %q", resp.StatusCode, resp.Proto, http.StatusOK, tc.proto)
			}
		})
	}
	t.Run("idle HTTP/2 gives way", func(t *testing.T) {
		before := seen.of(LimitConnections)
		for range 4 {
			resp, err := trusting(t, p.cert, func(*http.Transport) {}).Get(secure + "/healthz")
			if err != nil {
				t.Fatal(err)
			}
			resp.Body.Close()
		}
		if got := seen.of(LimitConnections) - before; got < 2 {
			t.Errorf("%d were closed, want at least 2", got)
		}
	})
}

func TestCertificateFilesThatDoNotFit(t *testing.T) {
	one, other := newPair(t, t.TempDir(), 1), newPair(t, t.TempDir(), 2)
	for name, p := range map[string]pair{
		"no certificate": {cert: filepath.Join(t.TempDir(), "none.pem"), key: one.key},
		"no key":         {cert: one.cert, key: filepath.Join(t.TempDir(), "none.pem")},
		"another's key":  {cert: one.cert, key: other.key},
		"the wrong way":  {cert: one.key, key: one.cert},
	} {
		if _, err := CertificateFiles(p.cert, p.key, slog.Default()); err == nil || !strings.Contains(err.Error(), p.cert) || !strings.Contains(err.Error(), p.key) {
			t.Errorf("%s: error %v, want one that names both files", name, err)
		}
	}
}

// TestCertificateRenewed holds that a new pair is taken up, in whichever order its files
// come, and that a broken one changes nothing and is told once.
func TestCertificateRenewed(t *testing.T) {
	var log bytes.Buffer
	dir := t.TempDir()
	p := newPair(t, dir, 1)
	now := time.Now()
	k := &keyPair{cert: p.cert, key: p.key, log: slog.New(slog.NewTextHandler(&log, nil)), now: func() time.Time { return now }}
	serial := func() int64 {
		t.Helper()
		now = now.Add(lookAgain)
		loaded, err := k.certificate(nil)
		if err != nil {
			t.Fatal(err)
		}
		return loaded.Leaf.SerialNumber.Int64()
	}
	if got := serial(); got != 1 {
		t.Fatalf("got certificate %d, want 1", got)
	}
	next := newPair(t, t.TempDir(), 2)
	move := func(from, to string) {
		t.Helper()
		if err := os.Rename(from, to); err != nil {
			t.Fatal(err)
		}
	}
	move(next.cert, p.cert)
	for range 2 {
		if got := serial(); got != 1 {
			t.Errorf("got certificate %d without its key, want 1", got)
		}
	}
	if got := strings.Count(log.String(), "do not fit"); got != 1 {
		t.Errorf("told %d times, want once:\n%s", got, &log)
	}
	move(next.key, p.key)
	if got := serial(); got != 2 {
		t.Errorf("got certificate %d, want 2; log:\n%s", got, &log)
	}
	if err := os.Remove(p.cert); err != nil {
		t.Fatal(err)
	}
	if got := serial(); got != 2 {
		t.Errorf("got certificate %d, want 2", got)
	}
}
