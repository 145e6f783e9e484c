package web

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/mux"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// framing is the site that may frame the page at this address, or nil where nobody may.
func (s *Server) framing(r *http.Request) *site.Site {
	if path := r.URL.Path; path != "/embed" && path != "/embed/check/frame" && !strings.HasPrefix(path, "/embed/reviews/") {
		return nil
	}
	return s.namedSite(r)
}

// frameable lets the pages of a site frame an answer. It is said before an answer that
// nothing has changed, too, whose headers browsers take over into the page that they keep.
func frameable(w http.ResponseWriter, at *site.Site) {
	w.Header().Set("Content-Security-Policy", framePolicy(at))
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
}

// embedPage is the search in a frame: the box of a site, or what was found where the
// address asks for something.
func (s *Server) embedPage(w http.ResponseWriter, r *http.Request) error {
	at := s.namedSite(r)
	if at == nil {
		return s.refuseEmbed(w, r)
	}
	info, p, asked, err := s.readFramed(r, at)
	if err != nil {
		return err
	}
	frameable(w, at)
	if p.Q == "" && s.unchanged(w, r, info.Generation) {
		return nil
	}
	frame := s.frame(r, p.View)
	if !asked {
		s.public(w, info.Generation)
		return showUnder(w, framePolicy(at), http.StatusOK, page.NewEmbed(frame, p))
	}
	start := time.Now()
	found, err := inTurn(r.Context(), s, func() (*answered, error) { return s.found(r.Context(), p) })
	if err != nil {
		return fmt.Errorf("embed: %w", err)
	}
	took(w, start)
	s.searched(r, p.Request(), found.Response, start)
	if p.Q != "" {
		private(w)
	} else {
		s.public(w, found.Generation)
	}
	frame.Here = found.here
	return showUnder(w, framePolicy(at), http.StatusOK, page.NewEmbedResults(frame, p, found.Response))
}

// readFramed gives the parameters of a page in a frame, and whether they ask for
// anything. Where they do not, the site's own filters are set.
func (s *Server) readFramed(r *http.Request, at *site.Site) (*search.Info, params.Page, bool, error) {
	info, p, err := read(s, r, &params.ForPage)
	if err != nil {
		return nil, p, false, err
	}
	values, _ := params.SplitQuery(r.URL.RawQuery, s.opt.Limits.Values)
	values = params.ForPage.Tidy(values)
	lens := p.Lens
	if !values.Has("lens") {
		lens = at.Lens
	}
	values.Del("site")
	values.Del("lens")
	if len(values) == 0 {
		p = s.initialSearch(info, at)
	}
	p.View = params.View{Lens: lens, Site: at.ID, Framed: true}
	p.PerPage, p.Format = page.EmbedPerPage, ""
	return info, p, len(values) > 0, nil
}

// initialSearch is the search that an embed begins with. Filters that the data do not know any
// more are passed over: a box without them is better than none.
func (s *Server) initialSearch(info *search.Info, at *site.Site) params.Page {
	values, _ := params.SplitQuery(at.Filters, s.opt.Limits.Values)
	values.Set("site", at.ID)
	p, faults := params.ForPage.Parse(params.ForPage.Tidy(values), s.scope(info.Reference))
	if len(faults) > 0 {
		s.opt.Log.Warn("filters of a site not understood", "site", at.ID, "error", faults)
		p, _ = params.ForPage.Parse(nil, s.scope(info.Reference))
	}
	return p
}

// embedReviewPage is one programme in a frame.
func (s *Server) embedReviewPage(w http.ResponseWriter, r *http.Request) error {
	at := s.namedSite(r)
	if at == nil {
		return s.refuseEmbed(w, r)
	}
	_, p, asked, err := s.readFramed(r, at)
	if err != nil {
		return err
	}
	if !asked {
		p = params.Page{Search: params.Search{Page: 1, PerPage: params.DefaultPerPage}, View: p.View}
	}
	got, err := inTurn(r.Context(), s, func() (*reviewed, error) { return s.readReview(r.Context(), mux.Vars(r)["id"]) })
	if errors.Is(err, search.ErrNotFound) {
		return problem(http.StatusNotFound, "There is no programme at this address. It may have been taken out. Look for it by its name.")
	}
	if err != nil {
		return fmt.Errorf("embedded review: %w", err)
	}
	frameable(w, at)
	switch {
	case p.Q != "":
		private(w)
	case s.unchanged(w, r, got.info.Generation):
		return nil
	default:
		s.public(w, got.info.Generation)
	}
	frame := s.frame(r, p.View)
	frame.Info = got.info
	return showUnder(w, framePolicy(at), http.StatusOK, page.NewEmbedReview(frame, p, got.doc))
}

// refuseEmbed says what to ask the operator for. Nobody may frame it.
func (s *Server) refuseEmbed(w http.ResponseWriter, r *http.Request) error {
	named := r.URL.Query().Get("site")
	status := http.StatusNotFound
	if named == "" {
		status = http.StatusBadRequest
	}
	w.Header().Set("Cache-Control", "no-store")
	return show(w, status, page.NewEmbedRefusal(s.frame(r, params.View{Lens: params.Practice}), named))
}
