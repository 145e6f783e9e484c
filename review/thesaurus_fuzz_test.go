package review

import (
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
)

// FuzzDecodeThesaurus holds that every fault is on a line of the file, and that a
// thesaurus without faults keeps what a reader of questions relies on.
func FuzzDecodeThesaurus(f *testing.F) {
	for _, seed := range []string{
		"", goodThesaurus, strings.ReplaceAll(goodThesaurus, "\n", "\r\n"), "\uFEFF" + goodThesaurus,
		concept("ant", ""), concept("ant", `broader = ["bee"]`) + concept("bee", `broader = ["cow"]`) + concept("cow", `broader = ["ant"]`),
		concept("ant", `broader = ["bee", "cow", "bee"]`) + concept("bee", `broader = ["cow"]`) + concept("cow", ""),
		concept("ant", "asked = [\"a-b\", \"A’B\", \"ﷺ\", \"e\u0301\", \"\u00ad\"]\nexact = [\"A\"]\nshared = [\"a b\", \"A\"]") + concept("bee", "asked = [\"a b\"]\nexact = [\"A\"]\nshared = [\"A-B\", \"A\"]"),
		"ignore = [\"help\", \"\"]\nconcept = [{id = \"a\", forms = [1, \"help\"]}, {}]\n", "[concept]\nid = \"a\"\n", "[[concept]]\n[[concept]]\nbroader = [\"\"]\n",
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		corpus := fstest.MapFS{ThesaurusFile: {Data: data}}
		got, faults := DecodeThesaurus(corpus)
		checkLines(t, string(data), faults)
		again, _ := DecodeThesaurus(corpus)
		if diff := cmp.Diff(got, again); diff != "" {
			t.Errorf("given %q, a second time (-before +after):\n%s", data, diff)
		}
		if len(faults) > 0 {
			return
		}
		checkConcepts(t, data, &got)
		checkDistinct(t, data, &got)
		for _, text := range got.Ignore {
			if normalForm(text) == "" {
				t.Errorf("given %q, no fault and %q is ignored", data, text)
			}
		}
	})
}

func checkConcepts(t *testing.T, data []byte, th *Thesaurus) {
	t.Helper()
	narrower := map[string][]string{} // than what stands there
	for _, c := range th.Concepts {
		if CheckID(c.ID) != nil || c.Label == "" || !slices.Contains(ConceptKinds, c.Kind) || c.FormCount() == 0 {
			t.Errorf("given %q, no fault and the concept %+v", data, c)
		}
		if _, twice := narrower[c.ID]; twice {
			t.Errorf("given %q, no fault and the id %q twice", data, c.ID)
		}
		narrower[c.ID] = c.Broader
	}
	for id, broader := range narrower {
		for _, b := range broader {
			if _, known := narrower[b]; !known {
				t.Errorf("given %q, no fault and the unknown %q is broader than %q", data, b, id)
			}
		}
	}
	for len(narrower) > 0 { // what has nothing broader left goes, until all have gone
		left := len(narrower)
		for id, broader := range narrower {
			if !slices.ContainsFunc(broader, func(b string) bool { _, there := narrower[b]; return there }) {
				delete(narrower, id)
			}
		}
		if len(narrower) == left {
			t.Fatalf("given %q, no fault and a circle in %v", data, narrower)
		}
	}
}

// checkDistinct compares every form with every other, in its own way.
func checkDistinct(t *testing.T, data []byte, th *Thesaurus) {
	t.Helper()
	type said struct {
		concept *ThesaurusEntry
		text    string
		exact   bool
	}
	var all []said
	for i := range th.Concepts {
		c := &th.Concepts[i]
		for _, text := range slices.Concat(c.Forms, c.Asked) {
			all = append(all, said{c, normalForm(text), false})
		}
		for _, text := range c.Exact {
			all = append(all, said{c, strings.Join(strings.Fields(text), " "), true})
		}
	}
	shares := func(c *ThesaurusEntry, s said) bool {
		return slices.ContainsFunc(c.Shared, func(text string) bool {
			return normalForm(text) == normalForm(s.text)
		})
	}
	for i, a := range all {
		for _, b := range all[:i] {
			if a.text == b.text && a.exact == b.exact && (a.concept == b.concept || !shares(a.concept, a) || !shares(b.concept, b)) {
				t.Errorf("given %q, no fault and %q in %q and in %q", data, a.text, a.concept.ID, b.concept.ID)
			}
		}
	}
}
