package web

import (
	"crypto/sha256"
	"fmt"
	"net/http"

	"github.com/gorilla/mux"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// A preset is what the web component is told of its site.
type preset struct {
	ID          string            `json:"id"`
	Name        string            `json:"name"`
	Heading     string            `json:"heading"`
	Language    string            `json:"language"`
	Lens        params.Lens       `json:"lens"`
	Filters     [][2]string       `json:"filters"` // names and values in the order of the configuration
	Suggestions bool              `json:"suggestions"`
	Open        site.Open         `json:"open"`
	Colours     presetColours     `json:"colours"`
	Privacy     string            `json:"privacy"`
	Lines       review.FixedLines `json:"lines"`
}

// presetColours are those of the host, "" for the store's own.
type presetColours struct {
	Paper    string `json:"paper"`
	Ink      string `json:"ink"`
	Accent   string `json:"accent"`
	OnAccent string `json:"on_accent"`
}

// themePath is where the colours of sites are. They are for the store's own frames, which
// are of no origin where the page that frames them sandboxes them.
const themePath = "/embed/v1/theme/"

const privacyHint = "Do not enter names or case details."

// unknownSite is the refusal where no page can be shown.
func unknownSite(id string) *Problem {
	return problem(http.StatusNotFound, fmt.Sprintf(
		"No site %q is set up at this store. Ask its operator for a [[site]] with this id, with the origins of your intranet, in config.toml.", shown(id)))
}

// presetOf is the preset of a site for the web component.
func (s *Server) presetOf(w http.ResponseWriter, r *http.Request) error {
	id := mux.Vars(r)["site"]
	at := site.Find(s.opt.Sites, id)
	if at == nil {
		return unknownSite(id)
	}
	info, err := s.info()
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	s.public(w, info.Generation)
	return answer(w, http.StatusOK, newPreset(info, at))
}

func newPreset(info *search.Info, at *site.Site) preset {
	p := preset{
		ID: at.ID, Name: at.Name, Heading: at.Heading, Language: at.Language, Lens: at.Lens, Filters: [][2]string{},
		Suggestions: at.Suggestions, Open: at.Open, Privacy: privacyHint, Lines: info.Reference.Ratings.Lines,
		Colours: presetColours{Paper: at.Colours.Paper, Ink: at.Colours.Ink, Accent: at.Colours.Accent},
	}
	if at.Colours.Accent != "" {
		p.Colours.OnAccent = site.OnAccent(at.Colours.Accent)
	}
	p.Filters = append(p.Filters, params.Pairs(at.Filters)...)
	return p
}

// embedScript sends a script for pages of others.
func (s *Server) embedScript(w http.ResponseWriter, r *http.Request) error {
	a, ok := page.EmbedScript(r.URL.Path)
	if !ok {
		return problem(http.StatusNotFound, "There is no such script.")
	}
	return lasting(w, r, a.Type, a.Body)
}

// theme sends the colours of a site.
func (s *Server) theme(w http.ResponseWriter, r *http.Request) error {
	id := mux.Vars(r)["site"]
	at := site.Find(s.opt.Sites, id)
	if at == nil {
		return unknownSite(id)
	}
	return lasting(w, r, "text/css; charset=utf-8", []byte(page.Theme(at.Colours)))
}

// lasting sends a file whose address stays the same: fresh for five minutes, and
// recognised afterwards. It may be loaded from anywhere, since it holds nothing that is
// not public and a sandboxed frame is of no origin.
func lasting(w http.ResponseWriter, r *http.Request, contentType string, body []byte) error {
	hash := sha256.Sum256(body)
	tag := fmt.Sprintf(`W/"%x"`, hash[:8])
	w.Header().Set("Cross-Origin-Resource-Policy", "cross-origin")
	w.Header().Set("Cache-Control", "public, max-age=300")
	w.Header().Set("ETag", tag)
	if holds(r.Header.Values("If-None-Match"), tag) {
		w.WriteHeader(http.StatusNotModified)
		return nil
	}
	write(w, http.StatusOK, contentType, body)
	return nil
}
