package web

import (
	"crypto/tls"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// CertificateFiles gives the configuration for answering over TLS with a certificate
// chain and its key from two PEM files. They are read again when they change, so that
// renewing a certificate needs no restart; a pair that does not fit keeps the earlier
// one, and the log says so.
func CertificateFiles(cert, key string, log *slog.Logger) (*tls.Config, error) {
	p := &keyPair{cert: cert, key: key, log: log, now: time.Now}
	read := p.look()
	loaded, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("the certificate %s with the key %s: %w", cert, key, err)
	}
	p.read, p.loaded, p.looked = read, &loaded, p.now()
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}, GetCertificate: p.certificate}, nil
}

// lookAgain is how long the files of a key pair are taken to be as they were.
const lookAgain = 3 * time.Second

// A keyPair is a certificate with its key, as its files have them.
type keyPair struct {
	cert, key string
	log       *slog.Logger
	now       func() time.Time

	mu     sync.Mutex
	loaded *tls.Certificate
	read   [2]os.FileInfo // the files that were read last, whether they fitted or not
	looked time.Time
}

// certificate is asked in every handshake.
func (p *keyPair) certificate(*tls.ClientHelloInfo) (*tls.Certificate, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now := p.now(); now.Sub(p.looked) >= lookAgain {
		p.looked = now
		p.renew()
	}
	return p.loaded, nil
}

// renew reads the files again where they have changed. While one of the two is still
// the old one they do not fit, and the next look finds that the other has changed too.
func (p *keyPair) renew() {
	now := p.look()
	if same(now[0], p.read[0]) && same(now[1], p.read[1]) {
		return
	}
	p.read = now
	loaded, err := tls.LoadX509KeyPair(p.cert, p.key)
	if err != nil {
		p.log.Error("the certificate and its key have changed and do not fit, the earlier ones are used", "cert", p.cert, "key", p.key, "error", err)
		return
	}
	p.loaded = &loaded
	p.log.Info("the certificate was read again", "cert", p.cert)
}

// look finds out which files are there; nil stands for none.
func (p *keyPair) look() (found [2]os.FileInfo) {
	for i, file := range []string{p.cert, p.key} {
		if info, err := os.Stat(file); err == nil {
			found[i] = info
		}
	}
	return found
}

// same says whether a file is still the one that it was.
func same(a, b os.FileInfo) bool {
	if a == nil || b == nil {
		return a == b
	}
	return os.SameFile(a, b) && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
