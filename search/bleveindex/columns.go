package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	index "github.com/blevesearch/bleve_index_api"

	"evidencestore/internal/lazy"
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
	topics    facetSets
	people    facetSets
	settings  facetSets
	uk        facetSets
	status    facetSets
	outcomes  outcomeSets
	age       []ageRange            // noAge where not given
	newest    []uint32              // the larger the newer; 0 for none
	titleRank *lazy.Value[[]uint32] // place in the order of titles
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

func loadColumns(ctx context.Context, all []segment, known *review.Lists) (*columns, error) {
	l := newColumnLoader(ctx, all)
	c := &columns{size: l.size, live: l.live, ids: make([]string, l.size)}
	sorted := make([][]uint32, len(l.segments))
	var tasks []func() error
	for i := range l.segments {
		tasks = append(tasks, func() (err error) {
			sorted[i], err = l.ids(&l.segments[i], c.ids)
			return err
		})
	}
	tasks = append(
		tasks,
		func() error { return c.loadOutcomes(l, idsOf(known.Outcomes)) },
		func() error { return c.loadNewest(l) },
		func() error { return c.loadAges(l) },
		func() (err error) { c.topics, err = l.sets(fieldTopic, idsOf(known.Topics)); return err },
		func() (err error) { c.people, err = l.sets(fieldPopulation, idsOf(known.Populations)); return err },
		func() (err error) { c.settings, err = l.sets(fieldSetting, idsOf(known.Settings)); return err },
		func() (err error) { c.uk, err = l.sets(fieldUK, stringsOf(review.UKs)); return err },
		func() (err error) { c.status, err = l.sets(fieldStatus, stringsOf(review.Statuses)); return err },
	)
	if err := atOnce(tasks...); err != nil {
		return nil, err
	}
	c.loadRank(sorted)
	c.titleRank = lazy.New[[]uint32]()
	return c, nil
}

// loadRank orders the documents, those of each segment being in order.
func (c *columns) loadRank(sorted [][]uint32) {
	all := merged(sorted, func(a, b uint32) int { return strings.Compare(c.ids[a], c.ids[b]) })
	c.documents, c.rank = len(all), ranksOf(all, c.size)
	var text strings.Builder // one text rather than many small ones
	for _, doc := range all {
		text.WriteString(c.ids[doc])
	}
	rest := text.String()
	for _, doc := range all {
		n := len(c.ids[doc])
		c.ids[doc], rest = rest[:n], rest[n:]
	}
}

func (c *columns) loadOutcomes(l *columnLoader, domains []string) error {
	c.outcomes = newOutcomeSets(len(domains))
	last, t := "", tuple{}
	return l.each(fieldOutcome, func(term string, doc uint32) {
		if term != last {
			last, t = term, parseTuple(term, domains)
		}
		c.outcomes.add(t, doc, c.size)
	})
}

func (c *columns) loadAges(l *columnLoader) error {
	c.age = make([]ageRange, c.size)
	for i := range c.age {
		c.age[i] = noAge
	}
	return l.each(fieldAge, func(term string, doc uint32) { c.age[doc] = parseAge(term) })
}

func (c *columns) loadNewest(l *columnLoader) error {
	c.newest = make([]uint32, c.size)
	place, last := uint32(0), ""
	return l.each(fieldNewest, func(term string, doc uint32) { // terms come in their order
		if term != last {
			place, last = place+1, term
		}
		if term != newestKey("", 0) {
			c.newest[doc] = place
		}
	})
}

// rankTitles orders the documents by title, then by id.
func (c *columns) rankTitles(ctx context.Context, reader index.IndexReader) ([]uint32, error) {
	keys := make([]string, c.size)
	var numbers []uint32
	err := c.eachTitle(ctx, reader, func(doc uint32, title string, _ []string) {
		numbers = append(numbers, doc)
		keys[doc] = strings.ToLower(title)
	})
	if err != nil {
		return nil, err
	}
	err = search.SortFunc(ctx, numbers, func(a, b uint32) int {
		return cmp.Or(strings.Compare(keys[a], keys[b]), cmp.Compare(c.rank[a], c.rank[b]))
	})
	return ranksOf(numbers, c.size), err
}

// eachTitle visits what every live document is called.
func (c *columns) eachTitle(ctx context.Context, reader index.IndexReader, visit func(doc uint32, title string, aliases []string)) error {
	values, err := reader.DocValueReader([]string{fieldTitles})
	if err != nil {
		return fmt.Errorf("field %s: %w", fieldTitles, err)
	}
	buf := index.NewIndexInternalID(nil, 0)
	seen := 0
	for doc := range c.live.all() {
		if seen%checkEvery == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		seen++
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

// ranksOf gives the place of each document in an order.
func ranksOf(order []uint32, size uint32) []uint32 {
	rank := make([]uint32, size)
	for i, doc := range order {
		rank[doc] = uint32(i)
	}
	return rank
}

// sets reads a field of these values.
func (l *columnLoader) sets(field string, values []string) (facetSets, error) {
	sets := make(facetSets, len(values))
	for i := range sets {
		sets[i] = newBitmap(l.size)
	}
	at, last, unknown := -1, "", ""
	err := l.each(field, func(term string, doc uint32) {
		if term != last || at < 0 {
			at, last = slices.Index(values, term), term
		}
		if at >= 0 {
			sets[at].set(doc)
		} else {
			unknown = term
		}
	})
	if err == nil && unknown != "" {
		err = fmt.Errorf("field %s: indexed value %q is not in the lists", field, unknown)
	}
	return sets, err
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
