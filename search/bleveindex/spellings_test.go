package bleveindex_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/searchtest"
)

// TestSpellingsFollowTheDocuments holds that spellings count the documents that are
// there, also where one comes twice in a build, into an empty folder or not.
func TestSpellingsFollowTheDocuments(t *testing.T) {
	c := searchtest.Generate(5, searchtest.Shape{Reviews: 2, Topics: 3, Domains: 3})
	saying := func(doc *review.Review, summary string) *review.Review {
		changed := *doc
		changed.Summary = summary
		return &changed
	}
	one, other := c.Reviews[0], c.Reviews[1]
	steps := []struct {
		name string
		searchtest.Update
		want map[string]int
	}{
		{"twice at once", searchtest.Update{Put: []*review.Review{saying(one, "zebrawood"), saying(one, "quicksilver")}}, map[string]int{"quicksilver": 1}},
		{"replaced", searchtest.Update{Put: []*review.Review{saying(one, "zebrawood quicksilver, zebrawood")}}, map[string]int{"quicksilver": 1, "zebrawood": 1}},
		{"another", searchtest.Update{Put: []*review.Review{saying(other, "zebrawoods")}}, map[string]int{"quicksilver": 1, "zebrawood": 1, "zebrawoods": 1}},
		{"back and forth", searchtest.Update{Put: []*review.Review{
			saying(other, "zebrawood"), saying(one, "quicksilver"), saying(other, "quicksilver"),
		}}, map[string]int{"quicksilver": 2}},
		{"removed and put", searchtest.Update{Delete: []string{one.ID}, Put: []*review.Review{saying(one, "zebrawood")}}, map[string]int{"quicksilver": 1, "zebrawood": 1}},
		{"removed, with one that is not there", searchtest.Update{Delete: []string{other.ID, "nobody"}}, map[string]int{"zebrawood": 1}},
		{"all removed", searchtest.Update{Delete: []string{one.ID}}, map[string]int{}},
	}
	s := &snapshots{t: t, ref: c.Reference, root: t.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	for _, step := range steps {
		s.write(step.Update)
		engine := s.open()
		got := map[string]int{}
		for _, word := range []string{"zebrawood", "zebrawoods", "quicksilver"} {
			terms, err := engine.Terms(t.Context(), word, 0, 0, 9)
			if err != nil {
				t.Fatal(err)
			}
			for _, term := range terms {
				got[term.Text] = term.Count
			}
		}
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
		if diff := cmp.Diff(step.want, got); diff != "" {
			t.Errorf("%s: documents by spelling (-want +got):\n%s", step.name, diff)
		}
	}
}
