package main

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
)

func TestQuantile(t *testing.T) {
	var r round
	for n := range 100 {
		r.times = append(r.times, time.Duration((n*37)%100))
	}
	if p50, p99 := r.quantile(0.5), r.quantile(0.99); p50 != 50 || p99 != 99 {
		t.Errorf("p50 %d, p99 %d; want 50, 99", p50, p99)
	}
	if most := r.quantile(1); most != 99 {
		t.Errorf("at most %d, want 99", most)
	}
	if none := (round{}).quantile(0.5); none != 0 {
		t.Errorf("p50 of nothing is %d", none)
	}
	s := series{{hits: 9, times: []time.Duration{1, 1, 9}}, {hits: 9, times: []time.Duration{7, 7, 7}}, {hits: 9, times: []time.Duration{3, 2, 3}}}
	if s.p50() != 3 || s.hits() != 3 {
		t.Errorf("median of medians %d, hits %d; want 3, 3", s.p50(), s.hits())
	}
}

// TestOverlap holds that missing hits and hits too many count alike, and that two empty
// answers are equal.
func TestOverlap(t *testing.T) {
	for _, c := range []struct {
		got, want []string
		overlap   float64
	}{
		{nil, nil, 1},
		{nil, []string{"a"}, 0},
		{[]string{"a", "b"}, []string{"a"}, 0.5},
		{[]string{"b"}, []string{"a", "b"}, 0.5},
		{[]string{"b", "a"}, []string{"a", "b"}, 1},
	} {
		var a agreed
		res := &search.Response{}
		for _, id := range c.got {
			res.Hits = append(res.Hits, search.Hit{ID: id})
		}
		if a.add(res, c.want, 0); a.overlap != c.overlap {
			t.Errorf("%q and %q overlap by %v, want %v", c.got, c.want, a.overlap, c.overlap)
		}
	}
}

// TestWatched holds that the memory of a process is its own and not that of this one.
func TestWatched(t *testing.T) {
	peak, err := watched(exec.CommandContext(t.Context(), "sleep", "0.1"))
	if err != nil || peak == 0 || peak > 16<<20 {
		t.Errorf("sleep takes %d bytes, %v", peak, err)
	}
}

// TestAgreeing holds that engines that find different numbers of documents are not compared.
func TestAgreeing(t *testing.T) {
	of := func(hits int) map[string]series {
		return map[string]series{nameOurs: {{hits: 1000}}, nameXapian: {{hits: hits}}}
	}
	for hits, fine := range map[int]bool{1000: true, 991: true, 1009: true, 980: false, 1020: false, 0: false} {
		if err := agreeing(of(hits)); (err == nil) != fine {
			t.Errorf("1000 hits and %d: %v", hits, err)
		}
	}
}

// TestAsk holds that a peer that answers too few questions is found out.
func TestAsk(t *testing.T) {
	p, err := startPeer(t.Context(), "a peer", nil, []string{"sh", "-c", "echo version; read a; echo 3 1 2 3; read b; echo 3 1 2 3"})
	if err != nil {
		t.Fatal(err)
	}
	if r, err := p.ask(trial{name: "a", count: 3}); err != nil || r.hits != 3 {
		t.Errorf("%+v, %v", r, err)
	}
	if _, err := p.ask(trial{name: "b", count: 4}); err == nil {
		t.Error("three answers to four questions passed")
	}
	if err := p.close(); err != nil {
		t.Error(err)
	}
}

func TestRoundLine(t *testing.T) {
	for _, r := range []round{{hits: 7, times: []time.Duration{1, 22, 333}}, {}} {
		got, err := parseRound(r.line())
		if err != nil || !cmp.Equal(got, r, cmp.AllowUnexported(round{})) {
			t.Errorf("%+v read back as %+v, %v", r, got, err)
		}
	}
	if _, err := parseRound("Exception in thread"); err == nil {
		t.Error("a line that is no answer was read")
	}
}

func TestPrint(t *testing.T) {
	b := bench{options: options{documents: 100_000, words: 200}}
	b.machine = []string{"a machine"}
	of := func(t time.Duration) series { return series{{hits: 1, times: []time.Duration{t}}} }
	b.add(compared("a question", map[string]series{nameOurs: of(300 * time.Microsecond), nameLucene: of(1500 * time.Microsecond)}, "0.35 ×", "1 ×"))
	b.add(row{what: "an index", ours: mib(3 << 20)})
	b.note("%d documents", 3)
	var out strings.Builder
	if err := b.print(&out); err != nil {
		t.Fatal(err)
	}
	want := `- a machine

| what | ours (p50) | p99 | Lucene p50 | ratio | goal | never worse than |
| --- | --- | --- | --- | --- | --- | --- |
| a question | 0.300 ms | max 0.300 ms | 1.50 ms | 0.20 × | 0.35 × | 1 × |
| an index | 3 MiB |  |  |  |  |  |

- 3 documents
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("printed (-want +got):\n%s", diff)
	}
}

func TestCPUTime(t *testing.T) {
	start := cpuTime(os.Getpid())
	for began := time.Now(); cpuTime(os.Getpid()) == start; {
		if time.Since(began) > time.Minute {
			t.Fatal("a minute of work takes no time of the processor")
		}
	}
}

func TestOptions(t *testing.T) {
	o, err := parseOptions([]string{"-work", "/w", "-sizes", "1000,10000", "-words", "60"})
	if err != nil || o.words != 60 || !cmp.Equal(o.sizes, sizes{1000, 10000}) {
		t.Errorf("%+v, %v", o, err)
	}
	for _, args := range [][]string{{}, {"-work", "/w", "-questions", "10"}, {"-work", "/w", "-sizes", "1,x"}, {"-work", "/w", "x"}, {"-work", "/w", "-rounds", "0"}, {"-work", "/w", "-load", "0s"}, {"-work", "/w", "-agreement", "-1"}} {
		if _, err := parseOptions(args); err == nil {
			t.Errorf("%q were accepted", args)
		}
	}
}
