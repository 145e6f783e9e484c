package bleveindex

import "testing"

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
