package browser_test

import (
	"strings"
	"testing"
)

// heaviest is how much may come over the network for the first page that somebody
// opens, in bytes.
const heaviest = 60_000

// TestWeight holds that a first page is light, and that the next one does not ask
// for what it shares with the first.
func TestWeight(t *testing.T) {
	for _, first := range []string{"/", ask(gran)} {
		t.Run(first, func(t *testing.T) {
			t.Parallel()
			tb := open(t, 1280)
			tb.visit(first)
			transfers := tb.transfers()
			if got := sum(transfers); got > heaviest {
				t.Errorf("%.0f bytes came over the network, want at most %d: %v", got, heaviest, transfers)
			}
			var shared []string
			for _, sent := range transfers {
				if strings.HasSuffix(sent.path, ".css") || strings.HasSuffix(sent.path, ".js") {
					shared = append(shared, sent.path)
					if kept := fetch(t, sent.path, nil).header.Get("Cache-Control"); !strings.Contains(kept, "immutable") {
						t.Errorf("%s may be kept as %q says, want for ever", sent.path, kept)
					}
				}
			}
			if len(shared) < 2 {
				t.Fatalf("the page asked for %v, want a style sheet and a script", shared)
			}
			tb.visit("/help")
			sent := tb.transfers()
			for _, path := range shared {
				if times := count(sent, path); times != 1 {
					t.Errorf("%s came %d times for two pages, want once", path, times)
				}
			}
		})
	}
}

// A transfer is what came over the network for one address.
type transfer struct {
	path  string
	bytes float64
}

// transfers are what came over the network until now, without what was kept.
func (tb *tab) transfers() []transfer {
	tb.mu.Lock()
	defer tb.mu.Unlock()
	var all []transfer
	for _, e := range tb.responses {
		if bytes := tb.received[e.RequestID]; bytes > 0 {
			all = append(all, transfer{strings.TrimPrefix(e.Response.URL, address(tb.t)), bytes})
		}
	}
	return all
}

func count(transfers []transfer, path string) int {
	n := 0
	for _, t := range transfers {
		if t.path == path {
			n++
		}
	}
	return n
}

func sum(transfers []transfer) float64 {
	total := 0.0
	for _, t := range transfers {
		total += t.bytes
	}
	return total
}
