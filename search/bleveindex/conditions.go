package bleveindex

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// conditions are a filter made of ordinals.
type conditions struct {
	tuples       []outcomeMask // by place in columns.tuples
	none         outcomeMask   // of a document without outcomes
	onProgrammes bool          // one of the next five narrows
	topics       choice
	people       choice
	settings     choice
	uk           choice
	status       choice
	age          ageCondition
	only         programmes
}

// A choice is a set of ordinals, nil for any.
type choice []bool

func (c choice) has(value uint32) bool { return c == nil || int(value) < len(c) && c[value] }

func (c choice) anyOf(values []uint32) bool {
	return c == nil || slices.ContainsFunc(values, func(v uint32) bool { return c[v] })
}

// An ageCondition is an age in years that a range has to contain; -1 for any.
type ageCondition int

func (a ageCondition) passes(rng [2]uint8) bool {
	return a < 0 || int(rng[0]) <= int(a) && int(a) <= int(rng[1])
}

// programmes are documents to choose among, nil for any.
type programmes bitmap

func (p programmes) has(doc uint32) bool { return p == nil || bitmap(p).has(doc) }

// choose finds the documents with these ids. It looks at every id that is held: a
// site names some dozens, and of most requests there are none.
func (c *columns) choose(ids []string) programmes {
	if ids == nil {
		return nil
	}
	wanted := make(map[string]bool, len(ids))
	for _, id := range ids {
		wanted[id] = true
	}
	chosen := newBitmap(c.size)
	for doc, id := range c.ids {
		if id != "" && wanted[id] {
			chosen.set(uint32(doc))
		}
	}
	return programmes(chosen)
}

func newConditions(f *search.Filter, known *review.Lists, columns *columns) conditions {
	c := conditions{
		topics:       choiceOfItems(f.Topics, known.Topics),
		people:       choiceOfItems(f.Populations, known.Populations),
		settings:     choiceOfItems(f.Settings, known.Settings),
		uk:           choiceOf(f.UK, review.UKs),
		status:       choiceOf(f.Statuses, review.Statuses),
		onProgrammes: len(f.Topics)+len(f.Populations)+len(f.Settings)+len(f.UK)+len(f.Statuses) > 0,
		age:          -1,
	}
	if f.Age != nil {
		c.age = ageCondition(*f.Age)
	}
	c.tuples, c.none = columns.all, outcomeMask{levels: passes}
	if len(f.Effects)+len(f.Strengths)+len(f.Outcomes) > 0 {
		c.tuples, c.none = masksOf(f, known, columns.tuples), outcomeMask{}
	}
	return c
}

// level says whether a level passes; a missing rating passes no choice of levels.
func (c choice) level(level int8) bool { return c == nil || level >= 0 && c[level] }

// anyBit says whether one of a set of ordinals passes.
func (c choice) anyBit(set uint64) bool {
	if c == nil {
		return true
	}
	for bit := range bitsOf(set) {
		if c[bit] {
			return true
		}
	}
	return false
}

func choiceOf[T comparable](chosen, all []T) choice {
	if len(chosen) == 0 {
		return nil
	}
	c := make(choice, len(all))
	for i, v := range all {
		c[i] = slices.Contains(chosen, v)
	}
	return c
}

func choiceOfItems(chosen []string, items []review.Item) choice {
	all := make([]string, len(items))
	for i, it := range items {
		all[i] = it.ID
	}
	return choiceOf(chosen, all)
}
