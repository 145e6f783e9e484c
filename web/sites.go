package web

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"golang.org/x/time/rate"

	"evidencestore/web/site"
)

// componentPath is where the script of the web component is.
const componentPath = "/embed/v1/evidence-search.js"

// embeds says whether some site has this origin.
func (s *Server) embeds(origin string) bool {
	return origin != "" && slices.ContainsFunc(s.opt.Sites, func(at *site.Site) bool { return at.Allows(origin) })
}

// crossOrigin lets pages of the configured sites read the API and what embeds are
// made of, and nobody else's. All of it is public; what it prevents is that any page
// on the web works as a front of this store. A refusal may be read by whom it concerns. The script of the web component is for
// everybody, since only what runs can tell a webmaster what to ask for.
func (s *Server) crossOrigin(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		embedding := strings.HasPrefix(r.URL.Path, "/embed/v1/") && !strings.HasPrefix(r.URL.Path, themePath)
		if !strings.HasPrefix(r.URL.Path, "/api/") && !embedding {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Add("Vary", "Origin")
		origin := r.Header.Get("Origin")
		if origin == "" || origin == s.base(r) || saysNothing(r) {
			next.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Access-Control-Allow-Origin", origin)
		w.Header().Set("Access-Control-Expose-Headers", "Retry-After")
		w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
		switch {
		case !s.embeds(origin) && r.URL.Path != componentPath:
			s.fail(w, r, problem(http.StatusForbidden, fmt.Sprintf(
				"Pages of %q may not use this store. Ask its operator to add exactly this origin to the origins of a [[site]] in config.toml.", shown(origin))))
		case r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "":
			w.Header().Set("Access-Control-Allow-Methods", strings.Join(asking, ", "))
			w.Header().Set("Access-Control-Allow-Headers", "Content-Type")
			w.Header().Set("Access-Control-Max-Age", "600")
			w.WriteHeader(http.StatusNoContent)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// saysNothing tells the origin "null" that browsers send over plain HTTP by our own
// policy on referrers from that of a page which hides where it is.
func saysNothing(r *http.Request) bool {
	return r.Header.Get("Origin") == "null" && r.Header.Get("Sec-Fetch-Site") == ""
}

// shown keeps an answer from repeating whatever was sent.
func shown(origin string) string {
	const most = 100
	return origin[:min(len(origin), most)]
}

// namedSite is the site that the address names, or nil.
func (s *Server) namedSite(r *http.Request) *site.Site {
	return site.Find(s.opt.Sites, r.URL.Query().Get("site"))
}

// siteOf is the site that a request comes from: the one that it names, or the first
// whose page may have sent it. It is nil for a request of the store's own pages.
func (s *Server) siteOf(r *http.Request) *site.Site {
	if named := s.namedSite(r); named != nil {
		return named
	}
	origin := r.Header.Get("Origin")
	if origin == "" || origin == s.base(r) {
		return nil
	}
	for _, at := range s.opt.Sites {
		if at.Allows(origin) {
			return at
		}
	}
	return nil
}

// siteRates bound what each site may ask, however many people sit behind it.
type siteRates map[string]*rate.Limiter

func newSiteRates(sites []*site.Site) siteRates {
	rates := siteRates{}
	for _, at := range sites {
		if at.Rate > 0 {
			rates[at.ID] = rate.NewLimiter(rate.Limit(at.Rate), at.Burst)
		}
	}
	return rates
}

// wait takes one request off the account of a site, or says how long to wait until
// there is one.
func (rates siteRates) wait(at *site.Site, now time.Time) time.Duration {
	if limiter, ok := rates[at.ID]; ok {
		return take(limiter, now)
	}
	return 0
}

// framePolicy is the content security policy of what a site may frame: that of pages,
// but for who may frame it. The store itself may, for the preview of the builder.
func framePolicy(at *site.Site) string {
	return strings.Replace(pagePolicy, "frame-ancestors 'none'", "frame-ancestors 'self' "+strings.Join(at.Origins, " "), 1)
}
