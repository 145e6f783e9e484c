package bleveindex

import (
	"iter"
	"math/bits"
)

// A bitmap is a set of document numbers.
type bitmap []uint64

func newBitmap(size uint32) bitmap { return make(bitmap, (size+63)/64) }

func (b bitmap) set(doc uint32) { b[doc>>6] |= 1 << (doc & 63) }

// has says whether a number is in the set; those beyond its size are not.
func (b bitmap) has(doc uint32) bool { return int(doc>>6) < len(b) && b[doc>>6]>>(doc&63)&1 == 1 }

// all gives the numbers in rising order.
func (b bitmap) all() iter.Seq[uint32] {
	return func(yield func(uint32) bool) {
		for w, word := range b {
			for bit := range bitsOf(word) {
				if !yield(uint32(w<<6 + bit)) {
					return
				}
			}
		}
	}
}

// bitsOf gives the places of the bits that are set, from the lowest.
func bitsOf(set uint64) iter.Seq[int] {
	return func(yield func(int) bool) {
		for ; set != 0; set &= set - 1 {
			if !yield(bits.TrailingZeros64(set)) {
				return
			}
		}
	}
}

// keepBits keeps the bits that are set and that keep says so of.
func keepBits(set uint64, keep func(bit int) bool) uint64 {
	for bit := range bitsOf(set) {
		if !keep(bit) {
			set &^= 1 << bit
		}
	}
	return set
}
