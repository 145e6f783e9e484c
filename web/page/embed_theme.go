package page

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"evidencestore/web/site"
)

// A token is a custom property of the style sheet that holds a colour.
type token struct{ name, colour string }

var tokenPattern = regexp.MustCompile(`--([a-z0-9-]+):\s*(#[0-9a-f]{6});`)

// lightTokens and darkTokens are the colours of the two schemes.
var lightTokens, darkTokens = func() (light, dark []token) {
	read := func(css string) (all []token) {
		for _, found := range tokenPattern.FindAllStringSubmatch(css, -1) {
			all = append(all, token{found[1], found[2]})
		}
		return all
	}
	before, after, _ := strings.Cut(string(mustRead("assets/css/00-tokens.css")), "prefers-color-scheme: dark")
	return read(before), read(after)
}()

// grounds are the tokens that text stands on, beside those whose name ends in "ground".
var grounds = []string{"card", "sunk", "n1", "n2", "n3", "mark"}

// Theme is the style sheet that gives an embed the colours of its host. Where the host
// sets a ground, the colours of text that cannot be read on it become that of its ink:
// no rating is told by colour alone. It is empty where the host sets nothing.
func Theme(c site.Colours) string {
	switch {
	case c.Paper != "":
		scheme, tokens := "light", lightTokens
		if site.OnAccent(c.Paper) == "#ffffff" {
			scheme, tokens = "dark", darkTokens
		}
		return fmt.Sprintf(":root {\n  color-scheme: only %s;\n%s}\n", scheme, declared(onPaper(tokens, c)))
	case c.Accent != "":
		light, dark := accented(lightTokens, c.Accent), accented(darkTokens, c.Accent)
		css := ""
		if light != nil {
			css += "@media not (prefers-color-scheme: dark) {\n:root {\n" + declared(light) + "}\n}\n"
		}
		if dark != nil {
			css += "@media (prefers-color-scheme: dark) {\n:root {\n" + declared(dark) + "}\n}\n"
		}
		return css
	}
	return ""
}

func declared(tokens []token) string {
	var b strings.Builder
	for _, t := range tokens {
		fmt.Fprintf(&b, "  --%s: %s;\n", t.name, t.colour)
	}
	return b.String()
}

// onPaper are all tokens of a scheme on the host's ground.
func onPaper(tokens []token, c site.Colours) []token {
	var out []token
	for _, t := range tokens {
		switch {
		case t.name == "paper" || t.name == "card":
			t.colour = c.Paper
		case t.name == "ink" || t.name == "edge":
			t.colour = c.Ink
		case t.name == "on-link" || t.name == "line":
			// Below, and a line is no text.
		case slices.Contains(grounds, t.name) || strings.HasSuffix(t.name, "ground"):
			if !site.Readable(c.Ink, t.colour) || t.name != "mark" {
				t.colour = c.Paper
			}
		case !site.Readable(t.colour, c.Paper):
			t.colour = c.Ink
		}
		out = append(out, t)
	}
	accent := c.Accent
	if accent == "" {
		accent = c.Ink
	}
	return append(out, links(accent)...)
}

// accented are the tokens of links and buttons, or nil where the accent cannot be read
// on the store's own grounds.
func accented(tokens []token, accent string) []token {
	for _, t := range tokens {
		if (t.name == "paper" || t.name == "card" || t.name == "sunk") && !site.Readable(accent, t.colour) {
			return nil
		}
	}
	return links(accent)
}

func links(accent string) []token {
	return []token{{"link", accent}, {"deep", accent}, {"visited", accent}, {"focus", accent}, {"on-link", site.OnAccent(accent)}}
}
