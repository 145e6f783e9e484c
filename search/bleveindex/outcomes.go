package bleveindex

import (
	"evidencestore/review"
	"evidencestore/search"
)

// An outcomeMask is what an outcome, or all outcomes of a document, count for: the mask
// of a document is that of its outcomes put together. So an outcome is held against the
// conditions once a request, however many documents have one like it.
type outcomeMask struct {
	levels  uint64 // see the places below
	domains uint64 // for the facet of outcomes
}

// Places in outcomeMask.levels: four bits for each scale, sixteen for the grid.
const (
	effectBits   = 0                               // for the facet of effect
	strengthBits = effectBits + effects            // for the facet of strength
	gridBits     = strengthBits + strengths        // strength × effects + effect
	countedBits  = gridBits + strengths*effects    // those before are counted
	effectHits   = countedBits                     // of the outcomes that meet all conditions
	strengthHits = effectHits + effects            // of the same
	passes       = 1 << (strengthHits + strengths) // one outcome meets all conditions
	counted      = 1<<countedBits - 1
)

// masksOf holds the conditions on outcomes against each tuple.
func masksOf(f *search.Filter, known *review.Lists, tuples []tuple) []outcomeMask {
	effects, strengths := choiceOf(f.Effects, review.Effects), choiceOf(f.Strengths, review.Strengths)
	domains := choiceOfItems(f.Outcomes, known.Outcomes)
	masks := make([]outcomeMask, len(tuples))
	for i, t := range tuples {
		masks[i] = t.mask(effects.level(t.effect), strengths.level(t.strength), domains.anyBit(t.domains))
	}
	return masks
}

// mask is what an outcome counts for that meets some of the three conditions.
func (t *tuple) mask(effect, strength, domain bool) outcomeMask {
	var m outcomeMask
	if strength && domain {
		m.levels |= levelBit(t.effect) << effectBits
	}
	if effect && domain {
		m.levels |= levelBit(t.strength) << strengthBits
	}
	if effect && strength {
		m.domains = t.domains
	}
	if domain && t.effect >= 0 {
		m.levels |= 1 << (gridBits + int(t.strength)*effects + int(t.effect))
	}
	if effect && strength && domain {
		m.levels |= passes | levelBit(t.effect)<<effectHits | levelBit(t.strength)<<strengthHits
	}
	return m
}

// levelBit is the bit of a level, none for a finding without rating.
func levelBit(level int8) uint64 {
	if level < 0 {
		return 0
	}
	return 1 << level
}
