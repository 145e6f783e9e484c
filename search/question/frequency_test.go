package question

import (
	"strconv"
	"testing"
)

// What is asked for again is kept, however many others come between, and what is kept
// has a bound.
func TestFrequenciesKeepWhatIsAskedFor(t *testing.T) {
	var f frequencies
	f.add("kept", -1)
	f.add("forgotten", -2)
	for i := range 5 * maxFrequencies {
		f.add(strconv.Itoa(i), i)
		if n, ok := f.get("kept"); !ok || n != -1 {
			t.Fatalf("after %d others: %d, %v", i, n, ok)
		}
		if n, ok := f.get(strconv.Itoa(i)); !ok || n != i {
			t.Fatalf("the one added last, %d, is %d, %v", i, n, ok)
		}
	}
	if _, ok := f.get("forgotten"); ok {
		t.Error("a word that nobody asked for again is kept")
	}
	if n := len(f.recent) + len(f.older); n > 2*maxFrequencies {
		t.Errorf("%d words are kept, want at most %d", n, 2*maxFrequencies)
	}
}
