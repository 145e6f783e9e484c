package page

import (
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Results is the page of a search: how the question was read, and what was found.
type Results struct {
	Shell
	Heading   string
	Count     string // which part of how many is shown
	Posted    bool   // whether the words were sent out of sight of the address
	LensSteps []LensStep
	HowRead   HowRead
	Blocks    []Block
	Hits      []Hit
	First     int // place of the first hit
	Groups    []HitGroup
	Past      *Step // to the first page, from a page past the end
	Zero      *Zero
	Pager     Pager
	Picking   *Picking
	Export    *Export
	Narrow    bool // whether there is anything to narrow
	Filters   Filters
	Chosen    []ChosenStep // in the place of the links of Filters, where the search was posted
	Grid      *Grid
	Map       string // address of the map by the reading, in the place of Grid, or ""
}

func (Results) template() string { return "results" }

// A LensStep leads to the same answer under a lens, where a link would have to hold
// the words.
type LensStep struct {
	Step
	Current bool
}

// A ChosenStep is one filter that was chosen, and the way to the answer without it.
type ChosenStep struct {
	Label string
	Step  Step
}

const resultsDescription = "Programmes and ways of working in children’s social care: what was shown for which outcome, and how far that can be trusted."

// NewResults makes the page of an answer. docs are the documents of its hits and
// neighbours; posted says that the question did not come in the address, so that the
// page must not write it into one.
func NewResults(f *Frame, p params.Page, found *search.Response, docs []*search.Document, posted bool) Results {
	posted = posted && p.Q != ""
	ref := f.Info.Reference
	in := found.Interpretation
	if in == nil {
		in = &search.Interpretation{}
	}
	read, readable := ByReading(p, in, ref)
	steps := steps{posted: posted}
	r := Results{
		Shell:   f.Shell("", resultsTitle(p, found, in, ref), resultsDescription),
		Heading: resultsHeading(p, found, in), Posted: posted,
		HowRead: newHowRead(p, in, ref, steps), Blocks: newBlocks(p, found.Total, in, ref, steps),
		First: (found.Page-1)*found.PerPage + 1, Pager: newPager(p, found, steps),
		Narrow: found.Total > 0 || len(Criteria(p, ref)) > 0, Filters: newFilters(f, p, found),
	}
	r.around(f, p, read, readable)
	r.lenses(f, p, steps)
	h := hitMaker{view: f.View, at: f.At, ref: ref, filtered: OutcomeFiltered(p), docs: byID(docs), picked: p.ID}
	if groupedByOutcome(p) {
		r.Groups = h.groups(found.Hits, p)
	} else {
		r.Hits = h.hits(found.Hits, 2)
	}
	r.Count = shownCount(found)
	if p.Sort == search.ByRelevance && len(found.Hits) > 1 {
		r.Count += byFit
	}
	switch {
	case found.Total == 0:
		r.Zero = newZero(f, in, read, h.nearest(found.Nearest))
		r.Zero.NoNegative = noNegativeFound(p, found, ref)
	case len(found.Hits) == 0:
		r.Count = ""
		first := p
		first.Page = 1
		r.Past = new(steps.to("Go to the first page", "", first))
	default:
		r.Picking, r.Export = newPicking(p, read, readable), newExport(p)
	}
	switch {
	case posted:
		r.Filters.Method, r.Chosen = "post", chosenSteps(p, ref, steps)
		if found.Total > 0 && readable {
			r.Map = params.Address("/map", ofSearch(read))
		}
	case found.Total > 0:
		r.Grid = new(newGrid(f, p, found))
	}
	return r
}

// around sets what stands around the content. Addresses that others may see carry
// the reading.
func (r *Results) around(f *Frame, p, read params.Page, readable bool) {
	r.Question.Post = r.Posted
	r.Question.Typed = p.Q
	r.Private = p.Q != ""
	if p.Q == "" && len(p.Concept) == 0 && len(Criteria(p, f.Info.Reference)) == 0 {
		r.Nav = "/search"
	}
	if !readable {
		return
	}
	r.Canonical = f.Base + searchURL(read)
	feed := read
	feed.Page, feed.Format, feed.ID = 1, params.Atom, nil
	r.Feed = searchURL(feed)
	r.OEmbed = f.oembedURL(params.Address("/search", ofSearch(read)))
}

// lenses leads to the same answer under each lens.
func (r *Results) lenses(f *Frame, p params.Page, steps steps) {
	under := func(view params.View) params.Page {
		p.View = view
		return p
	}
	if !r.Posted {
		r.Lenses = f.lenses(func(view params.View) string { return searchURL(under(view)) })
		return
	}
	for _, lens := range params.Lenses {
		r.LensSteps = append(r.LensSteps, LensStep{steps.to(lensLabels[lens], "", under(params.View{Lens: lens, Site: p.Site})), lens == f.Lens})
	}
}

// chosenSteps are the filters that were chosen, each with the way to be rid of it.
func chosenSteps(p params.Page, ref *review.Reference, steps steps) []ChosenStep {
	var out []ChosenStep
	for _, c := range Criteria(p, ref) {
		for _, v := range c.Values {
			label := c.Label + ": " + v.Label
			out = append(out, ChosenStep{label, steps.to("Remove", "the filter "+label, v.Without)})
		}
	}
	return out
}

func byID(docs []*search.Document) map[string]*search.Document {
	out := map[string]*search.Document{}
	for _, doc := range docs {
		out[doc.ID] = doc
	}
	return out
}
