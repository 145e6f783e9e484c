package question

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// plainAnalyze stands for an engine's analysis: small letters, no function words, no
// plural s.
func plainAnalyze(text string) []search.Token {
	var tokens []search.Token
	for i, w := range strings.Fields(text) {
		w = strings.TrimSuffix(strings.ToLower(w), "'s")
		if !strings.Contains(" a after are her his i in is my of on the to with ", " "+w+" ") {
			tokens = append(tokens, search.Token{Term: strings.TrimSuffix(w, "s"), End: len(text), Position: i})
		}
	}
	return tokens
}

func testThesaurus() *review.Thesaurus {
	return &review.Thesaurus{
		Ignore: []string{"what helps", "looking for"},
		Concepts: []review.ThesaurusEntry{
			{ID: "substance-misuse", Label: "drug or alcohol use", Kind: review.Problem, Forms: []string{"substance misuse", "drug use"}, Asked: []string{"on drugs", "drinking"}},
			{ID: "heroin", Label: "heroin", Kind: review.Problem, Forms: []string{"heroin"}, Broader: []string{"substance-misuse"}},
			{ID: "looked-after", Label: "looked after children", Kind: review.Person, Forms: []string{"looked after children", "looked after"}, Asked: []string{"in care"}},
			{ID: "violence", Label: "violence", Kind: review.Problem, Forms: []string{"hit son", "hit him", "she screams at him"}, Exact: []string{"DA"}},
			{ID: "data", Label: "data analysis", Kind: review.Elsewhere, Asked: []string{"da", "ld"}, Shared: []string{"ld"}},
			{ID: "learning", Label: "learning disability", Kind: review.Problem, Forms: []string{"LD"}, Shared: []string{"LD"}},
		},
	}
}

func TestWords(t *testing.T) {
	for _, tc := range []struct {
		name, text string
		want       []string // key, with . after the end of a sentence and - for function words
	}{
		{"stems and small letters", "Mum Drinks", []string{"mum", "drink"}},
		{"function words are kept", "looked after children", []string{"looked", "-after", "children"}},
		{"sentences end", "He drinks. Mum too", []string{"-=3", "drink.", "mum", "-too"}},
		{"apostrophes", "nan’s ’quoted’", []string{"nan’", "quoted"}},
		{"hyphens part", "re-entry", []string{"re", "entry"}},
		{"nothing but signs", " --- ?! ''", nil},
		{"numbers as names", "section 47s", []string{"section", "47"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			var got []string
			for _, w := range newSpeller(plainAnalyze).words(tc.text, 0) {
				key := w.key
				if w.empty {
					key = "-" + key
				}
				if w.ends {
					key += "."
				}
				got = append(got, key)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("words(%q): -want +got\n%s", tc.text, diff)
			}
		})
	}
}

func TestMatch(t *testing.T) {
	l := newLexicon(testThesaurus(), plainAnalyze)
	for _, tc := range []struct {
		name, text string
		without    string
		want       []string // words = ids
	}{
		{"a form", "substance misuse", "", []string{"substance misuse = substance-misuse"}},
		{"by stem and in any case", "Substance Misuses", "", []string{"Substance Misuses = substance-misuse"}},
		{"with function words", "mum on drugs", "", []string{"on drugs = substance-misuse"}},
		{"the longest first", "looked after children", "", []string{"looked after children = looked-after"}},
		{"pronouns inside are passed over", "hit his own son", "", []string{"hit his own son = violence"}},
		{"one pronoun is as good as another", "hit her", "", []string{"hit her = violence"}},
		{"but none is not enough where little else is left", "hit", "", nil},
		{"pronouns around are not needed where enough is left", "mum screams at the wall", "", []string{"screams at = violence"}},
		{"not across sentences", "He hit. Son cried", "", nil},
		{"ways of asking", "what helps on drugs", "", []string{"what helps = ", "on drugs = substance-misuse"}},
		{"capitals as written", "DA", "", []string{"DA = violence"}},
		{"other capitals", "da", "", []string{"da = data"}},
		{"two concepts", "ld", "", []string{"ld = data learning"}},
		{"one of two switched off", "ld", "data", []string{"ld = learning"}},
		{"switched off", "on drugs", "substance-misuse", nil},
		{"nothing", "boiler repairs", "", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			words := newSpeller(plainAnalyze).words(tc.text, 0)
			var got []string
			for _, m := range l.match(words, func(c int) bool { return l.concepts[c].ID == tc.without }) {
				var texts, ids []string
				for _, w := range words[m.start:m.end] {
					texts = append(texts, w.text)
				}
				for _, e := range m.entries {
					if e != ignored {
						ids = append(ids, l.concepts[e].ID)
					}
				}
				got = append(got, strings.Join(texts, " ")+" = "+strings.Join(ids, " "))
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("match(%q): -want +got\n%s", tc.text, diff)
			}
		})
	}
}

// TestLookedFor: what documents are searched for leaves out forms that would mean
// something else without their function words.
func TestLookedFor(t *testing.T) {
	l := newLexicon(testThesaurus(), plainAnalyze)
	want := []string{"looked after children"}
	if diff := cmp.Diff(want, l.concepts[l.byID["looked-after"]].looked); diff != "" {
		t.Errorf("looked: -want +got\n%s", diff)
	}
}

func TestEdits(t *testing.T) {
	for _, tc := range []struct {
		a, b  string
		limit int
		want  int
	}{
		{"kinship", "kinship", 2, 0},
		{"kinsip", "kinship", 2, 1},
		{"kinshipp", "kinship", 2, 1},
		{"kinshap", "kinship", 2, 1},
		{"interveiwing", "interviewing", 2, 1},
		{"conferanse", "conference", 2, 2},
		{"foster", "kinship", 2, 3},
		{"ab", "ba", 1, 1},
		{"", "abc", 2, 3},
		{"", "", 0, 0},
		{"naïve", "naive", 1, 1},
	} {
		if got := edits(tc.a, tc.b, tc.limit); got != tc.want {
			t.Errorf("edits(%q, %q, %d) = %d, want %d", tc.a, tc.b, tc.limit, got, tc.want)
		}
		if got := edits(tc.b, tc.a, tc.limit); got != tc.want {
			t.Errorf("edits(%q, %q, %d) = %d, want %d", tc.b, tc.a, tc.limit, got, tc.want)
		}
	}
}

func TestPersonalDetails(t *testing.T) {
	for text, want := range map[string]bool{
		"help for substance-misusing parents":           false,
		"section 47 enquiry, 3 children aged 4 and 12":  false,
		"trials from 1998 to 2014":                      false,
		"she lives at SW1A 2AA":                         true,
		"born 12/03/2014":                               true,
		"NHS 943 476 5919":                              true,
		"case 20231187":                                 true,
		"child AB123456":                                true,
		"reviewed by 2016-2019":                         false,
		"evidence to 2019, published 2021 (10 studies)": false,
	} {
		if got := hasPersonalDetails(text); got != want {
			t.Errorf("hasPersonalDetails(%q) = %v, want %v", text, got, want)
		}
	}
}
