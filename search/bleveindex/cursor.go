package bleveindex

import (
	"context"
	"math"
	"slices"

	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// A cursor walks through the documents of one segment in which a phrase occurs in one
// field. It stands on doc, which is atEnd when there are no more.
type cursor struct {
	occurrence
	doc    uint32
	phrase phrase
	words  []wordCursor
}

const atEnd = math.MaxUint32

// A wordCursor walks through the documents of one word of the phrase.
type wordCursor struct {
	postings segments.PostingsIterator
	posting  segments.Posting // valid until the next one is asked for
	doc      uint32
	places   []uint64 // reused: where the word stands, see placesOf
}

// next goes to the next document of the phrase.
func (c *cursor) next(ctx context.Context) error {
	first := &c.words[0]
	if err := first.next(); err != nil {
		return err
	}
	for seen := 1; len(c.words) > 1 && first.doc != atEnd; seen++ {
		if seen%checkEvery == 0 && ctx.Err() != nil {
			return ctx.Err()
		}
		target, err := c.align(first.doc)
		if err != nil {
			return err
		}
		if target == first.doc {
			if n := c.together(); n > 0 {
				c.count = float64(n)
				break
			}
			err = first.next()
		} else {
			err = first.advance(target)
		}
		if err != nil {
			return err
		}
	}
	c.doc = first.doc
	if c.doc != atEnd {
		if len(c.words) == 1 {
			c.count = float64(first.posting.Frequency())
		}
		norm := first.posting.Norm()
		c.length = math.Round(1 / (norm * norm))
	}
	return nil
}

// align moves the other words to doc. It gives the first document beyond, where
// one of them is not in doc.
func (c *cursor) align(doc uint32) (uint32, error) {
	for i := 1; i < len(c.words); i++ {
		w := &c.words[i]
		if w.doc < doc {
			if err := w.advance(doc); err != nil {
				return 0, err
			}
		}
		if w.doc > doc {
			return w.doc, nil
		}
	}
	return doc, nil
}

// together counts how often the words stand at their distances in this document.
func (c *cursor) together() int {
	for i := range c.words {
		c.words[i].placesOf()
	}
	n := 0
	for _, place := range c.words[0].places {
		whole := true
		for i := 1; i < len(c.words) && whole; i++ {
			_, whole = slices.BinarySearch(c.words[i].places, place+uint64(c.phrase[i].gap))
		}
		if whole {
			n++
		}
	}
	return n
}

// next goes to the next document.
func (w *wordCursor) next() error { return w.arrive(w.postings.Next()) }

// advance goes to doc, which must be beyond where it stands, or the first one after it.
func (w *wordCursor) advance(doc uint32) error {
	if doc == atEnd {
		w.doc = atEnd
		return nil
	}
	return w.arrive(w.postings.Advance(uint64(doc)))
}

func (w *wordCursor) arrive(posting segments.Posting, err error) error {
	w.doc = atEnd
	if posting != nil {
		w.posting, w.doc = posting, uint32(posting.Number())
	}
	return err
}

// placesOf sorts where the word stands: the passage in the upper half, since
// positions restart in each, and the position in the lower.
func (w *wordCursor) placesOf() {
	w.places = w.places[:0]
	for _, v := range w.posting.Locations() {
		passage := uint64(0)
		if at := v.ArrayPositions(); len(at) > 0 {
			passage = at[0]
		}
		w.places = append(w.places, passage<<32|v.Pos())
	}
	slices.Sort(w.places)
}
