package question

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// compared is a text with a space before each of its words, without what people type
// one way or the other: capitals, accents, apostrophes, signs. Hyphens part words, or
// join them. What the beginning of a text becomes is the beginning of what all of it
// becomes, so that the two can be compared while it is being typed.
func compared(text string, join bool) string {
	var b strings.Builder
	apart := true
	for _, r := range norm.NFKD.String(strings.ToValidUTF8(text, " ")) {
		switch {
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if apart {
				b.WriteByte(' ')
			}
			apart = false
			b.WriteRune(unicode.ToLower(r))
		case unicode.In(r, unicode.M, unicode.Cf) || strings.ContainsRune(apostrophes, r):
		case join && unicode.Is(unicode.Pd, r):
		default:
			apart = true
		}
	}
	return british.Replace(b.String())
}

// bothCompared is a text with its hyphens parting words and, if that is different,
// with its hyphens joining them. It is empty where there are no words.
func bothCompared(text string) []string {
	parted := compared(text, false)
	switch {
	case parted == "":
		return nil
	case isPlain(text):
		return []string{parted}
	}
	if joined := compared(text, true); joined != parted {
		return []string{parted, joined}
	}
	return []string{parted}
}

// isPlain says whether a text has neither hyphens nor signs that may become some.
func isPlain(text string) bool {
	return !strings.ContainsFunc(text, func(r rune) bool { return r == '-' || r > unicode.MaxASCII })
}

// british makes one of the American and British spellings that are more than one
// typing mistake apart, or common. It must not change what an unfinished word
// begins with: what it puts in begins as what it replaces does, up to the last letter.
var british = strings.NewReplacer("iz", "is", "yz", "ys", "avior", "aviour", "eighbor", "eighbour")
