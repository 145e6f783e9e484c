package bleveindex

import (
	"cmp"
	"slices"
)

// A hit is a document of the answer. Key orders hits, the largest first; rank is
// the place of the document's id and breaks ties.
type hit struct {
	doc   uint32
	rank  uint32
	score float64
	key   float64
}

func compareHits(a, b hit) int {
	return cmp.Or(cmp.Compare(b.key, a.key), cmp.Compare(a.rank, b.rank))
}

// topHits keep the first limit hits. Up to twice as many are held, then the worse
// half goes at once.
type topHits struct {
	limit int
	hits  []hit
	worst *hit // of the first limit hits, once there are so many
}

func (t *topHits) add(h hit) {
	if t.worst != nil && compareHits(h, *t.worst) > 0 {
		return
	}
	t.hits = append(t.hits, h)
	if len(t.hits) >= 2*t.limit {
		t.cut()
	}
}

func (t *topHits) cut() {
	slices.SortFunc(t.hits, compareHits)
	if len(t.hits) >= t.limit {
		t.hits = t.hits[:t.limit]
		worst := t.hits[t.limit-1]
		t.worst = &worst
	}
}

// page gives the hits from one place to another, fewer at the end.
func (t *topHits) page(from, to int) []hit {
	t.cut()
	return t.hits[min(from, len(t.hits)):min(to, len(t.hits))]
}
