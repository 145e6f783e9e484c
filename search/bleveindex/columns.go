package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"sync"

	index "github.com/blevesearch/bleve_index_api"

	"evidencestore/review"
	"evidencestore/search"
)

// columns hold in memory, by document number, what filters, facets and orders
// need. Numbers have holes where documents were deleted.
type columns struct {
	size      uint32 // one more than the highest document number
	documents int
	live      bitmap
	ids       []string
	rank      []uint32 // place in the order of ids
	topics    lists
	people    lists
	settings  lists
	uk        []uint8
	status    []uint8
	age       [][2]uint8 // youngest and oldest; noAge where not given
	tuples    []tuple
	all       []outcomeMask // of tuples, where no condition is on outcomes
	outcomes  lists         // indexes into tuples
	newest    []uint32      // the larger the newer; 0 for none
	titleRank func() ([]uint32, error)
}

// noAge is a range that contains no age.
var noAge = [2]uint8{255, 0}

// A tuple is what filters and facets need of an outcome. Many documents share
// one. A finding without rating has the level -1 on both scales.
type tuple struct {
	domains          uint64 // a bit for each item of the list of outcomes
	effect, strength int8
}

// lists are ordinals by document: those of d are values[offset[d]:offset[d+1]].
type lists struct {
	offset []uint32
	values []uint32
}

func (l *lists) of(doc uint32) []uint32 { return l.values[l.offset[doc]:l.offset[doc+1]] }

func loadColumns(ctx context.Context, reader index.IndexReader, known *review.Lists) (*columns, error) {
	c := &columns{}
	if err := c.loadIDs(reader); err != nil {
		return nil, err
	}
	l := columnLoader{ctx: ctx, reader: reader, size: c.size}
	c.topics = l.lists(fieldTopic, itemOrdinal(known.Topics))
	c.people = l.lists(fieldPopulation, itemOrdinal(known.Populations))
	c.settings = l.lists(fieldSetting, itemOrdinal(known.Settings))
	c.outcomes = l.lists(fieldOutcome, func(term string) (uint32, error) {
		c.tuples = append(c.tuples, parseTuple(term, known.Outcomes))
		return uint32(len(c.tuples) - 1), nil
	})
	c.uk, c.status = make([]uint8, c.size), make([]uint8, c.size)
	c.age, c.newest = make([][2]uint8, c.size), make([]uint32, c.size)
	for i := range c.age {
		c.age[i] = noAge
	}
	l.each(fieldUK, func(term string, doc uint32) { c.uk[doc] = uint8(slices.Index(review.UKs, review.UK(term))) })
	l.each(fieldStatus, func(term string, doc uint32) {
		c.status[doc] = uint8(slices.Index(review.Statuses, review.Status(term)))
	})
	l.each(fieldAge, func(term string, doc uint32) { c.age[doc] = parseAge(term) })
	place, last := uint32(0), ""
	l.each(fieldNewest, func(term string, doc uint32) { // terms come in their order
		if term != last {
			place, last = place+1, term
		}
		if term != newestKey("", 0) {
			c.newest[doc] = place
		}
	})
	c.all = masksOf(&search.Filter{}, known, c.tuples)
	c.titleRank = sync.OnceValues(func() ([]uint32, error) { return c.rankTitles(reader) })
	return c, l.err
}

// loadIDs numbers the documents.
func (c *columns) loadIDs(reader index.IndexReader) error {
	all, err := reader.DocIDReaderAll()
	if err != nil {
		return err
	}
	defer all.Close()
	var numbers []uint32
	for {
		id, err := all.Next()
		if err != nil {
			return err
		}
		if id == nil {
			break
		}
		number := uint32(id.Value())
		external, err := reader.ExternalID(id)
		if err != nil {
			return err
		}
		for uint32(len(c.ids)) <= number {
			c.ids = append(c.ids, "")
		}
		c.ids[number] = external
		numbers = append(numbers, number)
	}
	c.size, c.documents = uint32(len(c.ids)), len(numbers)
	c.live = newBitmap(c.size)
	for _, n := range numbers {
		c.live.set(n)
	}
	c.rank = rankBy(numbers, c.size, func(a, b uint32) int { return cmp.Compare(c.ids[a], c.ids[b]) })
	return nil
}

// rankTitles orders the documents by title, then by id.
func (c *columns) rankTitles(reader index.IndexReader) ([]uint32, error) {
	keys := make([]string, c.size)
	var numbers []uint32
	err := c.eachTitle(reader, func(doc uint32, title string, _ []string) {
		numbers = append(numbers, doc)
		keys[doc] = strings.ToLower(title)
	})
	if err != nil {
		return nil, err
	}
	return rankBy(numbers, c.size, func(a, b uint32) int {
		return cmp.Or(cmp.Compare(keys[a], keys[b]), cmp.Compare(c.rank[a], c.rank[b]))
	}), nil
}

// eachTitle visits what every live document is called.
func (c *columns) eachTitle(reader index.IndexReader, visit func(doc uint32, title string, aliases []string)) error {
	values, err := reader.DocValueReader([]string{fieldTitles})
	if err != nil {
		return fmt.Errorf("field %s: %w", fieldTitles, err)
	}
	buf := index.NewIndexInternalID(nil, 0)
	for doc := range c.live.all() {
		buf.SetValue(uint64(doc))
		err := values.VisitDocValues(buf, func(_ string, value []byte) {
			names := strings.Split(string(value), "\x00")
			visit(doc, names[0], names[1:])
		})
		if err != nil {
			return fmt.Errorf("field %s: %w", fieldTitles, err)
		}
	}
	return nil
}

// rankBy gives the place of each document in an order.
func rankBy(numbers []uint32, size uint32, compare func(a, b uint32) int) []uint32 {
	slices.SortFunc(numbers, compare)
	rank := make([]uint32, size)
	for i, doc := range numbers {
		rank[doc] = uint32(i)
	}
	return rank
}

// A columnLoader reads the postings of facet fields. It keeps its first error.
type columnLoader struct {
	ctx    context.Context
	reader index.IndexReader
	size   uint32
	err    error
}

// each calls visit for every value of a field and every live document with it,
// the values in their order.
func (l *columnLoader) each(field string, visit func(term string, doc uint32)) {
	if l.err != nil {
		return
	}
	if err := l.visit(field, visit); err != nil {
		l.err = fmt.Errorf("field %s: %w", field, err)
	}
}

func (l *columnLoader) visit(field string, visit func(term string, doc uint32)) error {
	dict, err := l.reader.FieldDict(field)
	if err != nil {
		return err
	}
	defer dict.Close()
	for {
		entry, err := dict.Next()
		if err != nil {
			return err
		}
		if entry == nil {
			return nil
		}
		term := entry.Term
		it, err := l.reader.TermFieldReader(l.ctx, []byte(term), field, false, false, false)
		if err != nil {
			return err
		}
		var buf index.TermFieldDoc
		for {
			posting, err := it.Next(&buf)
			if err != nil {
				return err
			}
			if posting == nil {
				break
			}
			visit(term, uint32(posting.ID.Value()))
		}
		if err := it.Close(); err != nil {
			return err
		}
	}
}

// lists reads a field with any number of values.
func (l *columnLoader) lists(field string, ordinal func(term string) (uint32, error)) lists {
	var docs, values []uint32
	known := map[string]uint32{}
	l.each(field, func(term string, doc uint32) {
		value, ok := known[term]
		if !ok {
			var err error
			if value, err = ordinal(term); err != nil && l.err == nil {
				l.err = err
			}
			known[term] = value
		}
		docs, values = append(docs, doc), append(values, value)
	})
	offset := make([]uint32, l.size+1)
	for _, doc := range docs {
		offset[doc+1]++
	}
	for i := range l.size {
		offset[i+1] += offset[i]
	}
	sorted, next := make([]uint32, len(values)), slices.Clone(offset)
	for i, doc := range docs {
		sorted[next[doc]] = values[i]
		next[doc]++
	}
	return lists{offset: offset, values: sorted}
}

// itemOrdinal gives the place of an id in a controlled list.
func itemOrdinal(items []review.Item) func(string) (uint32, error) {
	return func(id string) (uint32, error) {
		i := slices.IndexFunc(items, func(it review.Item) bool { return it.ID == id })
		if i < 0 {
			return 0, fmt.Errorf("indexed value %q is not in the lists", id)
		}
		return uint32(i), nil
	}
}

// parseTuple reads what tuplesOf wrote.
func parseTuple(term string, domains []review.Item) tuple {
	parts := strings.SplitN(term, "|", 3)
	t := tuple{effect: int8(review.Effect(parts[0]).Rank()), strength: int8(review.Strength(parts[1]).Rank())}
	for id := range strings.SplitSeq(parts[2], ",") {
		if i := slices.IndexFunc(domains, func(it review.Item) bool { return it.ID == id }); i >= 0 {
			t.domains |= 1 << i
		}
	}
	return t
}

func parseAge(term string) [2]uint8 {
	from, to, _ := strings.Cut(term, "-")
	a, errA := strconv.ParseUint(from, 10, 8)
	b, errB := strconv.ParseUint(to, 10, 8)
	if errA != nil || errB != nil {
		return noAge
	}
	return [2]uint8{uint8(a), uint8(b)}
}
