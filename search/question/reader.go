// Package question reads what people ask: it makes concepts of everyday words,
// corrects spelling, decides what an answer has to have and says honestly when
// nothing is held. It wraps an engine, which does the searching. docs/RANKING.md
// describes the steps.
package question

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"sync/atomic"

	"evidencestore/internal/lazy"
	"evidencestore/review"
	"evidencestore/search"
)

// A Reader answers questions over one engine. It implements search.Snapshot and is
// safe for concurrent use.
type Reader struct {
	search.Engine
	lexicon     *lexicon
	held        []atomic.Int64 // 1 + the number of documents about a concept, once it is known
	questions   []review.Question
	completer   *lazy.Value[*completer]
	frequencies frequencies // of words in documents
	warming     sync.WaitGroup
	cancel      context.CancelFunc // of what is being warmed
}

// New wraps an engine, which it closes when it is closed. Both the thesaurus and the
// questions, which are what Suggest offers, may be empty.
func New(engine search.Engine, thesaurus *review.Thesaurus, questions []review.Question) *Reader {
	return &Reader{
		Engine: engine, lexicon: newLexicon(thesaurus, engine.Analyze),
		held: make([]atomic.Int64, len(thesaurus.Concepts)), questions: questions, completer: lazy.New[*completer](),
	}
}

// Search implements search.Searcher.
func (r *Reader) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	rd, err := r.read(ctx, &req.Query, &req.Reading)
	if err != nil {
		return nil, err
	}
	v, err := r.assess(ctx, rd)
	if err != nil {
		return nil, err
	}
	asked := *req
	asked.Query = r.build(rd, v)
	if v.zero == "" && r.widens(rd) {
		if asked.Query, err = r.widen(ctx, asked.Query); err != nil {
			return nil, err
		}
	}
	res, err := r.Engine.Search(ctx, &asked)
	if err != nil {
		return nil, err
	}
	res.Query, res.Nearest = req.Query.Text, []search.Hit{}
	if err := r.tell(ctx, rd, v, &asked, res); err != nil {
		return nil, err
	}
	return res, nil
}

// inTime is search.ErrTimeout once ctx has ended. It is asked for every word that is
// looked up, since a long question has hundreds and the engine is not told of ctx then.
func inTime(ctx context.Context) error {
	if err := search.Ended(ctx); err != nil {
		return fmt.Errorf("%w: %w", search.ErrTimeout, err)
	}
	return nil
}

// Warm makes in the background what Suggest and lists by title need, so that the first
// who asks does not wait for it. Close ends it.
func (r *Reader) Warm() {
	ctx, cancel := context.WithCancel(context.Background())
	r.cancel = cancel
	r.warming.Go(func() {
		_, _ = r.completed(ctx) // what went wrong is told to whoever asks next
		_, _ = r.Engine.Search(ctx, &search.Request{Sort: search.ByTitle, Page: 1, PerPage: 1, IDsOnly: true, NoCounts: true})
	})
}

// Close closes the engine.
func (r *Reader) Close() error {
	if r.cancel != nil {
		r.cancel()
	}
	r.warming.Wait()
	return r.Engine.Close()
}

// about is the number of documents about a concept. It is found out once.
func (r *Reader) about(ctx context.Context, c int) (int, error) {
	if n := r.held[c].Load(); n > 0 {
		return int(n - 1), nil
	}
	var forms []search.Form
	for _, text := range r.lexicon.concepts[c].looked {
		forms = append(forms, search.Form{Text: text, Weight: 1})
	}
	if len(forms) == 0 {
		return 0, nil
	}
	n, err := r.About(ctx, forms)
	if err != nil {
		return 0, err
	}
	r.held[c].Store(int64(n) + 1)
	return n, nil
}

// filters are the parameters that narrow, with the filter without each. Those who choose
// among some programmes call that available.
func filters(f *search.Filter) []filter {
	all := []filter{
		{"effect", len(f.Effects) > 0, func(f *search.Filter) { f.Effects = nil }},
		{"strength", len(f.Strengths) > 0, func(f *search.Filter) { f.Strengths = nil }},
		{"outcome", len(f.Outcomes) > 0, func(f *search.Filter) { f.Outcomes = nil }},
		{"topic", len(f.Topics) > 0, func(f *search.Filter) { f.Topics = nil }},
		{"population", len(f.Populations) > 0, func(f *search.Filter) { f.Populations = nil }},
		{"setting", len(f.Settings) > 0, func(f *search.Filter) { f.Settings = nil }},
		{"uk", len(f.UK) > 0, func(f *search.Filter) { f.UK = nil }},
		{"status", len(f.Statuses) > 0, func(f *search.Filter) { f.Statuses = nil }},
		{"age", f.Age != nil, func(f *search.Filter) { f.Age = nil }},
		{"available", f.IDs != nil, func(f *search.Filter) { f.IDs = nil }},
	}
	return slices.DeleteFunc(all, func(x filter) bool { return !x.active })
}

type filter struct {
	parameter string
	active    bool
	remove    func(*search.Filter)
}
