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
)

// columns hold in memory, by document number, what filters, facets and orders
// need. Numbers have holes where documents were deleted.
type columns struct {
	size      uint32 // one more than the highest document number
	documents int
	live      bitmap
	ids       []string
	rank      []uint32 // place in the order of ids
	topics    facetSets
	people    facetSets
	settings  facetSets
	uk        facetSets
	status    facetSets
	outcomes  outcomeSets
	age       []ageRange // noAge where not given
	newest    []uint32   // the larger the newer; 0 for none
	titleRank func() ([]uint32, error)
}

// programme are the facets on programmes, in their order.
func (c *columns) programme() [programmeFacets]facetSets {
	return [...]facetSets{onTopic: c.topics, onPopulation: c.people, onSetting: c.settings, onUK: c.uk, onStatus: c.status}
}

// An ageRange is the youngest and the oldest age in years.
type ageRange [2]uint8

// noAge is a range that contains no age.
var noAge = ageRange{255, 0}

func (r ageRange) contains(age int) bool { return int(r[0]) <= age && age <= int(r[1]) }

// facetSets are the documents with each value of a facet, by its place in the scale or
// list.
type facetSets []bitmap

func loadColumns(ctx context.Context, reader index.IndexReader, known *review.Lists) (*columns, error) {
	c := &columns{}
	if err := c.loadIDs(reader); err != nil {
		return nil, err
	}
	l := columnLoader{ctx: ctx, reader: reader, size: c.size}
	c.topics = l.sets(fieldTopic, idsOf(known.Topics))
	c.people = l.sets(fieldPopulation, idsOf(known.Populations))
	c.settings = l.sets(fieldSetting, idsOf(known.Settings))
	c.uk = l.sets(fieldUK, stringsOf(review.UKs))
	c.status = l.sets(fieldStatus, stringsOf(review.Statuses))
	c.outcomes = newOutcomeSets(len(known.Outcomes))
	domains, last, t := idsOf(known.Outcomes), "", tuple{}
	l.each(fieldOutcome, func(term string, doc uint32) {
		if term != last {
			last, t = term, parseTuple(term, domains)
		}
		c.outcomes.add(t, doc, c.size)
	})
	c.age, c.newest = make([]ageRange, c.size), make([]uint32, c.size)
	for i := range c.age {
		c.age[i] = noAge
	}
	l.each(fieldAge, func(term string, doc uint32) { c.age[doc] = parseAge(term) })
	place := uint32(0)
	last = ""
	l.each(fieldNewest, func(term string, doc uint32) { // terms come in their order
		if term != last {
			place, last = place+1, term
		}
		if term != newestKey("", 0) {
			c.newest[doc] = place
		}
	})
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

// sets reads a field of these values.
func (l *columnLoader) sets(field string, values []string) facetSets {
	sets := make(facetSets, len(values))
	for i := range sets {
		sets[i] = newBitmap(l.size)
	}
	at, last := -1, ""
	l.each(field, func(term string, doc uint32) {
		if term != last || at < 0 {
			at, last = slices.Index(values, term), term
		}
		if at >= 0 {
			sets[at].set(doc)
		} else if l.err == nil {
			l.err = fmt.Errorf("field %s: indexed value %q is not in the lists", field, term)
		}
	})
	return sets
}

func idsOf(items []review.Item) []string {
	ids := make([]string, len(items))
	for i, it := range items {
		ids[i] = it.ID
	}
	return ids
}

func stringsOf[T ~string](values []T) []string {
	all := make([]string, len(values))
	for i, v := range values {
		all[i] = string(v)
	}
	return all
}

// A tuple is what filters and facets need of an outcome: its pair of ratings, and a bit
// for each item of the list of outcomes that is a domain of it.
type tuple struct {
	pair    int
	domains uint64
}

// parseTuple reads what tuplesOf wrote.
func parseTuple(term string, domains []string) tuple {
	parts := strings.SplitN(term, "|", 3)
	t := tuple{pair: unrated}
	if effect, strength := review.Effect(parts[0]).Rank(), review.Strength(parts[1]).Rank(); effect >= 0 && strength >= 0 {
		t.pair = strength*effects + effect
	}
	for id := range strings.SplitSeq(parts[2], ",") {
		if i := slices.Index(domains, id); i >= 0 {
			t.domains |= 1 << i
		}
	}
	return t
}

func parseAge(term string) ageRange {
	from, to, _ := strings.Cut(term, "-")
	a, errA := strconv.ParseUint(from, 10, 8)
	b, errB := strconv.ParseUint(to, 10, 8)
	if errA != nil || errB != nil {
		return noAge
	}
	return ageRange{uint8(a), uint8(b)}
}
