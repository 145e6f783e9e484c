package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// A MapPlace is a pair of ratings with the programmes that have it.
type MapPlace struct {
	Effect     Badge
	Strength   Badge
	Programmes []MapProgramme
}

// A MapProgramme is a programme in its place, with the outcomes that put it there.
type MapProgramme struct {
	Title   string
	URL     string
	Caution string
	Worse   string // fixed line where what was found on the same without a rating was worse, or ""
	Rated   []Rated
	Found   []Found // of a programme without ratings
}

// mapPlaces sorts programmes into pairs of ratings, by the outcomes that pass the
// filters. The strongest evidence comes first, as on the grid.
func mapPlaces(f *Frame, hits []search.Hit) []MapPlace {
	ref := f.Info.Reference
	var places []MapPlace
	for _, s := range slices.Backward(review.Strengths) {
		for _, e := range slices.Backward(review.Effects) {
			place := MapPlace{Effect: EffectBadge(&ref.Ratings, e, ""), Strength: StrengthBadge(&ref.Ratings, s)}
			for i := range hits {
				hit := &hits[i]
				programme := mapProgramme(f, hit)
				for j := range hit.Outcomes {
					if o := &hit.Outcomes[j]; o.Matches && o.Effect == e && o.Strength == s {
						shown := rated(hit, o, ref, false)
						shown.Heading = 4
						programme.Rated = append(programme.Rated, shown)
						if worseUnrated(hit, o.Domains) {
							programme.Worse = ref.Ratings.Lines.Worse
						}
					}
				}
				if len(programme.Rated) > 0 {
					place.Programmes = append(place.Programmes, programme)
				}
			}
			if len(place.Programmes) > 0 {
				places = append(places, place)
			}
		}
	}
	return places
}

func mapProgramme(f *Frame, hit *search.Hit) MapProgramme {
	return MapProgramme{Title: hit.Title, URL: ReviewURL(hit.ID, f.View, "outcomes"), Caution: hit.Caution}
}

// A MapUnrated is a state without ratings with the programmes that are in it.
type MapUnrated struct {
	Label      string
	Statement  string
	Programmes []MapProgramme
}

// mapUnrated are the programmes without ratings, with what research found.
func mapUnrated(f *Frame, hits []search.Hit) []MapUnrated {
	ref := f.Info.Reference
	var states []MapUnrated
	for _, status := range []review.Status{review.NotRated, review.NoEligibleStudies} {
		state := MapUnrated{Label: review.LevelLabel(ref.Ratings.States, string(status))}
		for i := range hits {
			hit := &hits[i]
			if hit.Status != status {
				continue
			}
			programme := mapProgramme(f, hit)
			for j := range hit.Findings {
				if hit.Findings[j].Matches {
					programme.Found = append(programme.Found, found(&hit.Findings[j], ref, false))
				}
			}
			state.Statement = hit.Statement
			state.Programmes = append(state.Programmes, programme)
		}
		if len(state.Programmes) > 0 {
			states = append(states, state)
		}
	}
	return states
}
