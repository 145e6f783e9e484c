package web

import (
	"fmt"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"
)

func TestClientAddr(t *testing.T) {
	proxies := []netip.Prefix{netip.MustParsePrefix("10.0.0.0/8"), netip.MustParsePrefix("fd00::/8")}
	const xff, fwd = headerXForwardedFor, headerForwarded
	for _, tc := range []struct {
		name, peer, believed string
		header               []string
		want                 string
	}{
		{"no proxy", "198.51.100.7:4321", xff, nil, "198.51.100.7"},
		{"a stranger's word", "198.51.100.7:4321", xff, []string{xff, "203.0.113.9"}, "198.51.100.7"},
		{"one proxy", "10.1.1.1:80", xff, []string{xff, "203.0.113.9"}, "203.0.113.9"},
		{"two proxies", "10.1.1.1:80", xff, []string{xff, "203.0.113.9, 10.2.2.2"}, "203.0.113.9"},
		{"what the client wrote stands left", "10.1.1.1:80", xff, []string{xff, "1.2.3.4, 203.0.113.9"}, "203.0.113.9"},
		{"in two headers", "10.1.1.1:80", xff, []string{xff, "1.2.3.4", xff, "203.0.113.9, 10.2.2.2"}, "203.0.113.9"},
		{"proxies only", "10.1.1.1:80", xff, []string{xff, "10.3.3.3, 10.2.2.2"}, "10.3.3.3"},
		{"nothing said", "10.1.1.1:80", xff, nil, "10.1.1.1"},
		{"nonsense", "10.1.1.1:80", xff, []string{xff, "203.0.113.9, unknown, 10.2.2.2"}, "10.2.2.2"},
		{"with a port", "10.1.1.1:80", xff, []string{xff, "203.0.113.9:555"}, "203.0.113.9"},
		{"the header that is not believed", "10.1.1.1:80", xff, []string{fwd, "for=203.0.113.9"}, "10.1.1.1"},
		{"Forwarded", "10.1.1.1:80", fwd, []string{fwd, "for=1.2.3.4, for=203.0.113.9;proto=https;by=10.2.2.2"}, "203.0.113.9"},
		{"Forwarded in quotes", "10.1.1.1:80", fwd, []string{fwd, `proto=https; For="[2001:db8:1:2:3::4]:99"`}, "2001:db8:1:2::"},
		{"Forwarded with an open quote", "10.1.1.1:80", fwd, []string{fwd, `for="1.2.3.4`, fwd, "for=203.0.113.9"}, "203.0.113.9"},
		{"Forwarded without for", "10.1.1.1:80", fwd, []string{fwd, "proto=https"}, "10.1.1.1"},
		{"IPv6 by its network", "[2001:db8:1:2:3::4]:99", xff, nil, "2001:db8:1:2::"},
		{"IPv6 with a zone", "[fe80::1%eth0]:99", xff, nil, "fe80::"},
		{"IPv6 proxy, bare address", "[fd00::1]:80", xff, []string{xff, "2001:db8:1:2:3::4"}, "2001:db8:1:2::"},
		{"IPv4 in IPv6", "[::ffff:10.1.1.1]:80", xff, []string{xff, "::ffff:203.0.113.9"}, "203.0.113.9"},
		{"no address", "@", xff, []string{xff, "203.0.113.9"}, "invalid IP"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, _ := newServer(t, func(o *Options) { o.TrustedProxies, o.ForwardedHeader = proxies, tc.believed })
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = tc.peer
			for i := 0; i < len(tc.header); i += 2 {
				r.Header.Add(tc.header[i], tc.header[i+1])
			}
			if got := s.clientAddr(r).String(); got != tc.want {
				t.Errorf("peer %s, %v: got %s, want %s", tc.peer, tc.header, got, tc.want)
			}
		})
	}
}

// FuzzClientAddr holds that nothing behind an untrusted address is believed.
func FuzzClientAddr(f *testing.F) {
	f.Add("1.2.3.4, 5.6.7.8")
	f.Add(`for="[::1]:80";proto=http, for=_hidden`)
	f.Add(",;=\"")
	proxy := netip.MustParseAddr("10.1.1.1")
	s, _ := newServer(f, func(o *Options) { o.TrustedProxies = []netip.Prefix{netip.PrefixFrom(proxy, 32)} })
	f.Fuzz(func(t *testing.T, sent string) {
		for _, header := range forwardedHeaders {
			s.opt.ForwardedHeader = header
			r := httptest.NewRequest("GET", "/", nil)
			r.RemoteAddr = "10.1.1.1:80"
			appended := "203.0.113.9"
			if header == headerForwarded {
				appended = "for=" + appended
			}
			r.Header[header] = []string{sent, appended}
			if got := s.clientAddr(r).String(); got != "203.0.113.9" {
				t.Errorf("%s %q: got %s, want what the proxy appended", header, sent, got)
			}
		}
	})
}

func TestClientsAreBoundedAndForgotten(t *testing.T) {
	c := newClients(1, 3, 10)
	now := time.Unix(0, 0)
	for i := range 25 {
		if wait := c.wait(netip.MustParseAddr(fmt.Sprintf("192.0.2.%d", i)), now); wait != 0 {
			t.Fatalf("client %d waits %v", i, wait)
		}
	}
	if got := c.seen.Len(); got != 10 {
		t.Errorf("%d clients remembered, want 10", got)
	}
	c.wait(netip.MustParseAddr("198.51.100.1"), now.Add(3*time.Second))
	if got := c.seen.Len(); got != 1 {
		t.Errorf("%d clients remembered after all were silent, want the last one", got)
	}
}

func TestTurnedAwayRequestsCostNothing(t *testing.T) {
	c := newClients(1, 2, 10)
	addr, now := netip.MustParseAddr("192.0.2.1"), time.Unix(0, 0)
	var got []time.Duration
	for range 4 {
		got = append(got, c.wait(addr, now))
	}
	if got[0] != 0 || got[1] != 0 || got[2] != time.Second || got[3] != time.Second {
		t.Errorf("waits %v, want 0 0 1s 1s", got)
	}
	if wait := c.wait(addr, now.Add(time.Second)); wait != 0 {
		t.Errorf("after a second still %v", wait)
	}
}
