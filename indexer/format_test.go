package indexer_test

import (
	"bytes"
	"errors"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"evidencestore/indexer"
)

// An index of another program is neither served nor built upon, and both say of what
// format and engine it is.
func TestAnIndexOfAnotherProgramIsBuiltFromNothing(t *testing.T) {
	tests := map[string]struct{ was, is, message string }{
		"another engine":  {`"engine": "fake 1"`, `"engine": "fake 0"`, `is of format 2 and engine "fake 0", this program writes format 2 and engine "fake 1"`},
		"another format":  {`"format": 2`, `"format": 1`, `is of format 1 and engine "fake 1", this program writes format 2 and engine "fake 1"`},
		"one of later on": {`"format": 2`, `"format": 3`, `is of format 3 and engine "fake 1", this program writes format 2 and engine "fake 1"`},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
			first := update(t, newIndexer(t, corpus, data, &fake{}))
			text := readFile(t, data, first, "manifest.json")
			if !strings.Contains(text, tt.was) {
				t.Fatalf("no %s in %s", tt.was, text)
			}
			write(t, filepath.Join(data, "index", first.Generation, "manifest.json"), strings.Replace(text, tt.was, tt.is, 1))
			if _, err := indexer.OpenLive(t.Context(), data, (&fake{}).backend(), nil); !errors.Is(err, indexer.ErrNoGeneration) || !strings.Contains(err.Error(), tt.message) {
				t.Errorf("opening it: %v, want %q", err, tt.message)
			}
			var log bytes.Buffer
			x, err := indexer.New(indexer.Options{
				Corpus: corpus, Data: data, Backend: (&fake{}).backend(), Log: slog.New(slog.NewJSONHandler(&log, nil)),
			})
			if err != nil {
				t.Fatal(err)
			}
			if got := update(t, x); !got.Built || !got.Full {
				t.Errorf("got %+v, want a full build", got)
			}
			said := strings.ReplaceAll(log.String(), `\"`, `"`)
			if !strings.Contains(said, "the published index is unusable, building from nothing") || !strings.Contains(said, tt.message) {
				t.Errorf("no %q in the log:\n%s", tt.message, said)
			}
			checkClean(t, data, map[string]string{"ant": "Ant"})
		})
	}
}
