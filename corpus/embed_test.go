package corpus_test

import (
	"bytes"
	"io/fs"
	"os"
	"testing"

	"evidencestore/corpus"
)

// TestEverythingIsEmbedded holds that the program carries every file of the corpus
// that a folder would give it, as it is.
func TestEverythingIsEmbedded(t *testing.T) {
	folder := os.DirFS(".")
	for _, pattern := range []string{"*.toml", "reviews/*"} {
		names, err := fs.Glob(folder, pattern)
		if err != nil || len(names) == 0 {
			t.Fatalf("%s: no files: %v", pattern, err)
		}
		for _, name := range names {
			want, err := fs.ReadFile(folder, name)
			if err != nil {
				t.Fatal(err)
			}
			if got, err := fs.ReadFile(corpus.FS(), name); err != nil || !bytes.Equal(got, want) {
				t.Errorf("%s: embedded are %d bytes (error %v), want %d", name, len(got), err, len(want))
			}
		}
	}
}
