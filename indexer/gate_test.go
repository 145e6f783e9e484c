package indexer_test

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
)

// A gate says what a test wants, and keeps what it was asked.
type gate struct {
	faults review.Faults
	err    error
	asked  []compared
}

// compared are the titles of both generations, the questions of both and what changed
// between them.
type compared struct {
	Live, Next     map[string]string
	Asked, AskNext []string
	Changed        []string
}

func (g *gate) ask(ctx context.Context, live, next search.Searcher, changed []string) (review.Faults, error) {
	of := func(s search.Searcher) map[string]string {
		res, err := s.Search(ctx, &search.Request{})
		if err != nil {
			return map[string]string{"": err.Error()}
		}
		found := map[string]string{}
		for _, hit := range res.Hits {
			found[hit.ID] = hit.Title
		}
		return found
	}
	c := compared{Next: of(next), AskNext: questionsOf(next), Changed: changed}
	if live != nil {
		c.Live, c.Asked = of(live), questionsOf(live)
	}
	g.asked = append(g.asked, c)
	return g.faults, g.err
}

// questionsOf are the ids of the questions with known answers that a generation holds.
func questionsOf(s search.Searcher) []string {
	var ids []string
	for _, q := range s.Info().Reference.Questions {
		ids = append(ids, q.ID)
	}
	return ids
}

// take gives what was asked since the last take.
func (g *gate) take() []compared {
	defer func() { g.asked = nil }()
	return g.asked
}

func newGated(t *testing.T, corpus fstest.MapFS, data string, f *fake, g *gate, log *bytes.Buffer) *indexer.Indexer {
	t.Helper()
	x, err := indexer.New(indexer.Options{
		Corpus: corpus, CorpusName: "corpus", Data: data, Backend: f.backend(),
		Gate: g.ask, Log: slog.New(slog.NewTextHandler(log, nil)),
	})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

// TestGateKnowsTheQuestions holds that both generations carry the questions of their own
// state of the corpus, without which the gate would have nothing to ask.
func TestGateKnowsTheQuestions(t *testing.T) {
	titles := map[string]string{"ant": "Ant", "bee": "Bee"}
	corpus := newCorpus(t, titles)
	corpus[review.QuestionsFile] = asks("ant")
	var log bytes.Buffer
	g := &gate{}
	x := newGated(t, corpus, t.TempDir(), &fake{}, g, &log)
	update(t, x)
	corpus[review.QuestionsFile] = asks("ant", "bee")
	update(t, x)
	want := []compared{
		{Next: titles, AskNext: []string{"what-of-ant"}, Changed: []string{"ant", "bee"}},
		{Live: titles, Next: titles, Asked: []string{"what-of-ant"}, AskNext: []string{"what-of-ant", "what-of-bee"}},
	}
	if diff := cmp.Diff(want, g.take()); diff != "" {
		t.Errorf("asked (-want +got):\n%s", diff)
	}
}

func TestGateComparesBeforePublishing(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee", "cat": "Cat"}), t.TempDir()
	putStatus(corpus, "eel", "Eel", "draft")
	opened := 0
	f := &fake{step: func(what string) error {
		if what == "open" {
			opened++
		}
		return nil
	}}
	var log bytes.Buffer
	g := &gate{}
	x := newGated(t, corpus, data, f, g, &log)
	update(t, x)
	first := map[string]string{"ant": "Ant", "bee": "Bee", "cat": "Cat"}
	if diff := cmp.Diff([]compared{{Next: first, Changed: []string{"ant", "bee", "cat"}}}, g.take()); diff != "" {
		t.Errorf("asked of the first build (-want +got):\n%s", diff)
	}
	if !strings.Contains(log.String(), `level=INFO msg="no earlier index opens, so nothing could be compared`) || strings.Contains(log.String(), "level=WARN") {
		t.Errorf("log of the first build:\n%s", &log)
	}
	log.Reset()
	opened = 0
	put(corpus, "ant", "Wasp")
	remove(corpus, "bee")
	putStatus(corpus, "fly", "Fly", "draft")
	put(corpus, "dog", "Dog")
	update(t, x)
	second := map[string]string{"ant": "Wasp", "cat": "Cat", "dog": "Dog"}
	if diff := cmp.Diff([]compared{{Live: first, Next: second, Changed: []string{"ant", "dog"}}}, g.take()); diff != "" {
		t.Errorf("asked of an update (-want +got):\n%s", diff)
	}
	if opened != 2 || f.open.Load() != 0 {
		t.Errorf("opened %d generations and left %d open, want each once and none", opened, f.open.Load())
	}
	if strings.Contains(log.String(), "level=WARN") {
		t.Errorf("warned though all is well:\n%s", &log)
	}
	if _, err := x.Update(t.Context(), true); err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff([]compared{{Live: second, Next: second, Changed: []string{"ant", "cat", "dog"}}}, g.take()); diff != "" {
		t.Errorf("asked of a forced build (-want +got):\n%s", diff)
	}
}

func TestRefusedByTheGate(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	f := &fake{}
	g := &gate{}
	x := newGated(t, corpus, data, f, g, &bytes.Buffer{})
	first := update(t, x)
	live := openLive(t, data, &fake{})
	defer live.Close()
	put(corpus, "bee", "Secret draft of a bee")
	g.faults = review.Faults{
		{File: "questions.toml", Line: 40, What: `question "of-bees": quotes "Secret"`, Mend: "mend it", Question: "of-bees"},
		{File: "reviews/bee.md", Line: 12, What: "the rating changed", Mend: "say when and why"},
	}
	try := func(name string, force bool, asked int) {
		t.Helper()
		g.take()
		_, err := x.Update(t.Context(), force)
		got, _ := errors.AsType[review.Faults](err)
		if diff := cmp.Diff(g.faults, got); diff != "" {
			t.Errorf("%s: faults (-want +got):\n%s", name, diff)
		}
		if n := len(g.take()); n != asked {
			t.Errorf("%s: the gate was asked %d times, want %d", name, n, asked)
		}
		if diff := cmp.Diff([]string{first.Generation}, generations(t, data)); diff != "" || f.open.Load() != 0 {
			t.Errorf("%s: %d open; generations left (-want +got):\n%s", name, f.open.Load(), diff)
		}
		checkClean(t, data, map[string]string{"ant": "Ant"})
	}
	try("first", false, 1)
	try("unchanged", false, 0)
	try("forced", true, 1)
	put(corpus, "cat", "Cat")
	try("changed", false, 1)
	if err := live.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	s := live.Status()
	if s.Failed == nil || s.Failed.Count != 2 || s.Failed.When.IsZero() || !cmp.Equal(s.Failed.Faults, g.faults) || !s.Stale || s.Held {
		t.Errorf("status: %+v", s)
	}
	want := []string{"the changed corpus was refused for 2 faults, so the last good index is served: question of-bees (questions.toml line 40), reviews/bee.md line 12; evidence-store index says what is wrong"}
	if diff := cmp.Diff(want, s.Reasons); diff != "" {
		t.Errorf("reasons (-want +got):\n%s", diff)
	}
	g.faults = nil
	put(corpus, "bee", "Bee")
	second := update(t, x)
	if err := live.Refresh(t.Context()); err != nil || live.Status().Failed != nil || live.Status().Stale || live.Status().Generation != second.Generation {
		t.Errorf("after it was mended: %+v, %v", live.Status(), err)
	}
}

// What goes wrong while it is compared is no fault of the corpus, and is tried again.
func TestGateThatFails(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "Ant"}), t.TempDir()
	g := &gate{err: errors.New("too many open files")}
	x := newGated(t, corpus, data, &fake{}, g, &bytes.Buffer{})
	if _, err := x.Update(t.Context(), false); !errors.Is(err, g.err) {
		t.Errorf("got %v, want %v", err, g.err)
	}
	if got := generations(t, data); len(got) != 0 {
		t.Errorf("left behind: %v", got)
	}
	g.err = nil
	update(t, x)
}

// Where the published generation is damaged, the new one is compared with what is
// served in its place; where nothing opens, with nothing, and is published.
func TestGateOverADamagedIndex(t *testing.T) {
	for name, damaged := range map[string]int{"the published one": 1, "all": 2} {
		t.Run(name, func(t *testing.T) {
			corpus, data, first, second := twoGenerations(t)
			g := &gate{faults: review.Faults{{File: "questions.toml", What: "worse"}}}
			var log bytes.Buffer
			x := newGated(t, corpus, data, &fake{}, g, &log)
			put(corpus, "ant", "Newer")
			if _, err := x.Update(t.Context(), false); len(faulty(t, err)) != 1 {
				t.Fatalf("got %v, want it refused", err)
			}
			g.take()
			for _, generation := range []string{second, first}[:damaged] {
				if err := os.Remove(filepath.Join(data, "index", generation, "table.jsonl")); err != nil {
					t.Fatal(err)
				}
			}
			var want map[string]string
			if damaged == 1 {
				want = map[string]string{"ant": "Old"}
			}
			g.faults = nil
			if got := update(t, x); !got.Built || !got.Full {
				t.Errorf("got %+v, want a full build", got)
			}
			if asked := g.take(); len(asked) != 1 || !cmp.Equal(asked[0].Live, want) {
				t.Errorf("asked %+v, want it compared with %v", asked, want)
			}
			if warned := strings.Contains(log.String(), `level=WARN msg="no earlier index opens`); warned != (damaged == 2) {
				t.Errorf("warned that nothing was compared: %v; log:\n%s", warned, &log)
			}
		})
	}
}
