package question

import (
	"context"
	"errors"
	"strings"
	"testing"

	"evidencestore/search"
)

// A patience is a context that ends at the look at it after so many.
type patience struct {
	context.Context
	looks, most int
	counted     int // words counted since the last look
	longest     int // of these
}

func (p *patience) Err() error {
	p.looks++
	p.longest, p.counted = max(p.longest, p.counted), 0
	if p.looks > p.most {
		return context.DeadlineExceeded
	}
	return nil
}

// A watched engine tells of the words that are counted.
type watched struct {
	search.Engine
	patience *patience
}

func (w *watched) DocFreq(term string) int {
	w.patience.counted++
	return w.Engine.DocFreq(term)
}

// TestExpensiveQuestionsEndInTime: whatever a question makes the store do, the time is
// looked at in between, and what is late ends at that very look.
func TestExpensiveQuestionsEndInTime(t *testing.T) {
	shipped := shippedReader(t)
	engine := &watched{Engine: shipped.Engine}
	var words []string
	for _, q := range shipped.questions {
		words = append(words, strings.Fields(q.Ask)...)
	}
	words = words[:300]
	for _, tc := range []struct {
		name, text string
		change     func(*search.Request)
	}{
		{name: "plain words", text: "Tuesday report afterwards includes"},
		{name: "many words", text: strings.Join(words, " ")},
		{name: "many words as they stand", text: strings.Join(words, " "), change: func(r *search.Request) { r.Reading.Verbatim = true }},
		{name: "words that are no words", text: "x" + strings.Join(words, "q x") + "q"},
		{name: "quotations", text: `"` + strings.Join(words[:60], `" "`) + `" "children in care"`},
		{name: "exclusions", text: "children -" + strings.Join(words[:60], " -")},
		{name: "a deep page, explained", text: "children and families", change: func(r *search.Request) { r.Page, r.Explain = 3, true }},
		{name: "filters that leave nothing", text: "children", change: func(r *search.Request) { r.Filter.IDs = []string{"no-such-review"} }},
	} {
		t.Run(tc.name, func(t *testing.T) {
			ask := func(most int) (*patience, *search.Response, error) {
				p := &patience{Context: t.Context(), most: most}
				engine.patience = p
				reader := New(engine, &shipped.Info().Reference.Thesaurus, nil) // that remembers nothing
				req := &search.Request{Query: search.Parse(tc.text), Sort: search.ByRelevance, Page: 1, PerPage: 10}
				if tc.change != nil {
					tc.change(req)
				}
				res, err := reader.Search(p, req)
				return p, res, err
			}
			if _, _, err := ask(1 << 30); err != nil { // words and documents are read once
				t.Fatal(err)
			}
			all, _, err := ask(1 << 30)
			if err != nil {
				t.Fatal(err)
			}
			if all.longest > 5 {
				t.Errorf("%d words are counted between two looks at the time", all.longest)
			}
			for most := 0; most < all.looks; most += 1 + all.looks/5 {
				p, res, err := ask(most)
				if !errors.Is(err, search.ErrTimeout) || res != nil || p.looks > most+2 {
					t.Fatalf("late at look %d of %d: answer %v, error %v, after %d looks", most+1, all.looks, res != nil, err, p.looks)
				}
			}
		})
	}
}
