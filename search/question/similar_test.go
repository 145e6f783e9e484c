package question

import (
	"context"
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

func idsOf(hits []search.Hit) []string {
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}

// similarDocs are of two kinds: the first three are about using substances, which two
// of them say in words that they do not share, the other two about knitting.
func similarDocs() []*review.Review {
	var docs []*review.Review
	for _, d := range []struct{ id, title, summary string }{
		{"courts", "Sober courts", "Hearings for substance misuse."},
		{"talking", "Talking it over", "A therapy after drug use."},
		{"fathers", "Groups of fathers", "Meetings on drug use."},
		{"moon", "Moon knitting", "Knitting by moonlight in winter."},
		{"sun", "Sun knitting", "Knitting by sunlight in winter."},
	} {
		docs = append(docs, &review.Review{ID: d.id, Title: d.title, Summary: d.summary, Status: review.NotRated, UK: "none", EvidenceTo: "2020"})
	}
	return docs
}

func TestSimilar(t *testing.T) {
	thesaurus := testThesaurus()
	for _, tc := range []struct {
		name      string
		thesaurus *review.Thesaurus
		id        string
		limit     int
		want      []string
	}{
		{"by a concept that is said in other words", thesaurus, "courts", 5, []string{"fathers", "talking"}},
		{"not so without the thesaurus", &review.Thesaurus{}, "courts", 5, []string{}},
		{"by words", &review.Thesaurus{}, "moon", 5, []string{"sun"}},
		{"at most limit", thesaurus, "courts", 1, []string{"fathers"}},
		{"none", thesaurus, "courts", 0, []string{}},
		{"a limit beyond all bounds", thesaurus, "moon", 1 << 30, []string{"sun"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := New(engineOf(t, similarDocs(), tc.thesaurus), tc.thesaurus, nil)
			res, err := r.Similar(t.Context(), tc.id, tc.limit)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(tc.want, idsOf(res.Hits)); diff != "" {
				t.Errorf("Similar(%s, %d): -want +got\n%s", tc.id, tc.limit, diff)
			}
		})
	}
}

func TestSimilarIsWhole(t *testing.T) {
	r := New(engineOf(t, similarDocs(), testThesaurus()), testThesaurus(), nil)
	got, err := r.Similar(t.Context(), "moon", 3)
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Hits) != 1 || got.Hits[0].Title != "Sun knitting" || got.Hits[0].Missing == nil || len(got.Hits[0].Missing) > 0 {
		t.Errorf("Similar(moon): hits %+v, want the one on knitting, whole and with nothing missing", got.Hits)
	}
	got.Hits = nil
	want := &search.Response{
		Total: 1, Page: 1, PerPage: 3, Sort: search.ByRelevance, Generation: "000001-test",
		Nearest: []search.Hit{}, Facets: []search.Facet{}, Grid: []search.Cell{},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Similar(moon): -want +got\n%s", diff)
	}
}

func TestSimilarErrors(t *testing.T) {
	r := New(engineOf(t, similarDocs(), testThesaurus()), testThesaurus(), nil)
	if res, err := r.Similar(t.Context(), "absent", 3); !errors.Is(err, search.ErrNotFound) || res != nil {
		t.Errorf("Similar(absent) = %v, %v; want none and ErrNotFound", res, err)
	}
	late, cancel := context.WithCancel(t.Context())
	cancel()
	if res, err := r.Similar(late, "moon", 3); !errors.Is(err, search.ErrTimeout) || res != nil {
		t.Errorf("Similar(moon) after its time = %v, %v; want none and ErrTimeout", res, err)
	}
}

// TestSimilarShipped holds what somebody who knows the programmes would say of the
// corpus as it ships: these are among the first three.
func TestSimilarShipped(t *testing.T) {
	r := shippedReader(t)
	for id, want := range map[string][]string{
		"multisystemic-therapy":                          {"functional-family-therapy", "treatment-foster-care"},
		"functional-family-therapy":                      {"multisystemic-therapy"},
		"treatment-foster-care":                          {"foster-and-kinship-care-support"},
		"intensive-family-preservation-services":         {"multisystemic-therapy"},
		"kinship-care":                                   {"support-for-kinship-carers", "foster-and-kinship-care-support"},
		"support-for-kinship-carers":                     {"kinship-care", "foster-and-kinship-care-support"},
		"family-drug-and-alcohol-courts":                 {"parental-substance-use-psychosocial"},
		"parental-substance-use-psychosocial":            {"family-drug-and-alcohol-courts"},
		"parenting-programmes-physical-abuse-recurrence": {"physical-abuse-parenting-treatment", "parent-child-interaction-therapy"},
		"parent-child-interaction-therapy":               {"physical-abuse-parenting-treatment", "parenting-programmes-physical-abuse-recurrence"},
		"sexual-abuse-recovery-using-cbt":                {"school-based-child-sexual-abuse-prevention"},
		"mellow-parenting":                               {"parenting-interventions-at-risk-infants"},
		"support-for-young-people-leaving-care":          {"mentoring-for-young-people-in-care"},
		"child-mental-illness-prevention":                {"mellow-parenting"},
		"residential-care":                               {"treatment-foster-care"},
	} {
		res, err := r.Similar(t.Context(), id, 3)
		if err != nil {
			t.Fatal(err)
		}
		got := idsOf(res.Hits)
		for _, w := range want {
			if !slices.Contains(got, w) {
				t.Errorf("Similar(%s) = %q, want %s among them", id, got, w)
			}
		}
	}
}

// BenchmarkSimilar finds the programmes similar to one of the shipped corpus.
func BenchmarkSimilar(b *testing.B) {
	r := shippedReader(b)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := r.Similar(b.Context(), "multisystemic-therapy", 5); err != nil {
			b.Fatal(err)
		}
	}
}
