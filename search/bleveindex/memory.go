package bleveindex

import (
	"context"
	"encoding/binary"

	"evidencestore/search"
)

// A Memory keeps where phrases of several words stand in the files of an index, since
// finding that out means comparing the places of every word of them. Generations share
// most of their files, so that a new one finds most of it here. All engines of a
// process may share one; it is safe for concurrent use. A nil Memory keeps nothing.
type Memory struct {
	kept *lru[memoryKey, []byte]
}

// A memoryKey is a phrase in a file.
type memoryKey struct{ sum, phrase string }

// NewMemory gives a Memory of so many bytes.
func NewMemory(bytes int64) *Memory { return &Memory{kept: newLRU[memoryKey, []byte](bytes)} }

// scan is segment.scan, from memory where that has it.
func (m *Memory) scan(ctx context.Context, s *segment, p phrase, visit func(doc uint32, occurrences []occurrence) bool) error {
	if m == nil || s.sum == "" || len(p) == 1 {
		return s.scan(ctx, p, visit)
	}
	key := memoryKey{s.sum, p.key()}
	data, ok := m.kept.get(key)
	if !ok {
		last := uint32(0)
		err := s.scan(ctx, p, func(doc uint32, occurrences []occurrence) bool {
			data = appendOccurrences(data, doc-last, occurrences)
			last = doc
			return true
		})
		if err != nil {
			return err
		}
		m.kept.add(key, data, int64(len(key.sum)+len(key.phrase)+cap(data)+postingsOverhead))
	}
	return eachRemembered(ctx, data, visit)
}

// appendOccurrences writes a document: how far it is from the one before, the number of
// its fields, and each field with its two whole numbers.
func appendOccurrences(data []byte, distance uint32, occurrences []occurrence) []byte {
	data = binary.AppendUvarint(data, uint64(distance))
	data = append(data, byte(len(occurrences)))
	for _, o := range occurrences {
		data = append(data, byte(o.field))
		data = binary.AppendUvarint(data, uint64(o.count))
		data = binary.AppendUvarint(data, uint64(o.length))
	}
	return data
}

// eachRemembered visits what appendOccurrences wrote, until visit returns false.
func eachRemembered(ctx context.Context, data []byte, visit func(doc uint32, occurrences []occurrence) bool) error {
	number := func() uint64 {
		n, size := binary.Uvarint(data)
		data = data[size:]
		return n
	}
	var occurrences [maxFields]occurrence
	doc := uint32(0)
	for seen := 0; len(data) > 0; seen++ {
		if seen%checkEvery == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		doc += uint32(number())
		found := occurrences[:data[0]]
		data = data[1:]
		for i := range found {
			found[i].field = int(data[0])
			data = data[1:]
			found[i].count, found[i].length = float64(number()), float64(number())
		}
		if !visit(doc, found) {
			return nil
		}
	}
	return nil
}
