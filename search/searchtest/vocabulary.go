package searchtest

import (
	"context"
	"errors"
	"fmt"
	"unicode/utf8"

	"evidencestore/search"
)

// checkVocabulary holds Analyze, DocFreq and Words against the texts themselves.
func checkVocabulary(ctx context.Context, engine search.Engine, c *Corpus) error {
	docFreq, err := countWords(engine, c)
	if err != nil {
		return err
	}
	for term, want := range docFreq {
		if got := engine.DocFreq(term); got != want {
			return fmt.Errorf("seed %d: DocFreq(%q) is %d, want %d", c.Seed, term, got, want)
		}
	}
	if n := engine.DocFreq("zzyzxunknown"); n != 0 {
		return fmt.Errorf("seed %d: DocFreq of an unknown word is %d", c.Seed, n)
	}
	for id, passages := range c.passages() {
		got, err := engine.Words(ctx, id)
		if err != nil {
			return fmt.Errorf("seed %d: Words(%q): %w", c.Seed, id, err)
		}
		if err := sameWords(got, spellingsOf(engine, passages)); err != nil {
			return fmt.Errorf("seed %d: Words(%q): %w", c.Seed, id, err)
		}
	}
	if words, err := engine.Words(ctx, "no-such-review"); !errors.Is(err, search.ErrNotFound) || words != nil {
		return fmt.Errorf("seed %d: Words of an unknown review: got %v and error %w, want none and ErrNotFound", c.Seed, words, err)
	}
	return nil
}

// countWords gives the number of reviews with each indexed word.
func countWords(engine search.Engine, c *Corpus) (map[string]int, error) {
	docFreq := map[string]int{}
	for _, doc := range c.Reviews {
		seen := map[string]bool{}
		for _, p := range search.Passages(doc, &c.Reference.Lists) {
			tokens := engine.Analyze(p.Text)
			if err := inPlace(tokens, p.Text); err != nil {
				return nil, fmt.Errorf("Analyze(%q): %w", p.Text, err)
			}
			for _, t := range tokens {
				seen[t.Term] = true
			}
		}
		for term := range seen {
			docFreq[term]++
		}
	}
	return docFreq, nil
}

// inPlace says what is wrong with the places of tokens in their text.
func inPlace(tokens []search.Token, text string) error {
	for i, t := range tokens {
		switch {
		case t.Term == "":
			return fmt.Errorf("token %d is empty", i)
		case t.Start < 0 || t.Start >= t.End || t.End > len(text):
			return fmt.Errorf("token %q stands from byte %d to %d", t.Term, t.Start, t.End)
		case !utf8.ValidString(text[t.Start:t.End]):
			return fmt.Errorf("token %q cuts a letter in two", t.Term)
		case i > 0 && t.Position < tokens[i-1].Position:
			return fmt.Errorf("token %q stands before %q", t.Term, tokens[i-1].Term)
		}
	}
	return nil
}

// spellingsOf counts the ways in which each indexed word is spelt in texts, citations
// left out.
func spellingsOf(engine search.Engine, passages []search.Passage) map[string]map[string]int {
	spellings := map[string]map[string]int{}
	for _, p := range passages {
		if p.Field == citations {
			continue
		}
		for _, t := range engine.Analyze(p.Text) {
			if spellings[t.Term] == nil {
				spellings[t.Term] = map[string]int{}
			}
			spellings[t.Term][p.Text[t.Start:t.End]]++
		}
	}
	return spellings
}

// citations is the text field whose words say nothing about a review.
const citations = "reviews"

// sameWords says what is wrong with the words of a review. Of spellings that are as
// frequent any may be given.
func sameWords(got []search.Word, want map[string]map[string]int) error {
	seen := map[string]bool{}
	for _, w := range got {
		count, most := 0, 0
		for _, n := range want[w.Term] {
			count, most = count+n, max(most, n)
		}
		switch {
		case seen[w.Term]:
			return fmt.Errorf("%q is there twice", w.Term)
		case count == 0:
			return fmt.Errorf("%q is no word of the review", w.Term)
		case w.Count != count:
			return fmt.Errorf("%q occurs %d times, want %d", w.Term, w.Count, count)
		case want[w.Term][w.Text] != most:
			return fmt.Errorf("%q is spelt %q, want the most frequent of %v", w.Term, w.Text, want[w.Term])
		}
		seen[w.Term] = true
	}
	if len(got) != len(want) {
		return fmt.Errorf("%d words, want %d", len(got), len(want))
	}
	return nil
}
