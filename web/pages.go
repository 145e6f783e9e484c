package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strings"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// pagePolicy is the content security policy of pages: what they need comes from the
// store itself, and nothing runs or is styled inline.
const pagePolicy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; " +
	"base-uri 'none'; form-action 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'"

// read gives the parameters of a page. Unlike the API it passes over what is empty
// or unknown.
func read[P any](s *Server, r *http.Request, set *params.Set[P]) (*search.Info, P, error) {
	return parsed(s, r, set, set.Tidy)
}

// frame is what pages are made in.
func (s *Server) frame(r *http.Request, view params.View) *page.Frame {
	return &page.Frame{Info: s.opt.Searcher.Info(), Base: s.base(r), Limits: s.opt.Limits, View: view, At: site.Find(s.opt.Sites, view.Site)}
}

// base is the scheme and host that the store is reached by.
func (s *Server) base(r *http.Request) string {
	if s.opt.URL != "" {
		return s.opt.URL
	}
	scheme := "http"
	if r.TLS != nil {
		scheme = "https"
	}
	return scheme + "://" + r.Host
}

// show sends a page.
func show(w http.ResponseWriter, status int, v page.View) error {
	return showUnder(w, pagePolicy, status, v)
}

// showUnder sends a page under a content security policy.
func showUnder(w http.ResponseWriter, policy string, status int, v page.View) error {
	body, err := page.Render(v)
	if err != nil {
		return fmt.Errorf("rendering: %w", err)
	}
	w.Header().Set("Content-Security-Policy", policy)
	write(w, status, typeHTML, body)
	return nil
}

// showPublic sends a page that says the same to everybody while the generation lasts.
func (s *Server) showPublic(w http.ResponseWriter, r *http.Request, generation string, v page.View) error {
	if s.unchanged(w, r, generation) {
		return nil
	}
	s.public(w, generation)
	return show(w, http.StatusOK, v)
}

// wantsPage says whether an error is to be answered by a page: to those who ask for
// HTML, anywhere but in the API.
func wantsPage(r *http.Request) bool {
	return !strings.HasPrefix(r.URL.Path, "/api/") && strings.Contains(r.Header.Get("Accept"), "text/html")
}

// failPage answers an error by a page that helps.
func (s *Server) failPage(w http.ResponseWriter, r *http.Request, p *Problem) error {
	id := ""
	if p.Status >= http.StatusInternalServerError {
		id = p.RequestID
	}
	if at := s.framing(r); at != nil {
		frameable(w, at)
		frame := s.frame(r, params.View{Lens: at.Lens, Site: at.ID, Framed: true})
		return showUnder(w, framePolicy(at), p.Status, page.NewEmbedProblem(frame, heading(p), p.Detail, p.Errors, id))
	}
	return show(w, p.Status, page.NewProblem(s.frame(r, s.plainView(r)), heading(p), p.Detail, p.Errors, id))
}

// plainView is the view of a page whose parameters could not be read: that of the
// intranet that the address names, if any.
func (s *Server) plainView(r *http.Request) params.View {
	view := params.View{Lens: params.Practice}
	if at := s.namedSite(r); at != nil {
		view.Site = at.ID
	}
	return view
}

// heading is what a page calls an error.
func heading(p *Problem) string {
	switch p.Status {
	case http.StatusNotFound:
		return "There is no such page"
	case http.StatusBadRequest:
		return "This address cannot be understood"
	case http.StatusRequestEntityTooLarge:
		return "This is too long"
	case http.StatusTooManyRequests, http.StatusServiceUnavailable:
		return "Please try again shortly"
	case http.StatusInternalServerError:
		return "Something went wrong"
	default:
		return p.Title
	}
}

// asset sends a file that pages refer to.
func (s *Server) asset(w http.ResponseWriter, r *http.Request) error {
	a, ok := page.AssetAt(r.URL.Path)
	if !ok {
		return problem(http.StatusNotFound, "There is no such file. Load the page that refers to it again.")
	}
	w.Header().Set("Cache-Control", "public, max-age=31536000, immutable")
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin") // a sandboxed frame is of no origin
	write(w, http.StatusOK, a.Type, a.Body)
	return nil
}

// whole reads the documents of hits, as hits have them: with the marks of the
// filters, the missing words and the snippets. One that a new generation does not
// hold any more is left out.
func (s *Server) whole(ctx context.Context, hits []search.Hit) ([]*search.Document, error) {
	var docs []*search.Document
	for _, hit := range hits {
		doc, err := s.opt.Searcher.Review(ctx, hit.ID)
		if errors.Is(err, search.ErrNotFound) {
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("reading a document: %w", err)
		}
		asHit := *doc // shared with others
		asHit.Hit = hit
		docs = append(docs, &asHit)
	}
	return docs, nil
}
