package web

import (
	"net/http"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/hashicorp/golang-lru/v2/simplelru"
	"golang.org/x/time/rate"
)

const (
	headerXForwardedFor = "X-Forwarded-For"
	headerForwarded     = "Forwarded"
)

// forwardedHeaders are those that may be believed. Only the one that the proxies
// are known to write is: the other could come from the client unseen.
var forwardedHeaders = []string{headerXForwardedFor, headerForwarded}

// clients are the rates of those who asked lately. Addresses live in this table
// only, and leave it as soon as forgetting them makes no difference.
type clients struct {
	rate  rate.Limit
	burst int
	idle  time.Duration // after which a full burst is there again

	mu   sync.Mutex
	seen *simplelru.LRU[netip.Addr, *client]
}

type client struct {
	limiter *rate.Limiter
	last    time.Time
}

// newClients remembers at most size clients; perSecond 0 sets no limit.
func newClients(perSecond float64, burst, size int) *clients {
	c := &clients{rate: rate.Limit(perSecond), burst: burst}
	if perSecond == 0 {
		c.rate = rate.Inf
		return c
	}
	c.idle = time.Duration(float64(burst) / perSecond * float64(time.Second))
	c.seen, _ = simplelru.NewLRU[netip.Addr, *client](size, nil) // fails for a size below 1 only
	return c
}

// wait takes one request of the client off its account, or says how long to wait
// until there is one.
func (c *clients) wait(addr netip.Addr, now time.Time) time.Duration {
	if c.rate == rate.Inf {
		return 0
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	c.forget(now)
	known, ok := c.seen.Get(addr)
	if !ok {
		known = &client{limiter: rate.NewLimiter(c.rate, c.burst)}
		c.seen.Add(addr, known)
	}
	known.last = now
	return take(known.limiter, now)
}

// take takes one request off an account, or says how long to wait until there is one.
func take(limiter *rate.Limiter, now time.Time) time.Duration {
	r := limiter.ReserveN(now, 1)
	delay := r.DelayFrom(now)
	if delay > 0 {
		r.CancelAt(now)
	}
	return delay
}

// forget drops clients that have been silent for long enough.
func (c *clients) forget(now time.Time) {
	for {
		_, oldest, ok := c.seen.GetOldest()
		if !ok || now.Sub(oldest.last) < c.idle {
			return
		}
		c.seen.RemoveOldest()
	}
}

// clientAddr is who asks: the peer, or, behind trusted proxies, the nearest
// address that is none of them. A home has a whole IPv6 network, so that counts
// as one client.
func (s *Server) clientAddr(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{}
	}
	addr := peer.Addr().Unmap().WithZone("")
	if s.trusted(addr) {
		for _, hop := range slices.Backward(hops(r.Header, s.opt.ForwardedHeader)) {
			said, ok := parseHop(hop)
			if !ok {
				break // what is left of it cannot be believed either
			}
			addr = said
			if !s.trusted(addr) {
				break
			}
		}
	}
	if addr.Is6() {
		network, _ := addr.Prefix(64) // fails for more bits than an address has only
		return network.Addr()
	}
	return addr
}

func (s *Server) trusted(addr netip.Addr) bool {
	return slices.ContainsFunc(s.opt.TrustedProxies, func(p netip.Prefix) bool { return p.Contains(addr) })
}

// hops are the addresses that the proxies wrote, the farthest first.
func hops(h http.Header, name string) []string {
	var all []string
	for element := range strings.SplitSeq(strings.Join(h.Values(name), ","), ",") {
		if name == headerForwarded {
			element = forParameter(element)
		}
		all = append(all, strings.TrimSpace(element))
	}
	return all
}

// forParameter is the value of for= in one element of a Forwarded header.
func forParameter(element string) string {
	for pair := range strings.SplitSeq(element, ";") {
		name, value, _ := strings.Cut(strings.TrimSpace(pair), "=")
		if strings.EqualFold(name, "for") {
			return strings.Trim(value, `"`)
		}
	}
	return ""
}

// parseHop reads an address as proxies write it: bare, with a port, or in brackets.
func parseHop(s string) (netip.Addr, bool) {
	if withPort, err := netip.ParseAddrPort(s); err == nil {
		return withPort.Addr().Unmap().WithZone(""), true
	}
	addr, err := netip.ParseAddr(strings.TrimSuffix(strings.TrimPrefix(s, "["), "]"))
	return addr.Unmap().WithZone(""), err == nil
}
