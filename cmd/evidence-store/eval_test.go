package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"evidencestore/search/eval"
)

// reports are what eval --json prints.
func reports(t *testing.T, text string) []*eval.Report {
	t.Helper()
	var file evalFile
	if err := json.Unmarshal([]byte(text), &file); err != nil {
		t.Fatal(err)
	}
	return file.Reports
}

func TestEval(t *testing.T) {
	p := madeUp(t, "corpus")
	golden(t, "eval/report.want", p.mustRun(t, "eval"))
	if _, err := os.Stat(filepath.Join(p.dir, "data")); err == nil {
		t.Error("eval has made the data folder")
	}
}

func TestEvalJSON(t *testing.T) {
	got := reports(t, madeUp(t, "corpus").mustRun(t, "eval", "--json"))
	if len(got) != 1 || got[0].Name != "corpus" || got[0].Documents != 3 || len(got[0].Results) != 5 {
		t.Fatalf("got %+v", got)
	}
	if r := got[0].Results[0]; r.ID != "singing" || r.NDCG10 != 1 || r.Judged[0] != (eval.Place{ID: "dragon-choir", Grade: eval.Best, Rank: 1}) {
		t.Errorf("the first question came to %+v", r)
	}
}

// TestEvalBaseline holds what is said of a report with itself, and of one before
// a document and a question changed.
func TestEvalBaseline(t *testing.T) {
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "before.json"), p.mustRun(t, "eval", "--json"))
	changes := func() string {
		_, said, found := strings.Cut(p.mustRun(t, "eval", "--baseline", "before.json"), "boiler of the castle\n")
		_, said, _ = strings.Cut(said, "\n\n")
		if !found {
			t.Fatal("the report does not end with its last question")
		}
		return said
	}
	if got, want := changes(), "Nothing has changed in corpus since before.json.\n"; got != want {
		t.Errorf("nothing changed: got %q, want %q", got, want)
	}
	corpus := filepath.Join(p.dir, "corpus")
	for file, change := range map[string][]string{
		"reviews/sleeping-potions.md": {"A potion", "A brew", "Do potions", "Do brews", "Sleeping potions", "Sleep"},
		"reviews/dragon-choir.md":     {"of a castle", "of a tower", "in a castle", "in a tower"},
		"questions.toml":              {`id = "unicorns"`, `id = "horses"`},
	} {
		path := filepath.Join(corpus, filepath.FromSlash(file))
		writeFile(t, path, strings.NewReplacer(change...).Replace(readFile(t, path)))
	}
	golden(t, "eval/changes.want", changes())
	writeFile(t, filepath.Join(p.dir, "before.json"), `{"reports": []}`)
	if got, want := changes(), "before.json has no report on corpus.\n"; got != want {
		t.Errorf("another baseline: got %q, want %q", got, want)
	}
}

func TestEvalCollection(t *testing.T) {
	folder, err := filepath.Abs("testdata/collection")
	if err != nil {
		t.Fatal(err)
	}
	p := process{dir: t.TempDir()}
	golden(t, "eval/collections.want", p.mustRun(t, "eval", "--collection", folder, "--collection", folder))
	got := reports(t, p.mustRun(t, "eval", "--collection", folder, "--json"))
	if len(got) != 1 || len(got[0].Results) != 2 || got[0].Results[0].First[0] != "1/a" {
		t.Errorf("got %+v", got)
	}
}

func TestEvalFails(t *testing.T) {
	tests := []struct {
		name   string
		change func(t *testing.T, dir string)
		args   []string
		code   int
		stderr string
	}{
		{
			name: "no questions", change: func(t *testing.T, dir string) { writeFile(t, filepath.Join(dir, "corpus", "questions.toml"), "") },
			code: exitFailed, stderr: "there are no questions in corpus; write them into its questions.toml",
		},
		{
			name: "faulty corpus", change: func(t *testing.T, dir string) { writeFile(t, filepath.Join(dir, "corpus", "reviews", "bad.md"), "x") },
			code: exitFailed, stderr: "bad.md:1: no front matter",
		},
		{name: "no such collection", args: []string{"--collection", "nowhere"}, code: exitFailed, stderr: "opening the collection: "},
		{name: "a folder that is no collection", args: []string{"--collection", "corpus"}, code: exitFailed, stderr: "opening corpus.jsonl: "},
		{name: "no such baseline", args: []string{"--baseline", "nowhere.json"}, code: exitFailed, stderr: "reading the baseline: "},
		{name: "a baseline that is none", args: []string{"--baseline", "corpus/lists.toml"}, code: exitFailed, stderr: "write one with evidence-store eval --json"},
		{name: "JSON and changes", args: []string{"--json", "--baseline", "x"}, code: exitUsage, stderr: "--json and --baseline do not go together"},
		{name: "an argument", args: []string{"corpus"}, code: exitUsage, stderr: "the command takes no arguments"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := madeUp(t, "corpus")
			if tt.change != nil {
				tt.change(t, p.dir)
			}
			got := p.run(t, append([]string{"eval"}, tt.args...)...)
			if got.code != tt.code || got.stdout != "" || !strings.Contains(got.stderr, tt.stderr) {
				t.Errorf("got code %d, stdout %q, stderr %q; want code %d and %q", got.code, got.stdout, got.stderr, tt.code, tt.stderr)
			}
		})
	}
}

func TestEvalStopped(t *testing.T) {
	folder, err := filepath.Abs("testdata/collection")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupt signal received"))
	p := madeUp(t, "corpus")
	for _, args := range [][]string{{"eval"}, {"eval", "--collection", folder}} {
		got := p.runContext(ctx, t, args...)
		if want := "evidence-store: stopped (interrupt signal received); nothing was measured\n"; got.code != exitFailed || got.stderr != want {
			t.Errorf("%q: got code %d and %q, want code %d and %q", args, got.code, got.stderr, exitFailed, want)
		}
	}
}
