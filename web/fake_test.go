package web

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
)

// A fake answers from one made-up document and remembers what it was asked.
type fake struct {
	mu     sync.Mutex
	info   *search.Info
	asked  *search.Request
	during func(context.Context, *search.Request) error // called by Search, may be nil
	typed  []string                                     // what Suggest was asked, with the limit
	direct bool                                         // answer as an engine does, which reads no question
}

func (f *fake) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	f.mu.Lock()
	f.asked = req
	f.mu.Unlock()
	if f.during != nil {
		if err := f.during(ctx, req); err != nil {
			return nil, err
		}
	}
	hit := search.NewHit(madeUp, f.info.Reference, &req.Filter)
	hit.Snippets = []search.Snippet{{Field: "summary", Spans: []search.Span{{Text: "made up", Match: true}}}}
	if req.Explain {
		hit.Explain = &search.Explanation{Op: "sum", Description: "nothing", Details: []search.Explanation{{Op: "value", Description: "none"}}}
	}
	return &search.Response{
		Query: req.Query.Text, Total: 1, Page: req.Page, PerPage: req.PerPage, Sort: req.Sort, Generation: f.Info().Generation,
		Hits:           []search.Hit{hit},
		Nearest:        []search.Hit{hit},
		Interpretation: f.interpretation(req),
		Facets:         []search.Facet{{Field: search.FacetUK, Values: []search.FacetValue{{Value: "some", Label: "Some", Count: 1}}}},
		Grid:           []search.Cell{{Strength: review.High, Effect: review.Negative}},
	}, nil
}

// interpretation has something of everything for a question, and only empty lists
// without one.
func (f *fake) interpretation(req *search.Request) *search.Interpretation {
	if f.direct {
		return nil
	}
	in := &search.Interpretation{
		Concepts: []search.Concept{}, Corrections: []search.Correction{}, Dropped: []string{}, Unknown: []string{}, Notes: []search.Notice{},
	}
	if req.Query.Text == "" {
		return in
	}
	in.Concepts = append(in.Concepts, search.Concept{ID: "moon", Label: "The moon", Kind: review.Problem, Words: []string{"luna"}, Documents: 1})
	in.Corrections = append(in.Corrections, search.Correction{From: "mon", To: "moon"})
	in.Dropped, in.Unknown = append(in.Dropped, "walk"), append(in.Unknown, "zzyzx")
	in.Notice = &search.Notice{Kind: search.Filtered, Text: "None.", Filters: []search.FilterNotice{{Parameter: "uk", Total: 1}}}
	for _, kind := range search.NoticeKinds {
		in.Notes = append(in.Notes, search.Notice{Kind: kind, Text: "Noted."})
	}
	return in
}

func (f *fake) Similar(_ context.Context, id string, limit int) (*search.Response, error) {
	if id != madeUp.ID {
		return nil, search.ErrNotFound
	}
	return &search.Response{Generation: f.Info().Generation, Hits: slices.Repeat([]search.Hit{search.NewHit(madeUp, f.info.Reference, &search.Filter{})}, limit)}, nil
}

func (f *fake) Suggest(_ context.Context, text string, limit int) ([]search.Suggestion, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.typed = append(f.typed, fmt.Sprintf("%s %d", text, limit))
	if text == "zzyzx" {
		return nil, nil
	}
	return []search.Suggestion{
		{Text: madeUp.Title, Kind: search.SuggestReview, ID: madeUp.ID},
		{Text: "The moon", Kind: search.SuggestConcept, ID: "moon"},
		{Text: "Who walks on the moon?", Kind: search.SuggestQuestion, ID: "walkers"},
	}, nil
}

func (f *fake) Review(_ context.Context, id string) (*search.Document, error) {
	if id != madeUp.ID {
		return nil, search.ErrNotFound
	}
	return search.NewDocument(madeUp, f.info.Reference), nil
}

func (f *fake) Info() *search.Info {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.info
}

// last is the request that was asked last.
func (f *fake) last() *search.Request {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.asked
}

// publish makes another generation the live one.
func (f *fake) publish(generation string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	next := *f.info
	next.Generation = generation
	f.info = &next
}

// madeUp is no real programme.
var madeUp = &review.Review{
	ID: "moon-walks", Title: "Moon walks <for> families & friends", Aliases: []string{"MW"}, Summary: "Made up for tests.",
	Status: review.Rated, Updated: "2026-01-02", UK: "some", EvidenceTo: "2018", Topics: []string{"parenting"}, Age: []int{0, 17},
	Outcomes: []review.Outcome{{
		Name: "Seeing the moon", Domains: []string{"education"}, Effect: review.MixedOrNone, Detail: review.Mixed, Strength: review.Low,
		Better: "more moons seen", ComparedWith: "staying in", Finding: "Some saw it.", UK: "none", Worse: true, WorseNote: "One fell.", RatedBy: "nobody", EvidenceTo: "2018",
	}},
	Findings: []review.Finding{{Name: "Sleep", Domains: []string{"education"}, Text: "Slept.", Figures: "1 of 2", Country: "England"}},
	Later:    []review.Later{{Year: 2024, Country: "Wales", Design: "trial", Domains: []string{"education"}, Finding: "More moons.", Direction: "more-favourable", Citation: "A 2024"}},
	Reviews:  []review.Study{{Kind: "systematic-review", Title: "On moons", Year: 2017, Studies: new(3)}},
	Gaps:     []review.Gap{{Question: "Does it help fathers?", Missing: "any study", WhoLooked: "nobody"}},
	Sources:  []review.Source{{URL: "https://example.org/"}},
	Changes:  []review.Change{{Date: "2026-01-02", What: "Written", Why: "Tests"}},
	Sections: []review.Section{{ID: "what-it-is", Heading: "What it is", Markdown: "Walks."}},
}

// decodeReference reads the corpus's own once, since its thesaurus takes a while.
var decodeReference = sync.OnceValues(func() (*review.Reference, review.Faults) {
	return review.DecodeReference(os.DirFS("../corpus"))
})

// reference is the corpus's own, with made-up concepts.
func reference(t testing.TB) *review.Reference {
	t.Helper()
	decoded, faults := decodeReference()
	if len(faults) > 0 {
		t.Fatalf("the corpus's reference: %v", faults)
	}
	shallow := *decoded // so that a test may put other parts in
	ref := &shallow
	ref.Thesaurus.Concepts = []review.ThesaurusEntry{
		{ID: "moon", Label: "The moon", Kind: review.Problem},
		{ID: "night-walks", Label: "Night walks", Kind: review.Programme},
		{ID: "owls", Label: "Owls", Kind: review.Person},
		{ID: "stars", Label: "Stars", Kind: review.Setting},
	}
	return ref
}

// newServer is a server over a fake, with the default options as changed.
func newServer(t testing.TB, change ...func(*Options)) (*Server, *fake) {
	t.Helper()
	f := &fake{info: &search.Info{Generation: "000001-abcdef01", Documents: 1, Reference: reference(t)}}
	opt := DefaultOptions()
	opt.Searcher = f
	opt.Ready = func() Readiness { return Readiness{Ready: true, Generation: "000001-abcdef01", Documents: 1} }
	opt.Rate = 0
	for _, c := range change {
		c(&opt)
	}
	s, err := New(opt)
	if err != nil {
		t.Fatalf("New: %v", err)
	}
	return s, f
}

// logTo keeps the log, at a level.
func logTo(buf *bytes.Buffer, level slog.Level) func(*Options) {
	return func(o *Options) { o.Log = slog.New(slog.NewJSONHandler(buf, &slog.HandlerOptions{Level: level})) }
}

// ask sends a request; header is pairs of names and values.
func ask(h http.Handler, method, target string, header ...string) *httptest.ResponseRecorder {
	return send(h, httptest.NewRequest(method, target, nil), header...)
}

// post sends a form.
func post(h http.Handler, target, form string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(http.MethodPost, target, strings.NewReader(form))
	return send(h, r, append([]string{"Content-Type", "application/x-www-form-urlencoded"}, header...)...)
}

func send(h http.Handler, r *http.Request, header ...string) *httptest.ResponseRecorder {
	for i := 0; i < len(header); i += 2 {
		r.Header.Add(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

// problemIn checks that the answer is a whole problem with this status.
func problemIn(t testing.TB, w *httptest.ResponseRecorder, status int) Problem {
	t.Helper()
	var p Problem
	if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil {
		t.Fatalf("problem: %v in %q", err, w.Body)
	}
	if w.Code != status || p.Status != status {
		t.Errorf("status %d, in the body %d, want %d; body %s", w.Code, p.Status, status, w.Body)
	}
	if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
		t.Errorf("Content-Type %q", got)
	}
	if got := w.Header().Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control of a problem %q, want no-store", got)
	}
	if p.Type != "about:blank" || p.Title != http.StatusText(status) || p.Detail == "" {
		t.Errorf("incomplete problem %+v", p)
	}
	if p.RequestID == "" || p.RequestID != w.Header().Get("X-Request-Id") {
		t.Errorf("request_id %q, header %q, want the same", p.RequestID, w.Header().Get("X-Request-Id"))
	}
	return p
}
