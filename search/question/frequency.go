package question

import (
	"strings"
	"sync"
)

// DocFreq is that of the engine, remembered: reading, feedback and similar programmes
// ask for the same words again and again.
func (r *Reader) DocFreq(term string) int {
	if n, ok := r.frequencies.get(term); ok {
		return n
	}
	n := r.Engine.DocFreq(term)
	if n > 0 && len(term) <= maxRemembered {
		r.frequencies.add(term, n)
	}
	return n
}

// maxRemembered is the length in bytes of the longest word that is remembered: what is
// longer was made up. So are words in no document.
const maxRemembered = 64

// maxFrequencies is how many words are remembered at least, once there were so many.
const maxFrequencies = 1 << 15

// frequencies remember numbers by word, those that were asked for last: once recent is
// full, what was not asked for since it was empty is forgotten. The zero value is empty.
type frequencies struct {
	mu            sync.Mutex
	recent, older map[string]int
}

func (f *frequencies) get(word string) (n int, ok bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if n, ok = f.recent[word]; ok {
		return n, true
	}
	if n, ok = f.older[word]; ok {
		f.put(word, n)
	}
	return n, ok
}

func (f *frequencies) add(word string, n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.put(word, n)
}

func (f *frequencies) put(word string, n int) {
	if f.recent == nil || len(f.recent) == maxFrequencies {
		f.recent, f.older = map[string]int{}, f.recent
	}
	f.recent[strings.Clone(word)] = n // which may be a piece of a whole text
}
