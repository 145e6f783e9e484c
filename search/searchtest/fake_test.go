package searchtest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

// fake is an engine that looks at every review, for the suite's own tests. Its
// fields are what a faulty one does instead.
type fake struct {
	c       *Corpus
	read    sync.Map                           // what analyze said of a text
	texts   func() map[string][]search.Passage // by id, made once
	words   func() map[string]int              // reviews by word, counted once
	spelt   func() map[string]int              // reviews by spelling
	change  func(f *fake, req *search.Request, resp *search.Response)
	analyze func(string) []search.Token
	review  func(*search.Document)
	late    bool // does not look at the time
	missing bool // finds every id
	loose   bool // a phrase may lie in two passages
	extra   int  // of each document frequency
	edits   int  // more than was asked for
	stems   bool // Terms gives indexed words
	told    bool // of clauses that the question does not say
	cited   bool // citations are like other fields
	times   int  // that a text has to say something to be about it
	settle  func(c *Corpus, q search.Query, parts []wantedPart) (found []string, dropped []int)
	title   func(*search.Title)
	word    func(*search.Word)
	stamp   func() string
}

func newFake(c *Corpus) *fake {
	f := &fake{
		c: c, stamp: func() string { return "" },
		change: func(*fake, *search.Request, *search.Response) {}, review: func(*search.Document) {},
		title: func(*search.Title) {}, word: func(*search.Word) {}, times: search.AboutTimes, settle: settle,
	}
	f.analyze = f.remember
	f.texts = sync.OnceValue(c.passages)
	f.words = sync.OnceValue(func() map[string]int { return f.count(func(t search.Token, _ search.Passage) string { return t.Term }) })
	f.spelt = sync.OnceValue(func() map[string]int { return f.count(f.spelling) })
	return f
}

func (f *fake) Close() error { return nil }

func (f *fake) Info() *search.Info {
	return &search.Info{Generation: "1", Documents: len(f.c.Reviews), Reference: f.c.Reference}
}

func (f *fake) Analyze(text string) []search.Token { return f.analyze(text) }

func (f *fake) Review(_ context.Context, id string) (*search.Document, error) {
	doc := f.c.Review(id)
	if doc == nil && f.missing {
		return &search.Document{}, nil
	}
	if doc == nil {
		return nil, search.ErrNotFound
	}
	d := search.NewDocument(doc, f.c.Reference)
	f.review(d)
	return d, nil
}

func (f *fake) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	if ctx.Err() != nil && !f.late {
		return nil, search.ErrTimeout
	}
	scores, found, dropped := f.find(req.Query)
	a := Evaluate(f.c, found, req)
	resp := &search.Response{
		Query: req.Query.Text + f.stamp(), Total: len(a.IDs), Page: req.Page, PerPage: req.PerPage, Sort: req.Sort, Generation: "1",
		Hits: []search.Hit{}, Facets: a.Facets, Grid: a.Grid, Dropped: dropped,
	}
	for _, id := range pageOf(a.IDs, req) {
		hit := search.Hit{ID: id, Score: scores[id]}
		if !req.IDsOnly {
			hit = f.hit(req, f.c.Review(id), scores[id])
		}
		resp.Hits = append(resp.Hits, hit)
	}
	if req.NoCounts {
		resp.Facets, resp.Grid = nil, nil
	}
	f.change(f, req, resp)
	return resp, nil
}

// find gives the ids that a question finds, best first, and their scores.
func (f *fake) find(q search.Query) (scores map[string]float64, found []string, dropped []int) {
	if len(q.Clauses) == 0 && strings.TrimSpace(q.Text) != "" {
		return nil, nil, nil
	}
	scores = map[string]float64{}
	var parts []wantedPart
	for place, clause := range q.Clauses {
		for _, forms := range f.waysOf(clause) {
			part := wantedPart{place, clause.Occur, map[string]bool{}}
			for _, doc := range f.c.Reviews {
				if score := f.best(forms, doc); score > 0 {
					part.found[doc.ID] = true
					scores[doc.ID] += score
				}
			}
			parts = append(parts, part)
		}
	}
	found, dropped = f.settle(f.c, q, parts)
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(scores[b], scores[a]) })
	return scores, found, dropped
}

// waysOf are the ways of saying a clause, or each of its words.
func (f *fake) waysOf(clause search.Clause) [][]run {
	var words [][]run
	if len(clause.Forms) == 0 {
		for _, t := range f.analyze(clause.Text) {
			words = append(words, []run{{t}})
		}
		return words
	}
	var ways []run
	for _, form := range clause.Forms {
		if r := run(f.analyze(form.Text)); len(r) > 0 {
			ways = append(ways, r)
		}
	}
	if len(ways) == 0 {
		return nil
	}
	return [][]run{ways}
}

// lacks are the words and phrases of a question that a review does not have.
func (f *fake) lacks(q search.Query, doc *review.Review) (missing []string) {
	for _, clause := range q.Clauses {
		if clause.Occur == search.MustNot || clause.Added && !f.told {
			continue
		}
		for i, ways := range f.waysOf(clause) {
			text := clause.Text
			if len(clause.Forms) == 0 {
				t := f.analyze(text)[i]
				text = text[t.Start:t.End]
			}
			if f.best(ways, doc) == 0 && !slices.Contains(missing, text) {
				missing = append(missing, text)
			}
		}
	}
	return missing
}

// best is crude: rare words count more, and so do fields of weight and short texts.
func (f *fake) best(ways []run, doc *review.Review) float64 {
	best := 0.0
	for _, r := range ways {
		best = max(best, f.weigh(r, doc))
	}
	return best
}

func (f *fake) weigh(r run, doc *review.Review) float64 {
	best := 0.0
	for _, p := range f.passages(doc) {
		text := f.analyze(p.Text)
		n := 0.0
		for i := range text {
			if text[i].Term == r[0].Term && r.in(text[i:]) {
				n++
			}
		}
		for _, field := range search.TextFields {
			if field.Name == p.Field && n > 0 {
				best = max(best, field.Weight*n/(n+1)/math.Sqrt(float64(len(text)+10)))
			}
		}
	}
	return best / math.Sqrt(1+float64(f.DocFreq(r[0].Term)))
}

func (f *fake) passages(doc *review.Review) []search.Passage {
	all := f.texts()[doc.ID]
	if !f.loose {
		return all
	}
	joined := search.Passage{Field: "body", Section: search.SectionSummary}
	for _, p := range all {
		joined.Text += p.Text + " "
	}
	return append(slices.Clone(all), joined)
}

func (f *fake) hit(req *search.Request, doc *review.Review, score float64) search.Hit {
	h := search.NewHit(doc, f.c.Reference, &req.Filter)
	h.Score = score
	h.Missing = append(h.Missing, f.lacks(req.Query, doc)...)
	asked := askedRuns(f, req.Query.Text)
	for _, p := range f.texts()[doc.ID] {
		text := f.analyze(p.Text)
		at := slices.IndexFunc(text, func(t search.Token) bool { return sharesWord([]search.Token{t}, asked) })
		if p.Section == "" || !slices.ContainsFunc(asked, func(r run) bool { return r.in(text) }) {
			continue
		}
		h.BestSection = p.Section
		s := search.Snippet{Field: p.Section}
		for _, span := range []search.Span{{Text: p.Text[:text[at].Start]}, {Text: p.Text[text[at].Start:text[at].End], Match: true}, {Text: p.Text[text[at].End:]}} {
			if span.Text != "" {
				s.Spans = append(s.Spans, span)
			}
		}
		h.Snippets = append(h.Snippets, s)
	}
	return h
}

func checkOf(t *testing.T, partName, checkName string) (part, check) {
	t.Helper()
	for _, p := range parts() {
		for _, c := range p.checks {
			if p.name == partName && c.name == checkName {
				return p, c
			}
		}
	}
	t.Fatalf("no check %q in part %q", checkName, partName)
	return part{}, check{}
}
