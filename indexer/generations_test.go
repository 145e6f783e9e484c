package indexer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
)

func TestPruneKeepsTheNewest(t *testing.T) {
	corpus, data := newCorpus(t, nil), t.TempDir()
	x, err := indexer.New(indexer.Options{Corpus: corpus, Data: data, Backend: (&fake{}).backend(), Keep: 2})
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for i := range 5 {
		put(corpus, "ant", fmt.Sprint("Ant ", i))
		names = append(names, update(t, x).Generation)
	}
	if diff := cmp.Diff(names[3:], generations(t, data)); diff != "" {
		t.Errorf("generations kept (-want +got):\n%s", diff)
	}
	if names[4][:7] != "000005-" {
		t.Errorf("the fifth generation is %q", names[4])
	}
}

// The files that an engine never writes again are shared between generations.
func TestSegmentsAreLinked(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	first := update(t, x)
	put(corpus, "bee", "Bee")
	second := update(t, x)
	for file, shared := range map[string]bool{"store/000000.zap": true, fakeDocs: false} {
		a, errA := os.Stat(filepath.Join(data, "index", first.Generation, "engine", file))
		b, errB := os.Stat(filepath.Join(data, "index", second.Generation, "engine", file))
		if errA != nil || errB != nil {
			t.Fatal(errA, errB)
		}
		if os.SameFile(a, b) != shared {
			t.Errorf("%s is shared: %v, want %v", file, !shared, shared)
		}
	}
}
