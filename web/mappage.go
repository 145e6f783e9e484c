package web

import (
	"fmt"
	"net/http"
	"net/url"
	"strconv"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// mapPage is the evidence map of a search. It has one order and length of its own,
// whatever the search that led to it had.
func (s *Server) mapPage(w http.ResponseWriter, r *http.Request) error {
	info, p, err := parsed(s, r, &params.ForPage, mapValues)
	if err != nil {
		return err
	}
	secret := p.Q != ""
	if !secret && s.unchanged(w, r, info.Generation) {
		return nil
	}
	found, err := inTurn(r.Context(), s, func() (*search.Response, error) {
		return s.opt.Searcher.Search(r.Context(), p.Request())
	})
	if err != nil {
		return fmt.Errorf("map: %w", err)
	}
	if secret {
		private(w)
	} else {
		s.public(w, found.Generation)
	}
	return show(w, http.StatusOK, page.NewMap(s.frame(r, p.View), p, found))
}

// mapValues are the values that the map reads of those sent.
func mapValues(sent url.Values) url.Values {
	values := params.ForPage.Tidy(sent)
	values.Set("sort", string(search.ByTitle))
	values.Set("per_page", strconv.Itoa(page.MapPerPage))
	return values
}
