package bleveindex

import (
	"context"
	"errors"
	"math"
	"slices"

	segments "github.com/blevesearch/scorch_segment_api/v2"

	"evidencestore/search"
)

// A cursor walks through the documents of one segment in which a phrase occurs in one
// field. It stands on doc, which is atEnd when there are no more.
type cursor struct {
	occurrence
	doc    uint32
	phrase phrase
	words  []wordCursor // each word once
	word   []int        // of the phrase, by place
	work   int          // postings and places read since the last look at the context
}

const atEnd = math.MaxUint32

// A wordCursor walks through the documents of one word of the phrase.
type wordCursor struct {
	term     string
	postings segments.PostingsIterator
	posting  segments.Posting // valid until the next one is asked for
	places   []uint64         // reused: where the word stands, see readPlaces
}

func newCursor(field int, p phrase) *cursor {
	c := &cursor{occurrence: occurrence{field: field}, phrase: p}
	for _, w := range p {
		at := slices.IndexFunc(c.words, func(known wordCursor) bool { return known.term == w.term })
		if at < 0 {
			at = len(c.words)
			c.words = append(c.words, wordCursor{term: w.term})
		}
		c.word = append(c.word, at)
	}
	return c
}

// restrict makes all words walk through the documents that have all of them, of these
// through one alone if that is wanted. To read where a word stands costs more than
// anything else. It says whether there is such a document.
func (c *cursor) restrict(only int) (bool, error) {
	sets := make([]segments.OptimizablePostingsIterator, len(c.words))
	for i := range c.words {
		var ok bool
		if sets[i], ok = c.words[i].postings.(segments.OptimizablePostingsIterator); !ok {
			return false, errNoSets
		}
		if doc, ok := sets[i].DocNum1Hit(); ok { // the form of a word without places
			return len(c.phrase) == 1 && (only == anyDocument || uint64(only) == doc), nil
		}
	}
	common := sets[0].ActualBitmap().Clone()
	for _, set := range sets[1:] {
		common.And(set.ActualBitmap())
	}
	if only != anyDocument {
		common.RemoveRange(0, uint64(only))
		common.RemoveRange(uint64(only)+1, atEnd)
	}
	for _, set := range sets {
		set.ReplaceActual(common)
	}
	return !common.IsEmpty(), nil
}

var errNoSets = errors.New("the index has no sets of documents")

// next goes to the next document of the phrase.
func (c *cursor) next(ctx context.Context) error {
	for {
		if c.work >= checkEvery {
			c.work = 0
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		c.work++
		for i := range c.words {
			w := &c.words[i]
			var err error
			if w.posting, err = w.postings.Next(); err != nil {
				return err
			}
			if w.posting == nil {
				c.doc = atEnd
				return nil
			}
		}
		if c.count = c.together(); c.count > 0 {
			break
		}
	}
	first := c.words[0].posting
	c.doc, c.length = uint32(first.Number()), float64(lengthOf(first))
	return nil
}

// together counts how often the words stand at their distances in this document.
func (c *cursor) together() float64 {
	if len(c.phrase) == 1 {
		return float64(c.words[0].posting.Frequency())
	}
	for i := range c.words {
		c.words[i].readPlaces()
		c.work += len(c.words[i].places)
	}
	n := 0.0
	for _, place := range c.words[0].places {
		whole := true
		for i := 1; i < len(c.phrase) && whole; i++ {
			_, whole = slices.BinarySearch(c.words[c.word[i]].places, place+uint64(c.phrase[i].gap))
		}
		if whole {
			n++
		}
	}
	return n
}

// readPlaces sorts where the word stands: the passage in the upper half, since
// positions restart in each, and the position in the lower.
func (w *wordCursor) readPlaces() {
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
