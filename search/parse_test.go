package search

import (
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestParse(t *testing.T) {
	word := func(s string) Clause { return Clause{Text: s} }
	phrase := func(s string, o Occur) Clause {
		return Clause{Text: s, Occur: o, Forms: []Form{{Text: s, Weight: 1}}}
	}
	for _, tt := range []struct {
		name, text string
		want       []Clause
		problems   []Problem
	}{
		{"nothing", "", nil, nil},
		{"spaces", " \t\n", nil, nil},
		{"words", "help for parents", []Clause{word("help"), word("for"), word("parents")}, nil},
		{"a hyphen inside stays", "substance-misusing", []Clause{word("substance-misusing")}, nil},
		{"phrase", `"kinship care" money`, []Clause{phrase("kinship care", Must), word("money")}, nil},
		{"curly quotes", "“kinship care”", []Clause{phrase("kinship care", Must)}, nil},
		{"spaces in a phrase", "\" kinship \n care \"", []Clause{phrase("kinship care", Must)}, nil},
		{"exclusion", "care -adoption", []Clause{word("care"), phrase("adoption", MustNot)}, nil},
		{"excluded phrase", `-"foster care" kin`, []Clause{phrase("foster care", MustNot), word("kin")}, nil},
		{"minus alone", "care - adoption", []Clause{word("care"), word("adoption")}, nil},
		{"two minuses", "--care", []Clause{word("-care")}, nil},
		{"quote that is not closed", `care "kinship`, []Clause{word("care"), word("kinship")}, []Problem{{5, 6, "a quote that is not closed"}}},
		{"quotes around nothing", `care "" " ! "`, []Clause{word("care")}, []Problem{{5, 7, "quotes around nothing"}, {8, 13, "quotes around nothing"}}},
		{"quote right after a word", `care"kin ship"`, []Clause{word("care"), phrase("kin ship", Must)}, nil},
		{"engine syntax is words", `title:care^2 AND (a OR b*) ~/x/`, []Clause{word("title:care^2"), word("AND"), word("(a"), word("OR"), word("b*)"), word("~/x/")}, nil},
		{"signs alone", "? ! … &", nil, nil},
		{"invalid UTF-8", "a\xff b", []Clause{word("a\xff"), word("b")}, nil},
	} {
		t.Run(tt.name, func(t *testing.T) {
			want := Query{Text: tt.text, Clauses: tt.want, Problems: tt.problems}
			if diff := cmp.Diff(want, Parse(tt.text)); diff != "" {
				t.Errorf("Parse(%q): (-want +got)\n%s", tt.text, diff)
			}
		})
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{`a "b c" -d -"e f"`, `"`, `-`, `-"`, "“a”b„", "- -a--", "\xff\"\xfe"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		q := Parse(text)
		for _, c := range q.Clauses {
			if !hasWord(c.Text) {
				t.Errorf("%q gives a clause without a word: %q", text, c.Text)
			}
			if strings.ContainsFunc(c.Text, isQuote) {
				t.Errorf("%q gives a clause with a quote: %q", text, c.Text)
			}
			if utf8.ValidString(text) && !strings.Contains(strings.Join(strings.Fields(text), " "), c.Text) {
				t.Errorf("%q gives a clause that does not stand in it: %q", text, c.Text)
			}
		}
		for _, p := range q.Problems {
			if p.Start < 0 || p.End <= p.Start || p.End > len(text) {
				t.Errorf("%q: problem outside the text: %+v", text, p)
			}
		}
	})
}
