package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"evidencestore/search"
)

const spellings = 60 // words looked up inexactly, a corpus

// checkVocabulary holds Analyze, DocFreq and Terms against the texts themselves.
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
	r := c.rand("spellings")
	terms := slices.Sorted(maps.Keys(docFreq))
	for range min(spellings, len(terms)) {
		word := misspell(r, terms[r.IntN(len(terms))])
		if err := checkTerms(ctx, engine, docFreq, word, r.IntN(3), min(r.IntN(3), len(word)), 1+r.IntN(10)); err != nil {
			return fmt.Errorf("seed %d: %w", c.Seed, err)
		}
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

// misspell changes, drops or adds a letter, swaps two, or does nothing.
func misspell(r *rand.Rand, word string) string {
	letters := []rune(word)
	at := r.IntN(len(letters))
	switch r.IntN(5) {
	case 0:
		letters[at] = 'x'
	case 1:
		letters = slices.Insert(letters, at, 'e')
	case 2:
		if len(letters) > 2 {
			letters = slices.Delete(letters, at, at+1)
		}
	case 3:
		letters[at], letters[0] = letters[0], letters[at]
	}
	return string(letters)
}

// checkTerms looks a word up inexactly and compares with all words.
func checkTerms(ctx context.Context, engine search.Engine, docFreq map[string]int, word string, maxEdits, prefix, limit int) error {
	call := fmt.Sprintf("Terms(%q, %d, %d, %d)", word, maxEdits, prefix, limit)
	got, err := engine.Terms(ctx, word, maxEdits, prefix, limit)
	if err != nil {
		return fmt.Errorf("%s: %w", call, err)
	}
	start := string([]rune(word)[:min(prefix, utf8.RuneCountInString(word))])
	var want []search.Term
	for term, n := range docFreq {
		if edits := distance(term, word); strings.HasPrefix(term, start) && edits <= maxEdits {
			want = append(want, search.Term{Text: term, Edits: edits, Count: n})
		}
	}
	slices.SortFunc(want, func(a, b search.Term) int { return cmp.Or(nearer(a, b), strings.Compare(a.Text, b.Text)) })
	all := want
	want = want[:min(limit, len(want))]
	if len(got) != len(want) {
		return fmt.Errorf("%s gives %v, want %v", call, got, want)
	}
	for i, t := range got { // words that are as near and as frequent may change places
		if nearer(t, want[i]) != 0 || !slices.Contains(all, t) || slices.Contains(got[:i], t) {
			return fmt.Errorf("%s gives %v, want %v", call, got, want)
		}
	}
	return nil
}

// nearer is negative where a is fewer edits away than b, or as many and in more
// documents.
func nearer(a, b search.Term) int {
	return cmp.Or(cmp.Compare(a.Edits, b.Edits), cmp.Compare(b.Count, a.Count))
}

// distance is the number of letters to change, add or drop, or of neighbours to
// swap, to make a into b; no letter is edited twice.
func distance(a, b string) int {
	from, to := []rune(a), []rune(b)
	d := make([][]int, len(from)+1) // by the numbers of letters read
	for i := range d {
		d[i] = make([]int, len(to)+1)
		for k := range d[i] {
			switch {
			case i == 0 || k == 0:
				d[i][k] = i + k
				continue
			case from[i-1] == to[k-1]:
				d[i][k] = d[i-1][k-1]
			default:
				d[i][k] = 1 + d[i-1][k-1]
			}
			d[i][k] = min(d[i][k], d[i-1][k]+1, d[i][k-1]+1)
			if i > 1 && k > 1 && from[i-1] == to[k-2] && from[i-2] == to[k-1] {
				d[i][k] = min(d[i][k], d[i-2][k-2]+1)
			}
		}
	}
	return d[len(from)][len(to)]
}
