package params

import (
	"fmt"
	"slices"

	"evidencestore/review"
)

// concepts declares a repeatable parameter that takes ids of the thesaurus. However
// it was sent, it is kept in the order of the thesaurus and without repetitions.
func concepts[P any](name, doc string, field func(*P) *[]string) param[P] {
	return param[P]{
		name: name, doc: doc, kind: "string", repeats: true, examples: someConcepts,
		parse: func(p *P, values []string, sc Scope) Faults {
			var faults Faults
			for _, v := range values {
				if !isConcept(&sc.Reference.Thesaurus, v) {
					faults = append(faults, fault(name, v, noConcept(&sc.Reference.Thesaurus, v)))
				}
			}
			for _, c := range sc.Reference.Thesaurus.Concepts {
				if slices.Contains(values, c.ID) {
					*field(p) = append(*field(p), c.ID)
				}
			}
			return faults
		},
		print: func(p *P) []string { return *field(p) },
	}
}

func isConcept(t *review.Thesaurus, id string) bool {
	return slices.ContainsFunc(t.Concepts, func(c review.ThesaurusEntry) bool { return c.ID == id })
}

// noConcept names the concept that was probably meant. There are far too many to
// name them all.
func noConcept(t *review.Thesaurus, id string) string {
	if near := t.Nearest(id); near != "" {
		return fmt.Sprintf("no such concept; did you mean %q?", near)
	}
	return "no such concept; the answer to a question names those that were read in it"
}

// someConcepts are examples for the description.
func someConcepts(sc Scope) []string {
	all := sc.Reference.Thesaurus.Concepts
	ids := make([]string, min(3, len(all)))
	for i := range ids {
		ids[i] = all[i].ID
	}
	return ids
}
