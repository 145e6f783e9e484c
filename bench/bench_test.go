package main

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"evidencestore/bench/madeup"
	"evidencestore/indexer"
	"evidencestore/search"
)

// TestProduct measures a small corpus by all cases that we are asked, and holds that the
// answers are those of the formula.
func TestProduct(t *testing.T) {
	in, err := newInput(t.Context(), t.TempDir(), 200, 200, 150)
	if err != nil {
		t.Fatal(err)
	}
	data := t.TempDir()
	x, err := indexer.New(indexer.Options{
		Corpus: os.DirFS(in.path(corpusDir)), Data: data,
		Backend: backend(func(e search.Engine) search.Engine { return e }),
	})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := x.Update(t.Context(), false); err != nil {
		t.Fatal(err)
	}
	t.Run("formula", func(t *testing.T) {
		plain, err := in.read(plainFile)
		if err != nil {
			t.Fatal(err)
		}
		spoken, err := in.read(spokenFile)
		if err != nil {
			t.Fatal(err)
		}
		got, err := agreement(t.Context(), in.path(corpusDir), data, append(plain, spoken...))
		if err != nil {
			t.Fatal(err)
		}
		if want := (agreed{questions: 300, overlap: 1, same: 300, totals: 300}); got != want {
			t.Errorf("the product and the formula: %+v, want %+v", got, want)
		}
	})
	t.Run("words", func(t *testing.T) { areStems(t, data) })
	t.Run("attacks", func(t *testing.T) { areDistinct(t, in, data) })
	t.Run("cases", func(t *testing.T) { askCases(t, in, data) })
	t.Run("size", func(t *testing.T) {
		var b building
		if err := b.measure(data, "engine"); err != nil {
			t.Fatal(err)
		}
		if b.stored < in.Text/4 || b.stored > b.size/2 || b.folder <= b.size {
			t.Errorf("of %d bytes of index %d are stored documents, of a text of %d bytes", b.size, b.stored, in.Text)
		}
	})
}

// areStems holds that the analyzer leaves the words of a large corpus as they are, so that
// all engines know the same ones.
func areStems(t *testing.T, data string) {
	g, err := madeup.New(madeup.Corpus{Documents: 100_000, Words: 200, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	store, err := openStore(t.Context(), data, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer store.live.Close()
	for _, word := range g.Common(50_000) {
		if got := store.engine.Analyze(word); len(got) != 1 || got[0].Term != word {
			t.Fatalf("%s becomes %v", word, got)
		}
	}
}

// areDistinct holds that no attack is made twice.
func areDistinct(t *testing.T, in *input, data string) {
	store, err := openStore(t.Context(), data, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer store.live.Close()
	o := &ours{opened: store}
	for file, lines := range map[string]*[]string{plainFile: &o.plain, commonFile: &o.common} {
		if *lines, err = in.read(file); err != nil {
			t.Fatal(err)
		}
	}
	for _, kind := range hostileKinds {
		seen := map[string]int{}
		for i := range 6 * hostileTimes { // to warm up once and to count twice, of two trials
			text := o.attackText(kind.name, i)
			if first, again := seen[text]; again && kind.name != "letters" {
				t.Fatalf("%s: attack %d is attack %d", kind.what, i, first)
			}
			seen[text] = i
		}
	}
}

// askCases asks by every case, as the driver does it.
func askCases(t *testing.T, in *input, data string) {
	cases := []string{"or", "or-facets", "engine", "plain", "plain-filter", "spoken", "spoken-filter", "first 7", "opening"}
	for _, kind := range hostileKinds {
		cases = append(cases, "hostile-"+kind.name, "late-"+kind.name)
	}
	var out strings.Builder
	if err := answerOurs(t.Context(), data, in.Dir, strings.NewReader(strings.Join(cases, "\n")), &out); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != len(cases)+1 || !strings.HasPrefix(lines[0], "Bleve 2.") {
		t.Fatalf("%d lines, want the versions and one for each of %d cases:\n%s", len(lines), len(cases), out.String())
	}
	found := map[string]round{}
	for i, line := range lines[1:] {
		r, err := parseRound(line)
		if err != nil {
			t.Fatal(err)
		}
		if len(r.times) == 0 {
			t.Errorf("%s took no time", cases[i])
		}
		found[cases[i]] = r
	}
	if found["or"].hits != found["or-facets"].hits || found["or"].hits < len(found["or"].times) {
		t.Errorf("OR questions find %d documents without facets and %d with, want the same and at least one each", found["or"].hits, found["or-facets"].hits)
	}
	if all, some := found["spoken"].hits, found["spoken-filter"].hits; some == 0 || some >= all {
		t.Errorf("%d hits with filter and %d without, want some and fewer", some, all)
	}
	if err := answerOurs(t.Context(), data, in.Dir, strings.NewReader("nothing\n"), io.Discard); err == nil {
		t.Error("a case that does not exist was asked")
	}
}

func TestLoad(t *testing.T) {
	status, body := http.StatusOK, `{"total":1}`
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/api/v1/search" || r.FormValue("q") == "" {
			t.Errorf("asked for %s", r.URL)
		}
		w.WriteHeader(status)
		_, _ = io.WriteString(w, body)
	}))
	defer server.Close()
	file := filepath.Join(t.TempDir(), "queries")
	if err := os.WriteFile(file, []byte("q=a\nq=b\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	args := (&load{Address: server.URL, Queries: file, Connections: 3, Rate: 1000, For: time.Minute, Most: 50}).args()
	l, err := parseLoad(args[1:])
	if err != nil {
		t.Fatal(err)
	}
	if r, err := l.run(t.Context()); err != nil || r.hits != 50 || len(r.times) != 50 {
		t.Errorf("%d answers of 50, and %v", r.hits, err)
	}
	for _, bad := range []struct {
		status int
		body   string
	}{{http.StatusTooManyRequests, "{}"}, {http.StatusOK, ""}, {http.StatusOK, "{"}} {
		status, body = bad.status, bad.body
		if _, err := l.run(t.Context()); err == nil {
			t.Errorf("status %d with %q passed for an answer", bad.status, bad.body)
		}
	}
}
