package main

import (
	"encoding/json"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	shipped "evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
)

func TestSearch(t *testing.T) {
	p := madeUp(t, "corpus")
	tests := []struct {
		name string
		args []string
	}{
		{"question", []string{"singing", "dragons"}},
		{"everything", nil},
		{"filters", []string{"dragons", "--effect-min", "tends-positive", "--strength", "high", "--strength", "low"}},
		{"nothing", []string{"unicorns"}},
		{"nothing-with-filters", []string{"--outcome", "sleep", "--strength", "high"}},
		{"past-the-end", []string{"--page", "9"}},
		{"next-page", []string{"--per-page", "2", "--sort", "newest"}},
		{"problem", []string{`castle "great hall`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			out := p.mustRun(t, append([]string{"search"}, tt.args...)...)
			for line := range strings.Lines(out) {
				if utf8.RuneCountInString(line) > pageWidth+1 {
					t.Errorf("a line is wider than %d columns: %s", pageWidth, line)
				}
			}
			golden(t, filepath.Join("search", tt.name+".want"), out)
		})
	}
}

func TestSearchJSON(t *testing.T) {
	p := madeUp(t, "corpus")
	var resp search.Response
	if err := json.Unmarshal([]byte(p.mustRun(t, "search", "--json", "singing", "--age", "110", "--explain")), &resp); err != nil {
		t.Fatal(err)
	}
	if resp.Query != "singing" || resp.Total != 1 || resp.Hits[0].ID != "dragon-choir" || resp.Hits[0].Explain == nil {
		t.Errorf("got %+v", resp)
	}
}

// TestSearchReading holds that the flags on reading reach the reader, and that the
// answer begins with what was read.
func TestSearchReading(t *testing.T) {
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "corpus", review.ThesaurusFile), `
[[concept]]
id = "choirs"
label = "Choirs"
kind = "programme"
forms = ["choir"]
asked = ["caterwauling"]

[[concept]]
id = "socks"
label = "Warm socks"
kind = "problem"
forms = ["socks"]
`)
	for _, tt := range []struct {
		name        string
		args        []string
		concepts    []string
		corrections int
	}{
		{"as it is", []string{"caterwauling dragns"}, []string{"choirs"}, 1},
		{"with another concept", []string{"caterwauling", "--concept", "socks"}, []string{"choirs", "socks"}, 0},
		{"no words", []string{"--concept", "socks", "--concept", "choirs"}, []string{"choirs", "socks"}, 0},
		{"without a concept", []string{"caterwauling dragns", "--without", "choirs"}, nil, 1},
		{"as spelt", []string{"caterwauling dragns", "--verbatim"}, []string{"choirs"}, 0},
	} {
		t.Run(tt.name, func(t *testing.T) {
			var resp search.Response
			if err := json.Unmarshal([]byte(p.mustRun(t, append([]string{"search", "--json"}, tt.args...)...)), &resp); err != nil {
				t.Fatal(err)
			}
			var concepts []string
			for _, c := range resp.Interpretation.Concepts {
				concepts = append(concepts, c.ID)
			}
			slices.Sort(concepts)
			if diff := cmp.Diff(tt.concepts, concepts); diff != "" || len(resp.Interpretation.Corrections) != tt.corrections {
				t.Errorf("%q: corrections %v, want %d; concepts, -want +got:\n%s", tt.args, resp.Interpretation.Corrections, tt.corrections, diff)
			}
		})
	}
	if out := p.mustRun(t, "search", "caterwauling"); !strings.HasPrefix(out, "Looked for: Choirs.\n") {
		t.Errorf("the answer does not begin with what was looked for:\n%s", out)
	}
	got := p.run(t, "search", "--concept", "sock", "--without", "unicorns")
	want := "evidence-store: --concept \"sock\": no such concept; did you mean \"socks\"?\n" +
		"evidence-store: --without \"unicorns\": no such concept; the answer to a question names those that were read in it\n" +
		"Run 'evidence-store search --help' to see how to use it.\n"
	if got.code != exitUsage || got.stderr != want {
		t.Errorf("concepts that are none: got code %d and %q, want code %d and %q", got.code, got.stderr, exitUsage, want)
	}
}

func TestSearchExplain(t *testing.T) {
	out := madeUp(t, "corpus").mustRun(t, "search", "singing", "--explain")
	if !strings.Contains(out, "(sum of)") || !strings.Contains(out, "rarity") {
		t.Errorf("no explanation in:\n%s", out)
	}
}

// TestSearchUsage holds that wrong values get the words of the API, all at once
// and under the names of the flags.
func TestSearchUsage(t *testing.T) {
	p := madeUp(t, "corpus")
	got := p.run(t, "search", "--effect", "good", "--strength", "low", "--strength-min", "low", "--outcome", "slep", "--status", "draft", "--per-page", "0", strings.Repeat("x", 4001))
	if got.code != exitUsage || got.stdout != "" {
		t.Errorf("got code %d and output %q, want code %d and none", got.code, got.stdout, exitUsage)
	}
	golden(t, filepath.Join("search", "usage.want"), got.stderr)
}

// TestSearchFaultyCorpus holds that an earlier index answers where there is one,
// and that the faults are said.
func TestSearchFaultyCorpus(t *testing.T) {
	p := madeUp(t, "corpus")
	before := p.mustRun(t, "search", "singing")
	writeFile(t, filepath.Join(p.dir, "corpus", "reviews", "bad.md"), "no front matter")
	got := p.run(t, "search", "singing")
	if got.code != exitFine || got.stdout != before || !strings.Contains(got.stderr, "bad.md:1: no front matter") {
		t.Errorf("with an earlier index: got code %d, stderr %q, answer as before: %t", got.code, got.stderr, got.stdout == before)
	}
	got = p.run(t, "search", "singing", "--data", "other")
	if got.code != exitFailed || got.stdout != "" || !strings.Contains(got.stderr, "bad.md:1: no front matter") {
		t.Errorf("without one: got code %d, stdout %q, stderr %q; want code %d and the fault", got.code, got.stdout, got.stderr, exitFailed)
	}
}

// TestAnswerOnTerminal holds what only a terminal shows, and that a document
// cannot send it commands.
func TestAnswerOnTerminal(t *testing.T) {
	ref, faults := review.DecodeReference(shipped.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	resp := &search.Response{Query: "scales", Total: 1, Page: 1, PerPage: 10, Sort: search.ByRelevance, Hits: []search.Hit{{
		ID: "x", Title: "Evil\x1b[2J title", Summary: "S.", Status: review.NotRated, UK: "none", EvidenceTo: "2018",
		Statement: "Not rated.", BestSection: "who-for",
		Snippets: []search.Snippet{
			{Field: "title", Spans: []search.Span{{Text: "not this one"}}},
			{Field: "who-for", Spans: []search.Span{{Text: "dragons with "}, {Text: "scale", Match: true}, {Text: "s\x07"}}},
		},
	}}}
	var b strings.Builder
	a := answer{layout: &layout{w: &b, width: 60, styled: true}, ref: ref}
	a.print(&search.Query{}, resp)
	want := "\x1b[2m1.\x1b[0m \x1b[1mEvil[2J\x1b[0m \x1b[1mtitle\x1b[0m\n   S.\n\n   \x1b[1mNot\x1b[0m \x1b[1mrated.\x1b[0m\n\n" +
		"   Evidence to 2018. None from the UK.\n" +
		"   \x1b[2mWho\x1b[0m \x1b[2mit\x1b[0m \x1b[2mworks\x1b[0m \x1b[2mfor:\x1b[0m “dragons with \x1b[1;33mscale\x1b[0ms”\n" +
		"   \x1b[2mid:\x1b[0m \x1b[2mx\x1b[0m\n\n1 programme found, by relevance; page 1 of 1.\n\n"
	if diff := cmp.Diff(want, strings.Split(b.String(), "Evidence informs")[0]); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}
