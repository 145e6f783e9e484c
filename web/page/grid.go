package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Grid is the map of a search: how many programmes have an outcome with each pair of
// ratings.
type Grid struct {
	Caption       string
	EffectLabel   string // names of the scales
	StrengthLabel string
	Effects       []GridHead // from the most negative to the most positive
	Rows          []GridRow  // from the strongest evidence to the weakest
	Strips        []GridStrip
	NoNegative    string // fixed line where no rating is negative, or ""
}

// A GridHead is the head of a row or column: a level and the search for it.
type GridHead struct {
	Badge
	URL    string
	Chosen bool
}

// A GridRow is one level of the strength of evidence.
type GridRow struct {
	Head  GridHead
	Cells []GridCell
}

// A GridCell counts the programmes with one pair of ratings.
type GridCell struct {
	Count    int
	Number   string // Count as people write it
	Effect   Badge
	Strength Badge
	URL      string // "" where there is nothing to show
	Chosen   bool   // lets the filter on ratings through
	Only     bool   // is all that the filter on ratings lets through
	Dots     []struct{}
	Size     string // class: n0, n1, n2, n3
}

// A GridStrip counts programmes that carry no rating.
type GridStrip struct {
	Label string
	Count int
	Exact bool // whether Count is what URL finds
	URL   string
}

// gridDots is how many programmes of a cell are drawn as dots.
const gridDots = 6

// newGrid makes the map of an answer. Its links start from the search p.
func newGrid(f *Frame, p params.Page, found *search.Response) Grid {
	ratings := &f.Info.Reference.Ratings
	p.Page, p.Format = 1, ""
	filter := p.Request().Filter
	g := Grid{
		Caption:     gridCaption(p, f.Info.Reference),
		EffectLabel: ratings.Effect.Label, StrengthLabel: ratings.Strength.Label,
		Strips: gridStrips(p, ratings, found),
	}
	negative := 0
	for _, e := range review.Effects {
		g.Effects = append(g.Effects, GridHead{
			EffectBadge(ratings, e, ""), searchURL(withRatings(p, []review.Effect{e}, nil)),
			slices.Equal(filter.Effects, []review.Effect{e}) && len(filter.Strengths) == 0,
		})
	}
	for _, s := range slices.Backward(review.Strengths) {
		row := GridRow{Head: GridHead{
			StrengthBadge(ratings, s), searchURL(withRatings(p, nil, []review.Strength{s})),
			slices.Equal(filter.Strengths, []review.Strength{s}) && len(filter.Effects) == 0,
		}}
		for _, e := range review.Effects {
			c := newGridCell(p, &filter, e, s, cellCount(found, e, s))
			c.Effect, c.Strength = EffectBadge(ratings, e, ""), row.Head.Badge
			row.Cells = append(row.Cells, c)
			if e == review.Negative {
				negative += c.Count
			}
		}
		g.Rows = append(g.Rows, row)
	}
	if negative == 0 {
		g.NoNegative = ratings.Lines.NoNegative
	}
	return g
}

func newGridCell(p params.Page, filter *search.Filter, e review.Effect, s review.Strength, count int) GridCell {
	c := GridCell{Count: count, Number: number(count), Size: gridSize(count), Dots: make([]struct{}, min(count, gridDots))}
	if count > 0 {
		c.URL = searchURL(withRatings(p, []review.Effect{e}, []review.Strength{s}))
	}
	c.Chosen = len(filter.Effects)+len(filter.Strengths) > 0 && filter.MatchesRatings(e, s)
	c.Only = c.Chosen && len(filter.Effects) == 1 && len(filter.Strengths) == 1
	return c
}

// withRatings is the search with these ratings in the place of those that it asks for.
func withRatings(p params.Page, e []review.Effect, s []review.Strength) params.Page {
	p.Effect, p.EffectMin, p.Strength, p.StrengthMin = e, "", s, ""
	return p
}

// gridStrips lead to the programmes without ratings. A filter on ratings lets none of
// them through, so that under one their numbers are not known.
func gridStrips(p params.Page, ratings *review.Ratings, found *search.Response) []GridStrip {
	exact := len(p.Effect)+len(p.Strength) == 0 && p.EffectMin == "" && p.StrengthMin == ""
	counts := countsOf(found)[search.FacetStatus]
	p = withRatings(p, nil, nil)
	var strips []GridStrip
	for _, status := range []review.Status{review.NotRated, review.NoEligibleStudies} {
		p.Status = []review.Status{status}
		strip := GridStrip{Label: review.LevelLabel(ratings.States, string(status)), Count: counts[string(status)], Exact: exact}
		if !exact || strip.Count > 0 {
			strip.URL = searchURL(p)
		}
		strips = append(strips, strip)
	}
	return strips
}

func gridCaption(p params.Page, ref *review.Reference) string {
	caption := "Programmes by strength of evidence and overall effectiveness"
	if len(p.Outcome) > 0 {
		return caption + ": " + joined(review.Labels(ref.Lists.Outcomes, p.Outcome))
	}
	return caption + ", all outcomes mixed"
}

func cellCount(found *search.Response, e review.Effect, s review.Strength) int {
	for _, c := range found.Grid {
		if c.Effect == e && c.Strength == s {
			return c.Count
		}
	}
	return 0
}

// gridSize is the class of a cell by the magnitude of its number.
func gridSize(n int) string {
	switch {
	case n == 0:
		return "n0"
	case n == 1:
		return "n1"
	case n <= 5:
		return "n2"
	default:
		return "n3"
	}
}
