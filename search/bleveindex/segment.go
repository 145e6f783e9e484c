package bleveindex

import (
	"context"
	"errors"
	"path/filepath"

	"github.com/blevesearch/bleve/v2/index/scorch"
	index "github.com/blevesearch/bleve_index_api"
	segments "github.com/blevesearch/scorch_segment_api/v2"

	"evidencestore/search"
)

// A segment is one file of an index, which is never changed.
type segment struct {
	segments.Segment
	first    uint32 // number of its first document in the index
	sum      string // SHA-256 of the file, or "" where it is not known
	snapshot *scorch.SegmentSnapshot
}

// segmentsOf are the segments of an index in the order of document numbers. sums are
// the hashes of its files by name.
func segmentsOf(reader index.IndexReader, sums map[string]string) ([]segment, error) {
	snapshot, ok := reader.(*scorch.IndexSnapshot)
	if !ok {
		return nil, errors.New("the index has no segments")
	}
	var all []segment
	first := uint32(0)
	for _, s := range snapshot.Segments() {
		one := segment{Segment: s.Segment(), first: first, snapshot: s}
		if file, ok := one.Segment.(segments.PersistedSegment); ok {
			one.sum = sums[filepath.Base(file.Path())]
		}
		all = append(all, one)
		first += uint32(one.Count())
	}
	return all, nil
}

// scan visits the documents of a phrase by their numbers in the segment, deleted ones
// too, its fields side by side, until visit returns false.
func (s *segment) scan(ctx context.Context, p phrase, visit func(doc uint32, occurrences []occurrence) bool) error {
	cursors, err := s.cursors(ctx, p, anyDocument)
	if err != nil {
		return err
	}
	var occurrences [maxFields]occurrence
	for seen := 0; ; seen++ {
		if seen%checkEvery == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		doc := uint32(atEnd)
		for _, c := range cursors {
			doc = min(doc, c.doc)
		}
		if doc == atEnd {
			return nil
		}
		found := occurrences[:0]
		for _, c := range cursors {
			if c.doc == doc {
				found = append(found, c.occurrence)
				if err := c.next(ctx); err != nil {
					return err
				}
			}
		}
		if !visit(doc, found) {
			return nil
		}
	}
}

// anyDocument stands for no document in particular.
const anyDocument = -1

// in gives the occurrences of a phrase in one document by its number in the segment.
func (s *segment) in(ctx context.Context, p phrase, doc uint32) ([]occurrence, error) {
	cursors, err := s.cursors(ctx, p, int(doc))
	if err != nil {
		return nil, err
	}
	var found []occurrence
	for _, c := range cursors {
		if c.doc == doc {
			found = append(found, c.occurrence)
		}
	}
	return found, nil
}

// cursors opens a phrase in every text field that has all its words, for one document
// or any.
func (s *segment) cursors(ctx context.Context, p phrase, only int) ([]*cursor, error) {
	var cursors []*cursor
	for field := range search.TextFields {
		c := newCursor(field, p)
		whole, err := s.open(ctx, c, search.TextFields[field].Name, only)
		if err != nil {
			return nil, err
		}
		if !whole {
			continue
		}
		if err := c.next(ctx); err != nil {
			return nil, err
		}
		cursors = append(cursors, c)
	}
	return cursors, nil
}

// open puts the words of a cursor before the first document that has all of them. It
// says whether there may be one.
func (s *segment) open(ctx context.Context, c *cursor, field string, only int) (bool, error) {
	dict, err := s.Dictionary(field)
	if err != nil {
		return false, err
	}
	for i := range c.words {
		if err := search.Ended(ctx); err != nil {
			return false, err
		}
		w := &c.words[i]
		list, err := dict.PostingsList([]byte(w.term), nil, nil)
		if err != nil || list.Count() == 0 {
			return false, err
		}
		w.postings = list.Iterator(true, true, len(c.phrase) > 1, nil)
	}
	return c.restrict(only)
}
