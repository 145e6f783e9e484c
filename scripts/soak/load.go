package main

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"os"
	"strings"

	"evidencestore/corpus"
	"evidencestore/review"
)

// A kind of request: how often it is made, what it may be answered, and how it is made.
type kind struct {
	name    string
	often   int
	answers []int
	make    func(*rand.Rand) asked
}

// asked is one request.
type asked struct {
	method, path string
	body         string // a form
	header       http.Header
	check        func(*seen, []byte) error // of the answer; may be nil
}

// kinds are all kinds of requests, with what is known of the corpus.
func (s *soak) kinds() ([]kind, error) {
	ref, faults := review.DecodeReference(os.DirFS(s.editor.dir))
	questions, more := review.DecodeQuestions(corpus.FS(), func(string) bool { return true })
	if faults = append(faults, more...); len(faults) > 0 {
		return nil, faults
	}
	ask := func(rng *rand.Rand) string { return url.QueryEscape(questions[rng.IntN(len(questions))].Ask) }
	pick := func(rng *rand.Rand, items []review.Item) string { return items[rng.IntN(len(items))].ID }
	id := func(rng *rand.Rand) string {
		best := questions[rng.IntN(len(questions))].Best
		if len(best) == 0 || rng.IntN(3) == 0 {
			return fmt.Sprintf("made-up-%05d", 1+rng.IntN(witnesses))
		}
		return best[rng.IntN(len(best))]
	}
	filters := func(rng *rand.Rand) string {
		all := []string{
			"topic=" + pick(rng, ref.Lists.Topics), "population=" + pick(rng, ref.Lists.Populations), "outcome=" + pick(rng, ref.Lists.Outcomes),
			"setting=" + pick(rng, ref.Lists.Settings), "effect_min=mixed-or-none", "strength=high", "uk=yes", "age=7", "sort=newest", "page=2",
		}
		rng.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		return strings.Join(all[:1+rng.IntN(3)], "&")
	}
	at := func(make func(*rand.Rand) string) func(*rand.Rand) asked {
		return func(rng *rand.Rand) asked { return asked{method: http.MethodGet, path: make(rng)} }
	}
	oneOf := func(paths ...string) func(*rand.Rand) asked {
		return at(func(rng *rand.Rand) string { return paths[rng.IntN(len(paths))] })
	}
	fine, gone := []int{http.StatusOK}, []int{http.StatusOK, http.StatusNotFound}
	return []kind{
		{"question, API", 20, fine, func(rng *rand.Rand) asked {
			return asked{method: http.MethodGet, path: "/api/v1/search?q=" + ask(rng), check: (*seen).search}
		}},
		{"question, page", 20, fine, at(func(rng *rand.Rand) string { return "/search?q=" + ask(rng) + "&" + filters(rng) })},
		{"question, posted", 5, fine, func(rng *rand.Rand) asked {
			return asked{method: http.MethodPost, path: "/api/v1/search", body: "q=" + ask(rng), check: (*seen).search}
		}},
		{"filters", 8, fine, at(func(rng *rand.Rand) string { return "/api/v1/search?" + filters(rng) })},
		{"all documents", 8, fine, func(rng *rand.Rand) asked {
			return asked{method: http.MethodGet, path: fmt.Sprintf("/api/v1/reviews?per_page=100&page=%d", 1+rng.IntN(2)), check: (*seen).documents}
		}},
		{"one document", 8, gone, at(func(rng *rand.Rand) string { return "/api/v1/reviews/" + id(rng) })},
		{"programme", 8, gone, at(func(rng *rand.Rand) string { return "/reviews/" + id(rng) })},
		{"comparison", 4, fine, at(func(rng *rand.Rand) string { return "/compare?id=" + id(rng) + "&id=" + id(rng) })},
		{"similar", 2, gone, at(func(rng *rand.Rand) string { return "/api/v1/reviews/" + id(rng) + "/similar" })},
		{"other pages", 8, fine, oneOf("/", "/gaps", "/map", "/ratings", "/help", "/about", "/accessibility", "/robots.txt", "/openapi.json", "/api/v1/ratings", "/opensearch.xml")},
		{"export", 6, fine, at(func(rng *rand.Rand) string {
			return "/search?q=" + ask(rng) + "&format=" + []string{"csv", "ris", "bibtex", "json", "atom"}[rng.IntN(5)]
		})},
		{"whole export", 2, fine, func(*rand.Rand) asked {
			return asked{method: http.MethodGet, path: "/search?format=json", check: (*seen).documents}
		}},
		{"suggestions", 10, fine, at(func(rng *rand.Rand) string {
			text := questions[rng.IntN(len(questions))].Ask
			return "/api/v1/suggest?q=" + url.QueryEscape(text[:min(len(text), 2+rng.IntN(8))])
		})},
		{"embedded", 6, gone, oneOf("/embed?site=anytown", "/embed/v1/sites/anytown", "/embed/v1/theme/anytown.css", "/embed/builder", "/embed/reviews/kinship-care?site=anytown")},
		{"known already", 4, []int{http.StatusOK, http.StatusNotModified}, func(*rand.Rand) asked {
			return asked{method: http.MethodGet, path: "/api/v1/ratings", header: http.Header{"If-None-Match": {s.seen.tag()}}}
		}},
		{"health", 4, fine, oneOf("/healthz", "/readyz")},
		{"wrong parameter", 3, []int{http.StatusBadRequest}, oneOf("/api/v1/search?page=0", "/api/v1/search?effect=bad", "/api/v1/search?q=%zz", "/api/v1/suggest?nonsense=1")},
		{"wrong address", 2, []int{http.StatusNotFound}, oneOf("/nothing", "/api/v1/reviews/nothing", "/reviews/nothing", "/embed?site=nothing")},
		{"wrong method", 1, []int{http.StatusMethodNotAllowed}, func(*rand.Rand) asked { return asked{method: http.MethodDelete, path: "/search"} }},
		{"too large", 1, []int{http.StatusRequestEntityTooLarge}, func(*rand.Rand) asked {
			return asked{method: http.MethodPost, path: "/api/v1/search", body: "q=" + strings.Repeat("a", 70<<10)}
		}},
		{"slow", 2, fine, nil},
		{"given up", 2, []int{0}, nil},
	}, nil
}
