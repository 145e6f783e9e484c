package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"unicode/utf8"

	"github.com/blevesearch/vellum"
	"github.com/blevesearch/vellum/levenshtein"

	"evidencestore/search"
)

// maxFuzziness is the largest edit distance that is looked for. A swap of neighbours is
// one edit.
const maxFuzziness = 2

// automata make those that accept what is near a word, by the number of edits. To make
// one of them takes long.
var automata = [maxFuzziness + 1]func() (*levenshtein.LevenshteinAutomatonBuilder, error){
	1: sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
		return levenshtein.NewLevenshteinAutomatonBuilder(1, true)
	}),
	2: sync.OnceValues(func() (*levenshtein.LevenshteinAutomatonBuilder, error) {
		return levenshtein.NewLevenshteinAutomatonBuilder(2, true)
	}),
}

// Terms implements search.Engine. No word is further away than two edits.
func (e *Engine) Terms(ctx context.Context, word string, maxEdits, prefix, limit int) ([]search.Term, error) {
	if len(word) > maxWordBytes+maxFuzziness*utf8.UTFMax {
		return nil, nil // no word is so long, and the automaton grows with it
	}
	if err := search.Ended(ctx); err != nil {
		return nil, late(err)
	}
	maxEdits = min(maxEdits, maxFuzziness)
	if maxEdits <= 0 {
		return e.spelt(word)
	}
	terms, err := e.nearWords(ctx, word, maxEdits, prefix)
	if err != nil {
		return nil, late(err)
	}
	slices.SortFunc(terms, func(a, b search.Term) int {
		return cmp.Or(cmp.Compare(a.Edits, b.Edits), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return terms[:min(limit, len(terms))], nil
}

// spelt is the word itself, if any document has it.
func (e *Engine) spelt(word string) ([]search.Term, error) {
	n, found, err := e.spellings.Get([]byte(word))
	if err != nil || !found {
		return nil, err
	}
	return []search.Term{{Text: word, Count: int(n)}}, nil
}

// nearWords gives the spellings near a word that begin with as many of its letters.
func (e *Engine) nearWords(ctx context.Context, word string, maxEdits, prefix int) ([]search.Term, error) {
	builder, err := automata[maxEdits]()
	if err != nil {
		return nil, err
	}
	near, err := builder.BuildDfa(word, uint8(maxEdits))
	if err != nil {
		return nil, fmt.Errorf("near words: %w", err) // which may be logged, and the word was typed
	}
	letters := []rune(word)
	from, to := beginningWith(string(letters[:min(prefix, len(letters))]))
	var terms []search.Term
	words, err := e.spellings.Search(near, from, to)
	for ; err == nil; err = words.Next() {
		if err := search.Ended(ctx); err != nil {
			return nil, err
		}
		key, n := words.Current()
		text := string(key)
		_, edits := near.MatchAndDistance(text)
		terms = append(terms, search.Term{Text: text, Edits: int(edits), Count: int(n)})
	}
	if !errors.Is(err, vellum.ErrIteratorDone) {
		return nil, fmt.Errorf("near words: %w", err)
	}
	return terms, nil
}

// beginningWith gives the first word that begins so, and the first behind all of these;
// nil where there is no bound.
func beginningWith(prefix string) (from, to []byte) {
	if prefix == "" {
		return nil, nil
	}
	from, to = []byte(prefix), []byte(prefix)
	to[len(to)-1]++ // no text has the byte 0xff
	return from, to
}
