package review

import (
	"bytes"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencestore/internal/stricttoml"
)

// MaxFileSize is the largest file that a corpus may hold, in bytes.
const MaxFileSize = 1 << 20

// Faults are all that is wrong with files of a corpus.
type Faults = stricttoml.Faults

// Fault is one thing wrong in one file, with its line and how to mend it.
type Fault = stricttoml.Fault

const byteOrderMark = "\uFEFF"

// cleanText makes the bytes of a file into text with Unix line ends and without
// a byte order mark. What must not be in a text is a fault and is left out, so
// that the rest of the file can still be checked.
func cleanText(file string, data []byte) (string, Faults) {
	if len(data) > MaxFileSize {
		return "", Faults{{
			File: file, What: fmt.Sprintf("the file has %d bytes, the limit is %d", len(data), MaxFileSize),
			Mend: "shorten it or split it into two documents",
		}}
	}
	text := strings.ReplaceAll(string(bytes.TrimPrefix(data, []byte(byteOrderMark))), "\r\n", "\n")
	var faults Faults
	var clean strings.Builder
	line, kept := 1, 0        // kept is how far text has gone into clean
	told := map[string]bool{} // of this line: the same fault a hundred times helps nobody
	for i, r := range text {
		if r == '\n' {
			line++
			clear(told)
			continue
		}
		what := stricttoml.Forbidden(r)
		if what == "" {
			continue
		}
		mend, size := mendCharacter(r), utf8.RuneLen(r)
		if r == utf8.RuneError && !strings.HasPrefix(text[i:], "\uFFFD") {
			what, mend, size = fmt.Sprintf("invalid UTF-8 (byte 0x%02X)", text[i]), "save the file as UTF-8", 1
		}
		clean.WriteString(text[kept:i])
		kept = i + size
		if !told[what] {
			told[what] = true
			faults = append(faults, Fault{File: file, Line: line, What: what, Mend: mend})
		}
	}
	if kept == 0 {
		return text, faults
	}
	clean.WriteString(text[kept:])
	return clean.String(), faults
}

func mendCharacter(r rune) string {
	switch {
	case r == '\r':
		return "save the file with Unix or Windows line ends"
	case r == utf8.RuneError:
		return "write the letter or sign that was meant"
	case unicode.Is(unicode.Co, r):
		return "replace it by the letter or sign that was meant (it often comes from a PDF or a symbol font)"
	}
	return "delete it"
}
