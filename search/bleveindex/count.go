package bleveindex

import (
	"slices"

	segments "github.com/blevesearch/scorch_segment_api/v2"

	"evidencestore/search"
)

// DocFreq is the number of live documents with the indexed word.
func (e *Engine) DocFreq(term string) int {
	if found, ok := e.words.get(term); ok {
		return found.df
	}
	sum := 0
	for i := range e.segments {
		n, err := e.segments[i].count([]byte(term))
		if err != nil {
			return 0
		}
		sum += n
	}
	return sum
}

// count is the number of live documents with a word. The sets of documents of its
// fields say it, without reading how often the word is in them.
func (s *segment) count(word []byte) (int, error) {
	var sets []segments.OptimizablePostingsIterator
	var single []uint64 // documents of fields in which the word is in one document
	for _, field := range search.TextFields {
		dict, err := s.Dictionary(field.Name)
		if err != nil {
			return 0, err
		}
		list, err := dict.PostingsList(word, nil, nil)
		if err != nil {
			return 0, err
		}
		if list.Count() == 0 {
			continue
		}
		it, ok := list.Iterator(false, false, false, nil).(segments.OptimizablePostingsIterator)
		if !ok {
			return 0, errNoSets
		}
		if doc, ok := it.DocNum1Hit(); ok {
			single = append(single, doc)
		} else {
			sets = append(sets, it)
		}
	}
	deleted := s.snapshot.Deleted()
	slices.Sort(single)
	single = slices.DeleteFunc(slices.Compact(single), func(doc uint64) bool {
		return deleted != nil && deleted.Contains(uint32(doc)) ||
			slices.ContainsFunc(sets, func(set segments.OptimizablePostingsIterator) bool { return set.ActualBitmap().Contains(uint32(doc)) })
	})
	if len(sets) == 0 {
		return len(single), nil
	}
	all := sets[0].ActualBitmap()
	if len(sets) > 1 {
		all = all.Clone()
		for _, set := range sets[1:] {
			all.Or(set.ActualBitmap())
		}
	}
	n := all.GetCardinality()
	if deleted != nil {
		n -= all.AndCardinality(deleted)
	}
	return int(n) + len(single), nil
}
