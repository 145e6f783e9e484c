package web

import (
	"net/http"
	"testing"
)

func TestSimilar(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct {
		name, query string
		hits        int
	}{
		{"as many as usual", "", 5},
		{"one", "?limit=1", 1},
		{"the most", "?limit=20", 20},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := decode[Similar](t, ask(s, "GET", "/api/v1/reviews/moon-walks/similar"+tc.query))
			if got.ID != "moon-walks" || got.Generation != "000001-abcdef01" || len(got.Hits) != tc.hits {
				t.Errorf("got id %q, generation %q and %d hits, want moon-walks, 000001-abcdef01 and %d", got.ID, got.Generation, len(got.Hits), tc.hits)
			}
		})
	}
}

func TestSimilarFaults(t *testing.T) {
	s, _ := newServer(t)
	for _, tc := range []struct {
		name, path string
		want       int
	}{
		{"an unknown id", "/api/v1/reviews/mars-walks/similar", http.StatusNotFound},
		{"none at all", "/api/v1/reviews/moon-walks/similar?limit=0", http.StatusBadRequest},
		{"too many", "/api/v1/reviews/moon-walks/similar?limit=21", http.StatusBadRequest},
		{"a question", "/api/v1/reviews/moon-walks/similar?q=a", http.StatusBadRequest},
	} {
		t.Run(tc.name, func(t *testing.T) { problemIn(t, ask(s, "GET", tc.path), tc.want) })
	}
}
