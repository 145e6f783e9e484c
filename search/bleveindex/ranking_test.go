package bleveindex_test

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"evidencestore/search"
	"evidencestore/search/searchtest"
)

const tolerance = 1e-5 // of a score

// TestRanking holds every score and every top ten against the naive computation
// of docs/RANKING.md, over corpora that were reached by updates.
func TestRanking(t *testing.T) {
	seeds := uint64(4)
	if testing.Short() {
		seeds = 2
	}
	for seed := range seeds {
		t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) {
			c := searchtest.Generate(100+seed, searchtest.Shape{Reviews: 1 + int(seed)*25, Topics: 6, Domains: 6})
			r := rand.New(rand.NewPCG(seed, 0))
			apply := start(t, c.Reviews, c.Reference)
			for range 4 {
				next, update := c.Next(r)
				engine := apply(update)
				c = next
				n := newNaive(c, engine.Analyze)
				for _, q := range rankedQueries(c, r) {
					if err := agree(t, engine, n, c, q, r); err != nil {
						t.Errorf("seed %d, query %+v: %v", seed, q, err)
					}
				}
				if err := engine.Close(); err != nil {
					t.Fatal(err)
				}
			}
		})
	}
}

// rankedQueries are questions as they are typed, and trees that nobody can type yet.
func rankedQueries(c *searchtest.Corpus, r *rand.Rand) []search.Query {
	var qs []search.Query
	for range 60 {
		qs = append(qs, search.Parse(c.Question(r)))
	}
	for range 20 {
		q := search.Parse(c.Question(r)) // several ways of saying one thing
		q.Clauses = append(q.Clauses, concept(c, r), concept(c, r))
		qs = append(qs, q, lighter(q))
	}
	for range 40 {
		qs = append(qs, wanting(c, r))
	}
	word := c.Question(r)
	var long []string
	for range 60 {
		long = append(long, plain(c.Question(r)))
	}
	narrative := search.Parse(strings.Join(long, " "))
	for i := range narrative.Clauses {
		switch i % 4 {
		case 0:
			narrative.Clauses[i].Occur = search.Wanted
		case 1:
			narrative.Clauses[i].Added = true
		}
	}
	narrative.Enough = 5
	return append(qs, narrative,
		search.Parse(""),
		search.Parse(word+" "+word),
		search.Parse(strings.Join(long, " ")),
		search.Parse("substance-misusing re-entry step-by-step"),
		search.Parse(`"substance-misusing"`),
		search.Parse("the of"),
		search.Parse("???"),
		search.Parse("the -"+c.Question(r)),
		search.Parse(`"of the" -"the of" `+c.Question(r)),
	)
}

// plain is a question without the signs that mean something.
func plain(question string) string { return strings.NewReplacer(`"`, "", "-", "").Replace(question) }

// concept is a clause of several weighted forms, words and phrases, some unknown.
func concept(c *searchtest.Corpus, r *rand.Rand) search.Clause {
	clause := search.Clause{Text: "a concept", Occur: search.Occur(r.IntN(4))}
	for range 2 + r.IntN(3) {
		words := strings.Fields(plain(c.Question(r)))
		text := strings.Join(words[:min(len(words), 1+r.IntN(2))], " ")
		clause.Forms = append(clause.Forms, search.Form{Text: text, Weight: float64(1+r.IntN(100)) / 100})
	}
	return clause
}

// lighter asks the same with half the weights.
func lighter(q search.Query) search.Query {
	q.Clauses = slices.Clone(q.Clauses)
	for i, c := range q.Clauses {
		q.Clauses[i].Forms = slices.Clone(c.Forms)
		for k := range c.Forms {
			q.Clauses[i].Forms[k].Weight /= 2
		}
	}
	return q
}

// wanting is a question some of which is wanted: concepts, words without forms, and
// now and then the same twice.
func wanting(c *searchtest.Corpus, r *rand.Rand) search.Query {
	q := search.Parse(c.Question(r))
	for i := range q.Clauses {
		if q.Clauses[i].Occur == search.Should && r.IntN(2) == 0 {
			q.Clauses[i].Occur = search.Wanted
		}
	}
	for range r.IntN(3) {
		clause := concept(c, r)
		clause.Occur = search.Wanted
		q.Clauses = append(q.Clauses, clause)
	}
	if r.IntN(3) == 0 {
		q.Clauses = append(q.Clauses, search.Clause{Text: plain(c.Question(r)), Occur: search.Wanted}) // its words are
	}
	if len(q.Clauses) > 0 && r.IntN(3) == 0 {
		again := q.Clauses[r.IntN(len(q.Clauses))]
		again.Occur = search.Wanted
		q.Clauses = append(q.Clauses, again)
	}
	q.Enough = r.IntN(8)
	return q
}

// agree compares all hits of a question with the naive ones, without and with a filter.
func agree(t *testing.T, engine search.Engine, n *naive, c *searchtest.Corpus, q search.Query, r *rand.Rand) error {
	t.Helper()
	want, dropped := n.search(&q)
	all := ids(want)
	for _, filter := range []search.Filter{{}, c.Filter(r)} {
		req := &search.Request{Query: q, Filter: filter, Sort: search.ByRelevance, Page: 1, PerPage: search.MaxPerPage, Explain: true}
		resp, err := engine.Search(t.Context(), req)
		if err != nil {
			return err
		}
		if !slices.Equal(resp.Dropped, dropped) {
			return fmt.Errorf("filter %+v: dropped %v, want %v", filter, resp.Dropped, dropped)
		}
		passing := searchtest.Evaluate(c, all, req).IDs
		left := slices.DeleteFunc(slices.Clone(want), func(s scored) bool { return !slices.Contains(passing, s.id) })
		if err := sameRanking(resp, left); err != nil {
			return fmt.Errorf("filter %+v: %w", filter, err)
		}
	}
	return nil
}

func ids(found []scored) []string {
	out := make([]string, len(found))
	for i, s := range found {
		out[i] = s.id
	}
	return out
}

// sameRanking compares the total, every score, and the order wherever two scores
// are further apart than the tolerance.
func sameRanking(resp *search.Response, want []scored) error {
	if resp.Total != len(want) {
		return fmt.Errorf("total %d, want %d: %v", resp.Total, len(want), want)
	}
	scores := map[string]float64{}
	for _, s := range want {
		scores[s.id] = s.score
	}
	for i, h := range resp.Hits {
		score, found := scores[h.ID]
		if !found || math.Abs(h.Score-score) > tolerance {
			return fmt.Errorf("%s has score %v, want %v", h.ID, h.Score, score)
		}
		if math.Abs(score-want[i].score) > tolerance {
			return fmt.Errorf("hit %d is %s (%v), want %s (%v)", i, h.ID, score, want[i].id, want[i].score)
		}
		if err := addsUp(&h); err != nil {
			return fmt.Errorf("%s: %w", h.ID, err)
		}
	}
	return nil
}

// addsUp computes an explanation from its leaves and wants the score exactly.
func addsUp(h *search.Hit) error {
	if h.Explain == nil {
		return errorIf(h.Score != 0, "score %v without explanation", h.Score)
	}
	value, err := evaluate(h.Explain)
	if err != nil {
		return err
	}
	return errorIf(value != h.Score, "the explanation gives %v, the score is %v: %+v", value, h.Score, h.Explain)
}

func errorIf(wrong bool, format string, args ...any) error {
	if wrong {
		return fmt.Errorf(format, args...)
	}
	return nil
}

func evaluate(e *search.Explanation) (float64, error) {
	values := make([]float64, len(e.Details))
	for i := range e.Details {
		v, err := evaluate(&e.Details[i])
		if err != nil {
			return 0, err
		}
		values[i] = v
	}
	value := e.Value
	switch e.Op {
	case "sum":
		value = 0
		for _, v := range values {
			value += v
		}
	case "product":
		value = 1
		for _, v := range values {
			value *= v
		}
	case "max":
		value = slices.Max(values)
	case "value":
		if len(values) > 0 {
			return 0, fmt.Errorf("%q is a plain value and has details", e.Description)
		}
	default:
		return 0, fmt.Errorf("%q has the operation %q", e.Description, e.Op)
	}
	if e.Description == "" || value != e.Value {
		return 0, fmt.Errorf("%q is %v, its details give %v", e.Description, e.Value, value)
	}
	return value, nil
}
