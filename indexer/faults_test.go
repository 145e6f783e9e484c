package indexer_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
	"evidencestore/review"
)

// faulty gives the fault of each file, by name, or fails.
func faulty(t *testing.T, err error) map[string]string {
	t.Helper()
	faults, ok := errors.AsType[review.Faults](err)
	if !ok {
		t.Fatalf("got the error %v, want faults", err)
	}
	if !slices.IsSortedFunc(faults, func(a, b review.Fault) int { return strings.Compare(a.File, b.File) }) {
		t.Errorf("the faults are not in the order of files:\n%v", faults)
	}
	byFile := map[string]string{}
	for _, f := range faults {
		byFile[f.File] += f.What + "\n"
	}
	return byFile
}

func TestAllFaultsOfAllFilesAtOnce(t *testing.T) {
	corpus := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee"})
	put(corpus, "bee", "")
	put(corpus, "Cat", "Upper-case id")
	putStatus(corpus, "eel", "", "draft")
	corpus["reviews/dog.MD"] = &fstest.MapFile{}
	corpus["reviews/folder.md/x"] = &fstest.MapFile{}
	corpus["reviews/notes.txt"] = &fstest.MapFile{}
	corpus["reviews/big.md"] = &fstest.MapFile{Data: make([]byte, review.MaxFileSize+1)}
	corpus["reviews/.hidden.txt"] = &fstest.MapFile{}
	corpus["reviews/ant.md~"] = &fstest.MapFile{} // as some editors leave
	corpus["reviews/Thumbs.db"] = &fstest.MapFile{}
	corpus["ratings.toml"] = &fstest.MapFile{Data: []byte("= broken")}
	corpus["thesaurus.toml"] = &fstest.MapFile{Data: []byte("ignored = []\n")}
	delete(corpus, "lists.toml")
	want := map[string]string{
		"lists.toml": "cannot be read", "ratings.toml": "not valid TOML", "thesaurus.toml": "unknown key",
		"reviews/Cat.md": "not an id", "reviews/bee.md": "title is missing", "reviews/eel.md": "title is missing",
		"reviews/big.md": "the limit is", "reviews/dog.MD": "ends in .MD", "reviews/folder.md": "not a plain file",
		"reviews/notes.txt": "does not end in .md",
	}
	data := t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	_, updated := x.Update(t.Context(), false)
	_, remembered := x.Update(t.Context(), false)
	_, forced := x.Update(t.Context(), true)
	_, checked := x.Check(t.Context())
	for name, err := range map[string]error{"update": updated, "second update": remembered, "forced": forced, "check": checked} {
		got := faulty(t, err)
		for file, what := range want {
			if !strings.Contains(got[file], what) {
				t.Errorf("%s: the fault of %s is %q, want one with %q", name, file, got[file], what)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%s: faults in %d files, want %d: %v", name, len(got), len(want), err)
		}
	}
	if got := generations(t, data); len(got) != 0 {
		t.Errorf("folders left by faulty builds: %v", got)
	}
}

func TestNoCorpusIsAFault(t *testing.T) {
	x := newIndexer(t, fstest.MapFS{}, t.TempDir(), &fake{})
	_, err := x.Update(t.Context(), false)
	got := faulty(t, err)
	for _, file := range []string{"reviews", "ratings.toml", "lists.toml"} {
		if !strings.Contains(got[file], "cannot be read") {
			t.Errorf("the fault of %s is %q", file, got[file])
		}
	}
}

func TestAFaultyCorpusIsTriedOnce(t *testing.T) {
	f := &fake{}
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	x := newIndexer(t, corpus, data, f)
	first := update(t, x)
	steps := 0
	f.step = func(string) error { steps++; return nil }
	try := func(name string, force, worked bool) {
		t.Helper()
		steps = 0
		if _, err := x.Update(t.Context(), force); len(faulty(t, err)) != 1 {
			t.Errorf("%s: got %v", name, err)
		}
		if (steps > 0) != worked {
			t.Errorf("%s: the engine was asked %d times, want any: %v", name, steps, worked)
		}
		if diff := cmp.Diff(map[string]string{"ant": "Ant"}, titles(t, data)); diff != "" {
			t.Errorf("%s: documents served (-want +got):\n%s", name, diff)
		}
	}
	put(corpus, "bee", "")
	try("first", false, true)
	try("unchanged", false, false)
	try("forced", true, true)
	put(corpus, "cat", "Cat")
	try("changed elsewhere", false, true)
	live, err := indexer.OpenLive(t.Context(), data, f.backend(), nil)
	if err != nil {
		t.Fatal(err)
	}
	defer live.Close()
	if s := live.Status(); !s.Stale || len(s.Reasons) != 1 || !strings.Contains(s.Reasons[0], "1 fault,") || s.Generation != first.Generation {
		t.Errorf("status over a faulty corpus: %+v", s)
	}
	remove(corpus, "bee")
	remove(corpus, "cat")
	if got := update(t, x); got.Built {
		t.Errorf("a build of the corpus that is published already: %+v", got)
	}
	if err := live.Refresh(t.Context()); err != nil || live.Status().Stale {
		t.Errorf("still stale after the corpus was mended: %+v, %v", live.Status(), err)
	}
}

// A corpus that lost all its reviews is rather a folder that was not mounted.
func TestNoReviewsAtAll(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"cow": "Cow"}), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	first := update(t, x)
	remove(corpus, "cow")
	if _, err := x.Update(t.Context(), false); faulty(t, err)["reviews"] == "" {
		t.Errorf("got %v, want a fault of the folder", err)
	}
	if live := openLive(t, data, &fake{}); live.Info().Generation != first.Generation {
		t.Errorf("serving %s, want %s", live.Info().Generation, first.Generation)
	}
}

// An unreadable FAILED costs one more try, no more.
func TestGarbageInFAILED(t *testing.T) {
	for _, content := range []string{"", "{", `{"corpus":"x","count":1}`, "\x00\xff"} {
		corpus, data := newCorpus(t, map[string]string{"cow": "Cow"}), t.TempDir()
		x := newIndexer(t, corpus, data, &fake{})
		update(t, x)
		write(t, filepath.Join(data, "index", "FAILED"), content)
		put(corpus, "ant", "")
		if _, err := x.Update(t.Context(), false); len(faulty(t, err)) != 1 {
			t.Errorf("FAILED holding %q: got %v", content, err)
		}
	}
}

func write(t *testing.T, path, content string) {
	t.Helper()
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// An unreadableFS fails to open one file.
type unreadableFS struct {
	fs.FS
	name string
}

func (f *unreadableFS) Open(name string) (fs.File, error) {
	if name == f.name {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrPermission}
	}
	return f.FS.Open(name)
}

// Becoming readable changes nothing that a hash shows, so it is always tried.
func TestUnreadableFilesAreTriedAgain(t *testing.T) {
	for _, name := range []string{"reviews/ant.md", "ratings.toml", "reviews", "thesaurus.toml"} {
		t.Run(name, func(t *testing.T) {
			files := newCorpus(t, map[string]string{"ant": "Ant"})
			files["thesaurus.toml"] = &fstest.MapFile{}
			files["questions.toml"] = asks("ant") // of which it makes no faults
			corpus := &unreadableFS{FS: files, name: name}
			x, err := indexer.New(indexer.Options{Corpus: corpus, Data: t.TempDir(), Backend: (&fake{}).backend()})
			if err != nil {
				t.Fatal(err)
			}
			_, err = x.Update(t.Context(), false)
			if got := faulty(t, err); !strings.Contains(got[name], "cannot be read") || len(got) != 1 {
				t.Errorf("got %v", got)
			}
			corpus.name = ""
			if got := update(t, x); !got.Built || got.Documents != 1 {
				t.Errorf("after it became readable: %+v", got)
			}
		})
	}
}

func TestCheckSummary(t *testing.T) {
	corpus := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee"})
	putStatus(corpus, "cat", "Cat", "draft")
	text := string(corpus["reviews/bee.md"].Data)
	text = strings.Replace(text, `"not-rated"`, `"rated"`, 1)
	corpus["reviews/bee.md"].Data = []byte(strings.Replace(text, "+++\n##", `
[[outcome]]
name = "Made-up outcome"
domains = ["honey"]
effect = "tends-positive"
strength = "high"
better = "more of it"
compared_with = "none of it"
uk = "none"
rated_by = "nobody"
[[later]]
country = "Nowhere"
design = "trial"
domains = ["honey"]
finding = "None."
direction = "unclear"
citation = "Nobody, 2030"
[[gap]]
question = "Does it?"
missing = "Studies"
who_looked = "Nobody"
+++
##`, 1))
	corpus[review.ThesaurusFile] = thesaurus("ants", "bees")
	data := t.TempDir()
	got, err := newIndexer(t, corpus, data, &fake{}).Check(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	want := indexer.Summary{
		Reviews: 3, Statuses: map[review.Status]int{review.Rated: 1, review.NotRated: 1, review.Draft: 1},
		Outcomes: 1, Pairs: map[indexer.Pair]int{{Effect: review.TendsPositive, Strength: review.High}: 1}, Later: 1, Gaps: 1,
		Concepts: map[review.ConceptKind]int{review.Problem: 2}, Forms: 6,
		Served: map[string]bool{"ant": true, "bee": true, "cat": false}, Reference: got.Reference,
	}
	if got.Reference == nil || len(got.Reference.Thesaurus.Concepts) != 2 {
		t.Errorf("the reference of a faultless corpus: %+v", got.Reference)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("summary (-want +got):\n%s", diff)
	}
	if entries, err := os.ReadDir(data); err != nil || len(entries) != 0 {
		t.Errorf("Check wrote to the data folder: %v, %v", entries, err)
	}
}

// The hash of a corpus with an unreadable file is that of the corpus without it.
// The one must not be taken for the other.
func TestUnreadableFileThenRemoved(t *testing.T) {
	tests := map[string]struct {
		published map[string]string
		built     bool // by the update after the removal
	}{
		"the rest is published":     {map[string]string{"bee": "Bee"}, false},
		"the rest is not published": {map[string]string{"cow": "Cow"}, true},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			files, data := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee"}), t.TempDir()
			corpus := &unreadableFS{FS: files, name: "reviews/ant.md"}
			x, err := indexer.New(indexer.Options{Corpus: corpus, Data: data, Backend: (&fake{}).backend()})
			if err != nil {
				t.Fatal(err)
			}
			update(t, newIndexer(t, newCorpus(t, tt.published), data, &fake{}))
			if _, err := x.Update(t.Context(), false); len(faulty(t, err)) != 1 {
				t.Errorf("got %v", err)
			}
			live := openLive(t, data, &fake{})
			defer live.Close()
			if !live.Status().Stale {
				t.Error("the store is not stale over a corpus that cannot be read")
			}
			remove(files, "ant")
			if got := update(t, x); got.Built != tt.built || got.Documents != 1 {
				t.Errorf("after the file was removed: %+v", got)
			}
		})
	}
}
