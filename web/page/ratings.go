package page

import "evidencestore/review"

// Ratings explains the two scales.
type Ratings struct {
	Shell
	Scales    []ScaleView
	Middle    string // label of the level that has two readings
	Details   []LevelView
	States    []LevelView
	UK        []LevelView
	Certainty []CertaintyGroup
}

// A ScaleView shows one of the two scales, its levels in order from the lowest.
type ScaleView struct {
	ID       string
	Label    string
	Question string
	Levels   []LevelView
}

// A LevelView shows a level and what it means.
type LevelView struct {
	Badge
	Definition string
	Sentence   string // what stands where a certainty sentence would, or ""
}

// A CertaintyGroup holds the sentences beside one level of effectiveness.
type CertaintyGroup struct {
	Effect Badge
	Rows   []CertaintyRow
}

// A CertaintyRow is the sentence beside a level of strength.
type CertaintyRow struct {
	Strength Badge
	Sentence string
}

func (Ratings) template() string { return "ratings" }

// NewRatings makes the page that explains the ratings.
func NewRatings(f *Frame) Ratings {
	r := &f.Info.Reference.Ratings
	return Ratings{
		Shell: f.public("/ratings", "Ratings explained", "What the two ratings of an outcome mean, who gave them, and what is not known about them."),
		Scales: []ScaleView{
			{"effect", r.Effect.Label, r.Effect.Question, levelViews("effect", r.Effect.Levels)},
			{"strength", r.Strength.Label, r.Strength.Question, levelViews("strength", r.Strength.Levels)},
		},
		Middle:    review.LevelLabel(r.Effect.Levels, string(review.MixedOrNone)),
		Details:   levelViews("effect", r.Details),
		States:    levelViews("state", r.States),
		UK:        levelViews("uk", r.UK),
		Certainty: certaintyGroups(r),
	}
}

func levelViews(scale string, levels []review.Level) []LevelView {
	out := make([]LevelView, len(levels))
	for i, l := range levels {
		out[i] = LevelView{Badge{scale, l.ID, l.Symbol, l.Label}, l.Definition, l.Sentence}
	}
	return out
}

// certaintyGroups are the sentences in scale order; the middle level stands twice,
// once for each of its readings.
func certaintyGroups(r *review.Ratings) []CertaintyGroup {
	var groups []CertaintyGroup
	for _, e := range review.Effects {
		details := []review.Detail{""}
		if e == review.MixedOrNone {
			details = review.Details
		}
		for _, d := range details {
			g := CertaintyGroup{Effect: EffectBadge(r, e, d)}
			for _, s := range review.Strengths {
				sentence := r.CertaintyOf(&review.Outcome{Effect: e, Detail: d, Strength: s})
				g.Rows = append(g.Rows, CertaintyRow{StrengthBadge(r, s), sentence})
			}
			groups = append(groups, g)
		}
	}
	return groups
}
