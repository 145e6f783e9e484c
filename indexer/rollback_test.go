package indexer_test

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
)

// releases publishes a corpus whose ant has the titles in turn, and gives the names of
// the generations, the first one first.
func releases(t *testing.T, titles ...string) (x *indexer.Indexer, corpus fstest.MapFS, data string, names []string) {
	t.Helper()
	corpus, data = newCorpus(t, nil), t.TempDir()
	x = newIndexer(t, corpus, data, &fake{})
	for _, title := range titles {
		put(corpus, "ant", title)
		names = append(names, update(t, x).Generation)
	}
	return x, corpus, data, names
}

func rollback(t *testing.T, data, to string) indexer.RolledBack {
	t.Helper()
	done, err := indexer.Rollback(t.Context(), data, (&fake{}).backend(), to, nil)
	if err != nil {
		t.Fatalf("Rollback to %q: %v", to, err)
	}
	return done
}

// What is rolled back stays away until the corpus changes, and a server follows.
func TestRollback(t *testing.T) {
	x, corpus, data, names := releases(t, "One", "Two", "Three")
	f := &fake{}
	live := openLive(t, data, f)
	defer live.Close()
	serves := func(when, title string, held bool) {
		t.Helper()
		if err := live.Refresh(t.Context()); err != nil {
			t.Fatal(err)
		}
		s := live.Status()
		if got := ask(t, live)["ant"]; got != title || s.Held != held || s.Stale != held || f.open.Load() != 1 {
			t.Errorf("%s: serves %q, %d open, want %q; status %+v", when, got, f.open.Load(), title, s)
		}
	}
	want := indexer.RolledBack{From: names[2], To: names[1], Documents: 1}
	if got := rollback(t, data, ""); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	serves("after the rollback", "Two", true)
	held := indexer.Result{Generation: names[1], Documents: 1, Held: true}
	for range 2 {
		if got := update(t, x); got != held {
			t.Errorf("an update with the corpus that was rolled back: %+v, want %+v", got, held)
		}
	}
	serves("after an update", "Two", true)
	rollback(t, data, "")
	put(corpus, "ant", "Two")
	if got := update(t, x); !got.Held {
		t.Errorf("an update with the corpus that was rolled back next: %+v", got)
	}
	serves("after two rollbacks", "One", true)
	put(corpus, "ant", "Four")
	if got := update(t, x); !got.Built || got.Full || !strings.HasPrefix(got.Generation, "000004-") {
		t.Errorf("an update with a changed corpus: %+v", got)
	}
	serves("after the corpus changed", "Four", false)
	put(corpus, "ant", "Three")
	if got := update(t, x); !got.Built {
		t.Errorf("what was rolled back is held though another corpus was published since: %+v", got)
	}
}

func TestRollbackIsForgotten(t *testing.T) {
	t.Run("force", func(t *testing.T) {
		x, _, data, _ := releases(t, "One", "Two")
		rollback(t, data, "")
		if got, err := x.Update(t.Context(), true); err != nil || !got.Built || titles(t, data)["ant"] != "Two" {
			t.Errorf("got %+v, %v", got, err)
		}
	})
	t.Run("the corpus is the published one again", func(t *testing.T) {
		x, corpus, data, _ := releases(t, "One", "Two")
		rollback(t, data, "")
		put(corpus, "ant", "One")
		if got := update(t, x); got.Built || got.Held {
			t.Errorf("got %+v", got)
		}
		live := openLive(t, data, &fake{})
		defer live.Close()
		if s := live.Status(); s.Held || s.Stale {
			t.Errorf("status: %+v", s)
		}
		put(corpus, "ant", "Two")
		if got := update(t, x); !got.Built {
			t.Errorf("got %+v", got)
		}
	})
	t.Run("forward", func(t *testing.T) {
		x, corpus, data, names := releases(t, "One", "Two", "Three")
		rollback(t, data, names[0])
		if got := rollback(t, data, names[1]); got.To != names[1] {
			t.Errorf("got %+v", got)
		}
		for title, held := range map[string]bool{"Three": true, "One": true} {
			put(corpus, "ant", title)
			if got := update(t, x); got.Held != held {
				t.Errorf("%s: %+v", title, got)
			}
		}
		put(corpus, "ant", "Two")
		if got := update(t, x); got.Built || got.Held {
			t.Errorf("got %+v", got)
		}
	})
}

// The corpus of a generation that is too broken to say it is known by its name.
func TestRollbackFromADamagedGeneration(t *testing.T) {
	for _, file := range []string{"manifest.json", "table.jsonl"} {
		x, _, data, names := releases(t, "One", "Two")
		write(t, filepath.Join(data, "index", names[1], file), "{}")
		rollback(t, data, "")
		if got := update(t, x); !got.Held || got.Generation != names[0] {
			t.Errorf("%s: got %+v", file, got)
		}
	}
}

func TestRollbackRefuses(t *testing.T) {
	tests := map[string]struct {
		to      func(names []string) string
		spoil   func(t *testing.T, index string, names []string)
		message []string
	}{
		"the current one": {to: func(n []string) string { return n[2] }, message: []string{"is published already", "(published)"}},
		"an unknown one":  {to: func([]string) string { return "000009-00000000" }, message: []string{`no generation "000009-00000000"`, "there are 000003-", "000001-"}},
		"a way out":       {to: func([]string) string { return "../../etc" }, message: []string{"no generation"}},
		"an unusable one": {
			to: func(n []string) string { return n[0] },
			spoil: func(t *testing.T, index string, n []string) {
				write(t, filepath.Join(index, n[0], "table.jsonl"), "")
			},
			message: []string{"is unusable", "table.jsonl is not as it was written", "(unusable)"},
		},
		"none that is usable": {
			spoil: func(t *testing.T, index string, n []string) {
				write(t, filepath.Join(index, n[0], "table.jsonl"), "")
				write(t, filepath.Join(index, n[1], "manifest.json"), "")
			},
			message: []string{"no usable generation older than 000003-", "000002-"},
		},
		"no CURRENT": {
			spoil: func(t *testing.T, index string, _ []string) {
				write(t, filepath.Join(index, "CURRENT"), "")
			},
			message: []string{"name the one to go to", "there are 000003-"},
		},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			x, _, data, names := releases(t, "One", "Two", "Three")
			index := filepath.Join(data, "index")
			if tt.spoil != nil {
				tt.spoil(t, index, names)
			}
			to := ""
			if tt.to != nil {
				to = tt.to(names)
			}
			_, err := indexer.Rollback(t.Context(), data, (&fake{}).backend(), to, nil)
			for _, want := range tt.message {
				if err == nil || !strings.Contains(err.Error(), want) {
					t.Errorf("got %v, want an error with %q", err, want)
				}
			}
			if got := titles(t, data)["ant"]; got != "Three" {
				t.Errorf("%q is served", got)
			}
			if got := update(t, x); got.Held {
				t.Errorf("the corpus is held: %+v", got)
			}
		})
	}
	missing := filepath.Join(t.TempDir(), "none")
	if _, err := indexer.Rollback(t.Context(), missing, (&fake{}).backend(), "", nil); !errors.Is(err, indexer.ErrNoGeneration) {
		t.Errorf("without an index: %v", err)
	}
	if _, err := os.Stat(missing); err == nil {
		t.Error("a data folder was made")
	}
}

// A rollback whose generation does not open is none.
func TestRollbackToWhatDoesNotOpen(t *testing.T) {
	_, _, data, names := releases(t, "One", "Two")
	broken := errors.New("too many open files")
	f := &fake{step: func(string) error { return broken }}
	if _, err := indexer.Rollback(t.Context(), data, f.backend(), names[0], nil); !errors.Is(err, broken) {
		t.Errorf("got %v, want %v", err, broken)
	}
	if got := titles(t, data)["ant"]; got != "Two" {
		t.Errorf("%q is served", got)
	}
}

// CURRENT decides: before it is replaced nothing was rolled back, whatever is held.
func TestKilledWithinARollback(t *testing.T) {
	_, corpus, data, _ := releases(t, "One", "Two")
	killed := t.TempDir()
	if err := os.CopyFS(killed, os.DirFS(data)); err != nil {
		t.Fatal(err)
	}
	rollback(t, data, "")
	hold, err := os.ReadFile(filepath.Join(data, "index", "HELD"))
	if err != nil {
		t.Fatal(err)
	}
	write(t, filepath.Join(killed, "index", "HELD"), string(hold))
	live := openLive(t, killed, &fake{})
	defer live.Close()
	if s := live.Status(); s.Held || s.Stale {
		t.Errorf("status: %+v", s)
	}
	x := newIndexer(t, corpus, killed, &fake{})
	if got := update(t, x); got.Held || got.Built {
		t.Errorf("got %+v, want nothing to do", got)
	}
	put(corpus, "ant", "Three")
	update(t, x)
	put(corpus, "ant", "Two")
	if got := update(t, x); !got.Built {
		t.Errorf("got %+v, want the hold forgotten", got)
	}
}

// What an operator took away must not come back because a file cannot be read.
func TestGarbageInHELD(t *testing.T) {
	for _, content := range []string{"", "{", `{"corpora":[]}`, `{"corpora":[""]}`, "\x00\xff"} {
		x, _, data, names := releases(t, "One", "Two")
		rollback(t, data, "")
		held := filepath.Join(data, "index", "HELD")
		write(t, held, content)
		if got, err := x.Update(t.Context(), false); err == nil || !strings.Contains(err.Error(), held) {
			t.Errorf("HELD holding %q: got %+v, %v; want an error that names it", content, got, err)
		}
		live := openLive(t, data, &fake{})
		if s := live.Status(); !s.Held || s.Generation != names[0] {
			t.Errorf("HELD holding %q: status %+v", content, s)
		}
		live.Close()
		if got, err := x.Update(t.Context(), true); err != nil || !got.Built {
			t.Errorf("HELD holding %q: forced: %+v, %v", content, got, err)
		}
		if s := update(t, x); s.Held {
			t.Errorf("HELD holding %q: still held", content)
		}
	}
}

// Where what is published gets damaged after a rollback, what was rolled back is the
// last to be served in its place, and is not built.
func TestDamageAfterARollback(t *testing.T) {
	x, _, data, names := releases(t, "One", "Two", "Three")
	rollback(t, data, "")
	damage := func(name string) {
		t.Helper()
		write(t, filepath.Join(data, "index", name, "table.jsonl"), "")
	}
	damage(names[1])
	if got := titles(t, data)["ant"]; got != "One" {
		t.Errorf("%q is served, want what was not rolled back", got)
	}
	if got, err := x.Update(t.Context(), false); err == nil || !strings.Contains(err.Error(), "--force") {
		t.Errorf("got %+v, %v; want an error that says what to do", got, err)
	}
	damage(names[0])
	if got := titles(t, data)["ant"]; got != "Three" {
		t.Errorf("%q is served, want anything rather than nothing", got)
	}
}

func TestGenerations(t *testing.T) {
	_, _, data, names := releases(t, "One", "Two", "Three")
	rollback(t, data, "")
	write(t, filepath.Join(data, "index", names[0], "table.jsonl"), "")
	all, err := indexer.Generations(t.Context(), data, (&fake{}).backend())
	if err != nil {
		t.Fatal(err)
	}
	type row struct {
		Name            string
		Usable, Current bool
		Documents       int
	}
	var got []row
	for _, l := range all {
		r := row{Name: l.Name, Usable: l.Err == nil, Current: l.Current}
		if l.Manifest != nil {
			r.Documents = l.Manifest.Documents
		}
		got = append(got, r)
	}
	slices.Reverse(names)
	want := []row{{names[0], true, false, 1}, {names[1], true, true, 1}, {names[2], false, false, 0}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("generations (-want +got):\n%s", diff)
	}
	if err := all[2].Err; err == nil || !strings.Contains(err.Error(), "not as it was written") {
		t.Errorf("why it is unusable: %v", err)
	}
	if all, err := indexer.Generations(t.Context(), t.TempDir(), (&fake{}).backend()); err != nil || len(all) != 0 {
		t.Errorf("without an index: %v, %v", all, err)
	}
}
