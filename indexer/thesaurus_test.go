package indexer_test

import (
	"fmt"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"evidencestore/indexer"
	"evidencestore/review"
)

// thesaurus is a file with a concept of three forms for each of the ids.
func thesaurus(ids ...string) *fstest.MapFile {
	var b strings.Builder
	for _, id := range ids {
		fmt.Fprintf(&b, "[[concept]]\nid = %q\nlabel = \"L\"\nkind = \"problem\"\nforms = [\"all %[1]s\"]\nasked = [\"many %[1]s\"]\nexact = [\"THE %[1]s\"]\n", id)
	}
	return &fstest.MapFile{Data: []byte(b.String())}
}

// What a question is read with is served from the generation, as the documents are:
// changing it makes a new generation, for which no document is indexed again.
func TestThesaurusAndQuestionsAreServedFromTheGeneration(t *testing.T) {
	type served struct{ Concepts, Questions []string }
	of := func(live *indexer.Live) served {
		var s served
		ref := live.Info().Reference
		for _, c := range ref.Thesaurus.Concepts {
			s.Concepts = append(s.Concepts, c.ID)
		}
		for _, q := range ref.Questions {
			s.Questions = append(s.Questions, q.ID)
		}
		return s
	}
	first := served{Concepts: []string{"ants"}, Questions: []string{"what-of-ant"}}
	tests := []struct {
		name   string
		change func(fstest.MapFS)
		want   served
	}{
		{
			"another thesaurus", func(c fstest.MapFS) { c[review.ThesaurusFile] = thesaurus("ants", "bees") },
			served{Concepts: []string{"ants", "bees"}, Questions: first.Questions},
		},
		{
			"no thesaurus", func(c fstest.MapFS) { delete(c, review.ThesaurusFile) },
			served{Questions: first.Questions},
		},
		{
			"other questions", func(c fstest.MapFS) { c[review.QuestionsFile] = asks("bee", "ant") },
			served{Concepts: first.Concepts, Questions: []string{"what-of-bee", "what-of-ant"}},
		},
		{
			"no questions", func(c fstest.MapFS) { delete(c, review.QuestionsFile) },
			served{Concepts: first.Concepts},
		},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			f := &fake{}
			steps := recorder(f)
			corpus, data := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee"}), t.TempDir()
			corpus[review.ThesaurusFile] = thesaurus("ants")
			corpus[review.QuestionsFile] = asks("ant")
			x := newIndexer(t, corpus, data, f)
			update(t, x)
			live := openLive(t, data, &fake{})
			defer live.Close()
			steps()
			tt.change(corpus)
			result := update(t, x)
			if diff := cmp.Diff([]string{"commit"}, steps()); diff != "" || !result.Built || result.Full {
				t.Errorf("got %+v; steps of the engine (-want +got):\n%s", result, diff)
			}
			if diff := cmp.Diff(first, of(live)); diff != "" {
				t.Errorf("served before the refresh (-want +got):\n%s", diff)
			}
			if err := live.Refresh(t.Context()); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tt.want, of(live)); diff != "" {
				t.Errorf("served after the refresh (-want +got):\n%s", diff)
			}
		})
	}
}

// TestThesaurusThatIsNoFile holds that one thing wrong is one fault.
func TestThesaurusThatIsNoFile(t *testing.T) {
	corpus := newCorpus(t, map[string]string{"ant": "Ant"})
	corpus[review.ThesaurusFile+"/x"] = &fstest.MapFile{}
	_, err := newIndexer(t, corpus, t.TempDir(), &fake{}).Check(t.Context())
	if got := faulty(t, err); len(got) != 1 || strings.Count(got[review.ThesaurusFile], "\n") != 1 || !strings.Contains(got[review.ThesaurusFile], "cannot be read") {
		t.Errorf("got the faults %q", got)
	}
}
