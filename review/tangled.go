package review

import (
	"fmt"
	"strings"
)

// The time to parse Markdown grows with the square of these, so that a file
// within MaxFileSize could take minutes.
const (
	maxMarks  = 2000 // in a paragraph
	maxIndent = 200  // bytes at the beginning of a line that can open lists and quotations
)

// tangled says what makes a Markdown source too costly to parse, and on which of
// its lines, counted from 0; or "". It takes for a paragraph all that has no
// blank line in it, which is never less than the parser does.
func tangled(source string) (line int, what string) {
	marks, paragraph := 0, 0
	for text := range strings.Lines(source) {
		if indent := len(text) - len(strings.TrimLeft(text, " \t>+-*.)0123456789")); indent > maxIndent {
			return line, fmt.Sprintf("a line that begins with more than %d marks of lists and quotations", maxIndent)
		}
		if strings.TrimSpace(text) == "" {
			marks = 0
		} else if marks == 0 {
			paragraph = line
		}
		for i := range len(text) {
			if strings.IndexByte("[]*_<>`!&\\", text[i]) >= 0 {
				marks++
			}
		}
		if marks > maxMarks {
			return paragraph, fmt.Sprintf("a paragraph with more than %d marks such as * and [", maxMarks)
		}
		line++
	}
	return 0, ""
}
