package indexer_test

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
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

// A folder that takes the last number there is keeps new generations out, and is named.
func TestNoNumberIsLeft(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	first := update(t, x)
	const last = "999999999999999999-00000000"
	if err := os.Mkdir(filepath.Join(data, "index", last), 0o755); err != nil {
		t.Fatal(err)
	}
	put(corpus, "ant", "Wasp")
	if _, err := x.Update(t.Context(), false); err == nil || !strings.Contains(err.Error(), last) {
		t.Errorf("got the error %v, want one that names the folder", err)
	}
	if err := os.Remove(filepath.Join(data, "index", last)); err != nil {
		t.Fatal(err)
	}
	if second := update(t, x); second.Generation[:7] != "000002-" {
		t.Errorf("after %s came %s", first.Generation, second.Generation)
	}
}
