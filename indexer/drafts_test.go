package indexer_test

import (
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
	"evidencestore/review"
)

// A readFS notes which files are read.
type readFS struct {
	fs.FS
	mu   sync.Mutex
	read []string
}

func (r *readFS) ReadFile(name string) ([]byte, error) {
	r.mu.Lock()
	r.read = append(r.read, name)
	r.mu.Unlock()
	return fs.ReadFile(r.FS, name)
}

func (r *readFS) reviews() []string {
	names := slices.DeleteFunc(r.read, func(name string) bool { return !strings.HasPrefix(name, review.ReviewsDir+"/") })
	r.read = nil
	slices.Sort(names)
	return slices.Compact(names)
}

func TestDrafts(t *testing.T) {
	files, data := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee"}), t.TempDir()
	putStatus(files, "eel", "Eel", "draft")
	putStatus(files, "fly", "Fly", "draft")
	corpus := &readFS{FS: files}
	x, err := indexer.New(indexer.Options{Corpus: corpus, Data: data, Backend: (&fake{}).backend()})
	if err != nil {
		t.Fatal(err)
	}
	check := func(when string, want, read []string) {
		t.Helper()
		corpus.read = nil
		drafts, ref, err := x.Drafts(t.Context())
		if err != nil {
			t.Fatalf("%s: %v", when, err)
		}
		var got []string
		for _, d := range drafts {
			text := d.ID + " in " + d.File
			if d.Doc != nil {
				text += ": " + d.Doc.Title
			}
			if len(d.Faults) > 0 {
				text += ", faulty"
			}
			got = append(got, text)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s: drafts (-want +got):\n%s", when, diff)
		}
		if diff := cmp.Diff(read, corpus.reviews()); diff != "" {
			t.Errorf("%s: files read (-want +got):\n%s", when, diff)
		}
		if ref == nil || len(ref.Lists.Topics) != 1 || ref.Ratings.Effect.Label == "" {
			t.Errorf("%s: reference %+v", when, ref)
		}
	}
	both := []string{"eel in reviews/eel.md: Eel", "fly in reviews/fly.md: Fly"}
	check("without an index", both, []string{"reviews/ant.md", "reviews/bee.md", "reviews/eel.md", "reviews/fly.md"})
	update(t, x)
	check("nothing changed", both, []string{"reviews/eel.md", "reviews/fly.md"})

	putStatus(files, "ant", "Ant", "draft")
	put(files, "fly", "Fly")
	remove(files, "eel")
	putStatus(files, "hen", "", "draft")
	files["reviews/bee.md"] = &fstest.MapFile{Data: []byte("+++\n= broken\n+++\n")}
	files["reviews/new.md"] = &fstest.MapFile{Data: []byte("+++\n= broken\n+++\n")}
	changed := []string{"ant in reviews/ant.md: Ant", "hen in reviews/hen.md: , faulty", "new in reviews/new.md, faulty"}
	read := []string{"reviews/ant.md", "reviews/bee.md", "reviews/fly.md", "reviews/hen.md", "reviews/new.md"}
	check("changed", changed, read)
	if _, err := x.Update(t.Context(), false); len(faulty(t, err)) == 0 {
		t.Fatal("the faulty corpus was published")
	}
	check("after a faulty update", changed, read)
	current := generations(t, data)[0]
	write(t, filepath.Join(data, "index", current, "table.jsonl"), "")
	check("over a damaged index", []string{"ant in reviews/ant.md: Ant", "bee in reviews/bee.md, faulty", changed[1], changed[2]}, read)

	appendTo(files, "lists.toml", "= broken\n")
	if _, _, err := x.Drafts(t.Context()); len(faulty(t, err)) != 1 {
		t.Errorf("faulty lists: %v", err)
	}
}

func appendTo(corpus fstest.MapFS, file, text string) {
	corpus[file] = &fstest.MapFile{Data: append(slices.Clone(corpus[file].Data), text...), ModTime: old}
}
