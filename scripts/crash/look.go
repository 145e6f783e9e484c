package main

import (
	"maps"
	"os"
	"path/filepath"
	"strings"
)

// A phase is what a process was at when it was killed, by what it left behind.
type phase string

const (
	beforeBuild phase = "before it wrote anything"
	building    phase = "while it built"
	publishing  phase = "while it published: sealed, not current yet"
	pruning     phase = "while it pruned: current, old ones half gone"
	done        phase = "after it had published and pruned"
	endedFirst  phase = "too late: it had ended"
)

// A look is what lies in the folder of the generations.
type look struct {
	current string
	names   map[string]bool // of everything
	seals   map[string]bool // what of that has a manifest
}

func (c *crasher) look() look {
	l := look{names: map[string]bool{}, seals: map[string]bool{}}
	l.current, _ = c.current() // none is a fine answer
	entries, _ := os.ReadDir(c.index(""))
	for _, entry := range entries {
		l.names[entry.Name()] = true
		if _, err := os.Stat(filepath.Join(c.index(entry.Name()), "manifest.json")); err == nil {
			l.seals[entry.Name()] = true
		}
	}
	return l
}

const temporary = ".tmp"

// begun is the name of a build that was not there before.
func (l look) begun(before look) (name string, ok bool) {
	for name := range l.names {
		generation, unfinished := strings.CutSuffix(name, temporary)
		if unfinished && strings.Contains(name, "-") && !before.names[name] && !before.names[generation] {
			return name, true
		}
	}
	return "", false
}

// sealed says whether a build that was not there before is finished, or more than that.
func (l look) sealed(before look) bool {
	name, ok := l.begun(before)
	return ok && l.seals[name] || l.current != before.current
}

// differs says whether anything came or went, or something else is current.
func (l look) differs(before look) bool {
	return l.current != before.current || !maps.Equal(l.names, before.names)
}

// since says how far a process came, that was to keep so many generations.
func (l look) since(before look, keep int) phase {
	name, begun := l.begun(before)
	generations, fresh, going := 0, false, false
	for name := range l.names {
		generation, unfinished := strings.CutSuffix(name, temporary)
		switch {
		case !strings.Contains(name, "-"):
		case !unfinished:
			generations++
			fresh = fresh || !before.names[name]
		case before.names[generation]:
			going = true
		}
	}
	switch {
	case l.current != before.current && (going || generations > keep):
		return pruning
	case l.current != before.current:
		return done
	case fresh || l.names["CURRENT"+temporary] || begun && l.seals[name]:
		return publishing
	case begun:
		return building
	default:
		return beforeBuild
	}
}
