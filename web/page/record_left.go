package page

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// leftOut says what the record does not rest on, and why.
func leftOut(p params.Page, rec *Recording, ref *review.Reference) LeftOut {
	if rec.Found == nil {
		return LeftOut{ByHand: true}
	}
	left := LeftOut{MoreAway: rec.MoreAway, Picked: rec.Picked, FoundNone: rec.Found.Total == 0}
	for _, hit := range rec.Found.Hits {
		if !among(rec.Documents, hit.ID) {
			left.NotPicked = append(left.NotPicked, hit.Title)
		}
	}
	total := len(left.NotPicked) + rec.Found.Total - len(rec.Found.Hits)
	left.NotPicked = left.NotPicked[:min(len(left.NotPicked), MaxNamed)]
	left.MoreNotPicked = total - len(left.NotPicked)
	left.Away = takenAway(p, rec, ref)
	if in := rec.Found.Interpretation; in != nil {
		left.Dropped, left.Unknown = in.Dropped, in.Unknown
	}
	return left
}

// takenAway are the programmes that the filters took away, by reason. One that was
// picked all the same is shown, and is not among them.
func takenAway(p params.Page, rec *Recording, ref *review.Reference) []TakenAway {
	var out []TakenAway
	for _, doc := range rec.Away {
		if among(rec.Documents, doc.ID) {
			continue
		}
		why := whyAway(doc, p, ref)
		if why == "" {
			why = "found only when the same question is asked without the filters"
		}
		i := slices.IndexFunc(out, func(t TakenAway) bool { return t.Why == why })
		if i < 0 {
			out, i = append(out, TakenAway{Why: why}), len(out)
		}
		out[i].Titles = append(out[i].Titles, doc.Title)
	}
	return out
}

// Nothing says whether nothing was left out.
func (l LeftOut) Nothing() bool {
	return l.MoreNotPicked+l.MoreAway+len(l.NotPicked)+len(l.Away)+len(l.Dropped)+len(l.Unknown) == 0
}

// outside says that a programme was picked though the search does not find it, or ""
// where it does or where that cannot be told.
func outside(doc *search.Document, p params.Page, rec *Recording, ref *review.Reference) string {
	if rec.Found == nil || slices.ContainsFunc(rec.Found.Hits, func(hit search.Hit) bool { return hit.ID == doc.ID }) {
		return ""
	}
	if why := whyAway(doc, p, ref); why != "" {
		return "Picked although the filters leave it out: " + why + "."
	}
	if rec.Found.Total > len(rec.Found.Hits) {
		return ""
	}
	return "Picked by hand: this search does not find it."
}

// whyAway says in words which filters a programme fails, or "" where it passes all.
func whyAway(doc *search.Document, p params.Page, ref *review.Reference) string {
	var why []string
	var onOutcome []Criterion
	for _, c := range Criteria(p, ref) {
		switch c.Name {
		case "outcome", "effect", "effect_min", "strength", "strength_min":
			onOutcome = append(onOutcome, c)
		default:
			if reason := failsFilter(doc, p, c, ref); reason != "" {
				why = append(why, reason)
			}
		}
	}
	filter := p.Request().Filter
	if len(onOutcome) > 0 && !anyOutcomePasses(doc, &filter) {
		why = append([]string{noOutcome(doc, onOutcome, &filter)}, why...)
	}
	return strings.Join(why, "; ")
}

// anyOutcomePasses is the rule by which programmes are found: findings stand in for
// outcomes where there are none.
func anyOutcomePasses(doc *search.Document, f *search.Filter) bool {
	if doc.Status != review.Rated {
		return f.MatchesRatings("", "") && (len(f.Outcomes) == 0 || slices.ContainsFunc(doc.Findings, func(x search.Finding) bool {
			return f.MatchesDomains(x.Domains)
		}))
	}
	return slices.ContainsFunc(doc.Outcomes, func(o search.Outcome) bool {
		return f.MatchesRatings(o.Effect, o.Strength) && f.MatchesDomains(o.Domains)
	})
}

// noOutcome names the conditions that no outcome of a programme meets together.
func noOutcome(doc *search.Document, conditions []Criterion, f *search.Filter) string {
	if doc.Status != review.Rated && !f.MatchesRatings("", "") {
		return "not rated"
	}
	parts := make([]string, len(conditions))
	for i, c := range conditions {
		parts[i] = c.Label + ": " + either(c)
	}
	text := "no rated outcome passes "
	if doc.Status != review.Rated {
		text = "no finding passes "
	}
	text += joined(parts)
	if len(parts) > 1 {
		text += ", on one and the same outcome"
	}
	return text
}

// failsFilter says why a programme fails a filter on programmes, or "" where it passes.
func failsFilter(doc *search.Document, p params.Page, c Criterion, ref *review.Reference) string {
	switch {
	case c.Name == "topic" && !anyOf(doc.Topics, p.Topic):
		return "not recorded as about: " + either(c)
	case c.Name == "population" && !anyOf(doc.Population, p.Population):
		return "not recorded as for: " + either(c)
	case c.Name == "setting" && !anyOf(doc.Settings, p.Setting):
		return "not recorded in the setting: " + either(c)
	case c.Name == "uk" && !slices.Contains(p.UK, doc.UK):
		return "UK evidence: " + review.LevelLabel(ref.Ratings.UK, string(doc.UK))
	case c.Name == "status" && !slices.Contains(p.Status, doc.Status):
		return review.LevelLabel(ref.Ratings.States, string(doc.Status))
	case c.Name == "age" && len(doc.Age) != 2:
		return "its ages are not stated"
	case c.Name == "age" && (*p.Age < doc.Age[0] || *p.Age > doc.Age[1]):
		return fmt.Sprintf("for ages %d to %d", doc.Age[0], doc.Age[1])
	case c.Name == "available" && !slices.Contains(p.Here.IDs, doc.ID):
		return "not available at " + p.Here.Name
	default:
		return ""
	}
}

func anyOf(has, wanted []string) bool {
	return slices.ContainsFunc(has, func(v string) bool { return slices.Contains(wanted, v) })
}

func among(docs []*search.Document, id string) bool {
	return slices.ContainsFunc(docs, func(doc *search.Document) bool { return doc.ID == id })
}
