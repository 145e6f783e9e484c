package bleveindex

import (
	"cmp"
	"context"
	"fmt"
	"math/bits"
	"slices"
	"strings"

	"evidencestore/search"
)

// About implements search.Engine.
func (e *Engine) About(ctx context.Context, forms []search.Form) (int, error) {
	about := newBitmap(e.columns.size)
	for _, f := range e.formsOf(forms) {
		err := e.scanFields(ctx, f.phrase, func(doc uint32, found []occurrence) bool {
			if slices.ContainsFunc(found, occurrence.isAbout) {
				about.set(doc)
			}
			return true
		})
		if err != nil {
			return 0, late(err)
		}
	}
	n := 0
	for _, word := range about {
		n += bits.OnesCount64(word)
	}
	return n, nil
}

// isAbout says whether a document in which a form occurs so is about it.
func (o occurrence) isAbout() bool {
	return search.TextFields[o.field].About || o.count >= search.AboutTimes
}

// Titles implements search.Engine. It reads no documents.
func (e *Engine) Titles(ctx context.Context) ([]search.Title, error) {
	if err := ctx.Err(); err != nil {
		return nil, late(err)
	}
	titles := make([]search.Title, e.columns.documents)
	err := e.columns.eachTitle(e.reader, func(doc uint32, title string, aliases []string) {
		titles[e.columns.rank[doc]] = search.Title{ID: e.columns.ids[doc], Title: title, Aliases: aliases}
	})
	return titles, err
}

// Words implements search.Engine.
func (e *Engine) Words(ctx context.Context, id string) ([]search.Word, error) {
	if err := ctx.Err(); err != nil {
		return nil, late(err)
	}
	number, err := e.reader.InternalID(id)
	if err != nil {
		return nil, fmt.Errorf("reading %s: %w", id, err)
	}
	if number == nil {
		return nil, fmt.Errorf("%w: %s", search.ErrNotFound, id)
	}
	doc, err := e.doc(uint32(number.Value()))
	if err != nil {
		return nil, err
	}
	return wordsOf(doc.passages()), nil
}

// wordsOf counts the words of texts, each in its most frequent spelling; of equally
// frequent ones the first in the alphabet.
func wordsOf(passages []passage) []search.Word {
	spellings := map[string]map[string]int{} // by term
	for _, p := range passages {
		if p.Field == citations {
			continue
		}
		for _, t := range p.tokens {
			if spellings[t.Term] == nil {
				spellings[t.Term] = map[string]int{}
			}
			spellings[t.Term][p.Text[t.Start:t.End]]++
		}
	}
	words := make([]search.Word, 0, len(spellings))
	for term, counts := range spellings {
		word := search.Word{Term: term}
		for text, n := range counts {
			word.Count += n
			if c := cmp.Or(cmp.Compare(n, counts[word.Text]), strings.Compare(word.Text, text)); word.Text == "" || c > 0 {
				word.Text = text
			}
		}
		words = append(words, word)
	}
	return words
}
