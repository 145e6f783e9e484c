package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"sync/atomic"

	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// fieldID is Bleve's own field of the names of documents.
const fieldID = "_id"

// A columnLoader reads columns from the dictionaries and postings of the segments, and
// never from stored documents, which would be all of the files. Several columns may be
// read at once.
type columnLoader struct {
	ctx      context.Context
	segments []segment
	live     bitmap
	size     uint32
}

func newColumnLoader(ctx context.Context, all []segment) *columnLoader {
	l := &columnLoader{ctx: ctx, segments: all}
	for _, s := range all {
		l.size = s.first + uint32(s.Count())
	}
	l.live = newBitmap(l.size)
	for _, s := range all {
		deleted := s.snapshot.Deleted()
		for doc := range uint32(s.Count()) {
			if deleted == nil || !deleted.Contains(doc) {
				l.live.set(s.first + doc)
			}
		}
	}
	return l
}

// A place in the dictionary of a segment.
type place struct {
	*segment
	dict  segments.TermDictionary
	terms segments.DictionaryIterator
	term  string
	ended bool
	list  segments.PostingsList // to be used again
	docs  segments.PostingsIterator
}

func (s *segment) beginning(field string) (*place, error) {
	dict, err := s.Dictionary(field)
	if err != nil {
		return nil, err
	}
	p := &place{segment: s, dict: dict, terms: dict.AutomatonIterator(nil, nil, nil)}
	return p, p.next()
}

func (p *place) next() error {
	entry, err := p.terms.Next()
	if err != nil || entry == nil {
		p.ended = true
		return err
	}
	p.term = entry.Term
	return nil
}

// visit calls visit for every live document with the term.
func (p *place) visit(live bitmap, visit func(doc uint32)) error {
	var err error
	if p.list, err = p.dict.PostingsList([]byte(p.term), nil, p.list); err != nil {
		return err
	}
	p.docs = p.list.Iterator(false, false, false, p.docs)
	for {
		posting, err := p.docs.Next()
		if err != nil || posting == nil {
			return err
		}
		if doc := p.first + uint32(posting.Number()); live.has(doc) {
			visit(doc)
		}
	}
}

// each calls visit for every value of a field and every live document with it, the
// values in their order.
func (l *columnLoader) each(field string, visit func(term string, doc uint32)) error {
	var places []*place
	for i := range l.segments {
		p, err := l.segments[i].beginning(field)
		if err != nil {
			return fmt.Errorf("field %s: %w", field, err)
		}
		places = append(places, p)
	}
	for {
		places = slices.DeleteFunc(places, func(p *place) bool { return p.ended })
		if err := l.ctx.Err(); err != nil || len(places) == 0 {
			return err
		}
		term := slices.MinFunc(places, func(a, b *place) int { return strings.Compare(a.term, b.term) }).term
		for _, p := range places {
			if p.term != term {
				continue
			}
			err := p.visit(l.live, func(doc uint32) { visit(term, doc) })
			if err = cmp.Or(err, p.next()); err != nil {
				return fmt.Errorf("field %s: %w", field, err)
			}
		}
	}
}

// ids gives the live documents of a segment in the order of their ids, and sets these.
func (l *columnLoader) ids(s *segment, ids []string) ([]uint32, error) {
	p, err := s.beginning(fieldID)
	if err != nil {
		return nil, err
	}
	docs := make([]uint32, 0, s.Count())
	for ; !p.ended; err = p.next() {
		if len(docs)%checkEvery == 0 {
			err = cmp.Or(err, l.ctx.Err())
		}
		if err != nil {
			return nil, err
		}
		err = p.visit(l.live, func(doc uint32) {
			ids[doc] = p.term
			docs = append(docs, doc)
		})
		if err != nil {
			return nil, err
		}
	}
	return docs, err
}

// atOnce runs tasks on all processors and gives the errors of those that failed. What
// panics over damaged files is an error.
func atOnce(tasks ...func() error) error {
	var all sync.WaitGroup
	var next atomic.Int64
	errs := make([]error, len(tasks))
	one := func(i int) {
		defer func() {
			if p := recover(); p != nil {
				errs[i] = fmt.Errorf("damaged files: %v\n%s", p, debug.Stack())
			}
		}()
		errs[i] = tasks[i]()
	}
	for range min(len(tasks), runtime.GOMAXPROCS(0)) {
		all.Go(func() {
			for i := int(next.Add(1)) - 1; i < len(tasks); i = int(next.Add(1)) - 1 {
				one(i)
			}
		})
	}
	all.Wait()
	return errors.Join(errs...)
}

// merged merges lists that are in an order into one.
func merged(lists [][]uint32, compare func(a, b uint32) int) []uint32 {
	switch len(lists) {
	case 0:
		return nil
	case 1:
		return lists[0]
	}
	a, b := merged(lists[:len(lists)/2], compare), merged(lists[len(lists)/2:], compare)
	all := make([]uint32, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			all, a = append(all, a[0]), a[1:]
		} else {
			all, b = append(all, b[0]), b[1:]
		}
	}
	return append(append(all, a...), b...)
}
