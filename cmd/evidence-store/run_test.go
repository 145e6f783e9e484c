package main

import (
	"bytes"
	"context"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	shipped "evidencestore/corpus"
	"evidencestore/review"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A process is one run of the program in a folder of its own.
type process struct {
	dir       string
	variables map[string]string
}

// An outcome is what a run left.
type outcome struct {
	code           int
	stdout, stderr string
}

func (p process) environment(stdout, stderr *bytes.Buffer, args []string) Environment {
	return Environment{
		Args: args, Stdout: stdout, Stderr: stderr, Dir: p.dir,
		Lookup: func(name string) (string, bool) { v, ok := p.variables[name]; return v, ok },
		Now:    func() time.Time { return time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC) },
	}
}

func (p process) run(t *testing.T, args ...string) outcome {
	t.Helper()
	return p.runContext(t.Context(), t, args...)
}

func (p process) runContext(ctx context.Context, t *testing.T, args ...string) outcome {
	t.Helper()
	var stdout, stderr bytes.Buffer
	code := Run(ctx, p.environment(&stdout, &stderr, args))
	return outcome{code: code, stdout: stdout.String(), stderr: stderr.String()}
}

// mustRun fails the test where the command fails, and gives its output.
func (p process) mustRun(t *testing.T, args ...string) string {
	t.Helper()
	got := p.run(t, args...)
	if got.code != exitFine {
		t.Fatalf("evidence-store %s: exit code %d\nstdout: %s\nstderr: %s", strings.Join(args, " "), got.code, got.stdout, got.stderr)
	}
	return got.stdout
}

// madeUp is a process in an empty folder beside a copy of a made-up corpus of
// testdata, with the ratings that ship.
func madeUp(t *testing.T, name string) process {
	t.Helper()
	dir := t.TempDir()
	corpus := filepath.Join(dir, "corpus")
	if err := os.CopyFS(corpus, os.DirFS(filepath.Join("testdata", name))); err != nil {
		t.Fatal(err)
	}
	ratings, err := fs.ReadFile(shipped.FS(), review.RatingsFile)
	if err != nil {
		t.Fatal(err)
	}
	writeFile(t, filepath.Join(corpus, review.RatingsFile), string(ratings))
	return process{dir: dir, variables: map[string]string{"EVIDENCE_STORE_CORPUS": "corpus"}}
}

func writeFile(t *testing.T, path, text string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(text), 0o666); err != nil {
		t.Fatal(err)
	}
}

func readFile(t *testing.T, path string) string {
	t.Helper()
	data, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

var generationName = regexp.MustCompile(`\d{6}-[0-9a-f]{8}`)

// golden compares a text with a file of testdata. The hashes in the names of
// generations are not compared.
func golden(t *testing.T, name, got string) {
	t.Helper()
	got = generationName.ReplaceAllString(got, "GENERATION")
	path := filepath.Join("testdata", name)
	if *update {
		writeFile(t, path, got)
	}
	if diff := cmp.Diff(readFile(t, path), got); diff != "" {
		t.Errorf("%s is not what comes out. If the change is right, write it anew with\n"+
			"go test ./cmd/evidence-store -run '^%s$' -update\n(-want +got):\n%s", path, t.Name(), diff)
	}
}

func TestUsage(t *testing.T) {
	tests := []struct {
		name   string
		args   []string
		code   int
		stdout string // a part of it
		stderr string // a part of it
	}{
		{name: "nothing", code: 0, stdout: "Available Commands:"},
		{name: "help", args: []string{"help"}, code: 0, stdout: "Exit codes: 0 all went well; 1 "},
		{name: "help of serve", args: []string{"serve", "--help"}, code: 0, stdout: "evidence-store serve --corpus corpus"},
		{name: "unknown command", args: []string{"serv"}, code: 2, stderr: `there is no command "serv"; did you mean "serve"?`},
		{name: "unknown command like none", args: []string{"xyz"}, code: 2, stderr: "there is no command \"xyz\"\n"},
		{name: "unknown flag", args: []string{"index", "--forse"}, code: 2, stderr: "Run 'evidence-store index --help'"},
		{name: "flag without value", args: []string{"check", "--corpus"}, code: 2, stderr: "needs an argument"},
		{name: "empty flag", args: []string{"check", "--corpus", ""}, code: 2, stderr: "--corpus is empty"},
		{name: "too many arguments", args: []string{"check", "this"}, code: 2, stderr: `"this" is too much: the command takes no arguments`},
		{name: "new without id", args: []string{"new"}, code: 2, stderr: "the ID of the new review is missing"},
		{name: "new with two ids", args: []string{"new", "a", "b"}, code: 2, stderr: `"b" is too much: the command takes only the ID`},
		{name: "bad address", args: []string{"serve", "--addr", "8080"}, code: 2, stderr: `"8080" is not HOST:PORT; write it as 127.0.0.1:8080`},
		{name: "bad port", args: []string{"serve", "--addr", "localhost:http!"}, code: 2, stderr: "has no port from 0 to 65535"},
		{name: "no such corpus", args: []string{"check", "--corpus", "nowhere"}, code: 1, stderr: "opening the corpus: "},
		{name: "no such config", args: []string{"check", "--config", "nowhere.toml"}, code: 2, stderr: "reading the configuration: "},
		{name: "control characters", args: []string{"\x1b[2Jwipe"}, code: 2, stderr: `there is no command`},
		{name: "completion", args: []string{"completion", "bash"}, code: 0, stdout: "bash completion"},
		{name: "completion of a level", args: []string{"__complete", "search", "--effect", "tends"}, code: 0, stdout: "tends-positive"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := process{dir: t.TempDir()}.run(t, tt.args...)
			if got.code != tt.code || !strings.Contains(got.stdout, tt.stdout) || !strings.Contains(got.stderr, tt.stderr) {
				t.Errorf("evidence-store %q\ngot  code %d, stdout %q, stderr %q\nwant code %d, stdout with %q, stderr with %q",
					tt.args, got.code, got.stdout, got.stderr, tt.code, tt.stdout, tt.stderr)
			}
			if strings.ContainsRune(got.stderr, '\x1b') {
				t.Errorf("evidence-store %q writes an escape character to the terminal: %q", tt.args, got.stderr)
			}
		})
	}
}

// TestHelpIsComplete holds that a newcomer finds a text and an example everywhere.
func TestHelpIsComplete(t *testing.T) {
	for _, cmd := range newRoot(&Environment{}).Commands() {
		if cmd.Short == "" || cmd.Long == "" || cmd.Example == "" {
			t.Errorf("%s: a short text, a long text or an example is missing", cmd.Name())
		}
		for line := range strings.Lines(cmd.Long) {
			if len(line) > 85 {
				t.Errorf("%s: a line of the help has %d columns: %s", cmd.Name(), len(line), line)
			}
		}
	}
}
