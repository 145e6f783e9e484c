package bleveindex

import (
	"context"
	"strconv"
	"strings"
)

// A phrase is a word, or several at fixed distances.
type phrase []phraseWord

type phraseWord struct {
	term string
	gap  int // places after the first word
}

// key names the phrase in the cache.
func (p phrase) key() string {
	if len(p) == 1 {
		return p[0].term
	}
	var b strings.Builder
	for _, w := range p {
		b.WriteString(w.term)
		b.WriteByte(0)
		b.WriteString(strconv.Itoa(w.gap))
		b.WriteByte(0)
	}
	return b.String()
}

// postings are the documents in which a phrase occurs, with tf of each. Where they are too
// many to keep there is only df, their number, and they are read each time.
type postings struct {
	compact
	df   int
	kept bool
}

const (
	postingsOverhead = 250 // bytes of memory, with the cache entry
	// cacheShare is the part of the cache that one word may take, as a divisor.
	cacheShare = 4
	// checkEvery is how many postings are read between looks at the context.
	checkEvery  = 4096
	checkBlocks = checkEvery / 64 // the same in words of a bitmap
)

// lookup gives the postings of a phrase, from the cache or decoded.
func (e *Engine) lookup(ctx context.Context, p phrase) (*postings, error) {
	key := p.key()
	if found, ok := e.words.get(key); ok {
		return found, nil
	}
	found, err := gathered(e.words.limit, func(visit func(doc uint32, tf float64)) error { return e.scan(ctx, p, visit) })
	if err != nil {
		return nil, err
	}
	e.words.add(key, found, found.cost(key))
	return found, nil
}

// cost is the memory that postings take in a cache.
func (p *postings) cost(key string) int64 {
	return int64(len(key) + p.bytes() + postingsOverhead)
}

// gathered are the documents that each visits. They are not kept where they would take
// too large a share of a cache.
func gathered(cacheBytes int64, each func(visit func(doc uint32, tf float64)) error) (*postings, error) {
	b := compactors.Get().(*compactor)
	defer compactors.Put(b)
	b.reset()
	p, share := &postings{kept: true}, int(cacheBytes/cacheShare)
	err := each(func(doc uint32, tf float64) {
		if p.kept = p.kept && b.bytes() < share; p.kept {
			b.add(doc, tf)
		}
		p.df++
	})
	if err != nil {
		return nil, err
	}
	if p.kept {
		p.compact = b.made()
	}
	return p, nil
}

// each visits the postings of a phrase in the order of document numbers.
func (e *Engine) each(ctx context.Context, p phrase, found *postings, visit func(doc uint32, tf float64)) error {
	if !found.kept {
		return e.scan(ctx, p, visit)
	}
	return found.each(ctx, visit)
}

// scan reads the postings of a phrase from the index, its fields side by side.
func (e *Engine) scan(ctx context.Context, p phrase, visit func(doc uint32, tf float64)) error {
	return e.scanFields(ctx, p, func(doc uint32, occurrences []occurrence) bool {
		if len(occurrences) == 1 { // combine adds nothing to it
			o := occurrences[0]
			visit(doc, e.fieldScore(o.field, o.count, o.length))
			return true
		}
		var scores [maxFields]float64
		for i, o := range occurrences {
			scores[i] = e.fieldScore(o.field, o.count, o.length)
		}
		visit(doc, combine(scores[:len(occurrences)]))
		return true
	})
}

// An occurrence says how often a phrase stands in a field of a document, and how
// many words that field has.
type occurrence struct {
	field         int
	count, length float64
}

// scanFields visits the documents of a phrase with the occurrences by field, until
// visit returns false.
func (e *Engine) scanFields(ctx context.Context, p phrase, visit func(doc uint32, occurrences []occurrence) bool) error {
	scan := e.memory.scan
	if len(p) == 1 {
		r := wordReaders.Get().(*wordReader)
		defer r.free()
		scan = r.scan
	}
	for i := range e.segments {
		s, more := &e.segments[i], true
		err := scan(ctx, s, p, func(doc uint32, occurrences []occurrence) bool {
			if doc += s.first; e.columns.live.has(doc) {
				more = visit(doc, occurrences)
			}
			return more
		})
		if err != nil || !more {
			return err
		}
	}
	return nil
}

// occurrences gives those of a phrase in one live document, by field.
func (e *Engine) occurrences(ctx context.Context, p phrase, doc uint32) ([]occurrence, error) {
	s := segmentOf(e.segments, doc)
	return s.in(ctx, p, doc-s.first)
}

// segmentOf is the segment with a document. There are some dozens at most.
func segmentOf(all []segment, doc uint32) *segment {
	at := len(all) - 1
	for all[at].first > doc {
		at--
	}
	return &all[at]
}
