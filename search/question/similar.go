package question

import (
	"cmp"
	"context"
	"iter"
	"maps"
	"math"
	"slices"

	"evidencestore/review"
	"evidencestore/search"
)

// What is looked for to find similar programmes: at most so many concepts and words,
// together no more than search.MaxClauses.
const (
	similarConcepts = 30
	similarWords    = 20
)

// How much a mention of a concept says about a programme. Mentions add up to 1.
const (
	titleSays   = 1.0 // in title, aliases and subjects
	summarySays = 0.6
	briefSays   = 0.3 // in brief, and in the names of outcomes
)

// How much it means that two programmes share a concept or a word. The first is for
// problems and programmes, the next for outcomes and legal terms, the next for people,
// ages and places, the last for the most telling word. The order of the answers
// changes little around these values.
const (
	askedMeans  = 1.0
	wantedMeans = 0.5
	besideMeans = 0.4
	wordMeans   = 0.7
)

// Similar implements search.Searcher. Programmes are similar that are about the same
// concepts and use the same telling words.
func (r *Reader) Similar(ctx context.Context, id string, limit int) (*search.Response, error) {
	doc, err := r.Review(ctx, id)
	if err != nil {
		return nil, err
	}
	words, err := r.Words(ctx, id)
	if err != nil {
		return nil, err
	}
	limit = max(0, min(limit, search.MaxPerPage-1))
	telling, err := r.wordClauses(ctx, words)
	if err != nil {
		return nil, err
	}
	q := search.Query{Text: doc.Title, Clauses: slices.Concat(r.conceptClauses(doc), telling)}
	res, err := r.Engine.Search(ctx, &search.Request{Query: q, Sort: search.ByRelevance, Page: 1, PerPage: limit + 1, NoCounts: true})
	if err != nil {
		return nil, err
	}
	hits := slices.DeleteFunc(res.Hits, func(h search.Hit) bool { return h.ID == id })
	hits = hits[:min(limit, len(hits))]
	for i := range hits {
		hits[i].Missing = []string{} // nobody asked for the words that were looked for
	}
	return &search.Response{
		Total: len(hits), Page: 1, PerPage: limit, Sort: search.ByRelevance, Generation: res.Generation,
		Hits: hits, Nearest: []search.Hit{}, Facets: []search.Facet{}, Grid: []search.Cell{},
	}, nil
}

// conceptClauses are the concepts in what sums a programme up, of many those that
// say most about it.
func (r *Reader) conceptClauses(doc *search.Document) []search.Clause {
	weights := map[int]float64{}
	s := newSpeller(r.Analyze)
	for text, says := range summing(doc, &r.Info().Reference.Lists) {
		for _, c := range r.lexicon.mentioned(s, text) {
			if means := r.means(c); means > 0 {
				weights[c] = min(weights[c]+says*means, means)
			}
		}
	}
	concepts := slices.SortedFunc(maps.Keys(weights), func(a, b int) int {
		return cmp.Or(cmp.Compare(weights[b], weights[a]), cmp.Compare(a, b))
	})
	var clauses []search.Clause
	for _, i := range concepts[:min(similarConcepts, len(concepts))] {
		c := &r.lexicon.concepts[i]
		clauses = append(clauses, search.Clause{Text: c.Label, Forms: c.forms(nil, "", weights[i], weights[i])})
	}
	return clauses
}

// summing gives the texts that sum a programme up, each with how much a mention in
// it says.
func summing(doc *search.Document, lists *review.Lists) iter.Seq2[string, float64] {
	return func(yield func(string, float64) bool) {
		head := slices.Concat([]string{doc.Title}, doc.Aliases)
		for _, id := range doc.Topics {
			head = append(head, review.Label(lists.Topics, id))
		}
		for _, id := range doc.Population {
			head = append(head, review.Label(lists.Populations, id))
		}
		rest := slices.Clone(doc.InBrief)
		for i := range doc.Outcomes {
			rest = append(rest, doc.Outcomes[i].Name)
		}
		for _, part := range []struct {
			texts []string
			says  float64
		}{{head, titleSays}, {[]string{doc.Summary}, summarySays}, {rest, briefSays}} {
			for _, text := range part.texts {
				if !yield(text, part.says) {
					return
				}
			}
		}
	}
}

// means says how much it means that two programmes share a concept: nothing, where
// it cannot be looked for in documents.
func (r *Reader) means(c int) float64 {
	if len(r.lexicon.concepts[c].looked) == 0 {
		return 0
	}
	switch kind := r.lexicon.concepts[c].Kind; {
	case asks(kind):
		return askedMeans
	case wants(kind):
		return wantedMeans
	case isBeside(kind):
		return besideMeans
	}
	return 0
}

// wordClauses are the words that tell a document from most others, by tf·idf, of
// those that another document has too.
func (r *Reader) wordClauses(ctx context.Context, words []search.Word) ([]search.Clause, error) {
	documents := float64(r.Info().Documents)
	telling := map[string]float64{}
	for _, w := range words {
		if err := inTime(ctx); err != nil {
			return nil, err
		}
		if df := r.DocFreq(w.Term); df > 1 {
			telling[w.Term] = float64(w.Count) * math.Log(documents/float64(df))
		}
	}
	words = slices.DeleteFunc(words, func(w search.Word) bool { return telling[w.Term] <= 0 })
	slices.SortFunc(words, func(a, b search.Word) int {
		return cmp.Or(cmp.Compare(telling[b.Term], telling[a.Term]), cmp.Compare(a.Term, b.Term))
	})
	var clauses []search.Clause
	for _, w := range words[:min(similarWords, len(words))] {
		weight := wordMeans * telling[w.Term] / telling[words[0].Term]
		clauses = append(clauses, search.Clause{Text: w.Text, Forms: []search.Form{{Text: w.Text, Weight: weight}}})
	}
	return clauses, nil
}
