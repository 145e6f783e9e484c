package main

import (
	"os"
	"path/filepath"
	"testing"

	"evidencestore/review"
)

const madeUpThesaurus = `ignore = ["anything on"]

[[concept]]
id = "singing-dragons"
label = "dragons that sing"
kind = "programme"
forms = ["dragon choir", "singing with dragons"]
asked = ["make the dragon sing"]
exact = ["CHOIR"]

[[concept]]
id = "cold-feet"
label = "cold feet"
kind = "problem"
forms = ["cold feet"]
`

func TestCheck(t *testing.T) {
	t.Run("good", func(t *testing.T) {
		p := madeUp(t, "corpus")
		writeFile(t, filepath.Join(p.dir, "corpus", review.ThesaurusFile), madeUpThesaurus)
		golden(t, "check.want", p.mustRun(t, "check"))
	})
	t.Run("faulty", func(t *testing.T) {
		p := madeUp(t, "faulty")
		got := p.run(t, "check")
		if got.code != exitFailed || got.stdout != "" {
			t.Errorf("got code %d and output %q, want code %d and none", got.code, got.stdout, exitFailed)
		}
		golden(t, "faulty.want", got.stderr)
		if _, err := os.Stat(filepath.Join(p.dir, "data")); err == nil {
			t.Error("check has made the data folder")
		}
	})
}

// TestCheckOfBuiltIn holds that the corpus that ships has no faults, in a folder
// where there is nothing.
func TestCheckOfBuiltIn(t *testing.T) {
	process{dir: t.TempDir()}.mustRun(t, "check")
}
