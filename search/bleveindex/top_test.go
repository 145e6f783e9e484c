package bleveindex

import (
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTopHitsAreThoseOfASort(t *testing.T) {
	rng := rand.New(rand.NewPCG(1, 2))
	for _, n := range []int{0, 1, 9, 10, 11, 20, 21, 1000} {
		top := topHits{limit: 10}
		var all []hit
		for i := range n {
			h := hit{doc: uint32(i), rank: uint32(n - i), key: float64(rng.IntN(20))}
			all = append(all, h)
			top.add(h)
		}
		slices.SortFunc(all, compareHits)
		want := all[min(5, n):min(10, n)]
		if got := top.page(5, 10); !cmp.Equal(got, want, cmp.AllowUnexported(hit{})) && len(want)+len(got) > 0 {
			t.Errorf("%d hits: got %v, want %v", n, got, want)
		}
	}
}
