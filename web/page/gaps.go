package page

import (
	"fmt"
	"slices"

	"evidencestore/review"
	"evidencestore/web/params"
)

// Gaps shows where evidence is missing, from the documents alone.
type Gaps struct {
	Shell
	Action string // of the form that narrows the page
	Hidden []Hidden
	Topics []Option
	Topic  string // labels of the chosen topics, or ""
	Read   int    // documents that were read
	Total  int    // documents that there are
	Weak   WeakList
	Lists  []GapList
	Named  NamedGaps
}

// An Option is a value that can be chosen in a form.
type Option struct {
	Value   string
	Label   string
	Current bool
}

// A WeakList holds the outcomes on low or very low strength, by programme.
type WeakList struct {
	Count  int
	Groups []WeakGroup
	More   Rest
}

// A WeakGroup holds the outcomes of one programme.
type WeakGroup struct {
	Programme Link
	Caution   string // that belongs to the ratings, or ""
	Worse     string // that research without a rating found something worse, or ""
	Outcomes  []WeakOutcome
}

// A GapList holds programmes that lack the same thing.
type GapList struct {
	ID     string
	Title  string
	Text   string
	Settle string // what kind of study could help, or ""
	Count  int
	Links  []Link
	More   Rest
}

// NamedGaps are questions that somebody looked for and found unanswered.
type NamedGaps struct {
	Count   int
	Entries []NamedGap
	More    Rest
}

// A NamedGap is one of them.
type NamedGap struct {
	review.Gap
	Programme Link
}

// A Rest is what a list does not show.
type Rest struct {
	Count int
	URL   string // of a search that shows all of it, or ""
}

// maxGaps is how many entries of a list are shown.
const maxGaps = 50

func (Gaps) template() string { return "gaps" }

// NewGaps makes the page of gaps, narrowed to the topics of p. f has to be of the
// generation of o.
func NewGaps(f *Frame, o *Overview, p params.Page) Gaps {
	items := f.Info.Reference.Lists.Topics
	values := params.Page{Search: params.Search{Topic: p.Topic, Page: 1, PerPage: params.DefaultPerPage}, View: p.View}.Values()
	g := Gaps{
		Shell:  f.public("/gaps", "Gaps in the evidence", "Where good evidence on programmes in children’s social care is missing, and what kind of study could help."),
		Action: "/gaps", Hidden: f.hiddenView(), Read: o.Read, Total: o.Total,
		Topic: joined(review.Labels(items, p.Topic)),
	}
	g.Canonical = f.Base + params.Address("/gaps", values)
	if g.Topic != "" {
		g.Title += ": " + g.Topic
	}
	for _, it := range items {
		g.Topics = append(g.Topics, Option{it.ID, it.Label, slices.Contains(p.Topic, it.ID)})
	}
	m := gapMaker{topic: p.Topic, view: f.View}
	for _, l := range o.lacks {
		if len(p.Topic) == 0 || slices.ContainsFunc(l.topics, func(t string) bool { return slices.Contains(p.Topic, t) }) {
			m.lacks = append(m.lacks, l)
		}
	}
	g.Weak, g.Lists, g.Named = m.weak(), m.lists(&f.Info.Reference.Ratings), m.named()
	return g
}

// A gapMaker makes the lists of what is missing among some programmes.
type gapMaker struct {
	lacks []lack
	topic []string
	view  params.View
}

func (m *gapMaker) weak() WeakList {
	var w WeakList
	for _, l := range m.lacks {
		room := max(0, maxGaps-w.Count)
		w.Count += len(l.weak)
		if shown := l.weak[:min(room, len(l.weak))]; len(shown) > 0 {
			w.Groups = append(w.Groups, WeakGroup{m.link(l.Programme), l.caution, l.worse, shown})
		}
	}
	w.More = m.rest(w.Count, params.Search{Strength: []review.Strength{review.VeryLow, review.Low}})
	return w
}

func (m *gapMaker) lists(r *review.Ratings) []GapList {
	uk := func(wanted review.UK) func(*lack) bool { return func(l *lack) bool { return l.uk == wanted } }
	status := func(wanted review.Status) func(*lack) bool { return func(l *lack) bool { return l.status == wanted } }
	all := []GapList{
		m.list("uk-none", "Nothing from the UK", "None of the evidence in these documents is from the UK.", "A study in UK services.",
			uk("none"), params.Search{UK: []review.UK{"none"}}),
		m.list("uk-not-stated", "Not known whether anything is from the UK", "What was read does not say. Some of these may rest on UK evidence.", "First a look into the reviews behind them. If none of the studies is from the UK, a study in UK services.",
			uk("not-stated"), params.Search{UK: []review.UK{"not-stated"}}),
		m.list("economics", "Nothing on costs", "These documents say nothing on costs or value for money. Others may say only that nothing was found; read it there.", "An economic evaluation beside a trial.",
			func(l *lack) bool { return !l.costed }, params.Search{}),
		m.list("not-rated", "Never rated", stateDefinition(r, review.NotRated), "A rating of the existing reviews.",
			status(review.NotRated), params.Search{Status: []review.Status{review.NotRated}}),
		m.list("no-eligible-studies", "No eligible studies", stateDefinition(r, review.NoEligibleStudies), "A first well-conducted controlled study.",
			status(review.NoEligibleStudies), params.Search{Status: []review.Status{review.NoEligibleStudies}}),
	}
	for i := range all {
		if all[i].ID == "economics" {
			all[i].More.URL = "" // no search finds them
		}
	}
	return all
}

func (m *gapMaker) list(id, title, text, settle string, has func(*lack) bool, all params.Search) GapList {
	g := GapList{ID: id, Title: title, Text: text, Settle: settle}
	for i := range m.lacks {
		if !has(&m.lacks[i]) {
			continue
		}
		if g.Count++; g.Count <= maxGaps {
			g.Links = append(g.Links, m.link(m.lacks[i].Programme))
		}
	}
	g.More = m.rest(g.Count, all)
	return g
}

func (m *gapMaker) named() NamedGaps {
	var n NamedGaps
	for _, l := range m.lacks {
		for _, gap := range l.gaps {
			if n.Count++; n.Count <= maxGaps {
				n.Entries = append(n.Entries, NamedGap{gap, m.link(l.Programme)})
			}
		}
	}
	n.More.Count = max(0, n.Count-maxGaps)
	return n
}

func (m *gapMaker) link(p Programme) Link { return Link{p.Title, ReviewURL(p.ID, m.view, "")} }

// rest is what a list of so many does not show, with the search for all of them.
func (m *gapMaker) rest(count int, all params.Search) Rest {
	all.Topic, all.Page, all.PerPage = m.topic, 1, params.DefaultPerPage
	return Rest{max(0, count-maxGaps), searchURL(params.Page{Search: all, View: m.view})}
}

func stateDefinition(r *review.Ratings, status review.Status) string {
	for _, s := range r.States {
		if s.ID == string(status) {
			return s.Definition
		}
	}
	return ""
}

// Looked says who found the question unanswered, and when.
func (g NamedGap) Looked() string {
	if g.Year == 0 {
		return g.WhoLooked
	}
	return fmt.Sprintf("%s, %d", g.WhoLooked, g.Year)
}
