package review

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
)

// Ratings are the words of the two scales: the levels are code, what they are
// called and what is said about them is data.
type Ratings struct {
	Effect    Scale       `toml:"effect" json:"effect"`
	Strength  Scale       `toml:"strength" json:"strength"`
	Details   []Level     `toml:"detail" json:"details" doc:"The two readings of the level mixed-or-none"`
	States    []Level     `toml:"state" json:"states" doc:"What a review is where it carries no rating"`
	UK        []Level     `toml:"uk" json:"uk"`
	Certainty []Certainty `toml:"certainty" json:"certainty" doc:"The sentence that stands beside every pair of ratings"`
	Lines     FixedLines  `toml:"lines" json:"lines"`
}

// A Scale is one of the two metrics, its levels in order from the lowest.
type Scale struct {
	Label    string  `toml:"label" json:"label"`
	Question string  `toml:"question" json:"question" doc:"What the scale answers, in plain words"`
	Levels   []Level `toml:"level" json:"levels"`
}

// A Level is one value of a closed set, in words and as a symbol.
type Level struct {
	ID         string `toml:"id" json:"id"`
	Label      string `toml:"label" json:"label"`
	Symbol     string `toml:"symbol" json:"symbol,omitempty"`
	Definition string `toml:"definition" json:"definition"`
	Sentence   string `toml:"sentence" json:"sentence,omitempty" doc:"For a state: what stands in the place of a certainty sentence"`
}

// Certainty is the fixed sentence about an outcome with this pair of ratings.
type Certainty struct {
	Effect   Effect   `toml:"effect" json:"effect"`
	Detail   Detail   `toml:"detail" json:"detail"`
	Strength Strength `toml:"strength" json:"strength"`
	Sentence string   `toml:"sentence" json:"sentence"`
}

// FixedLines are the lines that go with ratings wherever they are shown.
type FixedLines struct {
	MoreFavourable string `toml:"more_favourable" json:"more_favourable"`
	LessFavourable string `toml:"less_favourable" json:"less_favourable"`
	InLine         string `toml:"in_line" json:"in_line"`
	Unclear        string `toml:"unclear" json:"unclear"`
	NoRating       string `toml:"no_rating" json:"no_rating"`
	Worse          string `toml:"worse" json:"worse"`
	NotRated       string `toml:"not_rated" json:"not_rated"`
	NoNegative     string `toml:"no_negative" json:"no_negative"`
	Whose          string `toml:"whose" json:"whose"`
	Judgement      string `toml:"judgement" json:"judgement"`
}

// CertaintyOf is the sentence for the pair of ratings of an outcome.
func (r *Ratings) CertaintyOf(o *Outcome) string {
	for _, c := range r.Certainty {
		if c.Effect == o.Effect && c.Detail == o.Detail && c.Strength == o.Strength {
			return c.Sentence
		}
	}
	return ""
}

// LevelLabel is the label of an id in a set of levels, or the id.
func LevelLabel(levels []Level, id string) string {
	for _, l := range levels {
		if l.ID == id {
			return l.Label
		}
	}
	return id
}

// EffectLabel is the level of an outcome in words, with its detail.
func (r *Ratings) EffectLabel(e Effect, d Detail) string {
	if d != "" {
		return LevelLabel(r.Details, string(d))
	}
	return LevelLabel(r.Effect.Levels, string(e))
}

// LaterLine is the fixed line for later evidence of this direction.
func (r *Ratings) LaterLine(d Direction) string {
	switch d {
	case "more-favourable":
		return r.Lines.MoreFavourable
	case "less-favourable":
		return r.Lines.LessFavourable
	case "in-line":
		return r.Lines.InLine
	case "unclear":
		return r.Lines.Unclear
	default:
		return r.Lines.NoRating
	}
}

func (r *Ratings) check(lines *stricttoml.Lines) Faults {
	c := ratingsCheck{lines: lines}
	c.levels(r.Effect.Levels, ids(Effects), "effect", "level")
	c.levels(r.Strength.Levels, ids(Strengths), "strength", "level")
	c.levels(r.Details, ids(Details), "detail")
	c.levels(r.States, ids(PublishedStatuses), "state")
	c.levels(r.UK, ids(UKs), "uk")
	for i, state := range r.States {
		c.text("sentence", state.Sentence, "state", i, "sentence")
	}
	c.certainty(r.Certainty)
	for _, line := range []struct{ key, text string }{
		{"more_favourable", r.Lines.MoreFavourable},
		{"less_favourable", r.Lines.LessFavourable},
		{"in_line", r.Lines.InLine},
		{"unclear", r.Lines.Unclear},
		{"no_rating", r.Lines.NoRating},
		{"worse", r.Lines.Worse},
		{"not_rated", r.Lines.NotRated},
		{"no_negative", r.Lines.NoNegative},
		{"whose", r.Lines.Whose},
		{"judgement", r.Lines.Judgement},
	} {
		c.text(line.key, line.text, "lines", line.key)
	}
	for _, scale := range []struct {
		key string
		Scale
	}{{"effect", r.Effect}, {"strength", r.Strength}} {
		c.text("label", scale.Label, scale.key, "label")
		c.text("question", scale.Question, scale.key, "question")
	}
	return c.faults
}

type ratingsCheck struct {
	lines  *stricttoml.Lines
	faults Faults
}

func (c *ratingsCheck) fault(what, mend string, at ...any) {
	c.faults = append(c.faults, Fault{File: RatingsFile, Line: c.lines.Of(at...), What: what, Mend: mend})
}

func (c *ratingsCheck) text(key, text string, at ...any) {
	if strings.TrimSpace(text) == "" {
		c.fault(key+" is missing or empty", "write it", at...)
	}
}

// levels faults a set that is not exactly the wanted ids in their order.
func (c *ratingsCheck) levels(levels []Level, want []string, at ...any) {
	got := make([]string, len(levels))
	for i, l := range levels {
		got[i] = l.ID
		place := append(slices.Clone(at), i)
		c.text("label", l.Label, append(place, "label")...)
		c.text("definition", l.Definition, append(place, "definition")...)
	}
	if !slices.Equal(got, want) {
		c.fault(fmt.Sprintf("the levels of %v are %s", at[0], cmp.Or(strings.Join(got, ", "), "missing")), "they must be, in this order, "+strings.Join(want, ", "), at...)
	}
}

// certainty faults a pair without its sentence, or with two.
func (c *ratingsCheck) certainty(sentences []Certainty) {
	type pair struct {
		e Effect
		d Detail
		s Strength
	}
	seen := map[pair]bool{}
	for i, s := range sentences {
		p := pair{s.Effect, s.Detail, s.Strength}
		switch {
		case !slices.Contains(Effects, p.e) || !slices.Contains(Strengths, p.s) || !fits(p.d, p.e):
			c.fault(fmt.Sprintf("a certainty sentence for %s, which is no pair of ratings", pairName(p.e, p.d, p.s)), "correct or remove it", "certainty", i)
		case seen[p]:
			c.fault("a second certainty sentence for "+pairName(p.e, p.d, p.s), "remove one", "certainty", i)
		}
		seen[p] = true
		c.text("sentence", s.Sentence, "certainty", i, "sentence")
	}
	for _, e := range Effects {
		for _, d := range append([]Detail{""}, Details...) {
			if !fits(d, e) {
				continue
			}
			for _, s := range Strengths {
				if !seen[pair{e, d, s}] {
					c.fault("no certainty sentence for "+pairName(e, d, s), "add [[certainty]]", "certainty")
				}
			}
		}
	}
}

// fits says whether an outcome of this effect has this detail.
func fits(d Detail, e Effect) bool {
	if e == MixedOrNone {
		return slices.Contains(Details, d)
	}
	return d == ""
}

func pairName(e Effect, d Detail, s Strength) string {
	if d == "" {
		return fmt.Sprintf("effect %q and strength %q", e, s)
	}
	return fmt.Sprintf("effect %q, detail %q and strength %q", e, d, s)
}

func ids[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
