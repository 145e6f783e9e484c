package question

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// TestLoose: what is said in another order, or with other words between, is read too,
// where it tells enough and nothing else says what a sentence is about.
func TestLoose(t *testing.T) {
	thesaurus := fieldThesaurus()
	thesaurus.Concepts = append(thesaurus.Concepts,
		review.ThesaurusEntry{ID: "violence", Label: "violence", Kind: review.Problem, Asked: []string{"dad batters mother", "smashed kitchen windows"}},
		review.ThesaurusEntry{ID: "helpers", Label: "helpers", Kind: review.Programme, Asked: []string{"common ordinary"}},
	)
	for i := range 100 { // so that some words are common and the others tell something
		thesaurus.Concepts = append(thesaurus.Concepts, review.ThesaurusEntry{
			ID: fmt.Sprintf("filler-%03d", i), Label: "filler", Kind: review.Problem, Asked: []string{fmt.Sprintf("common ordinary filler%c%c", 'a'+i/10, 'a'+i%10)},
		})
	}
	reader := New(engineOf(t, fieldReviews(), thesaurus), thesaurus, nil)
	for _, tc := range []struct {
		name, text string
		want       []string // concepts = words
	}{
		{"in another order", "kitchen windows all smashed", []string{"violence = kitchen windows smashed"}},
		{"most of it", "windows were smashed", []string{"violence = windows smashed"}},
		{"together with a person", "mother whom dad batters", []string{"parents = dad", "violence = mother dad batters"}},
		{"not in two sentences", "windows. smashed", nil},
		{"not far apart", "smashed " + strings.Repeat("something ", 30) + "windows", nil},
		{"not what tells nothing", "ordinary and common", nil},
		{"not where it is said exactly", "substance misuse, windows smashed", []string{"substance-misuse = substance misuse"}},
		{"one word is not enough", "smashed", nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			q := search.Parse(tc.text)
			rd, err := reader.read(t.Context(), &q, &search.Reading{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, u := range rd.units {
				if len(u.concepts) > 0 {
					got = append(got, reader.lexicon.concepts[u.concepts[0]].ID+" = "+u.text)
				} else if strings.Contains(strings.Join(tc.want, " "), u.text) {
					t.Errorf("%q is a plain word and read as well", u.text)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%q: -want +got\n%s", tc.text, diff)
			}
		})
	}
}
