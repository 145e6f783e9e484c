package review

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"evidencestore/internal/stricttoml"
)

// A thesaurusCheck finds what is wrong in a thesaurus. All of it takes time in
// proportion to the size of the file, so that a file within MaxFileSize cannot take
// minutes.
type thesaurusCheck struct {
	*Thesaurus
	lines   *stricttoml.Lines
	ids     map[string]int // place of the concept with the id: the first one, if several have it
	names   []string       // ids that may be suggested
	letters int            // of all names
	effort  int            // letters that may still be compared to find suggestions
	forms   []form         // of all concepts, in the order of the file
	at      map[place]form
	holders map[sense]holder
	shared  map[place]bool
	faults  Faults
}

// maxEffort bounds the suggestions for unknown ids: there are some hundred in a large
// thesaurus, and next to none in one that is made of unknown ids.
const maxEffort = 50_000_000

func (t *Thesaurus) check(lines *stricttoml.Lines) Faults {
	c := thesaurusCheck{
		Thesaurus: t, lines: lines, ids: map[string]int{}, effort: maxEffort,
		at: map[place]form{}, holders: map[sense]holder{}, shared: map[place]bool{},
	}
	if c.tooLarge() {
		return c.faults
	}
	for i := range t.Concepts {
		c.concept(i)
	}
	for i := range t.Concepts {
		c.declareShared(i)
	}
	c.ambiguous()
	c.broader()
	c.ignored()
	return c.faults
}

// fault reports what is wrong at a path of keys and places.
func (c *thesaurusCheck) fault(what, mend string, at ...any) {
	c.faults = append(c.faults, Fault{File: ThesaurusFile, Line: c.lines.Of(at...), What: what, Mend: mend})
}

// tooLarge faults more concepts or forms than there may be. Nothing else is looked at
// then.
func (c *thesaurusCheck) tooLarge() bool {
	if n := len(c.Concepts); n > MaxConcepts {
		c.fault(fmt.Sprintf("%d of [[concept]], the limit is %d", n, MaxConcepts), "remove some", "concept", MaxConcepts)
		return true
	}
	forms, beyond := 0, -1
	for i := range c.Concepts {
		if forms += c.Concepts[i].FormCount(); forms > MaxForms && beyond < 0 {
			beyond = i
		}
	}
	if beyond >= 0 {
		c.fault(fmt.Sprintf("%d forms of concepts in all, the limit is %d", forms, MaxForms), "remove some", "concept", beyond)
	}
	return beyond >= 0
}

// concept checks what can be said of a concept by itself, and takes note of the rest.
func (c *thesaurusCheck) concept(i int) {
	e := &c.Concepts[i]
	if err := CheckID(e.ID); err != nil {
		c.fault("id: "+err.Error(), "", "concept", i, "id")
	} else if first, twice := c.ids[e.ID]; twice {
		c.fault(fmt.Sprintf("the id %q stands twice, first on line %d", e.ID, c.lines.Of("concept", first, "id")), "give one of them another, or join the two concepts", "concept", i, "id")
	} else {
		c.ids[e.ID] = i
		c.names = append(c.names, e.ID)
		c.letters += len(e.ID)
	}
	if n := utf8.RuneCountInString(e.Label); strings.TrimSpace(e.Label) == "" {
		c.fault("label is missing or empty", "write it", "concept", i, "label")
	} else if n > MaxFormLength {
		c.fault(fmt.Sprintf("label has %d characters, the limit is %d", n, MaxFormLength), "shorten it", "concept", i, "label")
	}
	c.kind(i, e.Kind)
	if e.FormCount() == 0 {
		c.fault("nothing leads to the concept", "write forms, asked or exact, or remove the concept", "concept", i)
	}
	for _, list := range e.lists() {
		for j, text := range list.forms {
			c.form(form{text: text, concept: i, key: list.key, entry: j})
		}
	}
}

func (c *thesaurusCheck) kind(i int, kind ConceptKind) {
	if slices.Contains(ConceptKinds, kind) {
		return
	}
	what, mend := fmt.Sprintf("kind %q is not known", kind), stricttoml.OneOf(ConceptKinds)
	if kind == "" {
		what = "kind is missing"
	} else if near := stricttoml.Nearest(string(kind), kindNames()); near != "" {
		mend = fmt.Sprintf("did you mean %q? Else %s", near, mend)
	}
	c.fault(what, mend, "concept", i, "kind")
}

func kindNames() []string {
	names := make([]string, len(ConceptKinds))
	for i, k := range ConceptKinds {
		names[i] = string(k)
	}
	return names
}

// named is how a message names a concept. A broken id is left out: it may be as long
// as the file, and named many times.
func (c *thesaurusCheck) named(i int) string {
	if id := c.Concepts[i].ID; isID(id) {
		return fmt.Sprintf("the concept %q", id)
	}
	return "a concept without a right id"
}
