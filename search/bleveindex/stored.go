package bleveindex

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/klauspost/compress/zstd"

	"evidencestore/review"
	"evidencestore/search"
)

// Review gives a whole document, or search.ErrNotFound.
func (e *Engine) Review(_ context.Context, id string) (*search.Document, error) {
	number, err := e.number(id)
	if err != nil {
		return nil, err
	}
	doc, err := e.doc(number)
	if err != nil {
		return nil, err
	}
	return search.NewDocument(doc.Review, e.info.Reference), nil
}

// number finds a live document.
func (e *Engine) number(id string) (uint32, error) {
	found, err := e.reader.InternalID(id)
	if err != nil {
		return 0, fmt.Errorf("reading a review: %w", err) // whose id may be anything that was sent
	}
	if found == nil {
		return 0, fmt.Errorf("%w: %s", search.ErrNotFound, id)
	}
	return uint32(found.Value()), nil
}

// A storedDoc is a document as it is needed to show it. Its passages are made once they
// are asked for, which lists without a question never do, and its words are kept once
// it is quoted again.
type storedDoc struct {
	*review.Review
	passages func() []search.Passage
	analysed func() *analysed
	quoted   atomic.Bool
}

// What a document costs in memory: its text, for the most part twice, with its words and
// what points into it.
const (
	docCostFactor = 16 // by its size unpacked
	docOverhead   = 4096
)

// doc reads a document, unless that was done lately.
func (e *Engine) doc(number uint32) (*storedDoc, error) {
	if found, ok := e.docs.get(number); ok {
		return found, nil
	}
	read, size, err := stored(e.segments, number)
	if err != nil {
		return nil, fmt.Errorf("reading %s: not stored as it should be: %w", e.columns.ids[number], err)
	}
	passages := sync.OnceValue(func() []search.Passage {
		return search.PassagesOf(&read.Review, read.plain(), &e.info.Reference.Lists)
	})
	doc := &storedDoc{
		Review: &read.Review, passages: passages,
		analysed: sync.OnceValue(func() *analysed { return newAnalysed(e.english, passages()) }),
	}
	e.docs.add(number, doc, int64(size*docCostFactor+docOverhead))
	return doc, nil
}

// snippets quotes what is marked.
func (d *storedDoc) snippets(m *marker) (best string, quoted []search.Snippet) {
	passages := d.passages()
	if again := d.quoted.Swap(true); !again {
		return snippets(passages, func(i int) ([]mark, []word) { return m.mark(passages[i].Text) })
	}
	kept := d.analysed()
	marks := kept.marks(m)
	return snippets(passages, func(i int) ([]mark, []word) {
		words, _ := kept.passage(i)
		return marks[i], words
	})
}

// stored reads a document, and says how large it is.
func stored(all []segment, number uint32) (doc *storedReview, size int, err error) {
	s := segmentOf(all, number)
	err = errors.New("nothing is stored")
	visited := s.VisitStoredFields(uint64(number-s.first), func(field string, _ byte, value []byte, _ []uint64) bool {
		if field == fieldDocument {
			doc, size, err = unpack(value)
		}
		return field != fieldDocument
	})
	return doc, size, errors.Join(visited, err)
}

// A storedReview is what is stored of a document. A section that is plain but for its
// line breaks, as most are, is not stored twice.
type storedReview struct {
	Review review.Review
	Plain  []*string // by section
}

// packer and unpacker compress each review by itself, since they are read one by one.
// Both are safe for concurrent use.
var (
	packer = sync.OnceValues(func() (*zstd.Encoder, error) {
		return zstd.NewWriter(nil, zstd.WithEncoderCRC(false), zstd.WithSingleSegment(true))
	})
	unpacker = sync.OnceValues(func() (*zstd.Decoder, error) {
		return zstd.NewReader(nil, zstd.WithDecoderConcurrency(0), zstd.WithDecoderMaxMemory(maxUnpacked))
	})
	unpacked = sync.Pool{New: func() any { return new([]byte) }}
)

// maxUnpacked is more than any review takes, with its text twice: what says that it takes
// more is damaged.
const maxUnpacked = 16 * review.MaxFileSize

// pack makes the stored form of a review and its sections as plain text.
func pack(r *review.Review, plain []string) ([]byte, error) {
	stored := storedReview{Review: *r, Plain: make([]*string, len(plain))}
	for i, text := range plain {
		if text != unwrapped(r.Sections[i].Markdown) {
			stored.Plain[i] = &text
		}
	}
	data, err := encode(&stored)
	if err != nil {
		return nil, err
	}
	w, err := packer()
	if err != nil {
		return nil, err
	}
	return w.EncodeAll(data, nil), nil
}

// unpack reads what pack wrote, and says how large it is unpacked. Nothing of it points
// into data.
func unpack(data []byte) (*storedReview, int, error) {
	d, err := unpacker()
	if err != nil {
		return nil, 0, err
	}
	buf := unpacked.Get().(*[]byte)
	defer unpacked.Put(buf)
	whole, err := d.DecodeAll(data, (*buf)[:0])
	if err != nil {
		return nil, 0, err
	}
	*buf = whole
	var stored storedReview
	if err := decode(whole, &stored); err != nil {
		return nil, 0, err
	}
	if len(stored.Plain) != len(stored.Review.Sections) {
		return nil, 0, errDamaged
	}
	return &stored, len(whole), nil
}

// plain are the sections as plain text.
func (s *storedReview) plain() []string {
	texts := make([]string, len(s.Plain))
	for i, text := range s.Plain {
		if text != nil {
			texts[i] = *text
		} else {
			texts[i] = unwrapped(s.Review.Sections[i].Markdown)
		}
	}
	return texts
}

// unwrapped makes one line of each paragraph. That is all there is to do where a
// Markdown source uses none of its marks.
func unwrapped(markdown string) string {
	var lines []string
	for paragraph := range strings.SplitSeq(markdown, "\n\n") {
		lines = append(lines, strings.ReplaceAll(strings.TrimSpace(paragraph), "\n", " "))
	}
	return strings.Join(lines, "\n")
}
