package main

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestIndex follows one folder through builds, changes and faults.
func TestIndex(t *testing.T) {
	p := madeUp(t, "corpus")
	reviews := filepath.Join(p.dir, "corpus", "reviews")
	steps := []struct {
		name   string
		change func()
		args   []string
		code   int
		stdout string
		stderr string // a part of it
	}{
		{name: "the first", stdout: "Indexed corpus: 3 documents, built from nothing; generation GENERATION.\n", stderr: "checking 3 documents\nindexing 3 documents\npublishing\n"},
		{name: "nothing new", stdout: "Nothing has changed in corpus: 3 documents in generation GENERATION.\n"},
		{name: "forced", args: []string{"--force"}, stdout: "Indexed corpus: 3 documents, built from nothing; generation GENERATION.\n"},
		{
			name: "a question loses its answer", change: func() {
				file := filepath.Join(reviews, "sleeping-potions.md")
				writeFile(t, file, strings.ReplaceAll(readFile(t, file), "otion", "owder"))
			},
			code: exitFailed, stderr: `corpus/questions.toml:17: the question "potion" loses an answer: "sleeping-potions" stood at 1 and is not among the first 100 now`,
		},
		{
			name: "one changed, one deleted", change: func() {
				text := readFile(t, filepath.Join(reviews, "moon-knitting.md"))
				writeFile(t, filepath.Join(reviews, "moon-knitting.md"), strings.Replace(text, "warm socks", "very warm socks", 1))
				for _, file := range []string{"reviews/sleeping-potions.md", "questions.toml"} { // which asks for that review
					if err := os.Remove(filepath.Join(p.dir, "corpus", filepath.FromSlash(file))); err != nil {
						t.Fatal(err)
					}
				}
			},
			stdout: "Indexed corpus: 2 documents, 0 added, 1 changed, 1 deleted; generation GENERATION.\n",
		},
		{
			name: "faulty", change: func() { writeFile(t, filepath.Join(reviews, "bad.md"), "no front matter") },
			code: exitFailed, stderr: "corpus/reviews/bad.md:1: no front matter; begin the file with a line +++\n1 fault in corpus\nthe index is as it was before\n",
		},
		{name: "faulty still", code: exitFailed, stderr: "corpus/reviews/bad.md:1: no front matter"},
	}
	for _, step := range steps {
		if step.change != nil {
			step.change()
		}
		got := p.run(t, append([]string{"index"}, step.args...)...)
		stdout := generationName.ReplaceAllString(got.stdout, "GENERATION")
		if got.code != step.code || stdout != step.stdout || !strings.Contains(filepath.ToSlash(got.stderr), step.stderr) {
			t.Errorf("%s: got code %d, stdout %q, stderr %q\nwant code %d, stdout %q, stderr with %q",
				step.name, got.code, stdout, got.stderr, step.code, step.stdout, step.stderr)
		}
	}
}

func TestIndexStopped(t *testing.T) {
	p := madeUp(t, "corpus")
	p.mustRun(t, "index")
	before := p.mustRun(t, "search", "--json")
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupt signal received"))
	got := p.runContext(ctx, t, "index", "--force")
	if want := "evidence-store: stopped (interrupt signal received); the index is as it was before\n"; got.code != exitFailed || got.stderr != want {
		t.Errorf("got code %d and %q, want code %d and %q", got.code, got.stderr, exitFailed, want)
	}
	if after := p.mustRun(t, "search", "--json"); after != before {
		t.Errorf("the answer has changed from %s to %s", before, after)
	}
}

func TestIndexWithoutFolder(t *testing.T) {
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "data"), "in the way")
	got := p.run(t, "index")
	if got.code != exitFailed || !strings.Contains(got.stderr, filepath.Join(p.dir, "data")) {
		t.Errorf("got code %d and %q, want code %d and the path", got.code, got.stderr, exitFailed)
	}
}
