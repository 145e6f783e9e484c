package bleveindex

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// Numbers of levels. A pair is both ratings of an outcome, strength × effects + effect;
// a finding without ratings has the last one.
const (
	effects   = 4
	strengths = 4
	unrated   = strengths * effects
	pairs     = unrated + 1
)

// outcomeSets are the documents by what their outcomes are. Filters and counts hold of
// one and the same outcome, so there is a set for each pair of ratings with each domain.
// A set without documents is nil.
type outcomeSets struct {
	pair   [pairs]bitmap   // an outcome has this pair
	both   [pairs][]bitmap // an outcome has this pair and this domain
	domain []bitmap        // an outcome has this domain
}

func newOutcomeSets(domains int) outcomeSets {
	o := outcomeSets{domain: make([]bitmap, domains)}
	for i := range o.both {
		o.both[i] = make([]bitmap, domains)
	}
	return o
}

// add notes an outcome of a document. size is the number of documents.
func (o *outcomeSets) add(t tuple, doc, size uint32) {
	note := func(set *bitmap) {
		if *set == nil {
			*set = newBitmap(size)
		}
		set.set(doc)
	}
	note(&o.pair[t.pair])
	for d := range bitsOf(t.domains) {
		note(&o.both[t.pair][d])
		note(&o.domain[d])
	}
}

// An outcomeFilter are the conditions that one outcome has to meet.
type outcomeFilter struct {
	*outcomeSets
	effects, strengths, domains choice
}

func newOutcomeFilter(f *search.Filter, known *review.Lists, sets *outcomeSets) outcomeFilter {
	return outcomeFilter{
		outcomeSets: sets,
		effects:     choiceOf(f.Effects, review.Effects), strengths: choiceOf(f.Strengths, review.Strengths),
		domains: choiceOf(f.Outcomes, idsOf(known.Outcomes)),
	}
}

// narrows says whether there is any condition. Without one, documents without outcomes
// pass too.
func (f *outcomeFilter) narrows() bool {
	return f.effects != nil || f.strengths != nil || f.domains != nil
}

// passing are sets of the documents with an outcome that meets all conditions.
func (f *outcomeFilter) passing() []bitmap { return f.ofPairs(f.effects, f.strengths, f.domains) }

// withEffect are sets of the documents with an outcome of this effect that meets the
// conditions on the other two; withStrength and withDomain are the same for theirs.
func (f *outcomeFilter) withEffect(effect int) []bitmap {
	return f.ofPairs(only(effect, effects), f.strengths, f.domains)
}

func (f *outcomeFilter) withStrength(strength int) []bitmap {
	return f.ofPairs(f.effects, only(strength, strengths), f.domains)
}

func (f *outcomeFilter) withDomain(domain int) []bitmap {
	if f.effects == nil && f.strengths == nil {
		return held(f.domain[domain])
	}
	return f.ofPairs(f.effects, f.strengths, only(domain, len(f.domain)))
}

// inCell are sets of the documents with an outcome of both ratings that meets the
// condition on domains.
func (f *outcomeFilter) inCell(strength, effect int) []bitmap {
	return f.ofPairs(only(effect, effects), only(strength, strengths), f.domains)
}

// ofPairs are the sets of all outcomes with ratings and a domain among the chosen ones.
func (f *outcomeFilter) ofPairs(effect, strength, domains choice) []bitmap {
	var sets []bitmap
	for pair := range pairs {
		among := effect == nil && strength == nil
		if pair != unrated {
			among = effect.has(pair%effects) && strength.has(pair/effects)
		}
		switch {
		case !among:
		case domains == nil:
			sets = append(sets, f.pair[pair])
		default:
			for d, chosen := range domains {
				if chosen {
					sets = append(sets, f.both[pair][d])
				}
			}
		}
	}
	return held(sets...)
}

// held are the sets that have documents.
func held(sets ...bitmap) []bitmap {
	return slices.DeleteFunc(sets, func(s bitmap) bool { return s == nil })
}
