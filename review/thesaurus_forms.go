package review

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// A form is a way of saying a concept, and where in the file it stands.
type form struct {
	text    string
	sense   sense
	concept int
	key     string // of the list it stands in
	entry   int    // in that list
}

// A sense is what a form is compared by: two forms of one sense are the same form.
type sense struct {
	words string
	exact bool
}

// A place is a sense in a concept.
type place struct {
	concept int
	sense   sense
}

// A holder says which concepts have a sense: the first and the last one.
type holder struct{ first, last int }

// other is a concept other than i that has the sense, or i itself.
func (h holder) other(i int) int {
	if h.first != i {
		return h.first
	}
	return h.last
}

// A formList is one of the lists of a concept with ways of saying it.
type formList struct {
	key   string
	forms []string
}

const exactKey = "exact"

func (e *ThesaurusEntry) lists() []formList {
	return []formList{{"forms", e.Forms}, {"asked", e.Asked}, {exactKey, e.Exact}}
}

func senseOf(text string, exact bool) sense {
	if exact {
		return sense{strings.Join(strings.Fields(text), " "), true}
	}
	return sense{normalForm(text), false}
}

// normalForm is a text in small letters and without accents and apostrophes, with one
// space for all that stands between its words.
func normalForm(text string) string {
	plain := strings.Map(func(r rune) rune {
		switch {
		case r == '\'' || r == '’' || r == '‘' || r == 'ʼ', unicode.Is(unicode.Mn, r), unicode.Is(unicode.Cf, r):
			return -1
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			return unicode.ToLower(r)
		}
		return ' '
	}, norm.NFKD.String(text))
	return strings.Join(strings.Fields(plain), " ")
}

// usable faults a text that cannot be a form.
func (c *thesaurusCheck) usable(text string, at ...any) bool {
	key := at[len(at)-2]
	if n := utf8.RuneCountInString(text); n > MaxFormLength { // and it is not quoted
		c.fault(fmt.Sprintf("%s: the form has %d characters, the limit is %d", key, n, MaxFormLength), "shorten it to the words that tell", at...)
		return false
	}
	words := normalForm(text)
	switch n := strings.Count(words, " ") + 1; {
	case strings.TrimSpace(text) == "":
		c.fault(fmt.Sprintf("%s has an empty entry", key), "remove it", at...)
	case words == "":
		c.fault(fmt.Sprintf("%s: %q has no letter or digit", key, text), "remove it", at...)
	case n > MaxFormWords:
		c.fault(fmt.Sprintf("%s: %q has %d words, the limit is %d", key, text, n, MaxFormWords), "shorten it to the words that tell", at...)
	default:
		return true
	}
	return false
}

// form takes note of a form of a concept, or faults it.
func (c *thesaurusCheck) form(f form) {
	at := []any{"concept", f.concept, f.key, f.entry}
	if !c.usable(f.text, at...) {
		return
	}
	exact := f.key == exactKey
	if exact && strings.ToLower(f.text) == f.text {
		c.fault(fmt.Sprintf("exact: %q has no capital letter", f.text), "write it as it is to be read, or move it to asked", at...)
		return
	}
	f.sense = senseOf(f.text, exact)
	where := place{f.concept, f.sense}
	if earlier, twice := c.at[where]; twice {
		mend := "remove one of the two; capitals, hyphens, accents and apostrophes do not make another form"
		if exact {
			mend = "remove one of the two"
		}
		c.fault(fmt.Sprintf("%s: %q stands in the concept already, on line %d", f.key, f.text, c.line(earlier)), mend, at...)
		return
	}
	c.at[where] = f
	c.forms = append(c.forms, f)
	h, held := c.holders[f.sense]
	if !held {
		h.first = f.concept
	}
	h.last = f.concept
	c.holders[f.sense] = h
}

func (c *thesaurusCheck) line(f form) int { return c.lines.Of("concept", f.concept, f.key, f.entry) }

// declareShared takes note of what a concept says to share, and faults what it cannot.
func (c *thesaurusCheck) declareShared(i int) {
	for j, text := range c.Concepts[i].Shared {
		at := []any{"concept", i, "shared", j}
		if !c.usable(text, at...) {
			continue
		}
		own := false
		for _, s := range []sense{senseOf(text, false), senseOf(text, true)} {
			where := place{i, s}
			if _, has := c.at[where]; !has {
				continue
			}
			own = true
			if c.shared[where] {
				c.fault(fmt.Sprintf("shared: %q stands twice", text), "remove one", at...)
			} else if c.holders[s].other(i) == i {
				c.fault(fmt.Sprintf("shared: no other concept has the form %q", text), "remove it here, or write it in the other concept too", at...)
			}
			c.shared[where] = true
		}
		if !own {
			c.fault(fmt.Sprintf("shared: the concept has no form %q", text), "write it in forms or asked too, or remove it here", at...)
		}
	}
}

// ambiguous faults the forms of several concepts that do not all say so.
func (c *thesaurusCheck) ambiguous() {
	for _, f := range c.forms {
		other := c.holders[f.sense].other(f.concept)
		if other == f.concept || c.shared[place{f.concept, f.sense}] {
			continue
		}
		what := fmt.Sprintf("%s: %q is also a form of %s, on line %d", f.key, f.text, c.named(other), c.line(c.at[place{other, f.sense}]))
		c.fault(what, "leave it where it mostly belongs, or write it in shared of both", "concept", f.concept, f.key, f.entry)
	}
}

// ignored checks the list of what is ignored.
func (c *thesaurusCheck) ignored() {
	seen := map[sense]bool{}
	for j, text := range c.Ignore {
		if !c.usable(text, "ignore", j) {
			continue
		}
		s := senseOf(text, false)
		if seen[s] {
			c.fault(fmt.Sprintf("ignore: %q stands twice", text), "remove one", "ignore", j)
		} else if h, held := c.holders[s]; held {
			what := fmt.Sprintf("ignore: %q is a form of %s, on line %d", text, c.named(h.first), c.line(c.at[place{h.first, s}]))
			c.fault(what, "remove one of the two", "ignore", j)
		}
		seen[s] = true
	}
}
