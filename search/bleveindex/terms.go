package bleveindex

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"slices"

	index "github.com/blevesearch/bleve_index_api"

	"evidencestore/search"
)

// DocFreq is the number of live documents with the indexed word.
func (e *Engine) DocFreq(term string) int {
	list, err := e.lookup(context.Background(), phrase{{term: term}})
	if err != nil {
		return 0
	}
	return list.df
}

// Terms gives indexed words of live documents within maxEdits of word that share
// its first prefix letters: fewest edits first, then the most frequent.
func (e *Engine) Terms(ctx context.Context, word string, maxEdits, prefix, limit int) ([]search.Term, error) {
	edits := map[string]int{word: 0}
	if maxEdits > 0 {
		if err := e.nearWords(ctx, word, min(maxEdits, maxFuzziness), prefix, edits); err != nil {
			return nil, err
		}
	}
	var terms []search.Term
	for text, distance := range edits {
		if n := e.DocFreq(text); n > 0 {
			terms = append(terms, search.Term{Text: text, Edits: distance, Count: n})
		}
	}
	slices.SortFunc(terms, func(a, b search.Term) int {
		return cmp.Or(cmp.Compare(a.Edits, b.Edits), cmp.Compare(b.Count, a.Count), cmp.Compare(a.Text, b.Text))
	})
	return terms[:min(limit, len(terms))], nil
}

// maxFuzziness is the largest edit distance that Bleve's dictionaries expand.
const maxFuzziness = 2

// nearWords adds the dictionary's words near a word, with their distance.
func (e *Engine) nearWords(ctx context.Context, word string, maxEdits, prefix int, edits map[string]int) error {
	fuzzy, ok := e.reader.(index.IndexReaderFuzzy)
	if !ok {
		return errors.New("the index has no fuzzy dictionary")
	}
	start := string([]rune(word)[:min(prefix, len([]rune(word)))])
	for _, field := range search.TextFields {
		dict, automaton, err := fuzzy.FieldDictFuzzyAutomaton(field.Name, word, maxEdits, start)
		if err != nil {
			return fmt.Errorf("words near %q: %w", word, err)
		}
		err = eachEntry(ctx, dict, func(entry *index.DictEntry) {
			_, distance := automaton.MatchAndDistance(entry.Term)
			edits[entry.Term] = int(distance)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

func eachEntry(ctx context.Context, dict index.FieldDict, visit func(*index.DictEntry)) error {
	defer dict.Close()
	for {
		if err := ctx.Err(); err != nil {
			return err
		}
		entry, err := dict.Next()
		if err != nil || entry == nil {
			return err
		}
		visit(entry)
	}
}
