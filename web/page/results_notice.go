package page

import (
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// A Block tells one thing that a reader of an answer should know.
type Block struct {
	Kind    search.NoticeKind
	Lead    string
	Text    string
	Meaning string // of an answer that holds nothing, or ""
	Filters []Removal
	All     *Step // the same search without any filter
}

// A Removal is a filter that can be taken away.
type Removal struct {
	Label string // the filter with its values
	Gives string // what is found without it
	Step  Step
}

var leads = map[search.NoticeKind]string{
	search.NothingHeld:       "Nothing is held on this.",
	search.NoEligibleStudies: "Looked for, and nothing found that could be used.",
	search.Filtered:          "The filters take everything away.",
	search.UnknownWords:      "Not all words are known.",
	search.NoWords:           "Please say more.",
	search.PartlyHeld:        "This answers a part of the question only.",
	search.BroaderOnly:       "This is about something wider.",
	search.Shortened:         "A long question.",
	search.Relaxed:           "Not every programme has all of the question.",
	search.PersonalDetails:   "About privacy.",
}

// relaxedShort stands for a notice that would name dozens of words.
const relaxedShort = "Too few programmes have all of it. Beside each programme are the words that it does not use."

// newBlocks are all notices. The heading of an answer that holds nothing says what
// the first one would begin with.
func newBlocks(p params.Page, total int, in *search.Interpretation, ref *review.Reference, steps steps) []Block {
	var blocks []Block
	for i, n := range notices(in) {
		b := Block{Kind: n.Kind, Lead: leads[n.Kind], Text: n.Text}
		if total == 0 && i == 0 {
			b.Lead, b.Meaning = "", meaning(n, in.Concepts)
		}
		if n.Kind == search.Relaxed && !toldInFull(in, n.Kind, in.Dropped) {
			b.Text = relaxedShort
		}
		for _, f := range n.Filters {
			b.Filters = append(b.Filters, removal(p, f, ref, steps))
		}
		if n.Kind == search.Filtered {
			b.All = new(steps.to("Remove all filters", "", Unfiltered(p)))
		}
		blocks = append(blocks, b)
	}
	return blocks
}

func removal(p params.Page, f search.FilterNotice, ref *review.Reference, steps steps) Removal {
	label := ""
	for _, c := range Criteria(p, ref) {
		if isFilter(c, f.Parameter) {
			label = c.Label + ": " + joined(c.Labels())
		}
	}
	gives := "still nothing without it"
	if f.Total > 0 {
		gives = count(f.Total, "programme", "programmes") + " without it"
	}
	return Removal{label, gives, steps.to("Remove this filter", label, cleared(p, f.Parameter, ref))}
}

func isFilter(c Criterion, parameter string) bool {
	return c.Name == parameter || c.Name == parameter+"_min"
}

// cleared is the same search without one filter and all its values.
func cleared(p params.Page, parameter string, ref *review.Reference) params.Page {
	for {
		all := Criteria(p, ref)
		i := slices.IndexFunc(all, func(c Criterion) bool { return isFilter(c, parameter) })
		if i < 0 {
			return p
		}
		p = all[i].Values[0].Without
	}
}

// Zero is an answer that holds nothing: what there is nearby, and what to do.
type Zero struct {
	NoNegative string // the fixed line where negative ratings were asked for and there are none, or ""
	Nearest    []Hit
	Ways       []Link
}

var meanings = map[search.NoticeKind]string{
	search.NothingHeld:       "No review that this store holds covers it. That is not evidence that nothing helps.",
	search.NoEligibleStudies: "That is not evidence that nothing helps. It means that research to answer the question was looked for and is missing.",
	search.UnknownWords:      "Check the spelling, or say it in other words. That nothing is found is not evidence that nothing helps.",
}

// meaning says what it means that nothing is held. A question on other matters than
// this store's gets none, and a sentence that says it already needs no second one.
func meaning(n search.Notice, concepts []search.Concept) string {
	if len(elsewhere(concepts)) > 0 || strings.Contains(n.Text, "nothing helps") {
		return ""
	}
	return meanings[n.Kind]
}

// noNegativeFound keeps a reader who asks for negative ratings and finds none from
// taking that for safety.
func noNegativeFound(p params.Page, found *search.Response, ref *review.Reference) string {
	if !slices.Contains(p.Request().Filter.Effects, review.Negative) {
		return ""
	}
	for _, s := range review.Strengths {
		if cellCount(found, review.Negative, s) > 0 {
			return ""
		}
	}
	return ref.Ratings.Lines.NoNegative
}

func newZero(f *Frame, in *search.Interpretation, read params.Page, nearest []Hit) *Zero {
	z := &Zero{Nearest: nearest}
	z.Ways = smaller(in, read)
	lens := f.Values()
	z.Ways = append(z.Ways,
		Link{"See where evidence is missing", params.Address("/gaps", lens)},
		Link{"Browse all programmes", params.Address("/search", lens)},
		Link{"Read how to ask", params.Address("/help", lens)},
	)
	return z
}

// smaller are searches for a part of the question, by how it was read.
func smaller(in *search.Interpretation, read params.Page) []Link {
	read.Page = 1
	leave := in.Concepts
	if other := elsewhere(in.Concepts); len(other) > 0 {
		leave = other
	} else if len(in.Unknown) > 0 && len(read.Concept) > 0 {
		return []Link{{"Search for what was understood alone", searchURL(read)}}
	}
	var ways []Link
	for _, c := range leave {
		part := read
		if part.Concept = without(read.Concept, c.ID); len(part.Concept) > 0 && len(leave) <= maxSubjects {
			ways = append(ways, Link{"Search for the rest of the question, without " + c.Label, searchURL(part)})
		}
	}
	return ways
}

// elsewhere are the concepts that are not a matter of this store.
func elsewhere(concepts []search.Concept) []search.Concept {
	return slices.DeleteFunc(slices.Clone(concepts), func(c search.Concept) bool { return c.Kind != review.Elsewhere })
}
