package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestThesaurusFaultsBetweenConcepts(t *testing.T) {
	const (
		sharedMend = "; leave it where it mostly belongs, or write it in shared of both"
		idsMend    = "; write the id of a concept of this file, or add the concept"
		circleMend = "; remove one of these steps; of two concepts only one can be the broader"
	)
	// Each concept below begins on line 2, 9, 16 … with its own keys on line 7, 14, 21 …
	tests := []struct {
		name string
		keys []string // of the concepts ant, bee, cow and dog, beside what every concept has
		want []string // without the name of the file
	}{
		{"exact is another form than asked", []string{`exact = ["BUG"]`, `asked = ["bug"]`}, nil},
		{"exact forms differ by their capitals", []string{`exact = ["BUG"]`, `exact = ["Bug"]`}, nil},
		{"a form in two concepts", []string{`asked = ["worker's"]`, `asked = ["Workers"]`}, []string{
			`7: asked: "worker's" is also a form of the concept "bee", on line 14` + sharedMend,
			`14: asked: "Workers" is also a form of the concept "ant", on line 7` + sharedMend,
		}},
		{"an exact form in two concepts", []string{`exact = ["BUG"]`, `exact = ["BUG"]`}, []string{
			`7: exact: "BUG" is also a form of the concept "bee", on line 14` + sharedMend,
			`14: exact: "BUG" is also a form of the concept "ant", on line 7` + sharedMend,
		}},
		{"a form in three concepts, shared by two", []string{
			"asked = [\"bug\"]\nshared = [\"bug\"]", `asked = ["bug"]`, "asked = [\"bug\"]\nshared = [\"Bug\"]",
		}, []string{`15: asked: "bug" is also a form of the concept "ant", on line 7` + sharedMend}},
		{"shared by both", []string{"asked = [\"bug\"]\nshared = [\"bug\"]", "asked = [\"bug\"]\nshared = [\"bug\"]"}, nil},
		{"shared without a form", []string{`shared = ["bug"]`, `asked = ["bug"]`}, []string{
			`7: shared: the concept has no form "bug"; write it in forms or asked too, or remove it here`,
		}},
		{"shared with nobody", []string{"asked = [\n\"bug\"]\nshared = [\"form of ant\",\n\"bug\"]"}, []string{
			`9: shared: no other concept has the form "form of ant"; remove it here, or write it in the other concept too`,
			`10: shared: no other concept has the form "bug"; remove it here, or write it in the other concept too`,
		}},
		{"shared twice", []string{"asked = [\"bug\"]\nshared = [\"bug\", \"BUG\"]", "asked = [\"bug\"]\nshared = [\"bug\"]"}, []string{
			`8: shared: "BUG" stands twice; remove one`,
		}},
		{"an empty entry in shared", []string{`shared = [""]`}, []string{"7: shared has an empty entry; remove it"}},
		{"broader", []string{`broader = ["bee", "cow"]`, `broader = ["cow"]`, ""}, nil},
		{"unknown broader, near one", []string{`broader = ["bea"]`, ""}, []string{`7: broader: there is no concept "bea"; did you mean "bee"? Else add that concept`}},
		{"unknown broader, near none", []string{"broader = [\n\"elephants\", \"\"]", ""}, []string{
			`8: broader: there is no concept ""` + idsMend, `8: broader: there is no concept "elephants"` + idsMend,
		}},
		{"itself broader", []string{`broader = ["ant"]`}, []string{"7: broader: the concept names itself; remove it"}},
		{"broader twice", []string{`broader = ["bee", "bee"]`, ""}, []string{`7: broader: "bee" stands twice; remove one`}},
		{"two in a circle", []string{`broader = ["bee"]`, "broader = [\n\"ant\"]"}, []string{
			`15: broader goes round in a circle: "ant" → "bee" → "ant"` + circleMend,
		}},
		{"a circle that does not hold the first concept", []string{`broader = ["bee"]`, `broader = ["cow"]`, `broader = ["dog"]`, `broader = ["bee"]`}, []string{
			`28: broader goes round in a circle: "bee" → "cow" → "dog" → "bee"` + circleMend,
		}},
		{"two circles", []string{`broader = ["bee", "cow"]`, `broader = ["ant"]`, `broader = ["ant"]`}, []string{
			`14: broader goes round in a circle: "ant" → "bee" → "ant"` + circleMend,
			`21: broader goes round in a circle: "ant" → "cow" → "ant"` + circleMend,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var text strings.Builder
			for i, keys := range tt.keys {
				text.WriteString(concept([]string{"ant", "bee", "cow", "dog"}[i], keys))
			}
			_, got := decodeThesaurus(text.String())
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given\n%s\n(-want +got):\n%s", text.String(), diff)
			}
		})
	}
}

func TestThesaurusFaultsOfManyBroader(t *testing.T) {
	// chain writes n concepts, each broader than the one before.
	chain := func(n int) string {
		var b strings.Builder
		for i := range n {
			b.WriteString(concept(fmt.Sprint(i), fmt.Sprintf("broader = [\"%d\"]", i+1)))
		}
		return b.String() + concept(fmt.Sprint(n), "")
	}
	const what = ": broader leads to more than 20 concepts, step by step; leave out those that hardly answer for this one"
	tests := []struct {
		name, text string
		want       []string
	}{
		{"as many as may be", chain(MaxBroader), nil},
		{"two too many", chain(MaxBroader + 2), []string{"7" + what, "14" + what}},
		{"the same by two ways counts once", chain(MaxBroader) + concept("a", "broader = [\"1\", \"2\"]"), nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := decodeThesaurus(tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestThesaurusFaultsOfIgnore(t *testing.T) {
	const ants = `
[[concept]]
id = "ant"
label = "ants"
kind = "problem"
forms = ["ant"]
exact = ["HELP"]
`
	tests := []struct {
		name, ignore string
		want         []string
	}{
		{"good", `["help", "any"]`, nil},
		{"an empty entry", "[\n\" \"]", []string{"2: ignore has an empty entry; remove it"}},
		{"too many words", `["a b c d e f g h i j k"]`, []string{`1: ignore: "a b c d e f g h i j k" has 11 words, the limit is 10; shorten it to the words that tell`}},
		{"twice", "[\"what works\",\n\"What-works\"]", []string{`2: ignore: "What-works" stands twice; remove one`}},
		{"a form of a concept", `["Ant"]`, []string{`1: ignore: "Ant" is a form of the concept "ant", on line 6; remove one of the two`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := decodeThesaurus("ignore = " + tt.ignore + ants)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given ignore = %s (-want +got):\n%s", tt.ignore, diff)
			}
		})
	}
}

// TestHostileThesaurus holds that large files are refused, and that what is found in
// them takes no more room than some multiple of theirs: each would take minutes and
// gigabytes if every concept were compared with every other.
func TestHostileThesaurus(t *testing.T) {
	// many writes concepts without labels, as many as there may be in a file.
	many := func(n int, write func(i int) string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[[concept]]\nid=\"%d\"\n%s\n", i, write(i))
		}
		return b.String()
	}
	longID := strings.Repeat("X", 400_000)
	tests := []struct {
		name, text string
		want       string // a fault among those found
	}{
		{"too many concepts", strings.Repeat("[[concept]]\n", MaxConcepts+1), "20001: 20001 of [[concept]], the limit is 20000; remove some"},
		{"too many forms", "[[concept]]\nforms=['a']\n[[concept]]\nforms=[" + strings.Repeat("'',", MaxForms+1) + "]", "3: 200002 forms of concepts in all, the limit is 200000; remove some"},
		{"one form everywhere", many(18_000, func(int) string { return `forms=["a","b"]` }), `3: forms: "a" is also a form of the concept "17999", on line 54000; leave it where it mostly belongs, or write it in shared of both`},
		{"unknown ids everywhere", many(15_000, func(i int) string { return fmt.Sprintf(`broader=["x%d","y"]`, i) }), `45000: broader: there is no concept "y"; write the id of a concept of this file, or add the concept`},
		{"a very long circle", many(MaxConcepts, func(i int) string { return fmt.Sprintf(`broader=["%d"]`, (i+1)%MaxConcepts) }), `60000: broader goes round in a circle: "0" → "1" → "2" → "3" → "4" → "5" → "6" → "7" → (19992 more) → "0"; remove one of these steps; of two concepts only one can be the broader`},
		{"many circles", many(15_000, func(i int) string { return fmt.Sprintf(`broader=["%d","0"]`, i+1) }), `6: broader goes round in a circle: "0" → "1" → "0"; remove one of these steps; of two concepts only one can be the broader`},
		{"a very long id", "[[concept]]\nid=\"" + longID + "\"\nforms=['a']\n" + many(10_000, func(int) string { return `forms=["a"]` }), `6: forms: "a" is also a form of a concept without a right id, on line 3; leave it where it mostly belongs, or write it in shared of both`},
		{"an unknown id that is very long", "[[concept]]\nid=\"a\"\nbroader=[\"" + longID + "\"]\n" + many(15_000, func(int) string { return "" }), "1: label is missing or empty; write it"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if len(tt.text) > MaxFileSize {
				t.Fatalf("the text has %d bytes", len(tt.text))
			}
			_, got := decodeThesaurus(tt.text)
			size, found := 0, false
			for _, fault := range got {
				size += len(fault)
				found = found || fault == tt.want
			}
			if !found {
				t.Errorf("got %d faults, none of them %q; the first: %.300q", len(got), tt.want, got[:min(len(got), 5)])
			}
			if limit := 64 * MaxFileSize; size > limit {
				t.Errorf("the faults take %d bytes, want at most %d", size, limit)
			}
		})
	}
}
