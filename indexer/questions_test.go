package indexer_test

import (
	"errors"
	"strings"
	"testing"
	"testing/fstest"

	"evidencestore/review"
)

// asks is a file of one question about each of the reviews.
func asks(ids ...string) *fstest.MapFile {
	var b strings.Builder
	for _, id := range ids {
		b.WriteString("[[question]]\nid = \"what-of-" + id + "\"\nask = \"what of " + id + "\"\nkind = \"lay\"\nbest = [\"" + id + "\"]\n")
	}
	return &fstest.MapFile{Data: []byte(b.String())}
}

// TestQuestionsFollowTheReviews holds that a question about a review that is not
// published is a fault of the corpus, also where nothing but that review changed.
func TestQuestionsFollowTheReviews(t *testing.T) {
	const fault = `questions.toml:5: best: there is no published review "ant"`
	tests := []struct {
		name   string
		change func(fstest.MapFS)
		want   string // the beginning of the only fault of the questions, or ""
	}{
		{"nothing", func(fstest.MapFS) {}, ""},
		{"removed", func(c fstest.MapFS) { remove(c, "ant") }, fault},
		{"made a draft", func(c fstest.MapFS) { putStatus(c, "ant", "Ant", "draft") }, fault},
		{"made a faulty draft", func(c fstest.MapFS) { putStatus(c, "ant", "", "draft") }, fault},
		{"made faulty", func(c fstest.MapFS) { put(c, "ant", "") }, ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			corpus := newCorpus(t, map[string]string{"ant": "Ant", "bee": "Bee"})
			corpus[review.QuestionsFile] = asks("ant", "bee")
			x := newIndexer(t, corpus, t.TempDir(), &fake{})
			update(t, x)
			tt.change(corpus)
			_, updated := x.Update(t.Context(), false)
			_, checked := x.Check(t.Context())
			for what, err := range map[string]error{"update": updated, "check": checked} {
				if got := ofQuestions(err); !strings.HasPrefix(got, tt.want) || (got == "") != (tt.want == "") || strings.Contains(got, "\n") {
					t.Errorf("%s: got the faults %q, want one that begins with %q", what, got, tt.want)
				}
			}
		})
	}
}

// ofQuestions are the faults of the questions among all.
func ofQuestions(err error) string {
	faults, _ := errors.AsType[review.Faults](err)
	var out []string
	for _, f := range faults {
		if f.File == review.QuestionsFile {
			out = append(out, f.Error())
		}
	}
	return strings.Join(out, "\n")
}

func TestCheckCountsQuestions(t *testing.T) {
	corpus := newCorpus(t, map[string]string{"ant": "Ant"})
	corpus[review.QuestionsFile] = asks("ant")
	sum, err := newIndexer(t, corpus, t.TempDir(), &fake{}).Check(t.Context())
	if err != nil || sum.Questions != 1 {
		t.Errorf("got %d questions and the error %v, want 1", sum.Questions, err)
	}
}

// TestQuestionsThatAreNoFile holds that what the scan has faulted is not faulted again.
func TestQuestionsThatAreNoFile(t *testing.T) {
	corpus := newCorpus(t, map[string]string{"ant": "Ant"})
	corpus[review.QuestionsFile+"/x"] = &fstest.MapFile{}
	_, err := newIndexer(t, corpus, t.TempDir(), &fake{}).Check(t.Context())
	if got := ofQuestions(err); got != "questions.toml: not a plain file; move it out of the corpus" {
		t.Errorf("got the faults %q", got)
	}
}
