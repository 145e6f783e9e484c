package page

import (
	"fmt"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// ByReading is a search with the concepts that were read in the place of the typed
// words, for links that others may see. It is false where words were typed and no
// concept was read in them, so that such a link would find something else.
func ByReading(p params.Page, in *search.Interpretation, ref *review.Reference) (params.Page, bool) {
	if p.Q == "" {
		return p, true
	}
	var read []string
	if in != nil {
		for _, c := range in.Concepts {
			read = append(read, c.ID)
		}
	}
	p.Q, p.Without, p.Verbatim, p.Words = "", nil, false, false
	p.Concept = nil
	for _, c := range ref.Thesaurus.Concepts {
		if slices.Contains(read, c.ID) {
			p.Concept = append(p.Concept, c.ID)
		}
	}
	return p, len(p.Concept) > 0
}

// A Criterion is one filter of a search in words, with its values.
type Criterion struct {
	Name   string // of the parameter
	Label  string // what people call it
	Values []Chosen
}

// Labels are the labels of its values.
func (c Criterion) Labels() []string {
	out := make([]string, len(c.Values))
	for i, v := range c.Values {
		out[i] = v.Label
	}
	return out
}

// A Chosen is one value of a filter, and the search without it.
type Chosen struct {
	Label   string
	Without params.Page // on its first page
}

// Criteria are the filters of a search in the order in which the page has them.
func Criteria(p params.Page, ref *review.Reference) []Criterion {
	p.Page = 1
	var all []Criterion
	add := func(name, label string, values []string, say func(string) string, drop func(*params.Page, string)) {
		c := Criterion{Name: name, Label: label}
		for _, v := range values {
			without := p
			drop(&without, v)
			c.Values = append(c.Values, Chosen{say(v), without})
		}
		if len(c.Values) > 0 {
			all = append(all, c)
		}
	}
	effect := func(v string) string { return review.LevelLabel(ref.Ratings.Effect.Levels, v) }
	strength := func(v string) string { return review.LevelLabel(ref.Ratings.Strength.Levels, v) }
	add("outcome", "Outcome", p.Outcome, inList(ref.Lists.Outcomes), func(p *params.Page, v string) { p.Outcome = without(p.Outcome, v) })
	add("effect_min", ref.Ratings.Effect.Label, given(p.EffectMin), func(v string) string { return effect(v) + " or better" }, func(p *params.Page, _ string) { p.EffectMin = "" })
	add("effect", ref.Ratings.Effect.Label, texts(p.Effect), effect, func(p *params.Page, v string) { p.Effect = without(p.Effect, review.Effect(v)) })
	add("strength_min", ref.Ratings.Strength.Label, given(p.StrengthMin), func(v string) string { return strength(v) + " or stronger" }, func(p *params.Page, _ string) { p.StrengthMin = "" })
	add("strength", ref.Ratings.Strength.Label, texts(p.Strength), strength, func(p *params.Page, v string) { p.Strength = without(p.Strength, review.Strength(v)) })
	add("topic", "Topic", p.Topic, inList(ref.Lists.Topics), func(p *params.Page, v string) { p.Topic = without(p.Topic, v) })
	add("population", "Who it is for", p.Population, inList(ref.Lists.Populations), func(p *params.Page, v string) { p.Population = without(p.Population, v) })
	add("setting", "Setting", p.Setting, inList(ref.Lists.Settings), func(p *params.Page, v string) { p.Setting = without(p.Setting, v) })
	add("uk", "UK evidence", texts(p.UK), func(v string) string { return review.LevelLabel(ref.Ratings.UK, v) }, func(p *params.Page, v string) { p.UK = without(p.UK, review.UK(v)) })
	add("status", "Rated or not", texts(p.Status), func(v string) string { return review.LevelLabel(ref.Ratings.States, v) }, func(p *params.Page, v string) { p.Status = without(p.Status, review.Status(v)) })
	if p.Age != nil {
		add("age", "Age", []string{fmt.Sprint(*p.Age)}, func(v string) string { return "age " + v }, func(p *params.Page, _ string) { p.Age = nil })
	}
	if p.Available {
		add("available", "Available here", []string{p.Here.Name}, func(v string) string { return v }, func(p *params.Page, _ string) { p.Local = params.Local{} })
	}
	return all
}

// Unfiltered is the same search without any filter.
func Unfiltered(p params.Page) params.Page {
	p.Local = params.Local{}
	p.Search = params.Search{
		Q: p.Q, Concept: p.Concept, Without: p.Without, Verbatim: p.Verbatim,
		Sort: p.Sort, Page: 1, PerPage: p.PerPage,
	}
	return p
}

// OutcomeFiltered says whether a filter is set that outcomes pass or fail one by
// one, so that those that pass it are worth marking.
func OutcomeFiltered(p params.Page) bool {
	return len(p.Outcome)+len(p.Effect)+len(p.Strength) > 0 || p.EffectMin != "" || p.StrengthMin != ""
}

func inList(items []review.Item) func(string) string {
	return func(id string) string { return review.Label(items, id) }
}

// without is the list without a value; the list itself stays as it is.
func without[T comparable](values []T, v T) []T {
	return slices.DeleteFunc(slices.Clone(values), func(x T) bool { return x == v })
}

// given is a list of v, or of nothing.
func given[T ~string](v T) []string {
	if v == "" {
		return nil
	}
	return []string{string(v)}
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}

// compareURL leads to programmes side by side, with the search that they come from.
func compareURL(p params.Page, ids ...string) string {
	p.ID = ids
	return params.Address("/compare", p.Values())
}
