package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"sync"

	"evidencestore/review"
	program "evidencestore/scripts/madeup"
	"evidencestore/search"
)

// agreementQuestions is how many questions of each kind are compared with the formula.
const agreementQuestions = 100

const top = 10

// agree compares the answers of the whole product with the formula.
func (b *bench) agree(ctx context.Context, p *program.Program) error {
	if b.agreement == 0 {
		return nil
	}
	progress("comparing with the formula")
	in, err := newInput(ctx, b.work, b.agreement, b.words, b.questions)
	if err != nil {
		return err
	}
	data := filepath.Join(b.work, "data-agreement")
	if _, err := build(ctx, p, in, data); err != nil {
		return err
	}
	plain, err := in.read(plainFile)
	if err != nil {
		return err
	}
	spoken, err := in.read(spokenFile)
	if err != nil {
		return err
	}
	n := min(agreementQuestions, b.questions)
	got, err := agreement(ctx, in.path(corpusDir), data, slices.Concat(plain[:n], spoken[:n]))
	if err != nil {
		return err
	}
	b.add(row{
		what: fmt.Sprintf("agreement with the naive formula, top 10, %d documents", in.Documents),
		ours: fmt.Sprintf("%.4f", got.overlap), goal: "1.00", bound: "0.99",
	})
	b.note("Of %d questions compared with the formula, %d have the same ten in the same order, and %d the same total.", got.questions, got.same, got.totals)
	return nil
}

// An agreed says how far answers are those of the formula.
type agreed struct {
	questions int
	overlap   float64 // mean part of the ten that both have
	same      int     // questions with the same ten in the same order
	totals    int     // questions with the same total
}

// agreement asks questions of the product, and of the formula what the reader made of them.
func agreement(ctx context.Context, corpus, data string, questions []string) (a agreed, err error) {
	kept := &keeper{asked: map[*search.Response]search.Query{}}
	store, err := openStore(ctx, data, func(e search.Engine) search.Engine { kept.Engine = e; return kept })
	if err != nil {
		return a, err
	}
	defer store.live.Close()
	ref := store.live.Info().Reference
	documents, err := readReviews(ctx, corpus, &ref.Lists)
	if err != nil {
		return a, err
	}
	f := newFormula(&ref.Lists, documents, store.engine.Analyze)
	for _, q := range questions {
		req := request(q, search.Filter{})
		res, err := store.live.Search(ctx, req)
		if err != nil {
			return a, err
		}
		query, ok := kept.take(res)
		if !ok {
			return a, fmt.Errorf("%q: nobody knows what the engine was asked", q)
		}
		want, total := f.answer(&query, top)
		a.add(res, want, total)
	}
	a.overlap /= float64(a.questions)
	return a, nil
}

// add compares an answer with that of the formula.
func (a *agreed) add(res *search.Response, want []string, total int) {
	a.questions++
	var got []string
	common := 0
	for _, h := range res.Hits {
		got = append(got, h.ID)
		if slices.Contains(want, h.ID) {
			common++
		}
	}
	if longer := max(len(want), len(got)); longer > 0 {
		a.overlap += float64(common) / float64(longer)
	} else {
		a.overlap++
	}
	if slices.Equal(got, want) {
		a.same++
	}
	if res.Total == total {
		a.totals++
	}
}

// A keeper keeps what an engine was asked for each of its answers.
type keeper struct {
	search.Engine
	mu    sync.Mutex
	asked map[*search.Response]search.Query
}

// Search implements search.Engine.
func (k *keeper) Search(ctx context.Context, req *search.Request) (*search.Response, error) {
	res, err := k.Engine.Search(ctx, req)
	k.mu.Lock()
	defer k.mu.Unlock()
	k.asked[res] = req.Query
	return res, err
}

// take gives what was asked for an answer, and forgets it and all before it. What is made
// in the background asks as well.
func (k *keeper) take(res *search.Response) (q search.Query, ok bool) {
	k.mu.Lock()
	defer k.mu.Unlock()
	q, ok = k.asked[res]
	clear(k.asked)
	return q, ok
}

// readReviews reads the documents of a corpus, by id.
func readReviews(ctx context.Context, corpus string, lists *review.Lists) ([]*review.Review, error) {
	dir := filepath.Join(corpus, review.ReviewsDir)
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []*review.Review
	for _, entry := range entries {
		data, err := os.ReadFile(filepath.Join(dir, entry.Name()))
		if err := errors.Join(err, ctx.Err()); err != nil {
			return nil, err
		}
		doc, faults := review.Decode(entry.Name(), data, lists)
		if len(faults) > 0 {
			return nil, faults
		}
		all = append(all, doc)
	}
	return all, nil
}
