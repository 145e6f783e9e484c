package question

import (
	"strings"
	"testing"

	"evidencestore/search"
)

// FuzzSearch asks anything: every question has an answer, and every empty answer to
// a question says why.
func FuzzSearch(f *testing.F) {
	reader := New(engineOf(f, fieldReviews(), fieldThesaurus()), fieldThesaurus(), nil)
	for _, seed := range []string{
		"", "mum is on drugs", "kinsip care", `"county lines`, "-parents", "email attachment", strings.Repeat("gran ", 400),
		"NHS 943 476 5919", "\xff\xfe", "́̂", "a-b-c re-entry", "’’’", "ſ ﬁ İ", "........", "-\"-\"-\"",
	} {
		f.Add(seed, "substance-misuse", "reunification", false)
		f.Add(seed, "no such concept", "", true)
	}
	f.Fuzz(func(t *testing.T, text, without, concept string, verbatim bool) {
		req := &search.Request{
			Query: search.Parse(text), Sort: search.ByRelevance, Page: 1, PerPage: 10,
			Reading: search.Reading{Concepts: []string{concept}, Without: []string{without}, Verbatim: verbatim},
		}
		res, err := reader.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		in := res.Interpretation
		if res.Total == 0 && in.Notice == nil {
			t.Errorf("%q: nothing found and nothing said", text)
		}
		if verbatim && len(in.Corrections) > 0 {
			t.Errorf("%q: corrected %v against the request", text, in.Corrections)
		}
		for _, c := range in.Concepts {
			if c.ID == without {
				t.Errorf("%q: read %s, which was switched off", text, without)
			}
		}
		if len(res.Hits) > 0 && len(res.Nearest) > 0 {
			t.Errorf("%q: neighbours beside hits", text)
		}
	})
}
