package searchtest

import (
	"math/rand/v2"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"evidencestore/review"
)

// TestGeneratedFilesDecode sees that a generated corpus is one that an editor
// could have written, and that its files say all of it.
func TestGeneratedFilesDecode(t *testing.T) {
	c := Generate(7, Shape{Reviews: 80, Topics: 6, Domains: 8})
	files, err := c.Files()
	if err != nil {
		t.Fatal(err)
	}
	ref, faults := review.DecodeReference(files)
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	if diff := cmp.Diff(c.Reference, ref, cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("reference (-generated +decoded):\n%s", diff)
	}
	for _, want := range c.Reviews {
		name := review.ReviewsDir + "/" + want.ID + review.Ext
		got, faults := review.Decode(name, files[name].Data, &ref.Lists)
		if len(faults) > 0 {
			t.Fatalf("%v in\n%s", faults, files[name].Data)
		}
		if diff := cmp.Diff(want, got, cmpopts.EquateEmpty()); diff != "" {
			t.Errorf("%s (-generated +decoded):\n%s", want.ID, diff)
		}
	}
}

func TestNextFollowsFromItsUpdate(t *testing.T) {
	c := Generate(8, Shape{Reviews: 20, Topics: 3, Domains: 3})
	r := rand.New(rand.NewPCG(8, 8))
	for range 30 {
		next, update := c.Next(r)
		want := map[string]*review.Review{}
		for _, doc := range c.Reviews {
			want[doc.ID] = doc
		}
		for _, id := range update.Delete {
			delete(want, id)
		}
		for _, doc := range update.Put {
			want[doc.ID] = doc
		}
		got := map[string]*review.Review{}
		for _, doc := range next.Reviews {
			got[doc.ID] = doc
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Fatalf("update %s (-want +got):\n%s", update.describe(), diff)
		}
		c = next
	}
}
