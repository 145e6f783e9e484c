package question

import (
	"cmp"
	"context"
	"slices"

	"evidencestore/search"
)

// Pseudo-relevance feedback, RM3 (Abdul-Jaleel and others, UMass at TREC 2004): the
// words that are most typical of the first answers join the question.
const (
	feedbackDocuments = 10
	feedbackWords     = 20
	originalWeight    = 0.85   // of the words that were asked, against those that join
	feedbackLeast     = 3      // words in a question that is long enough to be widened, where there is a thesaurus
	feedbackCommon    = 0.1    // words in more than this part of all documents do not join,
	feedbackMost      = 20_000 // nor those in more documents than this, which say little and cost most
)

// widens says whether feedback may help. A question that was understood by concepts
// has its other ways of saying it already, and quotation marks ask for just these
// words. Where there is a thesaurus a question of one or two words that it does not
// know asks for something by name; where there is none, nothing else would widen it.
func (r *Reader) widens(rd *reading) bool {
	words := map[string]bool{}
	for _, u := range rd.units {
		if len(u.concepts) > 0 {
			return false
		}
		if !u.absent {
			words[u.key] = true
		}
	}
	least := 1
	if len(r.lexicon.concepts) > 0 {
		least = feedbackLeast
	}
	return len(words) >= least && !slices.ContainsFunc(rd.query.Clauses, func(c search.Clause) bool { return c.Occur == search.Must })
}

// widen adds to a query the words of its first answers.
func (r *Reader) widen(ctx context.Context, q search.Query) (search.Query, error) {
	first, err := r.Engine.Search(ctx, &search.Request{
		Query: q, Sort: search.ByRelevance, Page: 1, PerPage: feedbackDocuments, IDsOnly: true, NoCounts: true,
	})
	if err != nil || len(first.Hits) == 0 {
		return q, err
	}
	model, err := r.relevanceModel(ctx, first.Hits)
	if err != nil {
		return q, err
	}
	return interpolate(q, model, r.Analyze), nil
}

// A modelWord is a word with its probability in the language of relevant documents.
type modelWord struct {
	term, text string
	p          float64
}

// relevanceModel estimates that language: Σ p(w|d)·p(d|q), with p(d|q) in
// proportion to the score. Its most probable words are kept and sum to 1.
func (r *Reader) relevanceModel(ctx context.Context, hits []search.Hit) ([]modelWord, error) {
	var scores float64
	for _, h := range hits {
		scores += h.Score
	}
	model := make([]modelWord, 0, modelSize)
	places := make(map[string]int, modelSize) // of terms in the model
	for _, h := range hits {
		words, err := r.Words(ctx, h.ID)
		if err != nil {
			return nil, err
		}
		length := 0
		for _, w := range words {
			length += w.Count
		}
		for _, w := range words {
			at, known := places[w.Term]
			if !known {
				at = len(model)
				places[w.Term] = at
				model = append(model, modelWord{term: w.Term, text: w.Text})
			}
			model[at].p += float64(w.Count) / float64(length) * h.Score / scores
		}
	}
	return r.mostProbable(ctx, model)
}

// modelSize is about how many words ten documents of a few hundred words have.
const modelSize = 1024

// mostProbable are the words of a model to keep. Finding out how common a word is
// means asking the index, so only the first ones are looked up.
func (r *Reader) mostProbable(ctx context.Context, all []modelWord) ([]modelWord, error) {
	slices.SortFunc(all, func(a, b modelWord) int { return cmp.Or(cmp.Compare(b.p, a.p), cmp.Compare(a.term, b.term)) })
	common := min(feedbackCommon*float64(r.Engine.Info().Documents), feedbackMost)
	var words []modelWord
	var sum float64
	for _, m := range all {
		if err := inTime(ctx); err != nil {
			return nil, err
		}
		if float64(r.DocFreq(m.term)) <= common {
			words = append(words, m)
			sum += m.p
		}
		if len(words) == feedbackWords {
			break
		}
	}
	for i := range words {
		words[i].p /= sum
	}
	return words, nil
}

// interpolate mixes the words of a question with those of the model.
func interpolate(q search.Query, model []modelWord, analyze func(string) []search.Token) search.Query {
	asked := 0
	for _, c := range q.Clauses {
		if c.Occur == search.Should {
			asked++
		}
	}
	weights := map[string]float64{}
	for _, w := range model {
		weights[w.term] = (1 - originalWeight) * w.p
	}
	present := map[string]bool{}
	mixed := q
	mixed.Clauses = nil
	var highest float64
	for _, c := range q.Clauses {
		if c.Occur == search.Should {
			w := originalWeight / float64(asked)
			if tokens := analyze(c.Text); len(tokens) == 1 {
				w += weights[tokens[0].Term]
				present[tokens[0].Term] = true
			}
			c.Forms = []search.Form{{Text: c.Text, Weight: w}}
			highest = max(highest, w)
		}
		mixed.Clauses = append(mixed.Clauses, c)
	}
	for _, w := range model {
		if weight := weights[w.term]; !present[w.term] {
			mixed.Clauses = append(mixed.Clauses, search.Clause{Text: w.text, Added: true, Forms: []search.Form{{Text: w.text, Weight: weight}}})
			highest = max(highest, weight)
		}
	}
	for i := range mixed.Clauses {
		if mixed.Clauses[i].Occur == search.Should {
			mixed.Clauses[i].Forms[0].Weight /= highest
		}
	}
	return mixed
}
