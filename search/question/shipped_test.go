package question

import (
	"slices"
	"strings"
	"testing"

	"evidencestore/review"
)

// TestShippedThesaurus: evidence-store check compares forms as they are written. Read
// by stem, two different ones can be the same; then a concept would be read that its
// editor did not mean.
func TestShippedThesaurus(t *testing.T) {
	thesaurus := shippedReference(t).Thesaurus
	if n := len(thesaurus.Concepts); n < 200 {
		t.Errorf("%d concepts, want 200 at least", n)
	}
	for _, kind := range review.ConceptKinds {
		if !slices.ContainsFunc(thesaurus.Concepts, func(c review.ThesaurusEntry) bool { return c.Kind == kind }) {
			t.Errorf("no concept of the kind %s", kind)
		}
	}
	s := newSpeller(shippedReader(t).Analyze)
	type use struct{ concept, form string }
	uses := map[string][]use{}
	for _, c := range thesaurus.Concepts {
		for _, form := range slices.Concat(c.Forms, c.Asked) {
			key := keyOf(s.words(form, 0))
			if !slices.ContainsFunc(uses[key], func(u use) bool { return u.concept == c.ID }) && !slices.ContainsFunc(c.Shared, func(text string) bool {
				return keyOf(s.words(text, 0)) == key
			}) {
				uses[key] = append(uses[key], use{c.ID, form})
			}
		}
	}
	clashes := 0
	for key, all := range uses {
		if len(all) > 1 {
			clashes++
			var texts []string
			for _, u := range all {
				texts = append(texts, u.concept+" "+u.form)
			}
			t.Logf("%q: %s", key, strings.Join(texts, " / "))
		}
	}
	if clashes > 0 {
		t.Errorf("%d forms lead to several concepts without saying so", clashes)
	}
}
