package web

import (
	"encoding/xml"
	"errors"
	"fmt"
	"html"
	"net/http"
	"net/url"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// An embedding is an answer of oEmbed 1.0: how another page shows one of ours.
type embedding struct {
	XMLName      xml.Name `json:"-"                   xml:"oembed"`
	Type         string   `json:"type"                xml:"type"` // rich or link
	Version      string   `json:"version"             xml:"version"`
	Title        string   `json:"title"               xml:"title"`
	ProviderName string   `json:"provider_name"       xml:"provider_name"`
	ProviderURL  string   `json:"provider_url"        xml:"provider_url"`
	CacheAge     int      `json:"cache_age,omitempty" xml:"cache_age,omitempty"` // in seconds
	HTML         string   `json:"html,omitempty"      xml:"html,omitempty"`
	Width        int      `json:"width,omitempty"     xml:"width,omitempty"`
	Height       int      `json:"height,omitempty"    xml:"height,omitempty"`
}

// The size of a frame where nothing is said, in pixels of CSS.
const (
	frameWidth  = 640
	frameHeight = 720
)

// oembed says how to embed the page of a programme or of a search. Frames are for the
// pages of configured sites alone, and an answer does not know who will show it, so
// the address has to name the site; to any other address the answer is a mere link.
func (s *Server) oembed(w http.ResponseWriter, r *http.Request) error {
	_, p, err := read(s, r, &params.ForOEmbed)
	if err != nil {
		return err
	}
	if p.Format != "" && p.Format != "json" && p.Format != "xml" {
		return problem(http.StatusNotImplemented, "There are the formats json and xml.")
	}
	u, err := s.ownAddress(r, p.URL)
	if err != nil {
		return err
	}
	found, err := s.embeddable(r, u)
	if err != nil {
		return err
	}
	if !found.secret && s.unchanged(w, r, found.generation) {
		return nil
	}
	e := embedding{Type: "link", Version: "1.0", Title: found.title, ProviderName: storeName, ProviderURL: s.base(r) + "/"}
	if found.frame != "" {
		e.Type, e.Width, e.Height = "rich", atMost(p.MaxWidth, frameWidth), atMost(p.MaxHeight, frameHeight)
		e.HTML = frameMarkup(s.base(r)+found.frame, found.title, e.Width, e.Height)
	}
	if found.secret {
		private(w)
	} else {
		e.CacheAge = int(s.opt.MaxAge.Seconds())
		s.public(w, found.generation)
	}
	return sendEmbedding(w, p.Format, e)
}

func sendEmbedding(w http.ResponseWriter, format string, e embedding) error {
	if format != "xml" {
		return answer(w, http.StatusOK, e)
	}
	body, err := encodeXML(e)
	if err != nil {
		return err
	}
	write(w, http.StatusOK, "text/xml; charset=utf-8", body)
	return nil
}

// ownAddress reads an address, and is a problem where it is none or not of this store.
func (s *Server) ownAddress(r *http.Request, address string) (*url.URL, error) {
	u, err := url.Parse(address)
	if err != nil || u.Scheme == "" || u.Host == "" {
		return nil, problem(http.StatusBadRequest, "The url is not a whole address such as "+s.base(r)+"/reviews/…")
	}
	if u.User != nil || !strings.EqualFold(u.Scheme+"://"+u.Host, s.base(r)) {
		return nil, notEmbeddable()
	}
	return u, nil
}

func notEmbeddable() error {
	return problem(http.StatusNotFound, "The url is not the page of a programme or of a search of this store.")
}

// An embeddable page is what oEmbed tells of one.
type embeddable struct {
	title      string
	frame      string // path and query of the page for frames, or "" where none may be framed
	generation string
	secret     bool // whether it comes from typed words
}

// embeddable finds out what stands at an address of this store.
func (s *Server) embeddable(r *http.Request, u *url.URL) (*embeddable, error) {
	path := u.EscapedPath()
	if path == "/search" {
		return s.embeddableSearch(r, u.RawQuery)
	}
	if id, ok := strings.CutPrefix(path, "/reviews/"); ok && review.CheckID(id) == nil {
		return s.embeddableReview(r, u.RawQuery, id)
	}
	return nil, notEmbeddable()
}

func (s *Server) embeddableReview(r *http.Request, query, id string) (*embeddable, error) {
	info, p, err := readQuery(s, query, &params.ForOne)
	if err != nil {
		return nil, err
	}
	doc, err := inTurn(r.Context(), s, func() (*search.Document, error) { return s.opt.Searcher.Review(r.Context(), id) })
	if errors.Is(err, search.ErrNotFound) {
		return nil, notEmbeddable()
	}
	if err != nil {
		return nil, fmt.Errorf("embedding a review: %w", err)
	}
	e := &embeddable{title: doc.Title, generation: info.Generation}
	if p.Site != "" {
		e.frame = "/embed" + page.ReviewURL(id, p.View, "")
	}
	return e, nil
}

// embeddableSearch takes a search by its reading, so that nothing that was typed gets
// into the pages of others. Words that were not read get a link and no frame.
func (s *Server) embeddableSearch(r *http.Request, query string) (*embeddable, error) {
	info, p, err := readQuery(s, query, &params.ForPage)
	if err != nil {
		return nil, err
	}
	p.Words = false
	asked := exporting{p, nil, info.Reference}
	e := &embeddable{generation: info.Generation, secret: p.Q != ""}
	if e.secret {
		req := p.Request()
		req.Page, req.PerPage, req.Explain = 1, 1, false
		found, err := inTurn(r.Context(), s, func() (*search.Response, error) { return s.opt.Searcher.Search(r.Context(), req) })
		if err != nil {
			return nil, fmt.Errorf("embedding a search: %w", err)
		}
		asked.in = found.Interpretation
	}
	e.title = asked.subject()
	at, ok := asked.shareable()
	at.View = p.View
	if ok && p.Site != "" {
		e.frame = params.Address("/embed", at.Values())
	}
	return e, nil
}

// readQuery reads the parameters of a page out of the query of its address.
func readQuery[P any](s *Server, query string, set *params.Set[P]) (*search.Info, P, error) {
	var p P
	info, err := s.info()
	if err != nil {
		return nil, p, err
	}
	values, broken := params.SplitQuery(query, s.opt.Limits.Values)
	p, faults := set.Parse(set.Tidy(values), s.scope(info.Reference))
	if faults = append(broken, faults...); len(faults) > 0 {
		wrong := problem(http.StatusBadRequest, "The url is of this store, but something in its parameters is wrong. Each fault is named in errors.")
		wrong.Errors = faults
		return nil, p, wrong
	}
	return info, p, nil
}

// atMost is a size within the limit that was set, if any.
func atMost(limit *int, size int) int {
	if limit == nil {
		return size
	}
	return min(size, *limit)
}

// frameMarkup is what the other page puts into itself. Titles come from documents and
// may hold any sign.
func frameMarkup(address, title string, width, height int) string {
	return fmt.Sprintf(`<iframe src="%s" title="%s" width="%d" height="%d" loading="lazy" referrerpolicy="no-referrer"></iframe>`,
		html.EscapeString(address), html.EscapeString(storeName+": "+title), width, height)
}
