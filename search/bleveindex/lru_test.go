package bleveindex

import (
	"runtime"
	"strconv"
	"testing"
)

func TestLRUForgetsTheOneUsedLongestAgo(t *testing.T) {
	c := newLRU[string, int](3)
	c.add("a", 1, 1)
	c.add("b", 2, 1)
	c.add("c", 3, 1)
	c.get("a")
	c.add("d", 4, 1)
	for key, want := range map[string]bool{"a": true, "b": false, "c": true, "d": true} {
		if _, ok := c.get(key); ok != want {
			t.Errorf("%q is kept: %v, want %v", key, ok, want)
		}
	}
}

func TestLRUKeepsWithinItsLimit(t *testing.T) {
	c := newLRU[int, string](10)
	c.add(0, "too large", 11)
	if _, ok := c.get(0); ok {
		t.Error("a value above the limit is kept")
	}
	for i := range 100 {
		c.add(i, "x", int64(i%5+1))
		c.add(i, "again", 1)
		if c.used > 10 {
			t.Fatalf("after %d values: used %d of 10", i, c.used)
		}
	}
}

// What a cache counts is what its values take, or a cache of so many MiB would not be
// one of so many MiB.
func TestListsCostWhatTheyTake(t *testing.T) {
	c := newLRU[string, *postings](1 << 30)
	before := heap()
	for i := range 2000 {
		key := "word" + strconv.Itoa(i)
		list, err := gathered(c.limit, func(visit func(doc uint32, tf float64)) error {
			for doc := range uint32(i * i % 5000) {
				visit(doc, float64(doc%300))
			}
			return nil
		})
		if err != nil {
			t.Fatal(err)
		}
		c.add(key, list, list.cost(key))
	}
	took := float64(heap()) - float64(before)
	if ratio := took / float64(c.used); ratio < 0.9 || ratio > 1.1 {
		t.Errorf("lists take %.0f bytes and are counted as %d", took, c.used)
	}
}

func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC() // pools are emptied in two steps
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}
