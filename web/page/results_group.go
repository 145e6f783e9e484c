package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"evidencestore/search"
	"evidencestore/web/params"
)

// A HitGroup holds the programmes of a page that were rated on one kind of outcome:
// only these can be read in an order of ratings.
type HitGroup struct {
	ID    string
	Title string
	Hits  []Hit
}

// groupedByOutcome says whether an order by ratings would put programmes beside one
// another that were judged on different outcomes.
func groupedByOutcome(p params.Page) bool {
	return (p.Sort == search.ByEffect || p.Sort == search.ByStrength) && len(p.Outcome) != 1
}

// groups puts each hit under every domain of its rated outcomes that match, in the
// order of the list, and those without such an outcome last. Where domains were
// chosen, there are no others.
func (m *hitMaker) groups(found []search.Hit, p params.Page) []HitGroup {
	var out []HitGroup
	add := func(title string, hits []Hit) {
		if len(hits) > 0 {
			out = append(out, HitGroup{fmt.Sprintf("group-%d", len(out)+1), title, hits})
		}
	}
	for _, domain := range m.ref.Lists.Outcomes {
		if len(p.Outcome) == 0 || slices.Contains(p.Outcome, domain.ID) {
			add(domain.Label, m.inDomain(found, domain.ID, p.Sort))
		}
	}
	unrated := slices.DeleteFunc(slices.Clone(found), func(h search.Hit) bool { return len(matching(h.Outcomes, "")) > 0 })
	add("Without a rating", m.hits(unrated, 3))
	return out
}

// inDomain are the hits with a matching outcome in a domain, the best rated first.
func (m *hitMaker) inDomain(found []search.Hit, domain string, by search.Sort) []Hit {
	in := slices.DeleteFunc(slices.Clone(found), func(h search.Hit) bool { return len(matching(h.Outcomes, domain)) == 0 })
	slices.SortStableFunc(in, func(a, b search.Hit) int { return cmp.Compare(best(b, domain, by), best(a, domain, by)) })
	var hits []Hit
	for i := range in {
		h := m.hit(&in[i], 3)
		h.MoreOutcomes = MoreOutcomes{}
		here := matching(in[i].Outcomes, domain)
		m.outcomes(&h, &in[i], here)
		h.Elsewhere = otherNames(in[i].Outcomes, here)
		hits = append(hits, m.pickable(h, in[i].ID))
	}
	return hits
}

// matching are the outcomes that pass the filters, in a domain or in any.
func matching(outcomes []search.Outcome, domain string) []search.Outcome {
	var out []search.Outcome
	for _, o := range outcomes {
		if o.Matches && (domain == "" || slices.Contains(o.Domains, domain)) {
			out = append(out, o)
		}
	}
	return out
}

// best is the rank of the best matching outcome in a domain.
func best(h search.Hit, domain string, by search.Sort) int {
	rank := -1
	for _, o := range matching(h.Outcomes, domain) {
		if by == search.ByEffect {
			rank = max(rank, o.Effect.Rank())
		} else {
			rank = max(rank, o.Strength.Rank())
		}
	}
	return rank
}

// otherNames names the outcomes of a programme that are not among those shown: without
// their ratings, which do not stand without what belongs beside them.
func otherNames(all, shown []search.Outcome) string {
	var names []string
	for _, o := range all {
		if !slices.ContainsFunc(shown, func(s search.Outcome) bool { return s.Name == o.Name }) {
			names = append(names, o.Name)
		}
	}
	return strings.Join(names, "; ")
}
