package searchtest

import (
	"fmt"
	"hash/fnv"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
)

// A Corpus is a set of reviews that an engine is asked about. It is not changed
// after it was made, so it may be shared.
type Corpus struct {
	Seed      uint64 // what it was generated from; failures name it
	Reviews   []*review.Review
	Reference *review.Reference

	words vocabulary
	byID  map[string]*review.Review
}

// A Shape says how much of everything a generated corpus has.
type Shape struct {
	Reviews int
	Topics  int // length of the list of topics; the other lists are shorter
	Domains int // length of the list of outcome domains, at most review.MaxDomains
}

// Generate makes a corpus of valid reviews. The same seed and shape always give
// the same corpus.
func Generate(seed uint64, shape Shape) *Corpus {
	r := rand.New(rand.NewPCG(seed, uint64(shape.Reviews)))
	words := newVocabulary(r)
	ref := &review.Reference{Ratings: ratings(), Lists: lists(newWriter(r, words), shape)}
	c := newCorpus(seed, ref, words, nil)
	for range shape.Reviews {
		c.add(c.newReview(newWriter(r, words), c.newID(r)))
	}
	return c
}

func newCorpus(seed uint64, ref *review.Reference, words vocabulary, docs []*review.Review) *Corpus {
	c := &Corpus{Seed: seed, Reference: ref, words: words, byID: map[string]*review.Review{}}
	for _, doc := range docs {
		c.add(doc)
	}
	return c
}

func (c *Corpus) add(doc *review.Review) {
	c.Reviews = append(c.Reviews, doc)
	c.byID[doc.ID] = doc
}

// Review is the review with an id, or nil.
func (c *Corpus) Review(id string) *review.Review { return c.byID[id] }

// IDs are the ids of all reviews in their order.
func (c *Corpus) IDs() []string { return slices.Sorted(maps.Keys(c.byID)) }

// passages are the texts of all reviews by id.
func (c *Corpus) passages() map[string][]search.Passage {
	all := map[string][]search.Passage{}
	for _, doc := range c.Reviews {
		all[doc.ID] = search.Passages(doc, &c.Reference.Lists)
	}
	return all
}

// rand gives the random numbers of one check, the same at every run.
func (c *Corpus) rand(check string) *rand.Rand {
	name := fnv.New64a()
	name.Write([]byte(check))
	return rand.New(rand.NewPCG(c.Seed, name.Sum64()))
}

// newID is an id that no review has. Ids do not rise with the order of insertion,
// so an engine cannot take the one for the other.
func (c *Corpus) newID(r *rand.Rand) string {
	for {
		id := madeUp(r) + "-" + madeUp(r)
		if c.byID[id] == nil {
			return id
		}
	}
}

// An Update is one change of a corpus: reviews to add or replace, and ids to delete.
type Update struct {
	Put    []*review.Review
	Delete []string
}

// Next is the corpus after a random update: reviews added, changed, deleted and
// renamed.
func (c *Corpus) Next(r *rand.Rand) (*Corpus, Update) {
	w := newWriter(r, c.words)
	docs := maps.Clone(c.byID)
	var u Update
	put := func(doc *review.Review) {
		docs[doc.ID] = doc
		u.Put = append(u.Put, doc)
	}
	remove := func(id string) {
		delete(docs, id)
		u.Delete = append(u.Delete, id)
	}
	for _, doc := range some(w, c.Reviews, 0, 6) {
		switch w.IntN(3) {
		case 0:
			put(c.newReview(w, doc.ID))
		case 1:
			remove(doc.ID)
		default:
			renamed := *doc
			renamed.ID = c.newID(r)
			remove(doc.ID)
			put(&renamed)
		}
	}
	for range r.IntN(4) {
		put(c.newReview(w, c.newID(r)))
	}
	next := newCorpus(c.Seed, c.Reference, c.words, slices.SortedFunc(maps.Values(docs), byID))
	return next, u
}

func byID(a, b *review.Review) int { return strings.Compare(a.ID, b.ID) }

// ratings are words for the scales, one of a kind each.
func ratings() review.Ratings {
	levels := func(kind string, ids ...string) []review.Level {
		var out []review.Level
		for _, id := range ids {
			out = append(out, review.Level{
				ID: id, Label: kind + " " + id, Symbol: "+", Definition: "What " + id + " means.", Sentence: "This is " + id + ".",
			})
		}
		return out
	}
	r := review.Ratings{
		Effect:   review.Scale{Label: "Effect", Question: "Did it get better?", Levels: levels("effect", strs(review.Effects)...)},
		Strength: review.Scale{Label: "Strength", Question: "How sure is it?", Levels: levels("strength", strs(review.Strengths)...)},
		Details:  levels("detail", strs(review.Details)...),
		States:   levels("state", strs(published)...),
		UK:       levels("UK", strs(review.UKs)...),
		Lines: review.FixedLines{
			MoreFavourable: "Newer is better.", LessFavourable: "Newer is worse.", InLine: "Newer agrees.", Unclear: "Newer is unclear.",
			NoRating: "Newer on something else.", Worse: "Some got worse.", NotRated: "Not rated.", NoNegative: "None negative.",
			Whose: "Ours.", Judgement: "Judge for yourself.",
		},
	}
	for _, e := range review.Effects {
		for _, s := range review.Strengths {
			for _, d := range detailsOf(e) {
				r.Certainty = append(r.Certainty, review.Certainty{Effect: e, Detail: d, Strength: s, Sentence: fmt.Sprintf("%s %s %s.", e, d, s)})
			}
		}
	}
	return r
}

func detailsOf(e review.Effect) []review.Detail {
	if e == review.MixedOrNone {
		return review.Details
	}
	return []review.Detail{""}
}

func lists(w *writer, shape Shape) review.Lists {
	items := func(kind string, n int) []review.Item {
		out := make([]review.Item, n)
		for i := range out {
			out[i] = review.Item{ID: fmt.Sprintf("%s-%d", kind, i), Label: w.phrase(1, 4)}
		}
		w.Shuffle(n, func(i, k int) { out[i], out[k] = out[k], out[i] }) // the order of a list is not that of its ids
		return out
	}
	return review.Lists{
		Topics: items("topic", shape.Topics), Populations: items("population", max(1, shape.Topics/2)),
		Settings: items("setting", max(1, shape.Topics/3)), Outcomes: items("outcome", shape.Domains),
	}
}

// strs are the values of a closed set as plain strings.
func strs[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
