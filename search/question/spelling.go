package question

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencestore/search"
)

// Words shorter than this are not corrected: too many others are near them.
const minCorrected = 5

// maxSpelt is the length in bytes beyond which nothing is taken for a word.
const maxSpelt = 64

// secondEdit is the length from which a word may be two edits away from a word of
// the thesaurus.
const secondEdit = 8

// correct replaces the words that neither the documents nor the thesaurus have by
// the nearest that one of them has.
func (r *Reader) correct(ctx context.Context, rd *reading, s *speller) error {
	corrected := map[string]string{}
	for i := range rd.words {
		if err := inTime(ctx); err != nil {
			return err
		}
		w := &rd.words[i]
		if !r.misspelt(w) || i > 0 && isName(w, &rd.words[i-1]) {
			continue
		}
		from := strings.ToLower(w.text)
		to, seen := corrected[from]
		if !seen {
			var err error
			if to, err = r.nearest(ctx, from); err != nil {
				return err
			}
			corrected[from] = to
		}
		if to == "" {
			continue
		}
		c := search.Correction{From: w.text, To: to}
		if !slices.Contains(rd.corrections, c) {
			rd.corrections = append(rd.corrections, c)
		}
		right := s.words(to, w.clause)[0]
		right.ends, right.corrected = w.ends, true
		*w = right
	}
	return nil
}

// isName says whether a word seems to be the name of somebody or something: it has a
// capital in the middle of a sentence.
func isName(w, before *word) bool {
	return !before.ends && unicode.IsUpper(firstRune(w.text)) && unicode.IsLower(firstRune(before.text))
}

// misspelt says whether nothing has the word, and it could be meant for another.
func (r *Reader) misspelt(w *word) bool {
	return !w.empty && utf8.RuneCountInString(w.text) >= minCorrected &&
		!strings.ContainsFunc(w.text, func(r rune) bool { return !unicode.IsLetter(r) && r != '\'' && r != '’' }) &&
		!r.lexicon.known[w.key] && r.DocFreq(w.key) == 0
}

// nearest is the word that a misspelt one was most probably meant for, or "": of
// those with the fewest edits one of the thesaurus, then the most frequent.
func (r *Reader) nearest(ctx context.Context, misspelt string) (string, error) {
	type candidate struct {
		text  string
		edits int
		known bool
		count int
	}
	var all []candidate
	terms, err := r.Terms(ctx, misspelt, 1, 1, maxCandidates)
	if err != nil {
		return "", err
	}
	for _, t := range terms {
		all = append(all, candidate{text: t.Text, edits: t.Edits, known: r.lexicon.spelt[t.Text], count: t.Count})
	}
	limit := 1
	if utf8.RuneCountInString(misspelt) >= secondEdit {
		limit = 2
	}
	for _, text := range r.lexicon.begins[firstRune(misspelt)] {
		if n := edits(misspelt, text, limit); n <= limit {
			all = append(all, candidate{text: text, edits: n, known: true})
		}
	}
	if len(all) == 0 {
		return "", nil
	}
	best := slices.MinFunc(all, func(a, b candidate) int {
		return cmp.Or(cmp.Compare(a.edits, b.edits), -compareBool(a.known, b.known), cmp.Compare(b.count, a.count), cmp.Compare(a.text, b.text))
	})
	return best.text, nil
}

const maxCandidates = 20

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

func firstRune(s string) rune {
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// edits is the number of letters more, less or other, and of swaps of neighbours,
// between two words (optimal string alignment), or limit+1 where it is larger.
func edits(a, b string, limit int) int {
	if n := utf8.RuneCountInString(a) - utf8.RuneCountInString(b); n > limit || -n > limit || len(a) > maxSpelt || len(b) > maxSpelt {
		return limit + 1
	}
	x, y := []rune(a), []rune(b)
	var rows [3][maxSpelt + 1]int
	for k := range len(y) + 1 {
		rows[0][k] = k
	}
	for i := 1; i <= len(x); i++ {
		now, last, before := &rows[i%3], &rows[(i+2)%3], &rows[(i+1)%3]
		now[0] = i
		least := i
		for k := 1; k <= len(y); k++ {
			cost := 1
			if x[i-1] == y[k-1] {
				cost = 0
			}
			now[k] = min(now[k-1]+1, last[k]+1, last[k-1]+cost)
			if i > 1 && k > 1 && x[i-1] == y[k-2] && x[i-2] == y[k-1] {
				now[k] = min(now[k], before[k-2]+1)
			}
			least = min(least, now[k])
		}
		if least > limit {
			return limit + 1
		}
	}
	return min(rows[len(x)%3][len(y)], limit+1)
}
