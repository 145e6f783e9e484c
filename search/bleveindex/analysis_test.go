package bleveindex

import (
	"slices"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func words(t *testing.T, text string) []string {
	t.Helper()
	a, err := newEnglish()
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for _, token := range a.Analyze(text) {
		out = append(out, token.Term)
	}
	return out
}

func TestAnalyzeMakesOneWordOf(t *testing.T) {
	for _, tt := range []struct{ name, a, b string }{
		{"plural", "grandparents", "grandparent"},
		{"verb", "fostering", "fostered"},
		{"case", "FDAC", "fdac"},
		{"possessive", "children's", "children"},
		{"possessive with a curly apostrophe", "child’s", "child"},
		{"possessive of a plural", "carers'", "carers"},
		{"accent", "café", "cafe"},
		{"accent in two characters", "cafe\u0301", "café"},
		{"ligature and stroke", "Ærø", "AEro"},
		{"soft hyphen", "mal\u00adtreatment", "maltreatment"},
		{"full-width letters", "ＦＤＡＣ", "FDAC"},
		{"-or", "behavior", "behaviour"},
		{"-or in a longer word", "behavioral", "behavioural"},
		{"-ize", "randomized", "randomised"},
		{"-ization", "organizations", "organisation"},
		{"-yze", "analyzing", "analysing"},
		{"-er", "center", "centre"},
		{"-l-", "counseling", "counselling"},
		{"-ense", "offenses", "offence"},
		{"programme", "programs", "programme"},
		{"mom", "mom", "mum"},
		{"paediatric", "pediatric", "paediatric"},
		{"enquiry", "inquiries", "enquiry"},
		{"adviser", "advisors", "adviser"},
		{"prefix with hyphen", "re-entry", "reentry"},
		{"prefix with a hyphen that does not break", "re\u2011entry", "reentry"},
		{"two prefixes", "non-re-entry", "nonreentry"},
		{"initials", "U.K.", "UK"},
		{"capital prefix", "Co-parenting", "coparenting"},
	} {
		t.Run(tt.name, func(t *testing.T) {
			a, b := words(t, tt.a), words(t, tt.b)
			if len(a) != 1 || !cmp.Equal(a, b) {
				t.Errorf("%q gives %q, %q gives %q; want one and the same word", tt.a, a, tt.b, b)
			}
		})
	}
}

func TestAnalyzeKeepsApart(t *testing.T) {
	for _, tt := range []struct{ a, b string }{
		{"abusive", "non-abusive"}, {"carer", "care"}, {"parent", "grandparent"}, {"offence", "offender"}, {"prize", "prise"},
	} {
		if a, b := words(t, tt.a), words(t, tt.b); cmp.Equal(a, b) {
			t.Errorf("%q and %q both give %q", tt.a, tt.b, a)
		}
	}
}

func TestAnalyzeSplitsAndDrops(t *testing.T) {
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"", nil},
		{"what is it about", nil},
		{"substance-misusing parents", []string{"substanc", "misus", "parent"}},
		{"parent–child", []string{"parent", "child"}},
		{"looked-after children", []string{"look", "children"}},
		{"3-5 years, 95% CI 1.38", []string{"3", "5", "year", "95", "ci", "1.38"}},
		{"parents.Their note:drugs a_b", []string{"parent", "note", "drug", "b"}},
		{"<b>bold</b>", []string{"b", "bold", "b"}},
		{strings.Repeat("a", maxWordBytes+1), nil},
		{"مرحبا 子供", []string{"مرحبا", "子", "供"}},
		{"\xff\xfe", nil},
	} {
		if diff := cmp.Diff(tt.want, words(t, tt.text)); diff != "" {
			t.Errorf("words of %q: (-want +got)\n%s", tt.text, diff)
		}
	}
}

func TestAnalyzeOffsetsAndPositions(t *testing.T) {
	a, err := newEnglish()
	if err != nil {
		t.Fatal(err)
	}
	text := "Café’s re-entry of the chil\u00addren"
	type place struct {
		Text     string
		Position int
	}
	var got []place
	for _, token := range a.Analyze(text) {
		got = append(got, place{text[token.Start:token.End], token.Position})
	}
	want := []place{{"Café’s", 1}, {"re-entry", 2}, {"chil\u00addren", 5}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("places in %q: (-want +got)\n%s", text, diff)
	}
}

// FuzzAnalyze compares the words of a text, run by run, with those of the whole.
func FuzzAnalyze(f *testing.F) {
	a, err := newEnglish()
	if err != nil {
		f.Fatal(err)
	}
	for _, s := range []string{
		"re-re-", "non-", "-", "’s", "\u0301", "a\x00b", "Ǆ ﷺ", "co\u2010op", "U.K., e.g. 1,5 and 3.2;", "a.b:c_d e'f' 'g 're-h\" \"i-\"",
		"_a _ a_ 1_2 a1 1a", "אב\"ג ד\" \"ה", ". \u0301b a.\u0301b", "カタ カナ 子供 ひら", "🇬🇧🇬🇧 👩\u200d👧 x", "a\u200d b \u200dc", "non- re -re self-re- entry",
		"ד\"ג ב' 0ה", "The PARENTS, s x re organizing colors families' children's It i Mom unfamiliarword",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		last, position := 0, 0
		words := a.words(text)
		for _, w := range words {
			if w.start < last || w.end <= w.start || w.end > len(text) {
				t.Fatalf("%q: word %q at %d to %d after %d", text, w.term, w.start, w.end, last)
			}
			if w.position <= position {
				t.Fatalf("%q: word %q at position %d after %d", text, w.term, w.position, position)
			}
			last, position = w.end, w.position
		}
		if whole := a.parse(text).words; utf8.ValidString(text) && !slices.Equal(whole, words) {
			t.Fatalf("%q:\nrun by run %v,\nas a whole %v", text, words, whole)
		}
	})
}
