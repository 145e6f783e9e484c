package question

import (
	"cmp"
	"slices"
	"strings"

	"evidencestore/search"
)

// A question of more words than longQuestion is a story: it says far more than what
// it asks. Its plain words are left out where concepts say what it is about, and
// otherwise those that say most are kept.
const (
	longQuestion = 40
	keptWords    = search.MaxClauses
)

// spare leaves out the plain words of a long question that it can do without.
func (r *Reader) spare(rd *reading) {
	if len(rd.words) <= longQuestion {
		return
	}
	kept := keptWords
	if slices.ContainsFunc(rd.units, func(u unit) bool { return wants(r.kind(u.concepts)) }) {
		kept = 0
	}
	telling := r.mostTelling(rd.units, kept)
	if len(telling) == 0 && !slices.ContainsFunc(rd.units, func(u unit) bool { return len(u.concepts) > 0 }) {
		return // nothing of it is known
	}
	rd.absent, rd.unknown = nil, nil // names and details, most of them
	units := rd.units[:0]
	for _, u := range rd.units {
		switch {
		case len(u.concepts) > 0 || telling[u.key]:
			units = append(units, u)
		case !slices.Contains(rd.spared, strings.ToLower(u.text)):
			rd.spared = append(rd.spared, strings.ToLower(u.text))
		}
	}
	rd.units = units
}

// mostTelling are the keys of the n plain words that are in the fewest documents.
func (r *Reader) mostTelling(units []unit, n int) map[string]bool {
	frequency := map[string]int{}
	var keys []string
	for i := range units {
		if u := &units[i]; len(u.concepts) == 0 && !u.absent {
			if _, ok := frequency[u.key]; !ok {
				frequency[u.key] = r.DocFreq(u.key)
				keys = append(keys, u.key)
			}
		}
	}
	slices.SortStableFunc(keys, func(a, b string) int { return cmp.Compare(frequency[a], frequency[b]) })
	telling := map[string]bool{}
	for _, key := range keys[:min(n, len(keys))] {
		telling[key] = true
	}
	return telling
}
