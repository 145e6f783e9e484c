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
	Title   string
	URL     string
	State   string // why it has no ratings, or ""
	Caution string
	Cells   []DomainCell
}

// A DomainCell is what is known of a programme in one domain.
type DomainCell struct {
	Domain     string // label
	Rated      []Rated
	FoundOnly  bool // research found something, and there is no rating
	LaterOnly  bool // there is only evidence newer than the ratings of other outcomes
	WorseFound bool // what was found without a rating includes a worse result
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
		row := DomainRow{Title: hit.Title, URL: ReviewURL(hit.ID, f.View, "outcomes"), Caution: hit.Caution}
		if hit.Status != review.Rated {
			row.State = review.LevelLabel(ref.Ratings.States, string(hit.Status))
		}
		for _, d := range domains {
			row.Cells = append(row.Cells, domainCell(hit, d, ref))
		}
		table.Rows = append(table.Rows, row)
	}
	return table
}

// occurring are the domains of the list that some outcome, finding or newer evidence has.
func occurring(list []review.Item, hits []search.Hit) []review.Item {
	var domains []review.Item
	for _, item := range list {
		in := func(ids []string) bool { return slices.Contains(ids, item.ID) }
		if slices.ContainsFunc(hits, func(h search.Hit) bool {
			return slices.ContainsFunc(h.Outcomes, func(o search.Outcome) bool { return in(o.Domains) }) ||
				slices.ContainsFunc(h.Findings, func(x search.Finding) bool { return in(x.Domains) }) ||
				slices.ContainsFunc(h.Later, func(l search.Later) bool { return in(l.Domains) })
		}) {
			domains = append(domains, item)
		}
	}
	return domains
}

// domainCell is all that is known in a domain. What is found without a rating beside one
// is on the page of the programme, but that it includes a worse result is said here.
func domainCell(hit *search.Hit, domain review.Item, ref *review.Reference) DomainCell {
	cell := DomainCell{Domain: domain.Label, WorseFound: worseUnrated(hit, []string{domain.ID})}
	in := func(domains []string) bool { return slices.Contains(domains, domain.ID) }
	for i := range hit.Outcomes {
		if o := &hit.Outcomes[i]; in(o.Domains) {
			cell.Rated = append(cell.Rated, rated(hit, o, ref, false))
		}
	}
	if len(cell.Rated) > 0 {
		return cell
	}
	cell.FoundOnly = slices.ContainsFunc(hit.Findings, func(x search.Finding) bool { return in(x.Domains) })
	cell.LaterOnly = !cell.FoundOnly && slices.ContainsFunc(hit.Later, func(l search.Later) bool { return in(l.Domains) })
	return cell
}

// worseUnrated says whether what research found in one of the domains without a rating
// includes a worse result.
func worseUnrated(hit *search.Hit, domains []string) bool {
	in := func(d string) bool { return slices.Contains(domains, d) }
	return slices.ContainsFunc(hit.Findings, func(x search.Finding) bool { return x.Worse && slices.ContainsFunc(x.Domains, in) }) ||
		slices.ContainsFunc(hit.Later, func(l search.Later) bool { return l.Worse && slices.ContainsFunc(l.Domains, in) })
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
