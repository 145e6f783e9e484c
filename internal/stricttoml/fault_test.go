package stricttoml

import (
	"math/rand/v2"
	"slices"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestFaultsSortAndError(t *testing.T) {
	want := Faults{
		{File: "a", Line: 0, What: "no line"},
		{File: "a", Line: 9, What: "w", Mend: "m"},
		{File: "b", Line: 2, What: "v"},
		{File: "b", Line: 2, What: "w", Mend: "m"},
		{File: "b", Line: 2, What: "w", Mend: "n"},
		{File: "b", Line: 10, What: "a"},
	}
	for range 20 {
		got := slices.Clone(want)
		rand.Shuffle(len(got), func(i, j int) { got[i], got[j] = got[j], got[i] })
		got.Sort()
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("(-want +got):\n%s", diff)
		}
	}
	const text = "a: no line\na:9: w; m\nb:2: v\nb:2: w; m\nb:2: w; n\nb:10: a"
	if diff := cmp.Diff(text, want.Error()); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestNearest(t *testing.T) {
	tests := []struct {
		word       string
		candidates []string
		want       string
	}{
		{"titel", []string{"status", "title"}, "title"},
		{"TITLE", []string{"status", "title"}, "title"},
		{"outcomes", []string{"outcome"}, "outcome"},
		{"x", []string{"title"}, ""},
		{"elephant", []string{"title", "status"}, ""},
		{"", []string{"a", "ab"}, "a"},
		{"abc", nil, ""},
		{"cat", []string{"bat", "hat"}, "bat"},
		{"bäd", []string{"bed"}, "bed"},
	}
	for _, tt := range tests {
		if got := Nearest(tt.word, tt.candidates); got != tt.want {
			t.Errorf("given %q among %q, got %q, want %q", tt.word, tt.candidates, got, tt.want)
		}
	}
}

func TestOneOf(t *testing.T) {
	if got, want := OneOf([]colour{"red", "green"}), `use one of "red", "green"`; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestForbidden(t *testing.T) {
	tests := map[rune]string{
		'a': "", '\n': "", '\t': "", 'é': "", '−': "", '\u00AD': "", '👪': "",
		0: "NUL character", '\r': "carriage return without a line feed", '\x1b': "control character U+001B", '\u0085': "control character U+0085",
		'\uE000': "private-use character U+E000", '\U0010FFFD': "private-use character U+10FFFD",
		'\u202E': "invisible direction-changing character U+202E", '\uFEFF': "byte order mark inside the text",
		'\uFFFE': "code U+FFFE, which is not a character", utf8.RuneError: "replacement character U+FFFD, which stands for one that was lost",
	}
	for given, want := range tests {
		if got := Forbidden(given); got != want {
			t.Errorf("given %U, got %q, want %q", given, got, want)
		}
	}
}
