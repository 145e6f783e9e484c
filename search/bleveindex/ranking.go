package bleveindex

import (
	"math"

	"evidencestore/search"
)

// Constants of the score; docs/RANKING.md has the formula and where they come from.
const (
	K1     = 1.2  // saturation of repeated words
	B      = 0.75 // how much the length of a field counts
	Lambda = 0.5  // part of the fields beside the best one
	Gamma  = 0.2  // how much it counts how much of the question is covered
)

// maxFields is an upper bound of the number of text fields.
const maxFields = 8

// fieldScore is u_i: what occurrences in one field are worth.
func (e *Engine) fieldScore(field int, occurrences, length float64) float64 {
	norm := 1.0
	if e.average[field] > 0 {
		norm = 1 - B + B*length/e.average[field]
	}
	return search.TextFields[field].Weight * occurrences * (K1 + 1) / (occurrences + K1*norm)
}

// combine is tf: the best field and a part of the others.
func combine(fields []float64) float64 {
	best, rest := bestAndRest(fields)
	return best + Lambda*rest
}

func bestAndRest(fields []float64) (best, rest float64) {
	at := 0
	for i, u := range fields {
		if u > fields[at] {
			at = i
		}
	}
	for i, u := range fields {
		if i != at {
			rest += u
		}
	}
	return fields[at], rest
}

// inverseFrequency is idf.
func inverseFrequency(documents, df int) float64 {
	return math.Log(1 + (float64(documents)-float64(df)+0.5)/(float64(df)+0.5))
}

// coverage is the factor for a document that satisfies clauses of so much weight.
func coverage(matched, all int) float64 {
	return math.Pow(float64(matched)/float64(all), Gamma)
}
