package unmet

import (
	"cmp"
	"errors"
	"regexp"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// An ID names a concept of the thesaurus or an entry of one of the lists.
type ID struct {
	List string // Concepts, or the parameter that filters by the list
	Name string
}

// Concepts is the List of the thesaurus. Those of the controlled lists are called as
// their facets.
const Concepts = "concept"

// MaxIDs is how many ids are kept together.
const MaxIDs = 3

var (
	lists       = []string{Concepts, search.FacetOutcome, search.FacetTopic, search.FacetPopulation, search.FacetSetting}
	namePattern = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)
)

const maxName = 100 // characters

var errID = errors.New("no id of a list or of the thesaurus")

// String is the id as it stands in files: list/name.
func (id ID) String() string { return id.List + "/" + id.Name }

// MarshalText implements encoding.TextMarshaler.
func (id ID) MarshalText() ([]byte, error) { return []byte(id.String()), nil }

// UnmarshalText implements encoding.TextUnmarshaler. It says whether the id has the
// form of one, not whether a reference has it.
func (id *ID) UnmarshalText(text []byte) error {
	list, name, _ := strings.Cut(string(text), "/")
	*id = ID{list, name}
	if !id.wellFormed() {
		return errID
	}
	return nil
}

func (id ID) wellFormed() bool {
	return slices.Contains(lists, id.List) && len(id.Name) <= maxName && namePattern.MatchString(id.Name)
}

func compareIDs(a, b ID) int {
	return cmp.Or(strings.Compare(a.List, b.List), strings.Compare(a.Name, b.Name))
}

// A reference knows the ids of a generation, and ranks them by what they say of a need.
// Concepts of other fields are not among them, since they are no matter of this store.
type reference struct {
	of        *review.Reference
	ids       map[ID]meaning
	elsewhere map[string]bool // concepts of other fields, by id
}

// A meaning is what an id stands for. kind is that of a concept.
type meaning struct {
	rank  int
	label string
	kind  review.ConceptKind
}

// The order in which ids are kept, where a question has more than MaxIDs: the problem
// first, since that is the need, then what is asked for and wanted, then whom it
// concerns. Of equal rank the first in the alphabet is kept, so that the same question
// is the same need.
var conceptRanks = map[review.ConceptKind]int{
	review.Problem: 0, review.Programme: 1, review.Legal: 2, review.OutcomeOf: 4, review.Person: personRank, review.Setting: 8, review.AgeGroup: 10,
}

const (
	topicRank      = 3
	outcomeRank    = 5
	personRank     = 6 // from here on it is said whom a question concerns, and not what it is on
	populationRank = 7
	settingRank    = 9
)

func newReference(of *review.Reference) *reference {
	r := &reference{of: of, ids: map[ID]meaning{}, elsewhere: map[string]bool{}}
	for i := range of.Thesaurus.Concepts {
		c := &of.Thesaurus.Concepts[i]
		if rank, ok := conceptRanks[c.Kind]; ok {
			r.add(ID{Concepts, c.ID}, meaning{rank, c.Label, c.Kind})
		} else {
			r.elsewhere[c.ID] = true
		}
	}
	for _, list := range []struct {
		name  string
		items []review.Item
		rank  int
	}{
		{search.FacetTopic, of.Lists.Topics, topicRank},
		{search.FacetOutcome, of.Lists.Outcomes, outcomeRank},
		{search.FacetPopulation, of.Lists.Populations, populationRank},
		{search.FacetSetting, of.Lists.Settings, settingRank},
	} {
		for _, item := range list.items {
			r.add(ID{list.name, item.ID}, meaning{rank: list.rank, label: item.Label})
		}
	}
	return r
}

func (r *reference) add(id ID, is meaning) {
	if id.wellFormed() {
		r.ids[id] = is
	}
}

// need are the ids that are kept of a question, the most telling first. Of one on
// another field, such as holes in a street, there are none.
func (r *reference) need(a *Asked) []ID {
	var ids []ID
	for _, of := range []struct {
		list  string
		names []string
	}{
		{Concepts, a.Concepts},
		{search.FacetTopic, a.Filter.Topics},
		{search.FacetOutcome, a.Filter.Outcomes},
		{search.FacetPopulation, a.Filter.Populations},
		{search.FacetSetting, a.Filter.Settings},
	} {
		for _, name := range of.names {
			if id := (ID{of.list, name}); r.has(id) {
				ids = append(ids, id)
			}
		}
	}
	r.sort(ids)
	ids = slices.Compact(ids)
	other := slices.ContainsFunc(a.Concepts, func(name string) bool { return r.elsewhere[name] })
	if len(ids) == 0 || other && r.ids[ids[0]].rank >= personRank {
		return nil
	}
	return ids[:min(len(ids), MaxIDs)]
}

func (r *reference) has(id ID) bool {
	_, ok := r.ids[id]
	return ok
}

// sort puts the most telling first, and what the reference does not have last.
func (r *reference) sort(ids []ID) {
	rank := func(id ID) int {
		if is, ok := r.ids[id]; ok {
			return is.rank
		}
		return len(conceptRanks) + len(lists)
	}
	slices.SortFunc(ids, func(a, b ID) int { return cmp.Or(cmp.Compare(rank(a), rank(b)), compareIDs(a, b)) })
}

// keyOf names a need, in whatever order its ids stand.
func keyOf(ids []ID) string {
	sorted := slices.SortedFunc(slices.Values(ids), compareIDs)
	parts := make([]string, len(sorted))
	for i, id := range sorted {
		parts[i] = id.String()
	}
	return strings.Join(parts, " ")
}
