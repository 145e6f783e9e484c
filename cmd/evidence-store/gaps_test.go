package main

import (
	"encoding/csv"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/unmet"
)

// gapsThesaurus are made-up concepts for the made-up corpus.
const gapsThesaurus = `
[[concept]]
id = "moon-knitting"
label = "=moon knitting"
kind = "programme"
forms = ["moon knitting"]

[[concept]]
id = "trolls"
label = "trolls under bridges"
kind = "problem"
forms = ["troll under a bridge"]

[[concept]]
id = "sleep-potions"
label = "sleeping potions"
kind = "programme"
forms = ["sleeping potion", "potion"]

[[concept]]
id = "dragon-keepers"
label = "keepers of dragons"
kind = "person"
forms = ["keeper of dragons"]
`

// gapsStore is a made-up store with an index.
func gapsStore(t *testing.T) process {
	t.Helper()
	p := madeUp(t, "corpus")
	writeFile(t, filepath.Join(p.dir, "corpus", "thesaurus.toml"), gapsThesaurus)
	p.mustRun(t, "index")
	return p
}

// counted counts questions in a store, a minute apart, in two weeks, of which the later
// is the one before that of the clock of a process.
func (p process) counted(t *testing.T) {
	t.Helper()
	ref, faults := review.DecodeReference(os.DirFS(filepath.Join(p.dir, "corpus")))
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	now := time.Date(2026, 11, 4, 9, 0, 0, 0, time.UTC)
	register, err := unmet.Open(filepath.Join(p.dir, "data"), unmet.Options{
		Minimum: 5, Weeks: 10, Reference: func() *review.Reference { return ref }, Now: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		for range 6 {
			for _, a := range []unmet.Asked{
				unmet.Of([]string{"trolls", "dragon-keepers"}, search.Filter{}, search.NothingHeld, 0),
				unmet.Of([]string{"moon-knitting"}, search.Filter{}, "", 1),
				unmet.Of([]string{"sleep-potions"}, search.Filter{}, "", 1),
				unmet.Of(nil, search.Filter{Outcomes: []string{"flying"}}, search.UnknownWords, 0),
				unmet.Of(nil, search.Filter{Outcomes: []string{"fire-breathing"}, Topics: []string{"moon-travel"}}, "", 1),
				unmet.Of(nil, search.Filter{Populations: []string{"dragons"}}, "", 2),
			} {
				register.Count(a)
			}
			now = now.Add(10 * time.Minute)
		}
		register.Count(unmet.Of([]string{"trolls"}, search.Filter{}, search.NothingHeld, 0)) // too rare
		now = now.AddDate(0, 0, 7)
	}
	if err := register.Close(); err != nil {
		t.Fatal(err)
	}
}

func TestGaps(t *testing.T) {
	p := gapsStore(t)
	t.Run("nothing yet", func(t *testing.T) {
		if got := oneLine(p.mustRun(t, "gaps")); !strings.Contains(got, "Nothing was kept in these weeks.") || !strings.Contains(got, "at least 5 times in a week") {
			t.Error(got)
		}
		if _, err := os.Stat(filepath.Join(p.dir, "data", "unmet")); err == nil {
			t.Error("the command made a folder")
		}
	})
	p.counted(t)
	for _, tt := range []struct {
		golden string
		args   []string
	}{
		{"gaps/text.want", []string{"gaps"}},
		{"gaps/last-week.want", []string{"gaps", "--weeks", "2"}},
		{"gaps/json.want", []string{"gaps", "--json"}},
		{"gaps/csv.want", []string{"gaps", "--csv"}},
	} {
		t.Run(tt.golden, func(t *testing.T) {
			got := p.mustRun(t, tt.args...)
			golden(t, tt.golden, strings.ReplaceAll(got, "\r\n", "\n"))
			for line := range strings.Lines(got) {
				if strings.HasSuffix(tt.golden, "text.want") && len([]rune(line)) > pageWidth+1 {
					t.Errorf("a line of %d columns: %s", len([]rune(line)), line)
				}
			}
		})
	}
	t.Run("JSON and CSV can be read", func(t *testing.T) {
		var report unmet.Report
		if err := json.Unmarshal([]byte(p.mustRun(t, "gaps", "--json")), &report); err != nil || report.Questions == 0 {
			t.Errorf("%d questions, error %v", report.Questions, err)
		}
		rows, err := csv.NewReader(strings.NewReader(p.mustRun(t, "gaps", "--csv"))).ReadAll()
		if err != nil || len(rows) != 7 {
			t.Errorf("%d rows, error %v", len(rows), err)
		}
	})
	t.Run("what the thesaurus no longer has", func(t *testing.T) {
		writeFile(t, filepath.Join(p.dir, "corpus", "thesaurus.toml"), strings.ReplaceAll(gapsThesaurus, `"trolls"`, `"ogres"`))
		p.mustRun(t, "index")
		if got := oneLine(p.mustRun(t, "gaps")); !strings.Contains(got, "concept: trolls (no longer known)") {
			t.Error(got)
		}
	})
	t.Run("switched off", func(t *testing.T) {
		writeFile(t, filepath.Join(p.dir, "config.toml"), "[unmet]\nkeep = false\n")
		got := oneLine(p.mustRun(t, "gaps"))
		if !strings.Contains(got, countingOff) || !strings.Contains(got, "trolls") {
			t.Error(got)
		}
		if got := p.run(t, "gaps", "--csv"); got.code != exitFine || !strings.Contains(got.stderr, countingOff) {
			t.Errorf("%+v", got)
		}
	})
	t.Run("a file that cannot be read", func(t *testing.T) {
		file := filepath.Join(p.dir, "data", "unmet", "2026-W46.json")
		writeFile(t, file, "damaged")
		got := p.run(t, "gaps")
		if got.code != exitFine || !strings.Contains(got.stderr, "2026-W46.json cannot be read") {
			t.Errorf("%+v", got)
		}
		if readFile(t, file) != "damaged" {
			t.Error("the command changed the file")
		}
	})
}

func oneLine(text string) string { return strings.Join(strings.Fields(text), " ") }

func TestGapsRefuses(t *testing.T) {
	p := process{dir: t.TempDir()}
	for _, tt := range []struct {
		args   []string
		code   int
		stderr string
	}{
		{[]string{"gaps"}, exitFailed, `"evidence-store index" builds one`},
		{[]string{"gaps", "--json", "--csv"}, exitUsage, "do not go together"},
		{[]string{"gaps", "--weeks", "0"}, exitUsage, "--weeks 0 cannot work"},
		{[]string{"gaps", "--weeks", "1000"}, exitUsage, "from 1 to 520"},
		{[]string{"gaps", "this"}, exitUsage, "takes no arguments"},
	} {
		if got := p.run(t, tt.args...); got.code != tt.code || !strings.Contains(got.stderr, tt.stderr) {
			t.Errorf("%v: %+v", tt.args, got)
		}
	}
}
