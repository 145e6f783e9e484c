package unmet

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

// DefaultWeeks is how many weeks a report looks back.
const DefaultWeeks = 12

// maxEntries bounds a report: each entry costs a search or two.
const maxEntries = 1000

// ReportOptions say what a report is on.
type ReportOptions struct {
	Weeks int              // back from now, the present one included; 0 is DefaultWeeks
	Most  int              // needs that are looked up, those asked for most first; 0 is as many as ever
	Now   func() time.Time // nil is time.Now
}

// A Report sets what was asked for beside what the store holds now: a list for those
// who commission research and services. Its numbers are of questions and not of people.
type Report struct {
	Generation string    `json:"generation"`
	From       Week      `json:"from"`
	To         Week      `json:"to"`
	Counted    []Week    `json:"counted"`   // weeks in which something was kept, the oldest first
	Questions  int       `json:"questions"` // that are kept of these weeks
	NotTaken   int       `json:"not_taken"` // questions for which there was no room
	Unread     []string  `json:"unread"`    // names of files that cannot be read
	Sections   []Section `json:"sections"`  // all of Holdings, in their order
	More       int       `json:"more"`      // needs that were not looked up
}

// A Section holds the needs of which the store holds about as much.
type Section struct {
	Holding Holding `json:"holding"`
	Title   string  `json:"title"`
	Text    string  `json:"text"`
	Entries []Entry `json:"entries"` // those asked for most first
}

// An Entry is one need.
type Entry struct {
	Parts   []Part     `json:"parts"`
	Asked   int        `json:"asked"`   // questions
	Weeks   []Week     `json:"weeks"`   // in which it was kept, the oldest first
	Answers []Answered `json:"answers"` // how it was answered then, the most frequent first
	Held    Held       `json:"held"`
}

// A Part is one of the ids of a need. Kind is that of a concept; Gone says that the
// present reference does not have the id, which then is its Label.
type Part struct {
	List  string             `json:"list"`
	ID    string             `json:"id"`
	Label string             `json:"label"`
	Kind  review.ConceptKind `json:"kind,omitempty"`
	Gone  bool               `json:"gone"`
}

// Answered counts questions that were answered alike.
type Answered struct {
	Answer Answer `json:"answer"`
	Words  string `json:"words"`
	Count  int    `json:"count"`
}

// NewReport reports on what is kept in a data folder, with what s holds of it now. It
// changes no file.
func NewReport(ctx context.Context, data string, s search.Searcher, opt ReportOptions) (*Report, error) {
	if opt.Weeks < 0 || opt.Most < 0 {
		return nil, errors.New("a report takes one week at least")
	}
	now := time.Now
	if opt.Now != nil {
		now = opt.Now
	}
	to := WeekOf(now())
	info := s.Info()
	r := &Report{
		Generation: info.Generation, From: to.back(cmp.Or(opt.Weeks, DefaultWeeks) - 1), To: to,
		Counted: []Week{}, Unread: []string{}, Sections: emptySections(),
	}
	needs, err := r.read(folder{dir: dirIn(data)})
	if err != nil {
		return nil, err
	}
	most := min(cmp.Or(opt.Most, maxEntries), maxEntries)
	r.More = max(0, len(needs)-most)
	l := lookup{Searcher: s, reference: newReference(info.Reference), documents: map[string]*search.Document{}}
	for _, n := range needs[:len(needs)-r.More] {
		e, holding, err := l.entry(ctx, n)
		if err != nil {
			return nil, fmt.Errorf("looking up what is held: %w", err)
		}
		section := &r.Sections[slices.Index(Holdings, holding)]
		section.Entries = append(section.Entries, *e)
	}
	return r, nil
}

// A need is what was kept of one over the weeks of a report.
type need struct {
	kept
	weeks []Week
}

// read adds up the weeks of the report. The needs that were asked for most come first.
func (r *Report) read(f folder) ([]*need, error) {
	weeks, err := f.weeks()
	if err != nil {
		return nil, err
	}
	needs := map[string]*need{}
	for _, week := range weeks {
		if week < r.From || week > r.To {
			continue
		}
		held, err := f.read(week)
		if errors.Is(err, errUnreadable) {
			r.Unread = append(r.Unread, filepath.Base(f.file(week)))
			continue
		}
		if err != nil {
			return nil, err
		}
		r.Counted = append(r.Counted, week)
		r.NotTaken += held.notTaken
		for key, k := range held.needs {
			r.Questions += k.counts.total()
			if needs[key] == nil {
				needs[key] = &need{kept: kept{ids: k.ids}}
			}
			needs[key].counts.add(&k.counts, 1)
			needs[key].weeks = append(needs[key].weeks, week)
		}
	}
	return slices.SortedFunc(maps.Values(needs), func(a, b *need) int {
		return cmp.Or(cmp.Compare(b.counts.total(), a.counts.total()), strings.Compare(keyOf(a.ids), keyOf(b.ids)))
	}), nil
}

var answerWords = map[Answer]string{
	NothingHeld:       "nothing held",
	NoEligibleStudies: "looked for, no eligible studies",
	UnknownWords:      "words not known",
	Filtered:          "taken away by filters",
	PartlyHeld:        "held in part",
	BroaderOnly:       "held on something broader only",
	Found:             "programmes found",
}

// answered words how a need was answered.
func answered(c *counts) []Answered {
	var all []Answered
	for i, n := range c {
		if n > 0 {
			all = append(all, Answered{Answers[i], answerWords[Answers[i]], n})
		}
	}
	slices.SortStableFunc(all, func(a, b Answered) int { return cmp.Compare(b.Count, a.Count) })
	return all
}

// part names an id in the words of the reference.
func (r *reference) part(id ID) Part {
	is, ok := r.ids[id]
	return Part{List: id.List, ID: id.Name, Label: cmp.Or(is.label, id.Name), Kind: is.kind, Gone: !ok}
}
