package indexer_test

import (
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
	"evidencestore/search"
)

// recorder records what the engine was told, without opening and closing.
func recorder(f *fake) func() []string {
	var steps []string
	f.step = func(what string) error {
		if what != "new builder" && what != "close builder" && what != "open" {
			steps = append(steps, what)
		}
		return nil
	}
	return func() []string {
		defer func() { steps = nil }()
		return steps
	}
}

func TestUpdateTellsTheEngineOnlyWhatChanged(t *testing.T) {
	start := map[string]string{"bee": "Bee", "cat": "Cat", "dog": "Dog"}
	tests := []struct {
		name   string
		change func(corpus fstest.MapFS)
		steps  []string
		want   indexer.Result // without the generation
		titles map[string]string
	}{
		{
			name: "nothing", change: func(fstest.MapFS) {},
			want: indexer.Result{Documents: 3}, titles: start,
		},
		{
			name: "time only", change: func(c fstest.MapFS) { c["reviews/cat.md"].ModTime = old.Add(time.Hour) },
			want: indexer.Result{Documents: 3}, titles: start,
		},
		{
			name:   "add, change and delete, in the order of ids",
			change: func(c fstest.MapFS) { put(c, "ant", "Ant"); remove(c, "bee"); put(c, "dog", "Hound") },
			steps:  []string{"put ant", "delete bee", "put dog", "commit"},
			want:   indexer.Result{Built: true, Documents: 3, Added: 1, Changed: 1, Deleted: 1},
			titles: map[string]string{"ant": "Ant", "cat": "Cat", "dog": "Hound"},
		},
		{
			name:   "rename",
			change: func(c fstest.MapFS) { remove(c, "bee"); put(c, "wasp", "Bee") },
			steps:  []string{"delete bee", "put wasp", "commit"},
			want:   indexer.Result{Built: true, Documents: 3, Added: 1, Deleted: 1},
			titles: map[string]string{"wasp": "Bee", "cat": "Cat", "dog": "Dog"},
		},
		{
			name:   "a review becomes a draft, and a draft is added",
			change: func(c fstest.MapFS) { putStatus(c, "cat", "Cat", "draft"); putStatus(c, "eel", "Eel", "draft") },
			steps:  []string{"delete cat", "commit"},
			want:   indexer.Result{Built: true, Documents: 2, Deleted: 1},
			titles: map[string]string{"bee": "Bee", "dog": "Dog"},
		},
		{
			name:   "a change of ratings.toml alone",
			change: func(c fstest.MapFS) { appendComment(c, "ratings.toml") },
			steps:  []string{"commit"},
			want:   indexer.Result{Built: true, Documents: 3}, titles: start,
		},
		{
			name:   "a thesaurus",
			change: func(c fstest.MapFS) { c["thesaurus.toml"] = &fstest.MapFile{Data: []byte("# none\n")} },
			steps:  []string{"commit"},
			want:   indexer.Result{Built: true, Documents: 3}, titles: start,
		},
		{
			name:   "a change of lists.toml, whose labels are indexed",
			change: func(c fstest.MapFS) { appendComment(c, "lists.toml") },
			steps:  []string{"put bee", "put cat", "put dog", "commit"},
			want:   indexer.Result{Built: true, Full: true, Documents: 3, Added: 3}, titles: start,
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{}
			steps := recorder(f)
			corpus, data := newCorpus(t, start), t.TempDir()
			x := newIndexer(t, corpus, data, f)
			first := update(t, x)
			if want := []string{"put bee", "put cat", "put dog", "commit"}; !slices.Equal(steps(), want) || !first.Full {
				t.Fatalf("the first build is not the full one: %+v", first)
			}
			tt.change(corpus)
			got := update(t, x)
			if diff := cmp.Diff(tt.steps, steps()); diff != "" {
				t.Errorf("steps of the engine (-want +got):\n%s", diff)
			}
			if got.Built == (got.Generation == first.Generation) {
				t.Errorf("generation %q after %q, built: %v", got.Generation, first.Generation, got.Built)
			}
			got.Generation = ""
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("result (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.titles, titles(t, data)); diff != "" {
				t.Errorf("documents served (-want +got):\n%s", diff)
			}
			if again := update(t, x); again.Built {
				t.Errorf("a second update built %s, though nothing had changed", again.Generation)
			}
		})
	}
}

func appendComment(corpus fstest.MapFS, file string) {
	corpus[file] = &fstest.MapFile{Data: append(slices.Clone(corpus[file].Data), "# one more line\n"...), ModTime: old}
}

func TestForceBuildsFromNothing(t *testing.T) {
	f := &fake{}
	steps := recorder(f)
	data := t.TempDir()
	x := newIndexer(t, newCorpus(t, map[string]string{"ant": "Ant"}), data, f)
	first := update(t, x)
	steps()
	got, err := x.Update(t.Context(), true)
	if err != nil {
		t.Fatal(err)
	}
	want := indexer.Result{Generation: "000002" + first.Generation[6:], Built: true, Full: true, Documents: 1, Added: 1}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("result (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"put ant", "commit"}, steps()); diff != "" {
		t.Errorf("steps of the engine (-want +got):\n%s", diff)
	}
}

// Whatever time a file says it has, the index that it is in can be built upon.
func TestFilesOfUnlikelyTimes(t *testing.T) {
	for _, mtime := range []time.Time{time.Date(12_345, 6, 7, 8, 9, 10, 11, time.UTC), time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC)} {
		t.Run(fmt.Sprint(mtime.Year()), func(t *testing.T) {
			corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
			corpus["reviews/ant.md"].ModTime = mtime
			x := newIndexer(t, corpus, data, &fake{})
			update(t, x)
			put(corpus, "bee", "Bee")
			if got := update(t, x); got.Full || got.Added != 1 || got.Changed != 0 {
				t.Errorf("got %+v, want an update with one document", got)
			}
		})
	}
}

// A file whose size and time are those of the table is not read, unless its time
// is too near to the build for a coarse clock to tell a change apart.
func TestUnchangedFilesAreNotRead(t *testing.T) {
	tests := []struct {
		name  string
		mtime time.Time
		seen  bool // whether a change of the content alone is seen
	}{
		{"old file", old, false},
		{"no time, as in an embedded corpus", time.Time{}, true},
		{"changed a moment before the build", time.Now(), true},
		{"changed in the future", time.Now().Add(time.Hour), true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			corpus, data := newCorpus(t, nil), t.TempDir()
			put(corpus, "ant", "Ant")
			corpus["reviews/ant.md"].ModTime = tt.mtime
			x := newIndexer(t, corpus, data, &fake{})
			update(t, x)
			put(corpus, "ant", "Bug")
			corpus["reviews/ant.md"].ModTime = tt.mtime
			if got := update(t, x); got.Built != tt.seen {
				t.Errorf("the change was seen: %v, want %v", got.Built, tt.seen)
			}
			if got, err := x.Update(t.Context(), true); err != nil || !got.Built || titles(t, data)["ant"] != "Bug" {
				t.Errorf("force did not read the file: %+v, %v", got, err)
			}
		})
	}
}

// Whatever the way to a corpus, the table and the totals are those of a build from
// nothing.
func TestDeltasEndAsAFullBuildDoes(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	corpus, data := newCorpus(t, nil), t.TempDir()
	putStatus(corpus, "always-there", "Draft", "draft")
	x := newIndexer(t, corpus, data, &fake{})
	for round := range 15 {
		for range rng.IntN(4) {
			id := fmt.Sprintf("doc-%d", rng.IntN(12))
			switch rng.IntN(4) {
			case 0:
				remove(corpus, id)
			case 1:
				putStatus(corpus, id, "Draft", "draft")
			default:
				put(corpus, id, fmt.Sprint("Title ", rng.IntN(100)))
			}
		}
		delta := update(t, x)
		fresh := t.TempDir()
		full := update(t, newIndexer(t, maps.Clone(corpus), fresh, &fake{}))
		if diff := cmp.Diff(readFile(t, fresh, full, "table.jsonl"), readFile(t, data, delta, "table.jsonl")); diff != "" {
			t.Fatalf("round %d: table (-full +delta):\n%s", round, diff)
		}
		if diff := cmp.Diff(manifest(t, fresh), manifest(t, data)); diff != "" {
			t.Fatalf("round %d: manifest (-full +delta):\n%s", round, diff)
		}
		if diff := cmp.Diff(titles(t, fresh), titles(t, data)); diff != "" {
			t.Fatalf("round %d: documents (-full +delta):\n%s", round, diff)
		}
	}
}

func readFile(t *testing.T, data string, r indexer.Result, name string) string {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(data, "index", r.Generation, name))
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// manifest is that of the generation served, without what differs between builds.
func manifest(t *testing.T, data string) indexer.Manifest {
	t.Helper()
	var m indexer.Manifest
	backend := (&fake{}).backend()
	open := backend.Open
	backend.Open = func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
		m = g.Manifest
		return open(ctx, dir, g)
	}
	live, err := indexer.OpenLive(t.Context(), data, backend, nil)
	if err != nil {
		t.Fatal(err)
	}
	live.Close()
	m.Started, m.Built, m.Sum, m.Files = time.Time{}, time.Time{}, "", nil
	return m
}

func TestNewRefusesUnusableOptions(t *testing.T) {
	good := func() indexer.Options {
		return indexer.Options{Corpus: fstest.MapFS{}, Data: "data", Backend: (&fake{}).backend()}
	}
	tests := map[string]func(*indexer.Options){
		"no corpus":     func(o *indexer.Options) { o.Corpus = nil },
		"no data":       func(o *indexer.Options) { o.Data = "" },
		"no engine":     func(o *indexer.Options) { o.Backend = indexer.Backend{} },
		"negative keep": func(o *indexer.Options) { o.Keep = -1 },
	}
	for name, spoil := range tests {
		t.Run(name, func(t *testing.T) {
			opt := good()
			spoil(&opt)
			if _, err := indexer.New(opt); err == nil {
				t.Error("got no error")
			}
		})
	}
	if _, err := indexer.New(good()); err != nil {
		t.Errorf("good options: %v", err)
	}
}

// A file that was only touched is read once more, not with every build from then on.
func TestTableTakesTheNewTimeOfATouchedFile(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	x := newIndexer(t, corpus, data, &fake{})
	update(t, x)
	touched := old.Add(24 * 365 * time.Hour)
	corpus["reviews/ant.md"].ModTime = touched
	put(corpus, "bee", "Bee")
	table := readFile(t, data, update(t, x), "table.jsonl")
	if !strings.Contains(table, fmt.Sprint(touched.Unix())) {
		t.Errorf("the table has not the time %v:\n%s", touched, table)
	}
}
