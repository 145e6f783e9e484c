package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"
	"unicode/utf8"

	index "github.com/blevesearch/bleve_index_api"

	"evidencestore/search"
)

// maxFuzziness is the largest edit distance that Bleve's dictionaries expand. They
// take a swap of neighbours for one edit.
const maxFuzziness = 2

// Terms implements search.Engine. No word is further away than two edits.
func (e *Engine) Terms(ctx context.Context, word string, maxEdits, prefix, limit int) ([]search.Term, error) {
	if len(word) > maxWordBytes+maxFuzziness*utf8.UTFMax {
		return nil, nil // no word is so long, and the automaton grows with it
	}
	near, err := e.nearWords(ctx, word, min(maxEdits, maxFuzziness), prefix)
	if err != nil {
		return nil, late(err)
	}
	var terms []search.Term
	for edits, words := range near {
		found, err := e.liveWords(ctx, words, edits)
		if err != nil {
			return nil, late(err)
		}
		if terms = append(terms, found...); len(terms) >= limit {
			return terms[:limit], nil // the others are further away
		}
	}
	return terms, nil
}

// nearWords gives the spellings near a word, by how many edits they are away.
func (e *Engine) nearWords(ctx context.Context, word string, maxEdits, prefix int) ([][]string, error) {
	near := make([][]string, maxEdits+1)
	if maxEdits == 0 {
		return [][]string{{word}}, nil
	}
	fuzzy, ok := e.reader.(index.IndexReaderFuzzy)
	if !ok {
		return nil, errors.New("the index has no fuzzy dictionary")
	}
	letters := []rune(word)
	dict, automaton, err := fuzzy.FieldDictFuzzyAutomaton(fieldSpelling, word, maxEdits, string(letters[:min(prefix, len(letters))]))
	if err != nil {
		return nil, fmt.Errorf("near words: %w", err) // which may be logged, and the word was typed
	}
	err = eachEntry(ctx, dict, func(entry *index.DictEntry) {
		_, distance := automaton.MatchAndDistance(entry.Term)
		near[distance] = append(near[distance], entry.Term)
	})
	return near, err
}

func eachEntry(ctx context.Context, dict index.FieldDict, visit func(*index.DictEntry)) error {
	defer dict.Close()
	for {
		if err := search.Ended(ctx); err != nil {
			return err
		}
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		visit(entry)
	}
}

// liveWords are the spellings that live documents have, the most frequent first.
func (e *Engine) liveWords(ctx context.Context, words []string, edits int) ([]search.Term, error) {
	var terms []search.Term
	for _, w := range words {
		count, err := e.spellingFreq(ctx, w)
		if err != nil {
			return nil, fmt.Errorf("documents with near words: %w", err)
		}
		if count > 0 {
			terms = append(terms, search.Term{Text: w, Edits: edits, Count: count})
		}
	}
	slices.SortFunc(terms, func(a, b search.Term) int {
		return cmp.Or(cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return terms, nil
}

// spellingFreq is the number of live documents with a spelling; the dictionary also
// counts deleted ones.
func (e *Engine) spellingFreq(ctx context.Context, word string) (int, error) {
	if err := search.Ended(ctx); err != nil {
		return 0, err
	}
	reader, err := e.reader.TermFieldReader(ctx, []byte(word), fieldSpelling, false, false, false)
	if err != nil {
		return 0, err
	}
	return int(reader.Count()), reader.Close()
}
