package bleveindex

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// Facets on programmes, in the order of Response.Facets after those on outcomes.
const (
	onTopic = iota
	onPopulation
	onSetting
	onUK
	onStatus
	programmeFacets
)

// conditions are a filter made of sets of documents.
type conditions struct {
	programme [programmeFacets][]bitmap // of the chosen values, nil for any
	outcome   outcomeFilter
	age       int    // in years, that a range has to contain; -1 for any
	only      bitmap // programmes to choose among, nil for any
}

func newConditions(f *search.Filter, known *review.Lists, columns *columns) conditions {
	c := conditions{outcome: newOutcomeFilter(f, known, &columns.outcomes), age: -1, only: columns.choose(f.IDs)}
	c.programme[onTopic] = columns.topics.chosen(f.Topics, idsOf(known.Topics))
	c.programme[onPopulation] = columns.people.chosen(f.Populations, idsOf(known.Populations))
	c.programme[onSetting] = columns.settings.chosen(f.Settings, idsOf(known.Settings))
	c.programme[onUK] = columns.uk.chosen(stringsOf(f.UK), stringsOf(review.UKs))
	c.programme[onStatus] = columns.status.chosen(stringsOf(f.Statuses), stringsOf(review.Statuses))
	if f.Age != nil {
		c.age = *f.Age
	}
	return c
}

// chosen are the sets of the chosen values, nil where none is chosen. Values that there
// are not have no documents.
func (s facetSets) chosen(chosen, values []string) []bitmap {
	if len(chosen) == 0 {
		return nil
	}
	sets := []bitmap{}
	for i, v := range values {
		if slices.Contains(chosen, v) {
			sets = append(sets, s[i])
		}
	}
	return sets
}

// choose finds the documents with these ids. It looks at every id that is held: a
// site names some dozens, and of most requests there are none.
func (c *columns) choose(ids []string) bitmap {
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
	return chosen
}

// A choice is a set of places in a scale or list, nil for any.
type choice []bool

func (c choice) has(place int) bool { return c == nil || c[place] }

// only chooses one of n.
func only(one, n int) choice {
	c := make(choice, n)
	c[one] = true
	return c
}

// choiceOf chooses values among all there are.
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
