package main

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	shipped "evidencestore/corpus"
	"evidencestore/search/release"
)

// edit replaces texts in a file of a corpus; each must be there.
func edit(t *testing.T, corpus, file string, oldNew ...string) {
	t.Helper()
	path := filepath.Join(corpus, filepath.FromSlash(file))
	text := readFile(t, path)
	for i := 0; i < len(oldNew); i += 2 {
		if !strings.Contains(text, oldNew[i]) {
			t.Fatalf("%s has no %q", file, oldNew[i])
		}
		text = strings.Replace(text, oldNew[i], oldNew[i+1], 1)
	}
	writeFile(t, path, text)
}

// entry is one more change in a history, before the gap or the end of the front matter.
const entry = "[[change]]\ndate = 2026-12-01\nwhat = \"Rated again.\"\nwhy = \"A new choir was heard.\"\n"

// edits are states of a made-up corpus to compare with the one that it was copied from.
var edits = []struct {
	name string
	code int
	said string // a part of what stands on stderr
	make func(t *testing.T, corpus string)
}{
	{name: "nothing", make: func(*testing.T, string) {}},
	{
		name: "rating-without-reason", code: exitFailed,
		said: "the gate would refuse next in the place of corpus: the ratings of 1 review change without a dated reason\n",
		make: func(t *testing.T, corpus string) {
			edit(t, corpus, "reviews/dragon-choir.md", `strength = "high"`, `strength = "moderate"`, `name = "Sleep of the keepers"`, `name = "Sleep"`)
		},
	},
	{
		name: "rating-with-reason", make: func(t *testing.T, corpus string) {
			edit(t, corpus, "reviews/dragon-choir.md", `detail = "mixed"`, `detail = "none"`, "[[gap]]", entry+"\n[[gap]]", "Singing keeps", "Good singing keeps")
		},
	},
	{
		name: "broken-question", code: exitFailed, said: "the gate would refuse next in the place of corpus: 1 question is broken\n",
		make: func(t *testing.T, corpus string) {
			writeFile(t, filepath.Join(corpus, "thesaurus.toml"), "[[concept]]\nid = \"broth\"\nlabel = \"broth\"\nkind = \"problem\"\nasked = [\"potion\"]\n")
		},
	},
	{
		name: "everything-else", make: func(t *testing.T, corpus string) {
			text := readFile(t, filepath.Join(corpus, "reviews", "moon-knitting.md"))
			writeFile(t, filepath.Join(corpus, "reviews", "star-knitting.md"), text)
			if err := os.Remove(filepath.Join(corpus, "reviews", "moon-knitting.md")); err != nil {
				t.Fatal(err)
			}
			edit(t, corpus, "questions.toml", "moon-knitting", "star-knitting", `id = "unicorns"`, `id = "horses"`, `ask = "boiler of the castle"`, `ask = "boiler"`)
			edit(t, corpus, "reviews/sleeping-potions.md", "title = \"", "title = \"More ", `status = "no-eligible-studies"`, `status = "not-rated"`)
			edit(t, corpus, "lists.toml", `label = "`, `label = "More `)
			edit(t, corpus, "ratings.toml", `label = "`, `label = "More `)
		},
	},
}

func TestDiff(t *testing.T) {
	for _, tt := range edits {
		t.Run(tt.name, func(t *testing.T) {
			p := madeUp(t, "corpus")
			next := filepath.Join(p.dir, "next")
			if err := os.CopyFS(next, os.DirFS(filepath.Join(p.dir, "corpus"))); err != nil {
				t.Fatal(err)
			}
			tt.make(t, next)
			got := p.run(t, "diff", "corpus", "next")
			if got.code != tt.code || !strings.Contains(got.stderr, tt.said) || (tt.said == "") != (got.stderr == "") {
				t.Errorf("got code %d and %q, want code %d and %q", got.code, got.stderr, tt.code, tt.said)
			}
			for line := range strings.Lines(got.stdout) {
				if utf8.RuneCountInString(line) > pageWidth+1 {
					t.Errorf("a line is wider than %d columns: %s", pageWidth, line)
				}
			}
			golden(t, filepath.Join("diff", tt.name+".want"), got.stdout)
			var d release.Diff
			asJSON := p.run(t, "diff", "--json", "corpus", "next")
			if err := json.Unmarshal([]byte(asJSON.stdout), &d); err != nil || asJSON.code != tt.code || (d.Unreasoned()+d.Broken() > 0) != (tt.code == exitFailed) {
				t.Errorf("as JSON: code %d, %v in %s", asJSON.code, err, asJSON.stdout)
			}
			if _, err := os.Stat(filepath.Join(p.dir, "data")); err == nil {
				t.Error("diff has made the data folder")
			}
		})
	}
}

// TestDiffShipped holds that a rating of a shipped review and what the shipped thesaurus
// makes of a question are guarded.
func TestDiffShipped(t *testing.T) {
	p := process{dir: t.TempDir()}
	p.mustRun(t, "index") // so that it is built once
	next := filepath.Join(p.dir, "next")
	if err := os.CopyFS(next, shipped.FS()); err != nil {
		t.Fatal(err)
	}
	thesaurus := readFile(t, filepath.Join(next, "thesaurus.toml"))
	const stolen = "[[concept]]\nid = \"broth\"\nlabel = \"broth\"\nkind = \"problem\"\nasked = [\"help for substance-misusing parents\"]\n"
	writeFile(t, filepath.Join(next, "thesaurus.toml"), thesaurus+stolen)
	edit(t, next, "reviews/kinship-care.md", `strength = "high"`, `strength = "moderate"`)
	got := p.run(t, "diff", "next")
	if want := "the ratings of 1 review change without a dated reason, and 1 question is broken\n"; got.code != exitFailed || !strings.HasSuffix(got.stderr, want) {
		t.Errorf("code %d, %q; want code %d and %q", got.code, got.stderr, exitFailed, want)
	}
	for _, want := range []string{
		"! kinship-care: Kinship care\n", "tends-positive, high -> tends-positive, moderate\n", "No dated reason: add [[change]]",
		"! substance-misusing-parents: help for substance-misusing parents\n",
	} {
		if !strings.Contains(got.stdout, want) {
			t.Errorf("no %q in %s", want, got.stdout)
		}
	}
	edit(t, next, "reviews/kinship-care.md", "[[change]]", entry+"\n[[change]]")
	writeFile(t, filepath.Join(next, "thesaurus.toml"), thesaurus)
	out := p.mustRun(t, "diff", "next")
	for _, want := range []string{"Reviews with changed ratings: 1, each with its dated reason\n", "2026-12-01: Rated again."} {
		if !strings.Contains(out, want) {
			t.Errorf("mended: no %q in %s", want, out)
		}
	}
}

// TestDiffGenerations holds what A and B may be called.
func TestDiffGenerations(t *testing.T) {
	p := madeUp(t, "corpus")
	p.mustRun(t, "index")
	first := strings.TrimSpace(strings.TrimPrefix(readFile(t, filepath.Join(p.dir, "data", "index", "CURRENT")), "000001"))
	edit(t, filepath.Join(p.dir, "corpus"), "reviews/dragon-choir.md", "Dragons sing together in", "Dragons hum together in")
	p.mustRun(t, "index")
	const changed, same = "dragon-choir: what-it-is", "From "
	for _, tt := range []struct {
		args []string
		want string
		not  string
	}{
		{args: []string{"1", "2"}, want: changed},
		{args: []string{"000001", "000002-"}, want: changed},
		{args: []string{"1" + first[:3], "current"}, want: changed},
		{args: []string{"000001" + first, "corpus"}, want: changed},
		{args: []string{"1"}, want: changed},
		{args: []string{"corpus"}, want: same, not: changed},
		{args: []string{"2", "2"}, want: same, not: changed},
	} {
		got := p.mustRun(t, append([]string{"diff"}, tt.args...)...)
		if !strings.Contains(got, tt.want) || tt.not != "" && strings.Contains(got, tt.not) {
			t.Errorf("diff %q: got %s, want %q and not %q", tt.args, got, tt.want, tt.not)
		}
	}
	if got := p.mustRun(t, "__complete", "diff", ""); !strings.HasPrefix(got, "000002-") || !strings.Contains(got, "\ncurrent\nbuilt-in\n") {
		t.Errorf("completion offers %s", got)
	}
}

func TestDiffFails(t *testing.T) {
	tests := []struct {
		name   string
		args   []string
		change func(t *testing.T, p process)
		code   int
		stderr string
	}{
		{name: "nothing to compare", code: exitUsage, stderr: "[A] B is missing"},
		{name: "too much to compare", args: []string{"1", "2", "3"}, code: exitUsage, stderr: `"3" is too much: the command takes only [A] B`},
		{name: "no such folder", args: []string{"corpus", "nowhere"}, code: exitUsage, stderr: `"nowhere" is no folder and no generation; there are no generations`},
		{name: "no such generation", args: []string{"12", "corpus"}, code: exitUsage, stderr: `"12" is no folder and no generation`},
		{name: "nothing published", args: []string{"corpus"}, code: exitFailed, stderr: "no generation is published in data; evidence-store index builds one"},
		{
			name: "faults", args: []string{"built-in", "corpus"}, code: exitFailed, stderr: "corpus/reviews/bad.md:1: no front matter; begin the file with a line +++\n1 fault in corpus\n",
			change: func(t *testing.T, p process) { writeFile(t, filepath.Join(p.dir, "corpus", "reviews", "bad.md"), "x") },
		},
		{
			name: "a damaged generation", args: []string{"1", "corpus"}, code: exitFailed, stderr: "cannot be compared: ",
			change: func(t *testing.T, p process) {
				p.mustRun(t, "index")
				name := strings.TrimSpace(readFile(t, filepath.Join(p.dir, "data", "index", "CURRENT")))
				writeFile(t, filepath.Join(p.dir, "data", "index", name, "lists.toml"), "")
			},
		},
		{
			name: "a generation of two", args: []string{"1", "corpus"}, code: exitUsage, stderr: `"1" may be 000001-bbbbbbbb or 000001-aaaaaaaa; write more of it`,
			change: func(t *testing.T, p process) {
				for _, name := range []string{"000001-aaaaaaaa", "000001-bbbbbbbb"} {
					if err := os.MkdirAll(filepath.Join(p.dir, "data", "index", name), 0o755); err != nil {
						t.Fatal(err)
					}
				}
			},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			p := madeUp(t, "corpus")
			if tt.change != nil {
				tt.change(t, p)
			}
			got := p.run(t, append([]string{"diff"}, tt.args...)...)
			if got.code != tt.code || got.stdout != "" || !strings.Contains(filepath.ToSlash(got.stderr), tt.stderr) {
				t.Errorf("got code %d, stdout %q, stderr %q; want code %d and %q", got.code, got.stdout, got.stderr, tt.code, tt.stderr)
			}
		})
	}
}

func TestDiffStopped(t *testing.T) {
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupt signal received"))
	got := madeUp(t, "corpus").runContext(ctx, t, "diff", "built-in", "corpus")
	if want := "evidence-store: stopped (interrupt signal received); nothing was compared\n"; got.code != exitFailed || got.stderr != want {
		t.Errorf("got code %d and %q, want code %d and %q", got.code, got.stderr, exitFailed, want)
	}
}
