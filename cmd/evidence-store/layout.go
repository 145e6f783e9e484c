package main

import (
	"fmt"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"
)

// A style is how a piece of text looks on a terminal.
type style int

const (
	plain style = iota
	bold
	dim
	match // a word that was looked for
)

// The codes of the styles. Nothing is told by colour alone.
var styleCodes = map[style]string{bold: "\x1b[1m", dim: "\x1b[2m", match: "\x1b[1;33m"}

const styleEnd = "\x1b[0m"

// A piece is a run of text in one style.
type piece struct {
	text  string
	style style
}

// A layout writes paragraphs for people, wrapped to a width. Everything that it
// is given is cleaned of control characters. The first error of the writer stays
// in err, and nothing is written after it.
type layout struct {
	w      io.Writer
	width  int // columns, counted as characters
	styled bool
	err    error
}

// para writes one paragraph whose lines begin with indent spaces.
func (l *layout) para(indent int, pieces ...piece) {
	column := 0
	var line strings.Builder
	for word := range words(pieces) {
		width := 0
		for _, p := range word {
			width += utf8.RuneCountInString(p.text)
		}
		switch {
		case column == 0:
			column = indent
		case column+1+width > l.width:
			l.write(indent, line.String())
			line.Reset()
			column = indent
		default:
			line.WriteByte(' ')
			column++
		}
		for _, p := range word {
			line.WriteString(l.dress(p))
		}
		column += width
	}
	if line.Len() > 0 {
		l.write(indent, line.String())
	}
}

// text writes one plain paragraph.
func (l *layout) text(indent int, format string, args ...any) {
	l.para(indent, piece{text: fmt.Sprintf(format, args...)})
}

// gap writes an empty line.
func (l *layout) gap() { l.write(0, "") }

func (l *layout) write(indent int, line string) {
	if l.err == nil {
		_, l.err = fmt.Fprintf(l.w, "%s%s\n", strings.Repeat(" ", indent), line)
	}
}

func (l *layout) dress(p piece) string {
	code := styleCodes[p.style]
	if !l.styled || code == "" {
		return p.text
	}
	return code + p.text + styleEnd
}

// words gives the words of the pieces. A word can begin in one piece and end in
// another.
func words(pieces []piece) func(yield func([]piece) bool) {
	return func(yield func([]piece) bool) {
		var word []piece
		for _, p := range pieces {
			text := clean(p.text)
			for text != "" {
				end := strings.IndexFunc(text, unicode.IsSpace)
				if end != 0 {
					if end < 0 {
						end = len(text)
					}
					word = append(word, piece{text: text[:end], style: p.style})
					text = text[end:]
					continue
				}
				if len(word) > 0 && !yield(word) {
					return
				}
				word = nil
				_, size := utf8.DecodeRuneInString(text)
				text = text[size:]
			}
		}
		if len(word) > 0 {
			yield(word)
		}
	}
}
