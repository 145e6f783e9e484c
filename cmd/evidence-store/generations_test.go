package main

import (
	"context"
	"errors"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// threeGenerations is a folder with three generations, of which the first is damaged.
func threeGenerations(t *testing.T) process {
	t.Helper()
	p := madeUp(t, "corpus")
	p.mustRun(t, "index")
	first := published(t, p)
	edit(t, filepath.Join(p.dir, "corpus"), "reviews/dragon-choir.md", "Dragons sing together in", "Dragons hum together in")
	p.mustRun(t, "index")
	edit(t, filepath.Join(p.dir, "corpus"), "reviews/dragon-choir.md", "Dragons hum together in", "Dragons shout together in")
	p.mustRun(t, "index")
	writeFile(t, filepath.Join(p.dir, "data", "index", first, "manifest.json"), "{}")
	return p
}

// published is the name of the published generation.
func published(t *testing.T, p process) string {
	t.Helper()
	return strings.TrimSpace(readFile(t, filepath.Join(p.dir, "data", "index", "CURRENT")))
}

var (
	builtTime  = regexp.MustCompile(`\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ`)
	corpusHash = regexp.MustCompile(`(?m)\b[0-9a-f]{12}$`)
)

// settled is a list of generations without what differs from run to run.
func settled(p process, text string) string {
	text = strings.ReplaceAll(text, p.dir+string(filepath.Separator), "")
	return corpusHash.ReplaceAllString(builtTime.ReplaceAllString(text, "2026-01-02T03:04:05Z"), "0123456789ab")
}

func TestGenerations(t *testing.T) {
	p := process{dir: t.TempDir()}
	if got, want := p.mustRun(t, "generations"), "There are no generations in data; evidence-store index builds one.\n"; got != want {
		t.Errorf("without an index: got %q, want %q", got, want)
	}
	p = threeGenerations(t)
	var lines []string
	for line := range strings.Lines(settled(p, p.mustRun(t, "generations"))) {
		if !strings.HasPrefix(line, "    ") { // why one is unusable is wrapped, and begins with a path
			lines = append(lines, line)
		}
	}
	golden(t, "generations/three.want", strings.Join(lines, ""))
	writeFile(t, filepath.Join(p.dir, "data", "index", "CURRENT"), "")
	if got := p.mustRun(t, "generations"); strings.Contains(got, "*") || !strings.Contains(got, "None of them is published") {
		t.Errorf("without a published one: got %s", got)
	}
}

func TestGenerationsStopped(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupt signal received"))
	got := threeGenerations(t).runContext(ctx, t, "generations")
	if want := "evidence-store: stopped (interrupt signal received); nothing was listed\n"; got.code != exitFailed || got.stderr != want {
		t.Errorf("got code %d and %q, want code %d and %q", got.code, got.stderr, exitFailed, want)
	}
}
