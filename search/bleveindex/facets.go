package bleveindex

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// facets words the counts.
func (c *collector) facets(f *search.Filter, ref *review.Reference) []search.Facet {
	return []search.Facet{
		levelFacet(search.FacetEffect, review.Effects, ref.Ratings.Effect.Levels, c.counts.effect[:], f.Effects),
		levelFacet(search.FacetStrength, review.Strengths, ref.Ratings.Strength.Levels, c.counts.strength[:], f.Strengths),
		itemFacet(search.FacetOutcome, ref.Lists.Outcomes, c.counts.domain, f.Outcomes),
		itemFacet(search.FacetTopic, ref.Lists.Topics, c.counts.programme[onTopic], f.Topics),
		itemFacet(search.FacetPopulation, ref.Lists.Populations, c.counts.programme[onPopulation], f.Populations),
		itemFacet(search.FacetSetting, ref.Lists.Settings, c.counts.programme[onSetting], f.Settings),
		levelFacet(search.FacetUK, review.UKs, ref.Ratings.UK, c.counts.programme[onUK], f.UK),
		levelFacet(search.FacetStatus, review.PublishedStatuses, ref.Ratings.States, c.counts.programme[onStatus], f.Statuses),
	}
}

func levelFacet[T ~string](field string, values []T, labels []review.Level, counts []int, selected []T) search.Facet {
	facet := search.Facet{Field: field, Values: make([]search.FacetValue, len(values))}
	for i, v := range values {
		facet.Values[i] = search.FacetValue{
			Value: string(v), Label: review.LevelLabel(labels, string(v)), Count: counts[i], Selected: slices.Contains(selected, v),
		}
	}
	return facet
}

func itemFacet(field string, items []review.Item, counts []int, selected []string) search.Facet {
	facet := search.Facet{Field: field, Values: make([]search.FacetValue, len(items))}
	for i, it := range items {
		facet.Values[i] = search.FacetValue{Value: it.ID, Label: it.Label, Count: counts[i], Selected: slices.Contains(selected, it.ID)}
	}
	return facet
}

// grid gives all cells, the strongest evidence and the most positive effect first.
func (c *collector) grid() []search.Cell {
	var cells []search.Cell
	for s, strength := range slices.Backward(review.Strengths) {
		for e, effect := range slices.Backward(review.Effects) {
			cells = append(cells, search.Cell{Strength: strength, Effect: effect, Count: c.counts.grid[s][e]})
		}
	}
	return cells
}
