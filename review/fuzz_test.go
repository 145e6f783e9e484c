package review

import (
	"os"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
)

func FuzzDecode(f *testing.F) {
	whole, err := os.ReadFile("testdata/dragon-choir.md")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(whole)
	for _, seed := range []string{
		small, "", "+++", "+++\n+++\n", "+++\n\n+++\n# x", "\uFEFF" + strings.ReplaceAll(small, "\n", "\r\n"), strings.ReplaceAll(small, "# more", outcome),
		small + "\x00\xff\r\uE000\n## What was found\n\n[a](javascript:b) <b> ![c](d)\n\n> ## Costs\n", small + "|a|\n|-|\n|`b`|\n\n##\n\nWhat\n---\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		r, faults := Decode("reviews/dragon-choir.md", data, corpusLists)
		checkLines(t, string(data), faults)
		if len(faults) > 0 {
			return
		}
		if diff := cmp.Diff(r, throughJSON(t, r)); diff != "" {
			t.Errorf("given %q, after JSON (-before +after):\n%s", data, diff)
		}
		for _, o := range r.Outcomes {
			if o.Effect.Rank() < 0 || o.Strength.Rank() < 0 || !fits(o.Detail, o.Effect) || len(o.Domains) == 0 || o.EvidenceTo == "" {
				t.Errorf("given %q, no fault and the outcome %+v", data, o)
			}
		}
		for _, s := range r.Sections {
			if s.ID == "" || s.Heading == "" || s.Markdown == "" || !strings.Contains(strings.ReplaceAll(string(data), "\r\n", "\n"), s.Markdown) {
				t.Errorf("given %q, no fault and the section %+v", data, s)
			}
		}
	})
}

func FuzzPlainText(f *testing.F) {
	for _, seed := range []string{"", "a *b* `c` [d](e)", "> - 1. a\n\n# b\n\n|a|\n|-|\n|b|", "&amp;\\&#0;", "```\na", "<a@b.c> <b>", "[a]: b\n[a]", "a\\\nb"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, source string) {
		got := PlainText(source)
		if utf8.ValidString(source) && !utf8.ValidString(got) {
			t.Errorf("given %q, got invalid UTF-8 %q", source, got)
		}
		for line := range strings.SplitSeq(got, "\n") {
			if got != "" && strings.TrimSpace(line) == "" {
				t.Errorf("given %q, got a blank line in %q", source, got)
			}
		}
	})
}
