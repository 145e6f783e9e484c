package review

import (
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

func decodeThesaurus(text string) (Thesaurus, []string) {
	thesaurus, faults := DecodeThesaurus(fstest.MapFS{ThesaurusFile: {Data: []byte(text)}})
	var out []string
	for _, f := range faults {
		out = append(out, strings.TrimPrefix(f.Error(), ThesaurusFile+":"))
	}
	return thesaurus, out
}

const goodThesaurus = `# made up
ignore = ["what is the evidence on"]

[[concept]]
id = "dragons"
label = "dragons"
kind = "problem"
forms = ["dragon", "fire-breathing lizard"]
asked = ["the big one", "drake"]
exact = ["DRAG", "DR"]
shared = ["drake", "DR"]

[[concept]]
id = "ducks"
label = "ducks"
kind = "person"
asked = [
  "drake",
  "café duck",
]
exact = ["DR"]
broader = ["birds"]
shared = ["Drake", "DR"]

[[concept]]
id = "birds"
label = "birds of any kind"
kind = "elsewhere"
forms = ["bird"]
`

func TestDecodeThesaurus(t *testing.T) {
	got, faults := decodeThesaurus(goodThesaurus)
	want := Thesaurus{
		Ignore: []string{"what is the evidence on"},
		Concepts: []ThesaurusEntry{
			{
				ID: "dragons", Label: "dragons", Kind: Problem, Forms: []string{"dragon", "fire-breathing lizard"},
				Asked: []string{"the big one", "drake"}, Exact: []string{"DRAG", "DR"}, Shared: []string{"drake", "DR"},
			},
			{
				ID: "ducks", Label: "ducks", Kind: Person, Asked: []string{"drake", "café duck"}, Exact: []string{"DR"},
				Broader: []string{"birds"}, Shared: []string{"Drake", "DR"},
			},
			{ID: "birds", Label: "birds of any kind", Kind: Elsewhere, Forms: []string{"bird"}},
		},
	}
	if diff := cmp.Diff(want, got); diff != "" || faults != nil {
		t.Errorf("faults %q (-want +got):\n%s", faults, diff)
	}
}

func TestThesaurusIsOptional(t *testing.T) {
	got, faults := DecodeThesaurus(fstest.MapFS{})
	if diff := cmp.Diff(Thesaurus{}, got); diff != "" || faults != nil {
		t.Errorf("without the file: faults %v (-want +got):\n%s", faults, diff)
	}
}

func TestReferenceHasTheThesaurus(t *testing.T) {
	corpus := fstest.MapFS{RatingsFile: {Data: []byte(goodRatings(t))}, ListsFile: {Data: []byte(goodLists)}, ThesaurusFile: {Data: []byte(goodThesaurus)}}
	want, _ := DecodeThesaurus(corpus)
	ref, faults := DecodeReference(corpus)
	if diff := cmp.Diff(want, ref.Thesaurus); diff != "" || faults != nil {
		t.Errorf("faults %v (-want +got):\n%s", faults, diff)
	}
	corpus[ThesaurusFile] = &fstest.MapFile{Data: []byte("ignored = []\n")}
	const fault = `thesaurus.toml:1: unknown key "ignored"; did you mean "ignore"?`
	if _, faults := DecodeReference(corpus); faults.Error() != fault {
		t.Errorf("got the faults %q, want %q", faults.Error(), fault)
	}
}

func TestThesaurusThatIsNoFile(t *testing.T) {
	_, faults := DecodeThesaurus(fstest.MapFS{ThesaurusFile + "/x": {}})
	if len(faults) != 1 || !strings.Contains(faults[0].What, "cannot be read") || faults[0].Mend != "make it readable" {
		t.Errorf("got the faults %v", faults)
	}
}

// concept writes one concept, of seven lines with the blank one before it.
func concept(id, more string) string {
	return "\n[[concept]]\nid = \"" + id + "\"\nlabel = \"L\"\nkind = \"problem\"\nforms = [\"form of " + id + "\"]\n" + more + "\n"
}

func TestThesaurusFaults(t *testing.T) {
	a, b := concept("ant", ""), concept("bee", "")
	change := func(old, by string) string { return strings.Replace(a, old, by, 1) }
	const (
		idMend    = "is not an id: lower-case letters and digits, words joined by single hyphens, at most 100 characters"
		kinds     = `se one of "problem", "programme", "outcome", "person", "age", "setting", "legal", "elsewhere"`
		shorten   = "; shorten it to the words that tell"
		twiceMend = "; remove one of the two; capitals, hyphens, accents and apostrophes do not make another form"
	)
	long := strings.Repeat("x", 101)
	tests := []struct {
		name, text string
		want       []string // without the name of the file
	}{
		{"nothing", "", nil},
		{"good", a + b, nil},
		{"unknown key", change("forms", "formes"), []string{
			"2: nothing leads to the concept; write forms, asked or exact, or remove the concept", `6: unknown key "formes"; did you mean "forms"?`,
		}},
		{"unknown table", a + "[[concepts]]\n", []string{`8: unknown key "concepts"; did you mean "concept"?`}},
		{"wrong type", change(`["form of ant"]`, `"ant"`), []string{
			"2: nothing leads to the concept; write forms, asked or exact, or remove the concept", "6: forms has the wrong type; it must be a list, […]",
		}},
		{"broken TOML", a + "[[concept\n", []string{`8: not valid TOML: expected '.' or ']' to end table name, but got '\n' instead; correct the syntax`}},
		{"bad id", change(`"ant"`, `"Ant hill"`), []string{`3: id: "Ant hill" ` + idMend}},
		{"no id", change("id =", "# id ="), []string{`2: id: "" ` + idMend}},
		{"id twice", a + strings.Replace(a, "form of ant", "worker", 1), []string{`10: the id "ant" stands twice, first on line 3; give one of them another, or join the two concepts`}},
		{"no label", change("label =", "# label ="), []string{"2: label is missing or empty; write it"}},
		{"blank label", change(`"L"`, `" "`), []string{"4: label is missing or empty; write it"}},
		{"long label", change(`"L"`, `"`+long+`"`), []string{"4: label has 101 characters, the limit is 100; shorten it"}},
		{"unknown kind, near one", change(`"problem"`, `"program"`), []string{`5: kind "program" is not known; did you mean "programme"? Else u` + kinds}},
		{"unknown kind, near none", change(`"problem"`, `"x"`), []string{`5: kind "x" is not known; u` + kinds}},
		{"no kind", change("kind =", "# kind ="), []string{"2: kind is missing; u" + kinds}},
		{"nothing leads there", change(`forms = ["form of ant"]`, "asked = []\nbroader = []"), []string{"2: nothing leads to the concept; write forms, asked or exact, or remove the concept"}},
		{"empty and blank forms", concept("ant", "asked = [\"\",\n\" \\t\"]\nexact = ['']"), []string{
			"7: asked has an empty entry; remove it", "8: asked has an empty entry; remove it", "9: exact has an empty entry; remove it",
		}},
		{"no letter or digit", concept("ant", `asked = ["24", "?!"]`), []string{`7: asked: "?!" has no letter or digit; remove it`}},
		{"many words", concept("ant", `asked = ["one two-three 4 5 6 7 8 9 10", "one two-three 4 5 6 7 8 9 10 11"]`), []string{
			`7: asked: "one two-three 4 5 6 7 8 9 10 11" has 11 words, the limit is 10` + shorten,
		}},
		{"many characters", concept("ant", `asked = ["`+strings.Repeat("é", 100)+`", "`+long+`"]`), []string{"7: asked: the form has 101 characters, the limit is 100" + shorten}},
		{"exact without a capital", concept("ant", `exact = ["Ant", "IT", "it"]`), []string{`7: exact: "it" has no capital letter; write it as it is to be read, or move it to asked`}},
		{"form twice", concept("ant", "asked = [\n\"soldier\",\n\"soldier\"]"), []string{`9: asked: "soldier" stands in the concept already, on line 8` + twiceMend}},
		{"form twice, written otherwise", concept("ant", `asked = ["The  ant’s – Form", "Form-of\u00a0ÁNT"]`), []string{
			`7: asked: "Form-of\u00a0ÁNT" stands in the concept already, on line 6` + twiceMend,
		}},
		{"exact twice", concept("ant", `exact = ["ANT", "Ant", "ANT"]`), []string{`7: exact: "ANT" stands in the concept already, on line 7; remove one of the two`}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, got := decodeThesaurus(tt.text)
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given\n%s\n(-want +got):\n%s", tt.text, diff)
			}
		})
	}
}
