package page

import (
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// A Badge shows one level: a symbol, which is for the eye only, and the words.
type Badge struct {
	Scale  string // "effect" or "strength": chooses the look
	Level  string // id of the level, or of its detail: chooses the colour
	Symbol string
	Label  string
}

// EffectBadge shows a level of overall effectiveness with its detail, if it has one.
func EffectBadge(r *review.Ratings, e review.Effect, d review.Detail) Badge {
	levels, id := r.Effect.Levels, string(e)
	if d != "" {
		levels, id = r.Details, string(d)
	}
	return badge("effect", levels, id)
}

// StrengthBadge shows a level of the strength of evidence.
func StrengthBadge(r *review.Ratings, s review.Strength) Badge {
	return badge("strength", r.Strength.Levels, string(s))
}

func badge(scale string, levels []review.Level, id string) Badge {
	b := Badge{Scale: scale, Level: id, Label: id}
	for _, l := range levels {
		if l.ID == id {
			b.Symbol, b.Label = l.Symbol, l.Label
		}
	}
	return b
}

// A Rated is an outcome with all that must stand beside its ratings.
type Rated struct {
	Heading      int // level of the heading that its name is: 3 or 4
	Name         string
	Domains      []string // labels
	Effect       Badge
	Strength     Badge
	Better       string
	ComparedWith string
	Certainty    string
	Newer        string // fixed lines on later evidence, or ""
	Worse        string // what was worse than in the comparison, or ""
	UK           string // label
	EvidenceTo   string
	Marked       bool // passes a filter that was set

	Full        bool // whether the rest is shown
	Finding     string
	Figures     string
	FiguresFrom string
	RatedBy     string
}

// rated shows an outcome of a hit. filtered says whether a filter on outcomes or
// ratings was set, so that those that pass it are marked.
func rated(hit *search.Hit, o *search.Outcome, ref *review.Reference, filtered bool) Rated {
	r := Rated{
		Heading: 3, Name: o.Name, Domains: review.Labels(ref.Lists.Outcomes, o.Domains),
		Effect: EffectBadge(&ref.Ratings, o.Effect, o.Detail), Strength: StrengthBadge(&ref.Ratings, o.Strength),
		Better: o.Better, ComparedWith: o.ComparedWith, Certainty: o.Certainty, Newer: o.Newer,
		UK: review.LevelLabel(ref.Ratings.UK, string(o.UK)), EvidenceTo: month(o.EvidenceTo),
		Marked:  filtered && o.Matches,
		Finding: o.Finding, Figures: o.Figures, FiguresFrom: o.FiguresFrom, RatedBy: o.RatedBy,
	}
	if r.EvidenceTo == "" {
		r.EvidenceTo = month(hit.EvidenceTo)
	}
	if o.Worse {
		r.Worse = o.WorseNote
		if r.Worse == "" {
			r.Worse = ref.Ratings.Lines.Worse
		}
	}
	return r
}

// A Found is a finding of research that carries no rating.
type Found struct {
	Name     string
	Domains  []string // labels
	Text     string
	Figures  string
	Country  string
	Research string
	Source   string // address, or ""
	Worse    bool
	Marked   bool // passes a filter that was set
}

func found(f *search.Finding, ref *review.Reference, filtered bool) Found {
	return Found{
		Name: f.Name, Domains: review.Labels(ref.Lists.Outcomes, f.Domains), Text: f.Text, Figures: f.Figures, Country: f.Country,
		Research: f.Research, Source: f.Source, Worse: f.Worse, Marked: filtered && f.Matches,
	}
}

// MixedPicture says whether the outcomes of a programme disagree: some were rated
// better than in the comparison, and others were not.
func MixedPicture(outcomes []search.Outcome) bool {
	better := func(o search.Outcome) bool { return o.Effect.Rank() >= review.TendsPositive.Rank() }
	not := func(o search.Outcome) bool { return !better(o) }
	return slices.ContainsFunc(outcomes, better) && slices.ContainsFunc(outcomes, not)
}
