package review

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// known are the published reviews of these tests.
func known(id string) bool {
	return slices.Contains([]string{"choir", "knitting", "potions", "flutes"}, id)
}

func decodeQuestions(text string) ([]Question, []string) {
	questions, faults := DecodeQuestions(fstest.MapFS{QuestionsFile: {Data: []byte(text)}}, known)
	var out []string
	for _, f := range faults {
		out = append(out, f.Error())
	}
	return questions, out
}

func TestDecodeQuestions(t *testing.T) {
	got, faults := decodeQuestions(`# made up
[[question]]
id = "who-sings"
ask = "who sings?"
kind = "lay"
best = ["choir"]
good = ["flutes", "knitting"]
holdout = true

[[question]]
id = "boiler"
ask = "mend my boiler"
kind = "unanswerable"
in_field = true
`)
	want := []Question{
		{ID: "who-sings", Ask: "who sings?", Kind: "lay", Best: []string{"choir"}, Good: []string{"flutes", "knitting"}, Holdout: true, Line: 2},
		{ID: "boiler", Ask: "mend my boiler", Kind: Unanswerable, InField: true, Line: 10},
	}
	if diff := cmp.Diff(want, got); diff != "" || faults != nil {
		t.Errorf("faults %q (-want +got):\n%s", faults, diff)
	}
}

func TestQuestionsAreOptional(t *testing.T) {
	if got, faults := DecodeQuestions(fstest.MapFS{}, known); got != nil || faults != nil {
		t.Errorf("without the file: got %v and %v, want nothing", got, faults)
	}
}

func TestQuestionFaults(t *testing.T) {
	const good = "[[question]]\nid = \"a\"\nask = \"Who  sings\"\nkind = \"lay\"\nbest = [\"choir\"]\n"
	const mendReview = "; write the name of a file in reviews without .md; drafts do not count"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"nothing", "", nil},
		{"good", good, nil},
		{"unknown key", good + "bset = []\n", []string{`questions.toml:6: unknown key "bset"; did you mean "best"?`}},
		{"bad id", strings.Replace(good, `"a"`, `"A b"`, 1), []string{`questions.toml:2: id: "A b" is not an id: lower-case letters and digits, words joined by single hyphens, at most 100 characters`}},
		{"id twice", good + strings.Replace(good, "Who", "He who", 1), []string{`questions.toml:7: the id "a" stands twice; give one of them another`}},
		{"asked twice", good + strings.NewReplacer(`"a"`, `"b"`, "Who  ", "who ").Replace(good), []string{`questions.toml:8: asks the same as "a"; remove one of the two`}},
		{"nothing asked, twice", strings.Repeat("[[question]]\nid = \"a\"\nask = \" \"\nkind = \"lay\"\nbest = [\"choir\"]\n", 2), []string{
			"questions.toml:3: ask is missing or empty; write what is asked",
			`questions.toml:7: the id "a" stands twice; give one of them another`,
			"questions.toml:8: ask is missing or empty; write what is asked",
		}},
		{"unknown kind", strings.Replace(good, "lay", "quiz", 1), []string{
			`questions.toml:4: kind "quiz" is not known; use one of "lay", "professional", "abbreviation", "typo", "narrative", "engagement", "cost", "rating", "unanswerable"`,
		}},
		{"no best", strings.Replace(good, "best", "good", 1), []string{`questions.toml:1: no best answer; write best with one to 3 ids of reviews, or make the kind "unanswerable"`}},
		{"too many best", strings.Replace(good, `["choir"]`, `["choir", "knitting", "potions", "flutes"]`, 1), []string{"questions.toml:5: 4 best answers, the limit is 3; move some to good"}},
		{"unanswerable with answers", strings.Replace(good, "lay", "unanswerable", 1), []string{"questions.toml:1: the question is unanswerable and has answers; remove best and good, or give it another kind"}},
		{"in the field and answerable", good + "in_field = true\n", []string{`questions.toml:6: in_field is for the kind "unanswerable" only; remove it`}},
		{"unknown review", good + "good = [\n\"knitting\",\n\"drafts\"]\n", []string{`questions.toml:8: good: there is no published review "drafts"` + mendReview}},
		{"review in both", good + `good = ["choir"]`, []string{`questions.toml:6: good: the review "choir" stands twice; let it stand once, in best or in good`}},
		{"review twice", strings.Replace(good, `["choir"]`, `["choir", "choir"]`, 1), []string{`questions.toml:5: best: the review "choir" stands twice; let it stand once, in best or in good`}},
		{"wrong type", strings.Replace(good, `["choir"]`, `"choir"`, 1), []string{
			`questions.toml:1: no best answer; write best with one to 3 ids of reviews, or make the kind "unanswerable"`,
			"questions.toml:5: best has the wrong type; it must be a list, […]",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := decodeQuestions(tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given\n%s\n(-want +got):\n%s", tt.text, diff)
			}
		})
	}
}
