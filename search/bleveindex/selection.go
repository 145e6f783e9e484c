package bleveindex

import (
	"math/bits"
	"slices"
)

// A block is the documents of one word of a bitmap.
type block struct {
	at   int // place of the word
	docs uint64
}

// A selection is a set of documents: the words of a bitmap that are not zero. What is
// done with few documents takes little time, and many are counted 64 at a time.
type selection []block

// size is the number of documents.
func (s selection) size() int {
	n := 0
	for _, b := range s {
		n += bits.OnesCount64(b.docs)
	}
	return n
}

// count is the number of documents that are in a set, or, of several, in one at least.
func (s selection) count(sets ...bitmap) int {
	n := 0
	if len(sets) == 1 {
		set := sets[0]
		for _, b := range s {
			n += bits.OnesCount64(b.docs & set[b.at])
		}
		return n
	}
	for _, b := range s {
		n += bits.OnesCount64(b.docs & union64(sets, b.at))
	}
	return n
}

// in selects the documents that are in one of the sets, in new room.
func (s selection) in(sets []bitmap, r *room) selection {
	kept := r.take(len(s))
	for _, b := range s {
		if docs := b.docs & union64(sets, b.at); docs != 0 {
			kept = append(kept, block{b.at, docs})
		}
	}
	return kept
}

// A room is memory for the selections of one search, which the next one takes again.
type room struct{ blocks []block }

// take gives an empty selection that may grow to n blocks.
func (r *room) take(n int) selection {
	if cap(r.blocks)-len(r.blocks) < n {
		r.blocks = make([]block, 0, max(n, 2*cap(r.blocks))) // what was given is still in use
	}
	at := len(r.blocks)
	r.blocks = r.blocks[:at+n]
	return r.blocks[at : at : at+n]
}

func (r *room) clear() { r.blocks = r.blocks[:0] }

// joined is the union of sets, nil of none.
func joined(sets []bitmap) bitmap {
	switch len(sets) {
	case 0:
		return nil
	case 1:
		return sets[0]
	}
	all := slices.Clone(sets[0])
	for _, set := range sets[1:] {
		for at, docs := range set {
			all[at] |= docs
		}
	}
	return all
}

// union64 is one word of the union of sets.
func union64(sets []bitmap, at int) uint64 {
	var any uint64
	for _, set := range sets {
		any |= set[at]
	}
	return any
}
