package bleveindex

import (
	"context"
	"math"
	"slices"
	"strconv"

	"evidencestore/search"
)

// A union is all forms of a clause taken as one word, which occurs wherever one of
// them does. It is shared and must not be changed.
type union struct {
	forms  []form    // those that occur
	list   *postings // tf is weight · tf of the best form; of a single form it is that form's own
	scale  float64   // what tf of list is to be multiplied with
	idf    float64
	weight int // the highest of the forms that occur, in hundredths
}

// A form is a way of saying what a clause is about.
type form struct {
	text   string
	phrase phrase
	weight float64
}

const (
	formBytes   = 250 // of memory of a form in a union, with its text and words
	fullWeight  = 100 // hundredths
	leastWeight = 1   // of these, so that every clause covers something
)

// unionOf gives the union of what is said in any of the forms, from the cache or
// made, or nil where none of them has an indexable word.
func (e *Engine) unionOf(ctx context.Context, forms []search.Form) (*union, error) {
	if len(forms) == 1 {
		return e.newUnion(ctx, e.formsOf(forms))
	}
	key := formsKey(forms)
	if found, ok := e.unions.get(key); ok {
		return found, nil
	}
	u, err := e.newUnion(ctx, e.formsOf(forms))
	if err != nil {
		return nil, err
	}
	cost := len(key) + postingsOverhead
	if u != nil {
		cost += len(u.forms)*formBytes + u.list.bytes()
	}
	e.unions.add(key, u, int64(cost))
	return u, nil
}

// formsKey names forms with their weights in the cache.
func formsKey(forms []search.Form) string {
	var key []byte
	for _, f := range forms {
		key = append(key, f.Text...)
		key = append(key, 0)
		key = strconv.AppendFloat(key, f.Weight, 'g', -1, 64)
		key = append(key, 0)
	}
	return string(key)
}

// formsOf are the forms that have indexable words, each once.
func (e *Engine) formsOf(forms []search.Form) []form {
	var out []form
	for _, f := range forms {
		p := e.phraseOf(f.Text)
		if len(p) == 0 {
			continue
		}
		if i := slices.IndexFunc(out, func(o form) bool { return slices.Equal(o.phrase, p) }); i >= 0 {
			out[i].weight = max(out[i].weight, f.Weight)
			continue
		}
		out = append(out, form{text: f.Text, phrase: p, weight: f.Weight})
	}
	return out
}

// newUnion looks the forms up. Of forms that occur nowhere it has none and is in no
// document; of no forms at all it is nil.
func (e *Engine) newUnion(ctx context.Context, forms []form) (*union, error) {
	if len(forms) == 0 {
		return nil, nil
	}
	u := &union{list: &postings{kept: true}, scale: 1, weight: leastWeight}
	for _, f := range forms {
		list, err := e.lookup(ctx, f.phrase)
		if err != nil {
			return nil, err
		}
		if list.df > 0 {
			u.forms, u.list = append(u.forms, f), list
			u.weight = max(u.weight, min(int(math.Round(f.weight*fullWeight)), fullWeight))
		}
	}
	if len(u.forms) == 1 {
		u.scale = u.forms[0].weight
	} else if len(u.forms) > 1 {
		var err error
		if u.list, err = e.merge(ctx, u.forms); err != nil {
			return nil, err
		}
	}
	u.idf = inverseFrequency(e.columns.documents, u.list.df)
	return u, nil
}

// merge puts the postings of several forms together.
func (e *Engine) merge(ctx context.Context, forms []form) (*postings, error) {
	return gathered(e.unions.limit, func(visit func(doc uint32, tf float64)) error { return e.gather(ctx, forms, visit) })
}

// eachOf visits the documents of a union in the order of their numbers, with the
// best weight · tf of its forms.
func (e *Engine) eachOf(ctx context.Context, u *union, visit func(doc uint32, tf float64)) error {
	switch {
	case len(u.forms) > 1 && !u.list.kept:
		return e.gather(ctx, u.forms, visit)
	case u.scale == 1:
		return e.each(ctx, u.forms[0].phrase, u.list, visit)
	default:
		return e.each(ctx, u.forms[0].phrase, u.list, func(doc uint32, tf float64) { visit(doc, u.scale*tf) })
	}
}

// A gatherer puts the documents of several forms together. It is all zero between
// uses.
type gatherer struct {
	seen bitmap
	best []float64
}

func newGatherer(size uint32) *gatherer {
	return &gatherer{seen: newBitmap(size), best: make([]float64, size)}
}

func (g *gatherer) clear() {
	for doc := range g.seen.all() {
		g.best[doc] = 0
	}
	clear(g.seen)
}

// gather visits the documents of any of the forms in the order of their numbers,
// with the best weight · tf.
func (e *Engine) gather(ctx context.Context, forms []form, visit func(doc uint32, tf float64)) error {
	g := e.gatherers.Get().(*gatherer)
	defer func() {
		g.clear()
		e.gatherers.Put(g)
	}()
	for _, f := range forms {
		list, err := e.lookup(ctx, f.phrase)
		if err != nil {
			return err
		}
		err = e.each(ctx, f.phrase, list, func(doc uint32, tf float64) {
			g.seen.set(doc)
			g.best[doc] = max(g.best[doc], f.weight*tf)
		})
		if err != nil {
			return err
		}
	}
	for at, docs := range g.seen {
		if at%checkBlocks == 0 {
			if err := search.Ended(ctx); err != nil {
				return err
			}
		}
		for bit := range bitsOf(docs) {
			doc := uint32(at<<6 + bit)
			visit(doc, g.best[doc])
		}
	}
	return nil
}
