package main

import (
	"bytes"
	"runtime/debug"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"evidencestore/indexer"
	"evidencestore/search/bleveindex"
)

func TestProgress(t *testing.T) {
	steps := []indexer.Progress{
		{Phase: indexer.Checking, Done: 0, Total: 2},
		{Phase: indexer.Checking, Done: 2, Total: 2},
		{Phase: indexer.Indexing, Done: 0, Total: 1},
		{Phase: indexer.Indexing, Done: 1, Total: 1},
		{Phase: indexer.Publishing, Done: 0, Total: 3},
	}
	run := func(isBar bool) string {
		var b bytes.Buffer
		p := &progress{w: &b, isBar: isBar}
		for _, s := range steps {
			p.show(s)
		}
		if _, err := p.Write([]byte("a line of the log\n")); err != nil {
			t.Fatal(err)
		}
		p.finish()
		return b.String()
	}
	if got, want := run(false), "checking 2 documents\nindexing 1 document\npublishing\na line of the log\n"; got != want {
		t.Errorf("elsewhere than on a terminal: got %q, want %q", got, want)
	}
	got := run(true)
	for _, want := range []string{"checking", "(0/2", "indexing", "(0/1", "writing the index", "publishing", "\ra line of the log\n"} {
		at := strings.Index(got, want)
		if at < 0 {
			t.Fatalf("on a terminal: no %q in what is left, %q", want, got)
		}
		got = got[at:]
	}
}

// Where there is no bar, a long phase tells now and then how fast it is and how long
// it will take, and what cannot be counted how long it has taken.
func TestProgressInLines(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		p := &progress{w: &b}
		for _, done := range []int{0, 10_000, 20_000, 30_000, 100_000} {
			p.show(indexer.Progress{Phase: indexer.Indexing, Done: done, Total: 100_000})
			time.Sleep(6100 * time.Millisecond)
		}
		time.Sleep(6 * time.Second)
		for step := range 4 {
			p.show(indexer.Progress{Phase: indexer.Publishing, Done: step, Total: 3})
			time.Sleep(4 * time.Second)
		}
		p.finish()
		time.Sleep(time.Minute)
		const want = `indexing 100000 documents
indexing 10000 of 100000 documents, 1000 a second, 1m30s left
indexing 30000 of 100000 documents, 1500 a second, 47s left
writing the index for 10s
publishing
publishing for 10s
`
		if got := b.String(); got != want {
			t.Errorf("got %q, want %q", got, want)
		}
	})
}

// A line of the log changes neither the rate nor the time that is left.
func TestProgressAfterALineOfTheLog(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		p := &progress{w: &b, isBar: true}
		for done := range 521 {
			p.show(indexer.Progress{Phase: indexer.Indexing, Done: done, Total: 1000})
			if done == 500 {
				if _, err := p.Write([]byte("a line of the log\n")); err != nil {
					t.Fatal(err)
				}
			}
			time.Sleep(10 * time.Millisecond)
		}
		p.finish()
		_, below, _ := strings.Cut(b.String(), "a line of the log\n")
		if bars := strings.Count(below, "indexing"); bars == 0 || strings.Count(below, ", 100 documents/s) [5s:4s]") != bars {
			t.Errorf("below the line of the log: %q, want every bar with its rate", below)
		}
	})
}

// What is not counted is seen to go on.
func TestProgressWhileNothingIsCounted(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var b bytes.Buffer
		p := &progress{w: &b, isBar: true}
		p.show(indexer.Progress{Phase: indexer.Indexing, Done: 5, Total: 5})
		time.Sleep(12*time.Second + beatEvery/2)
		p.show(indexer.Progress{Phase: indexer.Publishing, Done: 0, Total: 3})
		time.Sleep(4 * time.Second)
		p.finish()
		for _, want := range []string{"writing the index  [0s]", "writing the index  [12s]", "publishing  [0s]", "publishing  [3s]"} {
			if !strings.Contains(b.String(), want) {
				t.Errorf("no %q in %q", want, b.String())
			}
		}
	})
}

func TestVersion(t *testing.T) {
	tests := []struct {
		name string
		info *debug.BuildInfo
		want []string
	}{
		{"unknown", nil, []string{"evidence-store unknown\n", "commit         unknown\n", "index          " + bleveindex.Version + "\n"}},
		{
			"changed", &debug.BuildInfo{Main: debug.Module{Version: "v1.2.3"}, Settings: []debug.BuildSetting{
				{Key: "vcs.revision", Value: "abc"}, {Key: "vcs.modified", Value: "true"},
			}},
			[]string{"evidence-store v1.2.3\n", "commit         abc (with changes)\n", "Go             go1."},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			if err := printVersion(&b, tt.info); err != nil {
				t.Fatal(err)
			}
			for _, want := range tt.want {
				if !strings.Contains(b.String(), want) {
					t.Errorf("no %q in:\n%s", want, b.String())
				}
			}
		})
	}
	if out := (process{dir: t.TempDir()}).mustRun(t, "version"); !strings.HasPrefix(out, "evidence-store ") {
		t.Errorf("got %q", out)
	}
}
