package review

import (
	"strings"

	"evidencestore/internal/stricttoml"
)

// Nearest is the id of the concept that somebody probably meant who wrote id, which
// may be a label as well, or "" where none is near.
func (t *Thesaurus) Nearest(id string) string {
	known := make([]string, len(t.Concepts))
	for i, c := range t.Concepts {
		known[i] = c.ID
	}
	return stricttoml.Nearest(strings.Join(strings.Fields(id), "-"), known)
}
