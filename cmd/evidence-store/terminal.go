package main

import (
	"io"
	"os"

	"golang.org/x/term"
)

// The widths of text for people: the least in which words still fit, what a page
// takes, and the most that is still easy to read.
const (
	leastWidth = 20
	pageWidth  = 80
	mostWidth  = 100
)

// terminal says whether w is a terminal, and how many columns it has.
func terminal(w io.Writer) (width int, ok bool) {
	f, ok := w.(*os.File)
	if !ok || !term.IsTerminal(int(f.Fd())) {
		return pageWidth, false
	}
	width, _, err := term.GetSize(int(f.Fd()))
	if err != nil {
		return pageWidth, true
	}
	return columns(width), true
}

// columns is how wide to write on a terminal of this width. Some say 0 or less
// where they do not know.
func columns(width int) int {
	if width <= 0 {
		return pageWidth
	}
	return min(max(width, leastWidth), mostWidth)
}

// newLayout lays out for w, with colour and bold on a terminal only, and only
// where the environment does not refuse them (NO_COLOR, TERM=dumb).
func newLayout(env *Environment, w io.Writer) *layout {
	width, isTerminal := terminal(w)
	refused, _ := env.Lookup("NO_COLOR")
	kind, _ := env.Lookup("TERM")
	return &layout{w: w, width: width, styled: isTerminal && refused == "" && kind != "dumb"}
}
