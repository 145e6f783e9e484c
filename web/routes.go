package web

import (
	"net/http"
	"reflect"

	"github.com/danielgtaylor/huma/v2"
	"github.com/gorilla/mux"

	"evidencestore/search"
	"evidencestore/web/params"
)

// A route is one row of the table.
type route struct {
	methods []string
	path    string // a mux template; also what logs call the route
	name    string
	handle  handler

	// What the description says of it; routes without answer are not described.
	summary string
	params  func(params.Scope) []*huma.Param
	answer  reflect.Type
}

// A handler answers a request or returns why it did not, with nothing written.
type handler func(http.ResponseWriter, *http.Request) error

var (
	reading = []string{http.MethodGet, http.MethodHead}
	asking  = []string{http.MethodGet, http.MethodHead, http.MethodPost}
)

// table is every route. There are no subrouters: in one, a wrong method is
// answered as a wrong address.
func (s *Server) table() []route {
	return []route{
		{methods: reading, path: "/", name: "home", handle: s.home},
		{methods: reading, path: "/reviews/{id}", name: "page-review", handle: s.reviewPage},
		{methods: asking, path: "/search", name: "page-search", handle: s.searchPage},
		{methods: reading, path: "/compare", name: "page-compare", handle: s.comparePage},
		{methods: asking, path: "/record", name: "page-record", handle: s.recordPage},
		{methods: reading, path: "/gaps", name: "page-gaps", handle: s.gapsPage},
		{methods: reading, path: "/ratings", name: "page-ratings", handle: s.ratingsPage},
		{methods: reading, path: "/help", name: "page-help", handle: s.helpPage},
		{methods: reading, path: "/about", name: "page-about", handle: s.aboutPage},
		{methods: reading, path: "/accessibility", name: "page-accessibility", handle: s.accessibilityPage},
		{methods: reading, path: "/map", name: "page-map", handle: s.mapPage},
		{methods: reading, path: "/assets/{file}", name: "asset", handle: s.asset},
		{methods: reading, path: "/embed", name: "embed", handle: s.embedPage},
		{methods: reading, path: "/embed/reviews/{id}", name: "embed-review", handle: s.embedReviewPage},
		{methods: reading, path: "/embed/builder", name: "embed-builder", handle: s.builderPage},
		{methods: reading, path: "/embed/check", name: "embed-check", handle: s.checkPage},
		{methods: reading, path: "/embed/check/frame", name: "embed-check-frame", handle: s.checkFrame},
		{methods: reading, path: "/embed/check/opened", name: "embed-check-opened", handle: s.checkOpened},
		{methods: reading, path: componentPath, name: "embed-component", handle: s.embedScript},
		{methods: reading, path: "/embed/v1/height.js", name: "embed-height", handle: s.embedScript},
		{methods: reading, path: "/embed/v1/check.js", name: "embed-check-script", handle: s.embedScript},
		{methods: reading, path: "/embed/v1/sites/{site}", name: "embed-site", handle: s.presetOf},
		{methods: reading, path: "/embed/v1/theme/{site}.css", name: "embed-theme", handle: s.theme},
		{
			methods: asking, path: "/api/v1/search", name: "search", handle: s.search,
			summary: "Search the programmes. POST takes the same parameters as a form, for long or sensitive questions.",
			params:  params.ForSearchAt.Describe, answer: reflect.TypeFor[search.Response](),
		},
		{
			methods: reading, path: "/api/v1/reviews", name: "reviews", handle: s.reviews,
			summary: "All documents, whole, by title.",
			params:  params.ForList.Describe, answer: reflect.TypeFor[Reviews](),
		},
		{
			methods: reading, path: "/api/v1/reviews/{id}", name: "review", handle: s.review,
			summary: "One document, whole.",
			params:  describeReview, answer: reflect.TypeFor[search.Document](),
		},
		{
			methods: reading, path: "/api/v1/reviews/{id}/similar", name: "similar", handle: s.similar,
			summary: "Programmes that are about the same as this one, the most similar first.",
			params:  describeSimilar, answer: reflect.TypeFor[Similar](),
		},
		{
			methods: reading, path: "/api/v1/suggest", name: "suggest", handle: s.suggest,
			summary: "What somebody who is typing may want to ask: programmes, concepts and known questions, the best first.",
			params:  params.ForSuggest.Describe, answer: reflect.TypeFor[Suggestions](),
		},
		{
			methods: reading, path: "/api/v1/ratings", name: "ratings", handle: s.ratings,
			summary: "The words of the two scales, the certainty sentences, and the lists that parameters take their values from.",
			params:  params.ForNothing.Describe, answer: reflect.TypeFor[Ratings](),
		},
		{methods: reading, path: "/opensearch.xml", name: "opensearch", handle: s.openSearch},
		{methods: reading, path: "/opensearch/suggest", name: "complete", handle: s.complete},
		{methods: reading, path: "/oembed", name: "oembed", handle: s.oembed},
		{methods: reading, path: "/openapi.json", name: "openapi", handle: s.openAPI},
		{methods: reading, path: "/healthz", name: "healthz", handle: s.healthz},
		{methods: reading, path: "/readyz", name: "readyz", handle: s.readyz},
		{methods: reading, path: "/robots.txt", name: "robots", handle: s.robots},
	}
}

// router serves the table, and answers wrong addresses and methods.
func (s *Server) router() *mux.Router {
	router := mux.NewRouter()
	router.SkipClean(true) // a path that is not clean is a wrong address, not a redirect
	for _, rt := range s.routes {
		router.Name(rt.name).Path(rt.path).Methods(rt.methods...).Handler(s.serve(rt.path, rt.handle))
	}
	router.NotFoundHandler = s.serve("", func(http.ResponseWriter, *http.Request) error {
		return problem(http.StatusNotFound, "There is nothing at this address. The API is described at /openapi.json.")
	})
	router.MethodNotAllowedHandler = s.wrongMethod(router)
	return router
}

// serve names the route for the log and answers the errors of its handler.
func (s *Server) serve(path string, handle handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		exchangeOf(r).route = path
		if err := handle(w, r); err != nil {
			s.fail(w, r, err)
		}
	})
}

// allowed are the methods that the address of the request answers.
func allowed(router *mux.Router, r *http.Request) []string {
	var methods []string
	for _, method := range asking {
		try := *r
		try.Method = method
		var match mux.RouteMatch
		if router.Match(&try, &match) && match.MatchErr == nil {
			methods = append(methods, method)
		}
	}
	return methods
}
