package main

import (
	"bytes"
	"runtime/debug"
	"strings"
	"testing"
	"time"

	"evidencestore/indexer"
	"evidencestore/search/bleveindex"
)

func TestProgress(t *testing.T) {
	steps := []indexer.Progress{
		{Phase: indexer.Checking, Done: 0, Total: 2},
		{Phase: indexer.Checking, Done: 2, Total: 2},
		{Phase: indexer.Indexing, Done: 1, Total: 1},
		{Phase: indexer.Publishing, Done: 0, Total: 3},
	}
	run := func(isBar bool) string {
		var b bytes.Buffer
		p := &progress{w: &b, isBar: isBar, now: time.Now}
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
	if !strings.Contains(got, "checking") || !strings.Contains(got, "(0/3)") || !strings.HasSuffix(got, "\ra line of the log\n") {
		t.Errorf("on a terminal: got %q, want bars, and the line of the log on a line of its own", got)
	}
}

// Where there is no bar, a long phase tells now and then how fast it is and how long
// it will take.
func TestProgressInLines(t *testing.T) {
	var b bytes.Buffer
	now := time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)
	p := &progress{w: &b, now: func() time.Time { return now }}
	for _, done := range []int{0, 10_000, 20_000, 30_000, 100_000} {
		p.show(indexer.Progress{Phase: indexer.Indexing, Done: done, Total: 100_000})
		now = now.Add(6 * time.Second)
	}
	p.show(indexer.Progress{Phase: indexer.Publishing, Done: 0, Total: 3})
	now = now.Add(time.Minute)
	p.show(indexer.Progress{Phase: indexer.Publishing, Done: 1, Total: 3})
	const want = `indexing 100000 documents
indexing 20000 of 100000 documents, 1667 a second, 48s left
indexing 100000 of 100000 documents, 4167 a second, 0s left
publishing
publishing for 1m0s
`
	if got := b.String(); got != want {
		t.Errorf("got %q, want %q", got, want)
	}
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
