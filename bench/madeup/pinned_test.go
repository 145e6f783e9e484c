package madeup

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"

	"evidencestore/review"
)

// TestPinned holds that what is made is the same on every machine and in every process.
// Whoever changes it on purpose raises Version and takes the new sums.
func TestPinned(t *testing.T) {
	items := func(ids ...string) (list []review.Item) {
		for _, id := range ids {
			list = append(list, review.Item{ID: id, Label: "Label of " + id})
		}
		return list
	}
	var ref review.Reference
	ref.Lists = review.Lists{
		Topics: items("t1", "t2", "t3", "t4"), Populations: items("p1", "p2", "p3"),
		Settings: items("s1", "s2", "s3"), Outcomes: items("o1", "o2", "o3"),
	}
	for _, name := range []string{"abc", "def", "ghi"} {
		ref.Thesaurus.Concepts = append(ref.Thesaurus.Concepts, review.ThesaurusEntry{
			Label: name + " label", Forms: []string{name + " form", `no "quotation" marks`}, Asked: []string{name + " asked"},
		})
	}
	g := newGenerator(Corpus{Documents: 1000, Words: 100, Seed: 1}, &ref)
	for _, c := range []struct{ name, text, want string }{
		{"document", string(g.Document(7).File), "7c43d896f096e395"},
		{"questions", strings.Join(g.Questions(10), "\n"), "ef4e8dee77785363"},
		{"spoken", strings.Join(g.Spoken(10), "\n"), "d8655b1bf9a89c00"},
	} {
		sum := sha256.Sum256([]byte(c.text))
		if got := hex.EncodeToString(sum[:8]); got != c.want {
			t.Errorf("%s: %s, want %s:\n%s", c.name, got, c.want, c.text)
		}
	}
}
