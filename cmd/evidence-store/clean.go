package main

import (
	"strings"
	"unicode"
)

// clean makes a text safe for a terminal: control characters could move the
// cursor or hide words, and direction marks could reverse them.
func clean(s string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsControl(r), unicode.Is(unicode.Bidi_Control, r):
			return -1
		}
		return r
	}, s)
}
