package main

import (
	"context"
	"crypto/tls"
	"fmt"
	"log/slog"
	"net"
	"net/netip"

	"evidencestore/web"
)

// The addresses that are listened on. private may be nil.
type addresses struct {
	public, private net.Listener
	secure          bool
}

// listen takes the addresses, so that one in use is found out before anything is built.
func listen(ctx context.Context, cfg *config, log *slog.Logger) (*addresses, error) {
	var certificate *tls.Config
	if cfg.Server.Cert != "" {
		var err error
		if certificate, err = web.CertificateFiles(cfg.Server.Cert, cfg.Server.Key, log); err != nil {
			return nil, fmt.Errorf("%w; correct cert and key in [server] of the configuration, or leave out both to answer without TLS", err)
		}
	}
	public, err := new(net.ListenConfig).Listen(ctx, "tcp", cfg.Server.Addr)
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	a := &addresses{public: public}
	if certificate != nil {
		a.public, a.secure = tls.NewListener(public, certificate), true
	}
	if cfg.Private.Addr == "" {
		return a, nil
	}
	if a.private, err = new(net.ListenConfig).Listen(ctx, "tcp", cfg.Private.Addr); err != nil {
		a.Close()
		return nil, fmt.Errorf("listening on the private address: %w", err)
	}
	log.Info("operators and editors are answered on the private address", "url", "http://"+reachable(a.private.Addr()))
	if !loopback(a.private.Addr()) {
		log.Warn("the private address can be reached from other machines; whoever reaches it can read drafts, metrics and profiles", "addr", a.private.Addr())
	}
	return a, nil
}

// url is where a person can open the public address.
func (a *addresses) url() string {
	scheme := "http"
	if a.secure {
		scheme = "https"
	}
	return scheme + "://" + reachable(a.public.Addr())
}

// Close stops listening. The second time, where they were served on, it does no harm.
func (a *addresses) Close() {
	for _, ln := range []net.Listener{a.public, a.private} {
		if ln != nil {
			_ = ln.Close()
		}
	}
}

// reachable is an address that a person can open. One that listens everywhere
// is reached on this machine.
func reachable(addr net.Addr) string {
	at, err := netip.ParseAddrPort(addr.String())
	if err != nil || !at.Addr().IsUnspecified() {
		return addr.String()
	}
	return netip.AddrPortFrom(netip.AddrFrom4([4]byte{127, 0, 0, 1}), at.Port()).String()
}

// loopback says whether an address is reached from this machine alone.
func loopback(addr net.Addr) bool {
	at, err := netip.ParseAddrPort(addr.String())
	return err == nil && at.Addr().IsLoopback()
}
