package indexer_test

import (
	"bytes"
	"strings"
	"syscall"
	"testing"

	"evidencestore/review"
)

// What was rolled back makes way for what is published after it, so that neither the next
// rollback nor the pruning favours it over the good generations.
func TestPublishAfterRollback(t *testing.T) {
	x, corpus, data, names := releases(t, "One", "Two", "Three", "Bad four", "Bad five")
	rollback(t, data, names[2])
	put(corpus, "ant", "Six")
	six := update(t, x).Generation
	if got := generations(t, data); len(got) != 2 || got[0] != names[2] || got[1] != six {
		t.Errorf("kept are %v, want %s and %s", got, names[2], six)
	}
	if done := rollback(t, data, ""); done.To != names[2] {
		t.Errorf("the next rollback leads to %s, want %s", done.To, names[2])
	}
}

// A corpus that the gate refused beside a generation that is not published any more is
// held after a rollback: not published by itself, and not called refused for ever.
func TestRollbackAfterARefusal(t *testing.T) {
	corpus, data := newCorpus(t, nil), t.TempDir()
	g, f := &gate{}, &fake{}
	var log bytes.Buffer
	x := newGated(t, corpus, data, f, g, &log)
	for _, title := range []string{"One", "Two"} {
		put(corpus, "ant", title)
		update(t, x)
	}
	put(corpus, "ant", "Three")
	g.faults = review.Faults{{File: "questions.toml", What: "broken beside Two", Mend: "mend it"}}
	if _, err := x.Update(t.Context(), false); err == nil {
		t.Fatal("the gate was passed")
	}
	rollback(t, data, "")
	g.faults = nil
	if got := update(t, x); got.Built || !got.Held {
		t.Errorf("after the rollback: got %+v, want it held", got)
	}
	if got, err := x.Update(t.Context(), true); err != nil || !got.Built {
		t.Errorf("forced: got %+v, %v", got, err)
	}
}

// An error of the moment does not open the gate.
func TestGateWithoutFiles(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "One"}), t.TempDir()
	g, f := &gate{}, &fake{}
	var log bytes.Buffer
	x := newGated(t, corpus, data, f, g, &log)
	first := update(t, x)
	put(corpus, "ant", "Two")
	g.take()
	opened := 0
	f.step = func(what string) error {
		if what == "open" {
			opened++
			if opened == 2 { // the new generation is the first, the published one the second
				return syscall.EMFILE
			}
		}
		return nil
	}
	if got, err := x.Update(t.Context(), false); err == nil {
		t.Errorf("published %+v unseen", got)
	}
	if asked := g.take(); len(asked) > 0 {
		t.Errorf("the gate was asked %v", asked)
	}
	f.step = nil
	if got := update(t, x); !got.Built || got.Generation == first.Generation {
		t.Errorf("once there are files again: got %+v", got)
	}
}

// A panic deep in an engine is an error like others: a server beside it goes on.
func TestPanicWhileBuilding(t *testing.T) {
	corpus, data := newCorpus(t, map[string]string{"ant": "One"}), t.TempDir()
	f := &fake{}
	x := newIndexer(t, corpus, data, f)
	update(t, x)
	put(corpus, "ant", "Two")
	f.step = func(what string) error {
		if what == "put ant" {
			panic("deep in the engine")
		}
		return nil
	}
	if _, err := x.Update(t.Context(), false); err == nil || !strings.Contains(err.Error(), "deep in the engine") {
		t.Errorf("got the error %v", err)
	}
	f.step = nil
	if got := update(t, x); !got.Built {
		t.Errorf("after the panic: got %+v", got)
	}
}
