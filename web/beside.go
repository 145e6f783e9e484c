package web

import (
	"context"
	"fmt"
	"net/http"
	"strings"

	"github.com/gorilla/mux"

	"evidencestore/web/page"
	"evidencestore/web/params"
)

// A PrivateRoute is one that the public address does not have. It answers GET and HEAD.
type PrivateRoute struct {
	Path   string // a mux template; also what logs call the route
	Name   string
	Handle func(http.ResponseWriter, *http.Request) error // answers, or returns why it did not, with nothing written
}

// Beside is a server for another address, which answers these routes in the manner of
// the public ones and everything else as s does. admitted stands before all of them. How
// often they may be asked has no limit, and nothing of them is kept in a cache.
func (s *Server) Beside(routes []PrivateRoute, admitted func(http.Handler) http.Handler) *Server {
	router := mux.NewRouter()
	router.SkipClean(true)
	for _, rt := range routes {
		router.Name(rt.Name).Path(rt.Path).Methods(reading...).Handler(s.serve(rt.Path, unkept(rt.Handle)))
	}
	router.MethodNotAllowedHandler = s.wrongMethod(router)
	own := identify(s.logged(s.recovering(secured(router))))

	beside := &Server{opt: s.opt}
	beside.handler = admitted(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		var match mux.RouteMatch
		if router.Match(r, &match) {
			own.ServeHTTP(w, r)
			return
		}
		s.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), besideKey{}, true)))
	}))
	return beside
}

// besideKey marks what editors and operators ask, who look up what others asked for.
type besideKey struct{}

// wrongMethod answers by what the address answers.
func (s *Server) wrongMethod(router *mux.Router) http.Handler {
	return s.serve("", func(w http.ResponseWriter, r *http.Request) error {
		allow := strings.Join(allowed(router, r), ", ")
		w.Header().Set("Allow", allow)
		return problem(http.StatusMethodNotAllowed, fmt.Sprintf("This address answers %s.", allow))
	})
}

// unkept keeps an answer out of every cache.
func unkept(handle handler) handler {
	return func(w http.ResponseWriter, r *http.Request) error {
		w.Header().Set("Cache-Control", "no-store")
		return handle(w, r)
	}
}

// Show sends a page that is made in the frame of the request, under the policy of the
// public pages.
func (s *Server) Show(w http.ResponseWriter, r *http.Request, status int, view func(*page.Frame) page.View) error {
	lens := params.Lens(r.URL.Query().Get("lens"))
	if lens != params.Lead {
		lens = params.Practice
	}
	return show(w, status, view(s.frame(r, params.View{Lens: lens})))
}

// Unwrap lets handlers that take long by intent, such as profiles, move the deadline of
// their answer.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }
