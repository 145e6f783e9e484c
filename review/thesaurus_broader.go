package review

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/internal/stricttoml"
)

// A broaderLink leads from a concept to a broader one.
type broaderLink struct {
	to    int
	entry int // in the list of the narrower concept
}

// broader checks that the broader concepts exist, that they are not too many, and that
// no concept is broader than itself, however indirectly.
func (c *thesaurusCheck) broader() {
	links := make([][]broaderLink, len(c.Concepts))
	for i := range c.Concepts {
		links[i] = c.linksOf(i)
	}
	w := broaderWalk{links: links, depth: make([]int, len(links)), above: make([][]int, len(links)), circle: c.circle}
	for i := range links {
		if w.depth[i] == unseen {
			w.visit(i)
		}
		if len(w.above[i]) > MaxBroader {
			c.fault(fmt.Sprintf("broader leads to more than %d concepts, step by step", MaxBroader), "leave out those that hardly answer for this one", "concept", i, "broader")
		}
	}
}

// linksOf are the links of one concept, without those that are faults by themselves.
func (c *thesaurusCheck) linksOf(i int) []broaderLink {
	var links []broaderLink
	e := &c.Concepts[i]
	seen := map[string]bool{}
	for j, id := range e.Broader {
		to, known := c.ids[id]
		switch at := []any{"concept", i, "broader", j}; {
		case seen[id]:
			c.fault(fmt.Sprintf("broader: %q stands twice", id), "remove one", at...)
		case !known:
			c.fault(fmt.Sprintf("broader: there is no concept %q", id), c.suggest(id), at...)
		case id == e.ID:
			c.fault("broader: the concept names itself", "remove it", at...)
		default:
			links = append(links, broaderLink{to, j})
		}
		seen[id] = true
	}
	return links
}

// suggest words the mend of an unknown id.
func (c *thesaurusCheck) suggest(id string) string {
	if effort := (len(id) + 1) * c.letters; effort <= c.effort {
		c.effort -= effort
		if near := stricttoml.Nearest(id, c.names); near != "" {
			return fmt.Sprintf("did you mean %q? Else add that concept", near)
		}
	}
	return "write the id of a concept of this file, or add the concept"
}

// maxNamed bounds the concepts that the fault of a circle names.
const maxNamed = 8

// circle faults the link that closes a circle. path leads from the concept that the
// link goes back to, to the one that has the link.
func (c *thesaurusCheck) circle(path []int, entry int) {
	var names strings.Builder
	for _, i := range path[:min(len(path), maxNamed)] {
		fmt.Fprintf(&names, "%q → ", c.Concepts[i].ID)
	}
	if more := len(path) - maxNamed; more > 0 {
		fmt.Fprintf(&names, "(%d more) → ", more)
	}
	what := fmt.Sprintf("broader goes round in a circle: %s%q", names.String(), c.Concepts[path[0]].ID)
	c.fault(what, "remove one of these steps; of two concepts only one can be the broader", "concept", path[len(path)-1], "broader", entry)
}

// A broaderWalk goes through all links, depth first. It finds those that lead back to
// where it came from, without which no circle is left, and what is above each concept.
type broaderWalk struct {
	links  [][]broaderLink
	depth  []int // of a concept on the path, from 1; or unseen or done
	path   []int
	above  [][]int // of each concept that is done: those broader, at most one too many
	circle func(path []int, entry int)
}

const (
	unseen = 0
	done   = -1
)

func (w *broaderWalk) visit(i int) {
	w.path = append(w.path, i)
	w.depth[i] = len(w.path)
	for _, link := range w.links[i] {
		if w.depth[link.to] == unseen {
			w.visit(link.to)
		}
		if depth := w.depth[link.to]; depth != done {
			w.circle(w.path[depth-1:], link.entry)
			continue
		}
		w.add(i, link.to)
		for _, above := range w.above[link.to] {
			w.add(i, above)
		}
	}
	w.path = w.path[:len(w.path)-1]
	w.depth[i] = done
}

func (w *broaderWalk) add(i, above int) {
	if len(w.above[i]) <= MaxBroader && !slices.Contains(w.above[i], above) {
		w.above[i] = append(w.above[i], above)
	}
}
