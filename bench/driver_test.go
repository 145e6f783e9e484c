package main

import (
	"os"
	"strings"
	"testing"
	"time"

	program "evidencestore/scripts/madeup"
)

// TestMain lets this program be the processes that the driver makes of itself.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == "ours" || os.Args[1] == "load") {
		main()
		return
	}
	m.Run()
}

// TestDriver measures tiny corpora, without other engines, from beginning to end.
func TestDriver(t *testing.T) {
	t.Chdir("..")
	p, err := program.NewProgram(t.Context(), "", t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := p.Configure(configuration); err != nil {
		t.Fatal(err)
	}
	opt := options{
		work: t.TempDir(), documents: 120, words: 60, questions: 150, rounds: 1, openings: 1,
		agreement: 120, connections: 2, load: 50 * time.Millisecond, sizes: sizes{40}, quiet: 1,
	}
	t.Run("table", func(t *testing.T) {
		b := &bench{options: opt}
		if err := b.table(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		printed(t, b, []string{
			"| the same through the reader of questions |", "| agreement with the naive formula, top 10, 120 documents | 1.0000 |",
			"| memory while indexing, at most |", "| asked for the first time: OR question |", "| first question of a new process |",
			"| 10 × median |", "| 40 MB |", "Nothing is compared with others", "medians over 1 rounds",
		}, []string{"| 0 MiB |", "600/s, p99", "2,500/s", "is not here", "Lucene"})
	})
	t.Run("sizes", func(t *testing.T) {
		b := &bench{options: opt}
		if err := b.grow(t.Context(), p); err != nil {
			t.Fatal(err)
		}
		printed(t, b, []string{"| documents of 60 words | 40 |", "| memory while indexing |", "| whole question |", "medians over 1 rounds"},
			[]string{"Lucene", "goal"})
	})
}

// printed holds what stands in the report, and what does not.
func printed(t *testing.T, b *bench, want, not []string) {
	t.Helper()
	var out strings.Builder
	if err := b.print(&out); err != nil {
		t.Fatal(err)
	}
	for _, s := range want {
		if !strings.Contains(out.String(), s) {
			t.Errorf("%q is missing in:\n%s", s, &out)
		}
	}
	for _, s := range not {
		if strings.Contains(out.String(), s) {
			t.Errorf("%q stands in:\n%s", s, &out)
		}
	}
}
