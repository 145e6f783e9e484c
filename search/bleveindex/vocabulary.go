package bleveindex

import (
	"cmp"
	"context"
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
	if err := search.Ended(ctx); err != nil {
		return nil, late(err)
	}
	titles := make([]search.Title, e.columns.documents)
	err := e.columns.eachTitle(ctx, e.reader, func(doc uint32, title string, aliases []string) {
		titles[e.columns.rank[doc]] = search.Title{ID: e.columns.ids[doc], Title: title, Aliases: aliases}
	})
	if err != nil {
		return nil, late(err)
	}
	return titles, nil
}

// Words implements search.Engine.
func (e *Engine) Words(ctx context.Context, id string) ([]search.Word, error) {
	if err := search.Ended(ctx); err != nil {
		return nil, late(err)
	}
	number, err := e.number(id)
	if err != nil {
		return nil, err
	}
	doc, err := e.doc(number)
	if err != nil {
		return nil, err
	}
	return wordsOf(e.english, doc.passages()), nil
}

// A spelling is a way in which a word is written, and how often it is. There are few of
// each word, so they are a list.
type spelling struct {
	text  string
	count int
	next  int // place of another one of the word, or 0
}

// wordsOf counts the words of texts, each in its most frequent spelling; of equally
// frequent ones the first in the alphabet.
func wordsOf(english *english, passages []search.Passage) []search.Word {
	var words []word
	places := map[string]int{}       // of the first spelling of each term
	spellings := make([]spelling, 1) // the first is none
	for _, p := range passages {
		if p.Field == citations {
			continue
		}
		words = english.appendWords(words[:0], p.Text)
		for _, w := range words {
			text := p.Text[w.start:w.end]
			first := places[w.term]
			at := first
			for at != 0 && spellings[at].text != text {
				at = spellings[at].next
			}
			if at == 0 {
				at = len(spellings)
				spellings = append(spellings, spelling{text: text, next: first})
				places[w.term] = at
			}
			spellings[at].count++
		}
	}
	out := make([]search.Word, 0, len(places))
	for term, at := range places {
		most := spellings[at]
		count := 0
		for ; at != 0; at = spellings[at].next {
			s := spellings[at]
			count += s.count
			if cmp.Or(cmp.Compare(s.count, most.count), strings.Compare(most.text, s.text)) > 0 {
				most = s
			}
		}
		out = append(out, search.Word{Term: term, Text: most.text, Count: count})
	}
	return out
}
