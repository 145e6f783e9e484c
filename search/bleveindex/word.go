package bleveindex

import (
	"context"
	"math"
	"sync"

	segments "github.com/blevesearch/scorch_segment_api/v2"

	"evidencestore/search"
)

// A wordReader reads where a single word occurs: each field by itself in blocks, which
// are then put together. The postings of a field are calls through interfaces and read
// best in a tight loop. A reader goes from segment to segment.
type wordReader struct {
	fields [maxFields]fieldBlock
	open   []*fieldBlock // those with documents left, in the order of fields
}

// A fieldBlock holds some postings of a word in one field of one segment, in the order
// of document numbers.
type fieldBlock struct {
	field    int
	list     segments.PostingsList // reused, as is the next
	postings segments.PostingsIterator
	at, n    int
	docs     [blockSize]uint32
	counts   [blockSize]uint32
	lengths  [blockSize]uint32
}

// blockSize is how many postings of a field are read at once.
const blockSize = 256

// wordReaders keeps the memory of blocks. What is in there refers to no index.
var wordReaders = sync.Pool{New: func() any { return new(wordReader) }}

// free gives the memory back, without what refers to the files of an index.
func (r *wordReader) free() {
	for i := range r.fields {
		r.fields[i].list, r.fields[i].postings = nil, nil
	}
	wordReaders.Put(r)
}

// scan visits the documents of a phrase of one word by their numbers in the segment, deleted ones
// too, until visit returns false.
func (r *wordReader) scan(ctx context.Context, s *segment, p phrase, visit func(doc uint32, occurrences []occurrence) bool) error {
	if err := r.start(s, []byte(p[0].term)); err != nil {
		return err
	}
	var occurrences [maxFields]occurrence
	for seen := 0; len(r.open) > 0; seen++ {
		if seen%checkEvery == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		doc := uint32(atEnd)
		for _, b := range r.open {
			doc = min(doc, b.docs[b.at])
		}
		found := occurrences[:0]
		ended := false
		for _, b := range r.open {
			if b.docs[b.at] != doc {
				continue
			}
			found = append(found, occurrence{field: b.field, count: float64(b.counts[b.at]), length: float64(b.lengths[b.at])})
			if b.at++; b.at == b.n {
				if err := b.fill(); err != nil {
					return err
				}
				ended = ended || b.n == 0
			}
		}
		if !visit(doc, found) {
			return nil
		}
		if ended {
			r.drop()
		}
	}
	return nil
}

// start opens the word in every text field of the segment that has it.
func (r *wordReader) start(s *segment, word []byte) error {
	r.open = r.open[:0]
	for field := range search.TextFields {
		dict, err := s.Dictionary(search.TextFields[field].Name)
		if err != nil {
			return err
		}
		b := &r.fields[field]
		if b.list, err = dict.PostingsList(word, nil, b.list); err != nil {
			return err
		}
		if b.list.Count() == 0 {
			continue
		}
		b.field, b.postings = field, b.list.Iterator(true, true, false, b.postings)
		if err := b.fill(); err != nil {
			return err
		}
		r.open = append(r.open, b)
	}
	r.drop()
	return nil
}

// drop leaves out the fields that have come to their end.
func (r *wordReader) drop() {
	left := r.open[:0]
	for _, b := range r.open {
		if b.n > 0 {
			left = append(left, b)
		}
	}
	r.open = left
}

// fill reads the next postings.
func (b *fieldBlock) fill() error {
	b.at, b.n = 0, 0
	for b.n < blockSize {
		p, err := b.postings.Next()
		if p == nil || err != nil {
			return err
		}
		b.docs[b.n], b.counts[b.n], b.lengths[b.n] = uint32(p.Number()), uint32(p.Frequency()), lengthOf(p)
		b.n++
	}
	return nil
}

// A sizedPosting knows the length of its field, of which Norm is a root in a float32.
type sizedPosting interface{ NormUint64() uint64 }

// lengthOf is the number of words of the field of a posting.
func lengthOf(p segments.Posting) uint32 {
	if sized, ok := p.(sizedPosting); ok {
		return uint32(sized.NormUint64())
	}
	norm := p.Norm()
	return uint32(math.Round(1 / (norm * norm)))
}
