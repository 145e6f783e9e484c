// Package stricttoml decodes TOML that people write by hand. It accepts only what
// the destination names, and reports everything that is wrong in one go, each
// fault with its line and how to mend it.
package stricttoml

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// A Fault is one thing wrong in a file that somebody wrote.
type Fault struct {
	File string // as shown to the reader
	Line int    // from 1; 0 where no line can be named
	What string // what is wrong
	Mend string // what to do about it
	// Question is the id of the question with a known answer that is answered worse,
	// where that is what is wrong.
	Question string `json:",omitempty"`
}

// Error gives the fault on one line, in the form that editors can jump to.
func (f Fault) Error() string {
	where := f.File
	if f.Line > 0 {
		where = fmt.Sprintf("%s:%d", f.File, f.Line)
	}
	if f.Mend == "" {
		return where + ": " + f.What
	}
	return where + ": " + f.What + "; " + f.Mend
}

// Faults are all that is wrong, in the order of file and line after Sort.
type Faults []Fault

// Error gives one fault a line.
func (fs Faults) Error() string {
	lines := make([]string, len(fs))
	for i, f := range fs {
		lines[i] = f.Error()
	}
	return strings.Join(lines, "\n")
}

// Sort orders the faults by file, line and text.
func (fs Faults) Sort() {
	slices.SortStableFunc(fs, func(a, b Fault) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.What, b.What), cmp.Compare(a.Mend, b.Mend))
	})
}

// OneOf words the choice among values for the mend of a fault.
func OneOf[T ~string](values []T) string {
	quoted := make([]string, len(values))
	for i, v := range values {
		quoted[i] = fmt.Sprintf("%q", string(v))
	}
	return "use one of " + strings.Join(quoted, ", ")
}

// Nearest is the candidate that the word was probably meant to be, or "" where
// none is near: at most one edit for every three letters.
func Nearest(word string, candidates []string) string {
	length := utf8.RuneCountInString(word)
	best, distance := "", length/3+2
	for _, c := range candidates {
		if n := utf8.RuneCountInString(c); max(n-length, length-n) >= distance {
			continue // at least so many edits; and a hostile word may be very long
		}
		if d := editDistance(strings.ToLower(word), strings.ToLower(c)); d < distance {
			best, distance = c, d
		}
	}
	return best
}

// editDistance is Levenshtein's distance in runes.
func editDistance(a, b string) int {
	target := []rune(b)
	row := make([]int, len(target)+1)
	for j := range row {
		row[j] = j
	}
	for i, ra := range []rune(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j, rb := range target {
			substitute := diagonal
			if ra != rb {
				substitute++
			}
			diagonal = row[j+1]
			row[j+1] = min(substitute, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(target)]
}
