package eval

import (
	"math"
	"slices"
)

// The depths at which rankings are measured.
const (
	depth     = 10  // of nDCG and recall: what a page shows
	deepDepth = 100 // of the second recall, and as deep as a ranking is looked at
)

// ndcg is the normalised discounted cumulative gain of the first k documents:
//
//	DCG = Σ grade(i) / log2(i + 1)   over the ranks i = 1 … k
//
// divided by the DCG of the best possible ranking. The gain is the grade itself.
// Järvelin and Kekäläinen, Cumulated gain-based evaluation of IR techniques, ACM
// TOIS 20(4), 2002; the discount is log2(i + 1), as trec_eval has it, so that the
// second rank is discounted too.
func ndcg(ranking []string, grades map[string]int, k int) float64 {
	var ideal []int
	for _, grade := range grades {
		ideal = append(ideal, grade)
	}
	slices.SortFunc(ideal, func(a, b int) int { return b - a })
	got := make([]int, len(ranking))
	for i, id := range ranking {
		got[i] = grades[id]
	}
	best := dcg(ideal, k)
	if best == 0 {
		return 0
	}
	return dcg(got, k) / best
}

func dcg(grades []int, k int) float64 {
	sum := 0.0
	for i, grade := range grades[:min(k, len(grades))] {
		sum += float64(grade) / math.Log2(float64(i+2))
	}
	return sum
}

// success is 1 where one of the first k documents has the wanted grade, else 0.
// Its mean is the share of questions that are answered on the first k places:
// Craswell, Success at n, Encyclopedia of Database Systems, 2009.
func success(ranking []string, grades map[string]int, wanted, k int) float64 {
	if first := firstRank(ranking, grades, wanted); first > 0 && first <= k {
		return 1
	}
	return 0
}

// reciprocalRank is 1 over the rank of the first document of the wanted grade, or
// 0 where there is none. Its mean is MRR: Voorhees, The TREC-8 Question Answering
// Track Report, 1999.
func reciprocalRank(ranking []string, grades map[string]int, wanted int) float64 {
	if first := firstRank(ranking, grades, wanted); first > 0 {
		return 1 / float64(first)
	}
	return 0
}

// firstRank is the rank, from 1, of the first document of the wanted grade, or 0.
func firstRank(ranking []string, grades map[string]int, wanted int) int {
	return 1 + slices.IndexFunc(ranking, func(id string) bool { return grades[id] >= wanted })
}

// recall is the share of the judged documents, of whatever grade, that are among
// the first k: Manning, Raghavan and Schütze, Introduction to Information
// Retrieval, 2008, section 8.3.
func recall(ranking []string, grades map[string]int, k int) float64 {
	if len(grades) == 0 {
		return 0
	}
	found := 0
	for _, id := range ranking[:min(k, len(ranking))] {
		if grades[id] > 0 {
			found++
		}
	}
	return float64(found) / float64(len(grades))
}
