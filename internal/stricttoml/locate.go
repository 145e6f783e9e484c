package stricttoml

// Lines tells on which line a key of a TOML text stands. BurntSushi's decoder
// keeps the positions of keys to itself, and loses them in arrays of tables.
type Lines struct {
	root  *place // nil where the text could not be read
	first int
}

// Of is the line of the key with this path, a string for a key and an int for
// an element of an array: Of("outcome", 1, "effect"). For a key that is not
// there it is the line of the nearest thing around it.
func (l *Lines) Of(path ...any) int {
	line, _ := l.find(path)
	return line
}

// Has says whether the text has a key with exactly this path.
func (l *Lines) Has(path ...any) bool {
	_, whole := l.find(path)
	return whole
}

// Known says whether the text could be read at all.
func (l *Lines) Known() bool { return l.root != nil }

func (l *Lines) find(path []any) (line int, whole bool) {
	line = l.first
	at := l.root
	for _, step := range path {
		if at = at.inner(step); at == nil {
			return line, false
		}
		line = at.line
	}
	return line, at != nil
}

// A place is a value of the text: where it stands and what is in it.
type place struct {
	line  int
	depth int
	keys  map[string]*place
	items []*place
}

func (p *place) inner(step any) *place {
	if p == nil {
		return nil
	}
	switch step := step.(type) {
	case string:
		return p.keys[step]
	case int:
		if step >= 0 && step < len(p.items) {
			return p.items[step]
		}
	}
	return nil
}

// key is the place of a key in a table, made where it stands for the first time.
func (p *place) key(name string, line int) *place {
	if at, ok := p.keys[name]; ok {
		return at
	}
	if p.keys == nil {
		p.keys = map[string]*place{}
	}
	at := &place{line: line, depth: p.depth + 1}
	p.keys[name] = at
	return at
}

// item is the place of one more element.
func (p *place) item(line int) *place {
	at := &place{line: line, depth: p.depth + 1}
	p.items = append(p.items, at)
	return at
}

// header follows the names of a table's header. A name of an array of tables
// stands for its last table, as TOML has it.
func (p *place) header(names []string, line int) *place {
	for _, name := range names {
		p = p.key(name, line)
		if len(p.items) > 0 {
			p = p.items[len(p.items)-1]
		}
	}
	return p
}
