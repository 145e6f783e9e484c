package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// A DomainTable has a row for each programme and a column for each outcome domain
// that occurs.
type DomainTable struct {
	Domains []string // labels, in the order of the list
	Rows    []DomainRow
	Key     []Badge // all symbols that cells use, with their words
}

// A DomainRow is what is known of one programme.
type DomainRow struct {
	Title string
	URL   string
	State string // why it has no ratings, or ""
	Cells []DomainCell
}

// A DomainCell is what is known of a programme in one domain.
type DomainCell struct {
	Domain    string // label
	Pairs     []DomainPair
	FoundOnly bool // research found something, and there is no rating
}

// A DomainPair is one rated outcome.
type DomainPair struct {
	Name     string
	Effect   Badge
	Strength Badge
	Worse    bool // includes a worse result
	Newer    bool // there is newer evidence
}

// newDomainTable shows all that is rated and found of these programmes.
func newDomainTable(f *Frame, hits []search.Hit) DomainTable {
	ref := f.Info.Reference
	domains := occurring(ref.Lists.Outcomes, hits)
	table := DomainTable{Key: mapKey(&ref.Ratings)}
	for _, d := range domains {
		table.Domains = append(table.Domains, d.Label)
	}
	for i := range hits {
		hit := &hits[i]
		row := DomainRow{Title: hit.Title, URL: reviewURL(hit.ID, f.Lens, "outcomes")}
		if hit.Status != review.Rated {
			row.State = review.LevelLabel(ref.Ratings.States, string(hit.Status))
		}
		for _, d := range domains {
			row.Cells = append(row.Cells, domainCell(hit, d, &ref.Ratings))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// occurring are the domains of the list that some outcome or finding has.
func occurring(list []review.Item, hits []search.Hit) []review.Item {
	var domains []review.Item
	for _, item := range list {
		in := func(ids []string) bool { return slices.Contains(ids, item.ID) }
		if slices.ContainsFunc(hits, func(h search.Hit) bool {
			return slices.ContainsFunc(h.Outcomes, func(o search.Outcome) bool { return in(o.Domains) }) ||
				slices.ContainsFunc(h.Findings, func(x search.Finding) bool { return in(x.Domains) })
		}) {
			domains = append(domains, item)
		}
	}
	return domains
}

func domainCell(hit *search.Hit, domain review.Item, ratings *review.Ratings) DomainCell {
	cell := DomainCell{Domain: domain.Label}
	for _, o := range hit.Outcomes {
		if slices.Contains(o.Domains, domain.ID) {
			cell.Pairs = append(cell.Pairs, DomainPair{
				Name: o.Name, Effect: EffectBadge(ratings, o.Effect, o.Detail), Strength: StrengthBadge(ratings, o.Strength),
				Worse: o.Worse, Newer: o.Newer != "",
			})
		}
	}
	cell.FoundOnly = len(cell.Pairs) == 0 && slices.ContainsFunc(hit.Findings, func(x search.Finding) bool {
		return slices.Contains(x.Domains, domain.ID)
	})
	return cell
}

// mapKey are the levels as cells show them: the middle one by its two readings.
func mapKey(ratings *review.Ratings) []Badge {
	var key []Badge
	for _, e := range slices.Backward(review.Effects) {
		if e != review.MixedOrNone {
			key = append(key, EffectBadge(ratings, e, ""))
			continue
		}
		for _, d := range review.Details {
			key = append(key, EffectBadge(ratings, e, d))
		}
	}
	for _, s := range slices.Backward(review.Strengths) {
		key = append(key, StrengthBadge(ratings, s))
	}
	return key
}
