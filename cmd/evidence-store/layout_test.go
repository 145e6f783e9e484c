package main

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func TestPara(t *testing.T) {
	tests := []struct {
		name   string
		styled bool
		indent int
		pieces []piece
		want   string
	}{
		{name: "nothing", pieces: []piece{{text: "  "}}, want: ""},
		{name: "one line", pieces: []piece{{text: "a dragon sings"}}, want: "a dragon sings\n"},
		{name: "exactly full", pieces: []piece{{text: "a dragon sings longg"}}, want: "a dragon sings longg\n"},
		{name: "wrapped", indent: 2, pieces: []piece{{text: "the dragons sing in the castle"}}, want: "  the dragons sing\n  in the castle\n"},
		{name: "a long word", pieces: []piece{{text: "see https://example.org/dragons now"}}, want: "see\nhttps://example.org/dragons\nnow\n"},
		{name: "letters, not bytes", pieces: []piece{{text: "ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜÄ"}}, want: "ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜ ÄÖÜÄ\n"},
		{name: "a word of two pieces", pieces: []piece{{"drag", bold}, {"ons", plain}}, want: "dragons\n"},
		{
			name: "styles take no width", styled: true, pieces: []piece{{"the drag", match}, {"ons sang out", plain}},
			want: "\x1b[1;33mthe\x1b[0m \x1b[1;33mdrag\x1b[0mons sang out\n",
		},
		{name: "control characters", pieces: []piece{{text: "a\x1b[31m\tred\n\x07line\u202e\u009b!"}}, want: "a[31m red line!\n"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var b strings.Builder
			l := layout{w: &b, width: 20, styled: tt.styled}
			l.para(tt.indent, tt.pieces...)
			if diff := cmp.Diff(tt.want, b.String()); diff != "" || l.err != nil {
				t.Errorf("given %+v: error %v (-want +got):\n%s", tt.pieces, l.err, diff)
			}
		})
	}
}

// FuzzPara holds that nothing reaches a terminal but what can be seen, and that no
// word gets lost.
func FuzzPara(f *testing.F) {
	f.Add("a dragon", "\x1b]0;title\x07", 3)
	f.Add("\xff\u2028\u200f", "–", 0)
	f.Fuzz(func(t *testing.T, one, two string, indent int) {
		indent = max(0, min(indent, 10))
		var b strings.Builder
		l := layout{w: &b, width: 20}
		l.para(indent, piece{one, bold}, piece{two, match})
		for line := range strings.Lines(b.String()) {
			line = strings.TrimSuffix(line, "\n")
			if strings.ContainsFunc(line, func(r rune) bool { return unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) }) {
				t.Errorf("given %q and %q: a control character in %q", one, two, line)
			}
			if words := strings.Fields(line); utf8.RuneCountInString(line) > 20 && len(words) > 1 {
				t.Errorf("given %q and %q: too wide: %q", one, two, line)
			}
		}
		want := strings.Fields(clean(one) + clean(two))
		if diff := cmp.Diff(strings.Join(want, " "), strings.Join(strings.Fields(b.String()), " ")); diff != "" {
			t.Errorf("given %q and %q: words (-want +got):\n%s", one, two, diff)
		}
	})
}
