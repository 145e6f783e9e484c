package bleveindex

import (
	"cmp"
	"context"
	"math/bits"
	"slices"
	"strings"
	"sync"

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

// A counter counts words. It is empty between uses.
type counter struct {
	words     []word
	places    map[string]int // of the first spelling of each term in spellings
	spellings []spelling     // the first is none
}

var counters = sync.Pool{New: func() any { return &counter{places: map[string]int{}, spellings: make([]spelling, 1)} }}

// free empties the counter for the next one.
func (c *counter) free() {
	clear(c.words[:cap(c.words)])
	clear(c.places)
	clear(c.spellings)
	c.spellings = c.spellings[:1]
	counters.Put(c)
}

// add counts a word that is written in some way.
func (c *counter) add(term, text string) {
	first := c.places[term]
	at := first
	for at != 0 && c.spellings[at].text != text {
		at = c.spellings[at].next
	}
	if at == 0 {
		at = len(c.spellings)
		c.spellings = append(c.spellings, spelling{text: text, next: first})
		c.places[term] = at
	}
	c.spellings[at].count++
}

// wordsOf counts the words of texts, each in its most frequent spelling; of equally
// frequent ones the first in the alphabet.
func wordsOf(english *english, passages []search.Passage) []search.Word {
	c := counters.Get().(*counter)
	defer c.free()
	for _, p := range passages {
		if p.Field == citations {
			continue
		}
		c.words = english.appendWords(c.words[:0], p.Text)
		for _, w := range c.words {
			c.add(w.term, p.Text[w.start:w.end])
		}
	}
	out := make([]search.Word, 0, len(c.places))
	for term, at := range c.places {
		most := c.spellings[at]
		count := 0
		for ; at != 0; at = c.spellings[at].next {
			s := c.spellings[at]
			count += s.count
			if cmp.Or(cmp.Compare(s.count, most.count), strings.Compare(most.text, s.text)) > 0 {
				most = s
			}
		}
		out = append(out, search.Word{Term: term, Text: most.text, Count: count})
	}
	return out
}
