package searchtest

import (
	"cmp"
	"context"
	"math"
	"slices"
	"strings"
	"sync"
	"testing"
	"unicode"

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
	change  func(f *fake, req *search.Request, resp *search.Response)
	analyze func(string) []search.Token
	review  func(*search.Document)
	late    bool // does not look at the time
	missing bool // finds every id
	loose   bool // a phrase may lie in two passages
	extra   int  // of each document frequency
	edits   int  // more than was asked for
	stamp   func() string
}

func newFake(c *Corpus) *fake {
	f := &fake{
		c: c, stamp: func() string { return "" },
		change: func(*fake, *search.Request, *search.Response) {}, review: func(*search.Document) {},
	}
	f.analyze = f.remember
	f.texts = sync.OnceValue(c.passages)
	f.words = sync.OnceValue(f.count)
	return f
}

// remember analyses each text once.
func (f *fake) remember(text string) []search.Token {
	tokens, ok := f.read.Load(text)
	if !ok {
		tokens, _ = f.read.LoadOrStore(text, analyze(text))
	}
	return tokens.([]search.Token)
}

// count counts the reviews with each word.
func (f *fake) count() map[string]int {
	words := map[string]int{}
	for _, doc := range f.c.Reviews {
		seen := map[string]bool{}
		for _, p := range f.texts()[doc.ID] {
			for _, t := range f.analyze(p.Text) {
				if !seen[t.Term] {
					seen[t.Term] = true
					words[t.Term]++
				}
			}
		}
	}
	return words
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
	scores := map[string]float64{}
	var found []string
	for _, id := range f.c.IDs() {
		if score, ok := f.score(req, f.c.Review(id)); ok {
			found, scores[id] = append(found, id), score
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return cmp.Compare(scores[b], scores[a]) })
	a := Evaluate(f.c, found, req)
	resp := &search.Response{
		Query: req.Query.Text + f.stamp(), Total: len(a.IDs), Page: req.Page, PerPage: req.PerPage, Sort: req.Sort, Generation: "1",
		Hits: []search.Hit{}, Facets: a.Facets, Grid: a.Grid,
	}
	for _, id := range pageOf(a.IDs, req) {
		resp.Hits = append(resp.Hits, f.hit(req, f.c.Review(id), scores[id]))
	}
	f.change(f, req, resp)
	return resp, nil
}

// score is crude: rare words count more, and so do fields of weight and short texts.
func (f *fake) score(req *search.Request, doc *review.Review) (float64, bool) {
	score, should, asked, must := 0.0, false, false, false
	for _, clause := range req.Query.Clauses {
		words := f.analyze(clause.Text)
		asked = asked || clause.Occur != search.MustNot
		if len(words) == 0 {
			continue
		}
		runs := []run{words}
		if clause.Occur == search.Should {
			runs = nil
			for _, w := range words {
				runs = append(runs, run{w})
			}
		}
		for _, r := range runs {
			s := f.weigh(r, doc)
			switch {
			case clause.Occur == search.MustNot && s > 0, clause.Occur == search.Must && s == 0:
				return 0, false
			case clause.Occur == search.MustNot:
				continue
			}
			must = must || clause.Occur == search.Must
			score, should = score+s, should || s > 0
		}
	}
	return score, should || must || !asked && (len(req.Query.Clauses) > 0 || strings.TrimSpace(req.Query.Text) == "")
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

func (f *fake) DocFreq(term string) int {
	n := f.words()[term]
	if n > 0 {
		n += f.extra
	}
	return n
}

func (f *fake) Terms(_ context.Context, word string, maxEdits, prefix, limit int) ([]search.Term, error) {
	start := string([]rune(word)[:min(prefix, len([]rune(word)))])
	var terms []search.Term
	for term, n := range f.words() {
		if edits := distance(term, word); strings.HasPrefix(term, start) && edits <= maxEdits+f.edits {
			terms = append(terms, search.Term{Text: term, Edits: edits, Count: n})
		}
	}
	slices.SortFunc(terms, func(a, b search.Term) int { return cmp.Or(nearer(a, b), strings.Compare(a.Text, b.Text)) })
	return terms[:min(limit, len(terms))], nil
}

var (
	stopWords = strings.Fields("the of and for with in to a is was not by on at an")
	spelling  = strings.NewReplacer("behavior", "behaviour", "randomiz", "randomis", "counseling", "counselling", "center", "centre", "pediatric", "paediatric",
		"è", "e", "é", "e", "ï", "i", "ë", "e", "\u0308", "", "programmes", "program", "programme", "program", "aa", "a")
	endings = []string{"ing", "ed", "ies", "s", "y", "i"}
)

// analyze knows as much English as the written cases need.
func analyze(text string) []search.Token {
	var tokens []search.Token
	position, start := 0, -1
	end := func(to int) {
		if start < 0 {
			return
		}
		position++
		if term := stem(text[start:to]); term != "" && !slices.Contains(stopWords, term) {
			tokens = append(tokens, search.Token{Term: term, Start: start, End: to, Position: position})
		}
		start = -1
	}
	for i, r := range text {
		prefix := r == '-' && start >= 0 && strings.EqualFold(text[start:i], "re")
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.Is(unicode.Mn, r):
			if start < 0 {
				start = i
			}
		case prefix, start >= 0 && (r == '\'' || r == '’'):
		default:
			end(i)
		}
	}
	end(len(text))
	return tokens
}

func stem(word string) string {
	word = strings.ToLower(strings.ReplaceAll(word, "-", ""))
	word, _, _ = strings.Cut(word, "'")
	word, _, _ = strings.Cut(word, "’")
	word = strings.ReplaceAll(spelling.Replace(word), "paediatric", "pediatric")
	for _, e := range endings {
		if len(word) > len(e)+2 {
			word = strings.TrimSuffix(word, e)
		}
	}
	return word
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
