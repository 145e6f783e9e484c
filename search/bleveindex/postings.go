package bleveindex

import (
	"context"
	"strconv"
	"strings"
	"sync"

	"evidencestore/search"
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

// postings are the documents in which a phrase occurs, with tf of each. Without
// documents, and df above 0, they are too many to keep and are read each time.
type postings struct {
	df   int
	docs []uint32
	tf   []float64
}

const (
	postingBytes     = 12  // of memory in postings
	postingsOverhead = 200 // bytes, with the cache entry
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
	list, err := listOf(e.words.limit, func(visit func(doc uint32, tf float64)) error { return e.scan(ctx, p, visit) })
	if err != nil {
		return nil, err
	}
	e.words.add(key, list, list.cost(key))
	return list, nil
}

// cost is the memory that a list takes in a cache.
func (p *postings) cost(key string) int64 {
	return int64(len(key) + len(p.docs)*postingBytes + postingsOverhead)
}

// listOf makes a list of what each visits, without documents where they would take
// too large a share of a cache.
func listOf(cacheBytes int64, each func(visit func(doc uint32, tf float64)) error) (*postings, error) {
	keep := int(cacheBytes / cacheShare / postingBytes)
	b := listBuffers.Get().(*listBuffer)
	defer listBuffers.Put(b)
	b.docs, b.tf = b.docs[:0], b.tf[:0]
	list := &postings{}
	err := each(func(doc uint32, tf float64) {
		list.df++
		if list.df <= keep {
			b.docs = append(b.docs, doc)
			b.tf = append(b.tf, tf)
		}
	})
	if err != nil {
		return nil, err
	}
	if 0 < list.df && list.df <= keep {
		list.docs, list.tf = make([]uint32, list.df), make([]float64, list.df)
		copy(list.docs, b.docs)
		copy(list.tf, b.tf)
	}
	return list, nil
}

// A listBuffer is where a list grows, so that what is kept is no longer than it has to
// be.
type listBuffer struct {
	docs []uint32
	tf   []float64
}

var listBuffers = sync.Pool{New: func() any { return new(listBuffer) }}

// each visits the postings of a phrase in the order of document numbers.
func (e *Engine) each(ctx context.Context, p phrase, list *postings, visit func(doc uint32, tf float64)) error {
	if list.docs == nil && list.df > 0 {
		return e.scan(ctx, p, visit)
	}
	for start := 0; start < len(list.docs); start += checkEvery {
		if err := search.Ended(ctx); err != nil {
			return err
		}
		end := min(start+checkEvery, len(list.docs))
		for i := start; i < end; i++ {
			visit(list.docs[i], list.tf[i])
		}
	}
	return nil
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
	at := len(e.segments) - 1
	for e.segments[at].first > doc {
		at--
	}
	return e.segments[at].in(ctx, p, doc-e.segments[at].first)
}
