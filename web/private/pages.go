package private

import (
	"log/slog"
	"net/http"
	"slices"

	"github.com/gorilla/mux"

	"evidencestore/web/page"
)

// corpusPage shows what is served, and what of the corpus is not.
func (s *Server) corpusPage(w http.ResponseWriter, r *http.Request) error {
	state := s.opt.State(r.Context())
	return s.show(w, r, http.StatusOK, func(f *page.Frame) page.View { return page.NewEditorsCorpus(f, state) })
}

// draftsPage lists the drafts of the corpus as it is now.
func (s *Server) draftsPage(w http.ResponseWriter, r *http.Request) error {
	drafts, err := s.opt.Drafts(r.Context())
	if err != nil {
		return s.trouble(w, r, "drafts", err, page.NewDraftsTrouble)
	}
	return s.show(w, r, http.StatusOK, func(f *page.Frame) page.View { return page.NewEditorsDrafts(f, drafts) })
}

// draftPage shows one draft as its page would be.
func (s *Server) draftPage(w http.ResponseWriter, r *http.Request) error {
	drafts, err := s.opt.Drafts(r.Context())
	if err != nil {
		return s.trouble(w, r, "drafts", err, page.NewDraftsTrouble)
	}
	id := mux.Vars(r)["id"]
	at := slices.IndexFunc(drafts.All, func(d page.Draft) bool { return d.ID == id })
	if at < 0 {
		return s.show(w, r, http.StatusNotFound, func(f *page.Frame) page.View { return page.NewNoDraft(f, id) })
	}
	return s.show(w, r, http.StatusOK, func(f *page.Frame) page.View {
		return page.NewEditorsDraft(f, &drafts.All[at], drafts.Reference)
	})
}

// show sends a page to those whom it is for.
func (s *Server) show(w http.ResponseWriter, r *http.Request, status int, view func(*page.Frame) page.View) error {
	return s.opt.Public.Show(w, r, status, view)
}

// trouble says on a page why there is nothing to see, and logs it once. Those whom the
// page is for may see the cause.
func (s *Server) trouble(w http.ResponseWriter, r *http.Request, what string, cause error, view func(*page.Frame, error) page.EditorsTrouble) error {
	s.opt.Log.LogAttrs(r.Context(), slog.LevelError, "a page for editors could not be made", slog.String("what", what), slog.Any("error", cause))
	return s.show(w, r, http.StatusServiceUnavailable, func(f *page.Frame) page.View { return view(f, cause) })
}
