package eval

import (
	"math"
	"strings"
	"testing"
)

func TestMetrics(t *testing.T) {
	grades := map[string]int{"a": 2, "b": 1, "c": 1}
	const (
		second = 0.6309297535714575 // 1 / log2(3)
		fourth = 0.43067655807339306
		ideal  = 2 + second + 0.5 // a, b, c
	)
	many := strings.Split("n1 n2 n3 n4 n5 n6 n7 n8 n9 n10 a b", " ") // a on rank 11
	tests := []struct {
		name    string
		ranking []string
		want    Scores
	}{
		{"nothing found", nil, Scores{}},
		{"nothing judged", []string{"x", "y"}, Scores{}},
		{"best order", []string{"a", "b", "c"}, Scores{1, 1, 1, 1, 1, 1}},
		{"the best second", []string{"b", "a"}, Scores{(1 + 2*second) / ideal, 0, 1, 0.5, 2. / 3, 2. / 3}},
		{"the best fourth", []string{"x", "b", "y", "a"}, Scores{(second + 2*fourth) / ideal, 0, 0, 0.25, 2. / 3, 2. / 3}},
		{"only good ones", []string{"c", "b"}, Scores{(1 + second) / ideal, 0, 0, 0, 2. / 3, 2. / 3}},
		{"below the page", many, Scores{0, 0, 0, 1. / 11, 0, 2. / 3}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := result(&Judged{Grades: grades, Wanted: Best}, tt.ranking, len(tt.ranking))
			for _, m := range Metrics {
				if got, want := m.Of(&r.Scores), m.Of(&tt.want); math.Abs(got-want) > 1e-12 {
					t.Errorf("%s of %q: got %v, want %v", m.Name, tt.ranking, got, want)
				}
			}
		})
	}
}

// TestDepths holds that a document below a depth counts no more.
func TestDepths(t *testing.T) {
	grades := map[string]int{"a": 1}
	at := func(rank int) []string {
		ranking := make([]string, rank)
		ranking[rank-1] = "a"
		return ranking
	}
	tests := []struct {
		name string
		got  float64
		want float64
	}{
		{"nDCG, rank 10", ndcg(at(10), grades, 10), 1 / math.Log2(11)},
		{"nDCG, rank 11", ndcg(at(11), grades, 10), 0},
		{"success@3, rank 3", success(at(3), grades, 1, 3), 1},
		{"success@3, rank 4", success(at(4), grades, 1, 3), 0},
		{"recall@10, rank 10", recall(at(10), grades, 10), 1},
		{"recall@10, rank 11", recall(at(11), grades, 10), 0},
		{"nDCG, more judged than fit", ndcg([]string{"a"}, map[string]int{"a": 1, "b": 1}, 1), 1},
		{"nDCG, nothing judged", ndcg([]string{"a"}, nil, 10), 0},
		{"recall, nothing judged", recall([]string{"a"}, nil, 10), 0},
	}
	for _, tt := range tests {
		if math.Abs(tt.got-tt.want) > 1e-12 {
			t.Errorf("%s: got %v, want %v", tt.name, tt.got, tt.want)
		}
	}
}
