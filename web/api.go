package web

import (
	"context"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"time"

	"github.com/gorilla/mux"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// Reviews is one page of all documents.
type Reviews struct {
	Total      int                `json:"total" doc:"Exact number of documents"`
	Page       int                `json:"page"`
	PerPage    int                `json:"per_page"`
	Generation string             `json:"generation" doc:"The generation of the index that answered"`
	Reviews    []*search.Document `json:"reviews"`
}

// Ratings are the words that answers are made of, and the lists.
type Ratings struct {
	review.Ratings
	Lists      review.Lists `json:"lists" doc:"The values that outcome, topic, population and setting take"`
	Generation string       `json:"generation"`
}

func (s *Server) search(w http.ResponseWriter, r *http.Request) error {
	info, p, err := parse(s, r, &params.ForSearchAt)
	if err != nil {
		return err
	}
	secret := p.Q != "" || r.Method == http.MethodPost
	if !secret && s.unchanged(w, r, info.Generation) {
		return nil
	}
	start := time.Now()
	req := p.Request()
	found, err := inTurn(r.Context(), s, func() (*search.Response, error) { return s.opt.Searcher.Search(r.Context(), req) })
	if err != nil {
		return fmt.Errorf("search: %w", err)
	}
	took(w, start)
	s.searched(r, req, found, start)
	if secret {
		private(w)
	} else {
		s.public(w, found.Generation)
	}
	return answer(w, http.StatusOK, s.withLocal(found, p.Site))
}

func (s *Server) reviews(w http.ResponseWriter, r *http.Request) error {
	info, p, err := parse(s, r, &params.ForList)
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	start := time.Now()
	list, err := inTurn(r.Context(), s, func() (*Reviews, error) { return s.list(r.Context(), p) })
	if err != nil {
		return err
	}
	took(w, start)
	s.public(w, list.Generation)
	return answer(w, http.StatusOK, list)
}

// list reads a page of documents. Between finding and reading them a new
// generation may come in, without some of them; then the page is found again.
func (s *Server) list(ctx context.Context, p params.List) (*Reviews, error) {
	for {
		found, err := s.opt.Searcher.Search(ctx, &search.Request{Sort: search.ByTitle, Page: p.Page, PerPage: p.PerPage})
		if err != nil {
			return nil, fmt.Errorf("listing reviews: %w", err)
		}
		list := &Reviews{Total: found.Total, Page: p.Page, PerPage: p.PerPage, Generation: found.Generation, Reviews: []*search.Document{}}
		for _, hit := range found.Hits {
			doc, err := s.opt.Searcher.Review(ctx, hit.ID)
			if errors.Is(err, search.ErrNotFound) {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("reading a review of the list: %w", err)
			}
			list.Reviews = append(list.Reviews, doc)
		}
		if info := s.opt.Searcher.Info(); info != nil && info.Generation == found.Generation {
			if len(list.Reviews) < len(found.Hits) {
				return nil, fmt.Errorf("generation %s finds a review that it does not hold", found.Generation)
			}
			return list, nil
		}
	}
}

func (s *Server) review(w http.ResponseWriter, r *http.Request) error {
	info, p, err := parse(s, r, &params.ForAt)
	if err != nil {
		return err
	}
	doc, err := inTurn(r.Context(), s, func() (*search.Document, error) {
		return s.opt.Searcher.Review(r.Context(), mux.Vars(r)["id"])
	})
	if err != nil {
		return fmt.Errorf("review: %w", err)
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	s.public(w, info.Generation)
	return answer(w, http.StatusOK, s.documentAt(doc, p.Site))
}

func (s *Server) ratings(w http.ResponseWriter, r *http.Request) error {
	info, _, err := parse(s, r, &params.ForNothing)
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	s.public(w, info.Generation)
	return answer(w, http.StatusOK, Ratings{Ratings: info.Reference.Ratings, Lists: info.Reference.Lists, Generation: info.Generation})
}

// info describes what is answering, or is a problem while there is nothing.
func (s *Server) info() (*search.Info, error) {
	if info := s.opt.Searcher.Info(); info != nil {
		return info, nil
	}
	return nil, busy("The store has no index yet. It is being built; try again shortly.", 5*time.Second)
}

// parse reads the parameters of the URL and, of a POST, those of its form.
func parse[P any](s *Server, r *http.Request, set *params.Set[P]) (*search.Info, P, error) {
	return parsed(s, r, set, func(values url.Values) url.Values { return values })
}

// parsed reads the parameters as tidy gives them.
func parsed[P any](s *Server, r *http.Request, set *params.Set[P], tidy func(url.Values) url.Values) (*search.Info, P, error) {
	var p P
	info, err := s.info()
	if err != nil {
		return nil, p, err
	}
	raw := r.URL.RawQuery
	if r.Method == http.MethodPost {
		form, err := formBody(r)
		if err != nil {
			return nil, p, err
		}
		raw += "&" + form
	}
	values, broken := params.SplitQuery(raw, s.opt.Limits.Values)
	p, faults := set.Parse(tidy(values), s.scope(info.Reference))
	if faults = append(broken, faults...); len(faults) > 0 {
		return nil, p, faults
	}
	return info, p, nil
}

// scope decides which values of parameters are allowed.
func (s *Server) scope(ref *review.Reference) params.Scope {
	sc := params.Scope{Reference: ref, Limits: s.opt.Limits, Here: s.here}
	for _, site := range s.opt.Sites {
		sc.Sites = append(sc.Sites, site.ID)
	}
	return sc
}

func formBody(r *http.Request) (string, error) {
	const form = "application/x-www-form-urlencoded"
	if got, _, err := mime.ParseMediaType(r.Header.Get("Content-Type")); err != nil || got != form {
		return "", problem(http.StatusUnsupportedMediaType, "Send the parameters as a form: Content-Type "+form+".")
	}
	body, err := io.ReadAll(r.Body)
	if tooLarge, ok := errors.AsType[*http.MaxBytesError](err); ok {
		return "", tooLarge
	}
	if err != nil {
		return "", problem(http.StatusBadRequest, "The body could not be read to its end.")
	}
	return string(body), nil
}

// took tells how long the search itself was.
func took(w http.ResponseWriter, start time.Time) {
	w.Header().Set("Server-Timing", fmt.Sprintf("search;dur=%.1f", float64(time.Since(start).Microseconds())/1000))
}
