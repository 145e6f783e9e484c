package review

import (
	"fmt"
	"io/fs"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

const goodLists = `[[topic]]
id = "dragons"
label = "Dragons"
[[population]]
id = "keepers"
label = "Keepers"
[[setting]]
id = "tower"
label = "Tower"
[[outcome]]
id = "sleep"
label = "Sleep"
`

// goodRatings is the shipped file, the only one of its length.
func goodRatings(t testing.TB) string {
	t.Helper()
	data, err := fs.ReadFile(shipped, RatingsFile)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

func referenceFaults(files map[string]string) []string {
	corpus := fstest.MapFS{}
	for name, text := range files {
		corpus[name] = &fstest.MapFile{Data: []byte(text)}
	}
	_, faults := DecodeReference(corpus)
	var out []string
	for _, f := range faults {
		out = append(out, f.Error())
	}
	return out
}

func TestDecodeLists(t *testing.T) {
	const id = "is not an id: lower-case letters and digits, words joined by single hyphens, at most 100 characters"
	items := func(table string, n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "[[%s]]\nid = \"x%d\"\nlabel = \"X\"\n", table, i)
		}
		return b.String()
	}
	tests := []struct {
		name, text string
		want       []string
	}{
		{"good", goodLists, nil},
		{"as many as may be", goodLists + items("topic", MaxItems-1) + items("outcome", MaxDomains-1), nil},
		{"one topic too many", items("topic", MaxItems) + goodLists, []string{"lists.toml:3001: 1001 of [[topic]], the limit is 1000; remove some"}},
		{"one domain too many", items("outcome", MaxDomains) + goodLists, []string{"lists.toml:202: 65 of [[outcome]], the limit is 64; remove some"}},
		{"an empty file", "", []string{
			"lists.toml:1: no [[outcome]]; a corpus needs at least one", "lists.toml:1: no [[population]]; a corpus needs at least one",
			"lists.toml:1: no [[setting]]; a corpus needs at least one", "lists.toml:1: no [[topic]]; a corpus needs at least one",
		}},
		{"an id twice", goodLists + "[[topic]]\nid = \"dragons\"\nlabel = \"More dragons\"\n", []string{`lists.toml:13: topic "dragons" stands twice; remove one`}},
		{"the same id in two lists", goodLists + "[[topic]]\nid = \"sleep\"\nlabel = \"Sleep\"\n", nil},
		{"bad ids", goodLists + "[[topic]]\nid = \"Big dragons\"\nlabel = \"a\"\n[[setting]]\nlabel = \"b\"\n", []string{
			`lists.toml:13: "Big dragons" ` + id, `lists.toml:16: "" ` + id,
		}},
		{"no label", goodLists + "[[topic]]\nid = \"music\"\nlabel = \" \"\n", []string{`lists.toml:13: topic "music" has no label; write one`}},
		{"an unknown list", goodLists + "[[topics]]\nid = \"music\"\n", []string{`lists.toml:13: unknown key "topics"; did you mean "topic"?`}},
		{"broken TOML", goodLists + "[[topic\n", []string{`lists.toml:13: not valid TOML: expected '.' or ']' to end table name, but got '\n' instead; correct the syntax`}},
		{"a bad character beside another fault", goodLists + "# \x00\n[[topics]]\n", []string{"lists.toml:13: NUL character; delete it", `lists.toml:14: unknown key "topics"; did you mean "topic"?`}},
		{"too large", strings.Repeat("#", MaxFileSize+1), []string{"lists.toml: the file has 1048577 bytes, the limit is 1048576; shorten it or split it into two documents"}},
		{"hostile", strings.Repeat("[[topic]]\n", MaxFileSize/10), []string{
			"lists.toml:1: no [[outcome]]; a corpus needs at least one", "lists.toml:1: no [[population]]; a corpus needs at least one",
			"lists.toml:1: no [[setting]]; a corpus needs at least one", "lists.toml:1001: 104857 of [[topic]], the limit is 1000; remove some",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := referenceFaults(map[string]string{RatingsFile: goodRatings(t), ListsFile: tt.text})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("given\n%.300s\n(-want +got):\n%s", tt.text, diff)
			}
		})
	}
}

func TestDecodeReferenceMissing(t *testing.T) {
	want := []string{
		"lists.toml: cannot be read: file does not exist; every corpus needs this file",
		"ratings.toml: cannot be read: file does not exist; every corpus needs this file",
	}
	if diff := cmp.Diff(want, referenceFaults(nil)); diff != "" {
		t.Errorf("given no files (-want +got):\n%s", diff)
	}
}

func TestDecodeRatings(t *testing.T) {
	const pair = "\n[[certainty]]\neffect = \"negative\"\nstrength = \"high\"\n"
	good := goodRatings(t)
	end := strings.Count(good, "\n") + 1
	at := func(text string) int { // the line of a text, which stands there once
		if strings.Count(good, text) != 1 {
			t.Fatalf("%q does not stand once in %s", text, RatingsFile)
		}
		return strings.Count(good[:strings.Index(good, text)], "\n") + 1
	}
	tests := []struct {
		name, old, new string // old "" stands for the end of the file
		want           []string
	}{
		{"good", "", "", nil},
		{"no sentence for a pair", pair, "\n[x]\n", []string{
			fmt.Sprintf(`ratings.toml:%d: no certainty sentence for effect "negative" and strength "high"; add [[certainty]]`, at("[[certainty]]\neffect = \"negative\"\nstrength = \"very-low\"")),
			fmt.Sprintf(`ratings.toml:%d: unknown key "x"; the keys here are effect, strength, detail, state, uk, certainty, lines`, at(pair)+1),
		}},
		{"two sentences for a pair", "", pair + "sentence = 'x'\n", []string{fmt.Sprintf(`ratings.toml:%d: a second certainty sentence for effect "negative" and strength "high"; remove one`, end+1)}},
		{"a sentence for no pair", "", strings.Replace(pair, "high", "strong", 1) + "sentence = 'x'\n", []string{
			fmt.Sprintf(`ratings.toml:%d: a certainty sentence for effect "negative" and strength "strong", which is no pair of ratings; correct or remove it`, end+1),
		}},
		{"a sentence for a detail that does not fit", "", pair + "detail = 'mixed'\nsentence = 'x'\n", []string{
			fmt.Sprintf(`ratings.toml:%d: a certainty sentence for effect "negative", detail "mixed" and strength "high", which is no pair of ratings; correct or remove it`, end+1),
		}},
		{"a sentence for the middle level without detail", "", strings.Replace(pair, "negative", "mixed-or-none", 1) + "sentence = 'x'\n", []string{
			fmt.Sprintf(`ratings.toml:%d: a certainty sentence for effect "mixed-or-none" and strength "high", which is no pair of ratings; correct or remove it`, end+1),
		}},
		{"an empty sentence", "", strings.Replace(pair, "high", "strong", 1) + "sentence = ' '\n", []string{
			fmt.Sprintf(`ratings.toml:%d: a certainty sentence for effect "negative" and strength "strong", which is no pair of ratings; correct or remove it`, end+1),
			fmt.Sprintf("ratings.toml:%d: sentence%s", end+4, missing),
		}},
		{"levels in another order", "id = \"very-low\"", "id = \"low\"", []string{
			fmt.Sprintf("ratings.toml:%d: the levels of strength are low, low, moderate, high; they must be, in this order, very-low, low, moderate, high", at("id = \"very-low\"")-1),
		}},
		{"a level too many", "", "\n[[uk]]\nid = \"maybe\"\nlabel = 'a'\ndefinition = 'b'\n", []string{
			fmt.Sprintf("ratings.toml:%d: the levels of uk are yes, some, none, not-stated, maybe; they must be, in this order, yes, some, none, not-stated", at("[[uk]]\nid = \"yes\"")),
		}},
		{"no question", "\nquestion = \"Did", "\n# question = \"Did", []string{fmt.Sprintf("ratings.toml:%d: question%s", at("[effect]"), missing)}},
		{"no label", "label = \"Negative effect\"", "", []string{fmt.Sprintf("ratings.toml:%d: label%s", at("label = \"Negative effect\"")-2, missing)}},
		{"no fixed line", "\nworse = ", "\n# worse = ", []string{fmt.Sprintf("ratings.toml:%d: worse%s", at("[lines]"), missing)}},
		{"no sentence for a state", "id = \"no-eligible-studies\"", "id = \"no-eligible-studies\"\nlabel = 'a'\ndefinition = 'b'\n[[x]]", []string{
			fmt.Sprintf("ratings.toml:%d: sentence%s", at("id = \"no-eligible-studies\"")-1, missing),
			fmt.Sprintf(`ratings.toml:%d: unknown key "x"; the keys here are effect, strength, detail, state, uk, certainty, lines`, at("id = \"no-eligible-studies\"")+3),
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			text := good + tt.new
			if tt.old != "" {
				at(tt.old)
				text = strings.Replace(good, tt.old, tt.new, 1)
			}
			got := referenceFaults(map[string]string{RatingsFile: text, ListsFile: goodLists})
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		})
	}
}

func TestEmptyRatings(t *testing.T) {
	got := referenceFaults(map[string]string{RatingsFile: "", ListsFile: goodLists})
	// sets of levels, pairs (the middle level twice), fixed lines, texts of two scales
	if want := 5 + 20 + 10 + 4; len(got) != want {
		t.Errorf("given an empty file, got %d faults, want %d:\n%s", len(got), want, strings.Join(got, "\n"))
	}
}

func TestRatingsWords(t *testing.T) {
	r := Ratings{
		Effect:  Scale{Levels: []Level{{ID: "negative", Label: "Worse"}, {ID: "mixed-or-none", Label: "Either"}}},
		Details: []Level{{ID: "mixed", Label: "Studies disagree"}},
		Certainty: []Certainty{
			{Effect: Negative, Strength: Low, Sentence: "Perhaps worse."},
			{Effect: MixedOrNone, Detail: Mixed, Strength: Low, Sentence: "They disagree."},
		},
	}
	tests := []struct {
		outcome         Outcome
		label, sentence string
	}{
		{Outcome{Effect: Negative, Strength: Low}, "Worse", "Perhaps worse."},
		{Outcome{Effect: MixedOrNone, Detail: Mixed, Strength: Low}, "Studies disagree", "They disagree."},
		{Outcome{Effect: MixedOrNone, Strength: Low}, "Either", ""},
		{Outcome{Effect: TendsPositive, Strength: Low}, "tends-positive", ""},
		{Outcome{Effect: Negative, Strength: High}, "Worse", ""},
	}
	for _, tt := range tests {
		if got := r.EffectLabel(tt.outcome.Effect, tt.outcome.Detail); got != tt.label {
			t.Errorf("given %+v, got label %q, want %q", tt.outcome, got, tt.label)
		}
		if got := r.CertaintyOf(&tt.outcome); got != tt.sentence {
			t.Errorf("given %+v, got sentence %q, want %q", tt.outcome, got, tt.sentence)
		}
	}
}

func TestLaterLine(t *testing.T) {
	r := Ratings{Lines: FixedLines{MoreFavourable: "more", LessFavourable: "less", InLine: "same", Unclear: "unclear", NoRating: "unrated"}}
	want := map[Direction]string{"more-favourable": "more", "less-favourable": "less", "in-line": "same", "unclear": "unclear", "no-rating": "unrated"}
	for _, d := range Directions {
		if got := r.LaterLine(d); got != want[d] {
			t.Errorf("given %q, got %q, want %q", d, got, want[d])
		}
	}
}

func TestLabel(t *testing.T) {
	items := []Item{{"dragons", "Dragons"}}
	for id, want := range map[string]string{"dragons": "Dragons", "music": "music", "": ""} {
		if got := Label(items, id); got != want {
			t.Errorf("given %q, got %q, want %q", id, got, want)
		}
	}
}

func TestLevels(t *testing.T) {
	for i, e := range Effects {
		if e.Rank() != i {
			t.Errorf("given %q, got rank %d, want %d", e, e.Rank(), i)
		}
	}
	for i, s := range Strengths {
		if s.Rank() != i {
			t.Errorf("given %q, got rank %d, want %d", s, s.Rank(), i)
		}
	}
	if e, s := Effect("good").Rank(), Strength("").Rank(); e != -1 || s != -1 {
		t.Errorf("given no levels, got ranks %d and %d, want -1", e, s)
	}
	for _, s := range Statuses {
		if got, want := s.Published(), s != Draft; got != want {
			t.Errorf("given %q, got Published %v, want %v", s, got, want)
		}
	}
}
