package unmet

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A Holding is how much the store holds of a need.
type Holding string

// The holdings.
const (
	HoldsNothing   Holding = "nothing-held"
	HoldsNoStudies Holding = "no-eligible-studies"
	HoldsPart      Holding = "part-only"
	HoldsWeak      Holding = "weak-evidence"
	HoldsStronger  Holding = "held"
	HoldsUnknown   Holding = "unknown-ids"
)

// Holdings are all holdings, what is missing most first.
var Holdings = []Holding{HoldsNothing, HoldsNoStudies, HoldsPart, HoldsWeak, HoldsStronger, HoldsUnknown}

// emptySections are the sections of a report without entries.
func emptySections() []Section {
	return []Section{
		{HoldsNothing, "Nothing held", "No programme in the store is about it. That does not mean that nothing helps, nor that there is no research: only that this store holds none.", []Entry{}},
		{HoldsNoStudies, "Looked for, no eligible studies", "Reviewers looked for studies and found none that they could use.", []Entry{}},
		{HoldsPart, "Held in part, or on something broader only", "Programmes are held on a part of it, or on what it is a case of, and none on all of it as such.", []Entry{}},
		{HoldsWeak, "Held, with weak evidence only", "Programmes are about it, and no outcome of any of them is rated above low strength.", []Entry{}},
		{HoldsStronger, "Held", "Programmes are about it, and some outcome of some of them is rated above low strength. That may not be the outcome that was wanted.", []Entry{}},
		{HoldsUnknown, "No longer known", "The thesaurus or the lists no longer have all of it, so that it cannot be looked up.", []Entry{}},
	}
}

// Held is what the store holds of a need.
type Held struct {
	Text       string          `json:"text"`       // a sentence or two for people
	Programmes int             `json:"programmes"` // that are about it
	First      []Programme     `json:"first"`      // the first of them
	Strongest  review.Strength `json:"strongest"`  // of the evidence on any of their outcomes, or ""
	Certainty  string          `json:"certainty"`  // what that means, in words
	Gaps       []Gap           `json:"gaps"`       // recorded in the documents about it
}

// A Programme names one.
type Programme struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// A Gap is one that a document records.
type Gap struct {
	Programme Programme `json:"programme"`
	review.Gap
}

// How much of what is held is looked at and shown.
const (
	maxHits     = 1000
	maxFirst    = 3
	maxGapsFrom = 10 // documents whose gaps are read
)

// A lookup finds out what a store holds.
type lookup struct {
	search.Searcher
	*reference
	documents map[string]*search.Document
}

// entry looks up one need.
func (l *lookup) entry(ctx context.Context, n *need) (*Entry, Holding, error) {
	e := &Entry{Asked: n.counts.total(), Weeks: n.weeks, Answers: answered(&n.counts), Held: Held{First: []Programme{}, Gaps: []Gap{}}}
	ids := slices.Clone(n.ids)
	l.sort(ids)
	req := search.Request{Sort: search.ByRelevance, Page: 1, PerPage: search.MaxPerPage}
	known := true
	for _, id := range ids {
		p := l.part(id)
		e.Parts = append(e.Parts, p)
		known = known && !p.Gone
		ask(&req, id)
	}
	if !known {
		e.Held.Text = "It cannot be looked up."
		return e, HoldsUnknown, nil
	}
	holding, err := l.held(ctx, &req, &e.Held)
	return e, holding, err
}

// ask has a request ask for an id.
func ask(req *search.Request, id ID) {
	f := &req.Filter
	to := map[string]*[]string{
		Concepts: &req.Reading.Concepts, search.FacetOutcome: &f.Outcomes, search.FacetTopic: &f.Topics,
		search.FacetPopulation: &f.Populations, search.FacetSetting: &f.Settings,
	}[id.List]
	*to = append(*to, id.Name)
}

// held asks for a need and tells what is held of it.
func (l *lookup) held(ctx context.Context, req *search.Request, h *Held) (Holding, error) {
	res, err := l.Search(ctx, req)
	if err != nil {
		return "", err
	}
	if res.Total == 0 {
		return nothing(res, h), nil
	}
	if n := notice(res, search.PartlyHeld, search.BroaderOnly); n != nil {
		h.Text = n.Text
		return HoldsPart, nil
	}
	about, err := l.about(ctx, req, res)
	if err != nil {
		return "", err
	}
	if len(about) == 0 {
		h.Text = "No programme in the store is about all of it together. Some are about a part of it."
		return HoldsPart, nil
	}
	if len(about) < res.Total { // so that only these are counted
		only := *req
		only.Reading, only.Filter.IDs, only.PerPage = search.Reading{}, idsOf(about), 1
		if res, err = l.Search(ctx, &only); err != nil {
			return "", err
		}
	}
	return l.describe(ctx, req, res, about, h)
}

// about are the hits that are about every concept that says what is needed; res is the
// first page of them. An answer may have hits that lack some, or that mention one in
// passing; but how many are about a concept is known, and the best hits are taken for
// these. People, ages and places only put fitting hits first, unless nothing else was
// asked for.
func (l *lookup) about(ctx context.Context, req *search.Request, res *search.Response) ([]search.Hit, error) {
	most := res.Total
	var wanted []string
	for _, c := range neededOf(res) {
		wanted = append(wanted, c.Label)
		most = min(most, c.Documents)
	}
	var about []search.Hit
	for page := 1; ; page++ {
		for _, hit := range res.Hits {
			if len(about) < most && !slices.ContainsFunc(wanted, func(label string) bool { return slices.Contains(hit.Missing, label) }) {
				about = append(about, hit)
			}
		}
		if len(about) >= most || page*req.PerPage >= min(res.Total, maxHits) {
			return about, nil
		}
		next := *req
		next.Page = page + 1
		var err error
		if res, err = l.Search(ctx, &next); err != nil {
			return nil, err
		}
	}
}

// neededOf are the concepts of an answer that say what is needed, or where there are
// none all.
func neededOf(res *search.Response) []search.Concept {
	if res.Interpretation == nil {
		return nil
	}
	all := res.Interpretation.Concepts
	needed := slices.DeleteFunc(slices.Clone(all), func(c search.Concept) bool {
		return c.Kind == review.Person || c.Kind == review.AgeGroup || c.Kind == review.Setting
	})
	if len(needed) == 0 {
		return all
	}
	return needed
}

// nothing tells of an empty answer.
func nothing(res *search.Response, h *Held) Holding {
	if n := notice(res, search.NoEligibleStudies); n != nil {
		h.Text = n.Text
		return HoldsNoStudies
	}
	h.Text = "No programme."
	if notice(res, search.Filtered) != nil {
		h.Text = "No programme for all of it together. There are some for a part of it."
	}
	return HoldsNothing
}

// notice is the first of these kinds that the answer came with.
func notice(res *search.Response, kinds ...search.NoticeKind) *search.Notice {
	in := res.Interpretation
	if in == nil {
		return nil
	}
	all := in.Notes
	if in.Notice != nil {
		all = append([]search.Notice{*in.Notice}, in.Notes...)
	}
	for i := range all {
		if slices.Contains(kinds, all[i].Kind) {
			return &all[i]
		}
	}
	return nil
}

// describe tells how far what is held about a need can be trusted.
func (l *lookup) describe(ctx context.Context, req *search.Request, res *search.Response, about []search.Hit, h *Held) (Holding, error) {
	h.Programmes, h.Strongest = res.Total, strongest(res)
	for _, hit := range about[:min(len(about), maxFirst)] {
		h.First = append(h.First, Programme{hit.ID, hit.Title})
	}
	for _, hit := range about[:min(len(about), maxGapsFrom)] {
		doc, err := l.document(ctx, hit.ID)
		if err != nil {
			return "", err
		}
		for _, g := range doc.Gaps {
			h.Gaps = append(h.Gaps, Gap{Programme{hit.ID, hit.Title}, g})
		}
	}
	what, whose := fmt.Sprintf("%d programmes", h.Programmes), "their outcomes"
	if h.Programmes == 1 {
		what, whose = "1 programme", "its outcomes"
	}
	if len(req.Filter.Outcomes) > 0 {
		whose += " of this kind" // the filter holds for what is counted
	}
	if unstudied(about) {
		h.Text = what + ", and reviewers found no study that they could use."
		return HoldsNoStudies, nil
	}
	if h.Strongest == "" {
		h.Text = fmt.Sprintf("%s, and none of %s is rated.", what, whose)
		return HoldsWeak, nil
	}
	h.Text = fmt.Sprintf("%s, the strongest evidence on any of %s is %s.", what, whose, strings.ReplaceAll(string(h.Strongest), "-", " "))
	for _, level := range l.of.Ratings.Strength.Levels {
		if level.ID == string(h.Strongest) {
			h.Certainty = level.Definition
		}
	}
	if h.Strongest == review.VeryLow || h.Strongest == review.Low {
		return HoldsWeak, nil
	}
	return HoldsStronger, nil
}

func (l *lookup) document(ctx context.Context, id string) (*search.Document, error) {
	if doc := l.documents[id]; doc != nil {
		return doc, nil
	}
	doc, err := l.Review(ctx, id)
	if err == nil {
		l.documents[id] = doc
	}
	return doc, err
}

// strongest is the highest strength that an outcome of any programme found has. It is
// read from the counts, where a rating belongs to an outcome.
func strongest(res *search.Response) review.Strength {
	var most review.Strength
	for _, f := range res.Facets {
		for _, v := range f.Values {
			if f.Field == search.FacetStrength && v.Count > 0 {
				most = review.Strength(v.Value) // the scale begins with the lowest
			}
		}
	}
	return most
}

func unstudied(hits []search.Hit) bool {
	return !slices.ContainsFunc(hits, func(h search.Hit) bool { return h.Status != review.NoEligibleStudies })
}

func idsOf(hits []search.Hit) []string {
	ids := []string{}
	for _, h := range hits {
		ids = append(ids, h.ID)
	}
	return ids
}
