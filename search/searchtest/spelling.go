package searchtest

import (
	"cmp"
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"unicode/utf8"

	"evidencestore/search"
)

const spellings = 100 // words looked up inexactly, a corpus

// checkSpelling looks words up inexactly. Which words an engine takes for words of
// their own, and how it changes them, is its own; but words of the generator are in
// no language, so they have to be there as they are written.
func checkSpelling(ctx context.Context, engine search.Engine, c *Corpus) error {
	held := c.madeUpWords(engine)
	r := c.rand("spellings")
	for range spellings {
		word := strings.ToLower(misspell(r, pick(newWriter(r, c.words), c.words)))
		call := termsCall{word, r.IntN(3), min(r.IntN(3), utf8.RuneCountInString(word)), 1 + r.IntN(10)}
		got, err := engine.Terms(ctx, call.word, call.maxEdits, call.prefix, call.limit)
		if err == nil {
			err = cmp.Or(call.sound(engine, got), call.complete(got, held))
		}
		if err != nil {
			return fmt.Errorf("seed %d: Terms(%q, %d, %d, %d) gives %v: %w", c.Seed, call.word, call.maxEdits, call.prefix, call.limit, got, err)
		}
	}
	return nil
}

// madeUpWords are those of the generator's words that no rule of spelling can change,
// with the number of reviews that have each beside their citations.
func (c *Corpus) madeUpWords(engine search.Engine) map[string]int {
	held := map[string]int{}
	for _, w := range c.words {
		if !slices.Contains(realWords, w) && !strings.Contains(w, "z") {
			held[w] = 0
		}
	}
	for _, passages := range c.passages() {
		seen := map[string]bool{}
		for _, ways := range spellingsOf(engine, passages) {
			for text := range ways {
				seen[strings.ToLower(text)] = true
			}
		}
		for w := range seen {
			if _, madeUp := held[w]; madeUp {
				held[w]++
			}
		}
	}
	return held
}

// misspell changes, drops or adds a letter, swaps two, or does nothing.
func misspell(r *rand.Rand, word string) string {
	letters := []rune(word)
	at := r.IntN(len(letters))
	switch r.IntN(6) {
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
	case 4:
		if at > 0 {
			letters[at-1], letters[at] = letters[at], letters[at-1]
		}
	}
	return string(letters)
}

// A termsCall is what Terms is asked for.
type termsCall struct {
	word                    string
	maxEdits, prefix, limit int
}

// fits says whether a word is near enough.
func (call termsCall) fits(word string) bool {
	start := string([]rune(call.word)[:call.prefix])
	return strings.HasPrefix(word, start) && distance(word, call.word) <= call.maxEdits
}

// sound says what is wrong with the words that were given.
func (call termsCall) sound(engine search.Engine, got []search.Term) error {
	if len(got) > call.limit {
		return fmt.Errorf("%d words", len(got))
	}
	for i, t := range got {
		known := engine.Analyze(t.Text)
		switch {
		case !call.fits(t.Text) || t.Edits != distance(t.Text, call.word):
			return fmt.Errorf("%q is %d edits away", t.Text, distance(t.Text, call.word))
		case t.Text != strings.ToLower(t.Text):
			return fmt.Errorf("%q is not in small letters", t.Text)
		case len(known) != 1 || t.Count < 1 || t.Count > engine.DocFreq(known[0].Term):
			return fmt.Errorf("no word %q stands in %d reviews", t.Text, t.Count)
		case i > 0 && nearer(got[i-1], t) > 0:
			return fmt.Errorf("%q stands before %q", got[i-1].Text, t.Text)
		case slices.ContainsFunc(got[:i], func(o search.Term) bool { return o.Text == t.Text }):
			return fmt.Errorf("%q is there twice", t.Text)
		}
	}
	return nil
}

// complete says which of the words that are held is missing or miscounted.
func (call termsCall) complete(got []search.Term, held map[string]int) error {
	for _, t := range got {
		if n, madeUp := held[t.Text]; madeUp && n != t.Count {
			return fmt.Errorf("%q stands in %d reviews", t.Text, n)
		}
	}
	for word, n := range held {
		if n == 0 || !call.fits(word) {
			continue
		}
		want := search.Term{Text: word, Edits: distance(word, call.word), Count: n}
		if len(got) == call.limit && nearer(got[len(got)-1], want) <= 0 || slices.Contains(got, want) {
			continue
		}
		return fmt.Errorf("%v is missing", want)
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
