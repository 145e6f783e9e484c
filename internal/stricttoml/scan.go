package stricttoml

import (
	"strings"

	"github.com/BurntSushi/toml"
)

// maxDepth is how deep keys, tables and lists may stand in each other. The time
// that BurntSushi's decoder takes grows with the third power of it.
const maxDepth = 16

// A scanner walks through a TOML text for the places of its keys, nothing else.
// It gives up at what it cannot follow: the decoder gives up there too.
type scanner struct {
	text string
	pos  int
	line int
	deep bool // gave up because of maxDepth
}

// locate finds the places of a text. tooDeep is the line on which the text goes
// deeper than maxDepth, or 0.
func locate(text string, firstLine int) (lines *Lines, tooDeep int) {
	s := &scanner{text: strings.TrimPrefix(text, "\uFEFF"), line: firstLine}
	root := &place{line: firstLine}
	table := root
	for s.blank(); s.pos < len(s.text) && !s.deep; s.blank() {
		line := s.line
		switch {
		case s.take("[["):
			names := s.names()
			if len(names) == 0 {
				s.stop()
				break
			}
			n := len(names) - 1
			table = root.header(names[:n], line).key(names[n], line).item(line)
			s.check(table)
		case s.take("["):
			table = root.header(s.names(), line)
			s.check(table)
		default:
			s.pair(table)
		}
		s.skipLine()
	}
	if s.deep {
		tooDeep = s.line
	}
	return &Lines{root: root, first: firstLine}, tooDeep
}

func (s *scanner) stop() { s.pos = len(s.text) }

// check gives up where a place is too deep.
func (s *scanner) check(p *place) bool {
	if p.depth > maxDepth {
		s.deep = true
		s.stop()
	}
	return !s.deep
}

func (s *scanner) take(prefix string) bool {
	if !strings.HasPrefix(s.text[s.pos:], prefix) {
		return false
	}
	s.pos += len(prefix)
	return true
}

// until moves to the first of these bytes, or to the end.
func (s *scanner) until(stops string) {
	if n := strings.IndexAny(s.text[s.pos:], stops); n >= 0 {
		s.pos += n
	} else {
		s.stop()
	}
}

func (s *scanner) skipLine() { s.until("\n") }

func (s *scanner) spaces() {
	for s.pos < len(s.text) && strings.IndexByte(" \t\r", s.text[s.pos]) >= 0 {
		s.pos++
	}
}

// blank skips spaces, line ends and comments.
func (s *scanner) blank() {
	for s.spaces(); s.pos < len(s.text); s.spaces() {
		switch s.text[s.pos] {
		case '\n':
			s.line++
			s.pos++
		case '#':
			s.skipLine()
		default:
			return
		}
	}
}

// names reads a key with its dots: a."b c".d
func (s *scanner) names() []string {
	var names []string
	for len(names) <= maxDepth {
		s.spaces()
		from := s.pos
		if s.quoted() {
			names = append(names, unquote(s.text[from:s.pos]))
		} else {
			s.until(" \t\r\n.=]\"'")
			names = append(names, s.text[from:s.pos])
		}
		s.spaces()
		if !s.take(".") {
			break
		}
	}
	return names
}

// unquote leaves escapes to the decoder.
func unquote(key string) string {
	if len(key) < 2 {
		return key
	}
	if plain := key[1 : len(key)-1]; key[0] == '\'' || !strings.Contains(plain, `\`) {
		return plain
	}
	var v struct{ K string }
	if _, err := toml.Decode("K="+key, &v); err != nil {
		return key
	}
	return v.K
}

func (s *scanner) pair(table *place) {
	line := s.line
	for _, name := range s.names() {
		table = table.key(name, line)
	}
	if !s.check(table) {
		return
	}
	s.spaces()
	if !s.take("=") {
		s.stop()
		return
	}
	s.spaces()
	s.value(table)
}

func (s *scanner) value(p *place) {
	switch {
	case s.take("["):
		s.list("]", func() {
			if item := p.item(s.line); s.check(item) {
				s.value(item)
			}
		})
	case s.take("{"):
		s.list("}", func() { s.pair(p) })
	case s.quoted():
	default:
		s.until(",]}#\n")
	}
}

// list reads what stands between commas, up to its end.
func (s *scanner) list(end string, element func()) {
	for s.blank(); !s.take(end); s.blank() {
		if element(); s.pos >= len(s.text) {
			return
		}
		if s.blank(); !s.take(",") && !strings.HasPrefix(s.text[s.pos:], end) {
			s.stop()
			return
		}
	}
}

// quoted moves past a string of any of the four kinds, if one stands here.
func (s *scanner) quoted() bool {
	rest := s.text[s.pos:]
	if rest == "" || rest[0] != '"' && rest[0] != '\'' {
		return false
	}
	end, stops := rest[:1], rest[:1]+"\n"
	if long := strings.Repeat(end, 3); strings.HasPrefix(rest, long) {
		end = long
	}
	if rest[0] == '"' {
		stops += `\`
	}
	s.pos += len(end)
	for s.until(stops); s.pos < len(s.text); s.until(stops) {
		switch {
		case s.take(end):
			if len(end) == 3 { // a long string may end in quotes of its own: """a"""""
				s.take(end[:1])
				s.take(end[:1])
			}
			return true
		case s.take("\n"):
			s.line++
			if len(end) == 1 {
				s.stop()
			}
		case s.take(`\`):
			if s.pos < len(s.text) && s.text[s.pos] != '\n' {
				s.pos++
			}
		default:
			s.pos++ // a quote inside a long string
		}
	}
	return true
}
