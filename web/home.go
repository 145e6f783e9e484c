package web

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
)

//go:embed templates/home.html
var homeText string

var homeTemplate = template.Must(template.New("home").Parse(homeText))

// homeView is what the first page shows.
type homeView struct {
	Documents int // 0 while there is no index
	MaxLength int // characters of a question
	Judgement string
}

// home tells people what this is.
func (s *Server) home(w http.ResponseWriter, _ *http.Request) error {
	view := homeView{MaxLength: s.opt.Limits.QuestionChars}
	if info := s.opt.Searcher.Info(); info != nil {
		view.Documents = info.Documents
		view.Judgement = info.Reference.Ratings.Lines.Judgement
	}
	var page bytes.Buffer
	if err := homeTemplate.Execute(&page, view); err != nil {
		return fmt.Errorf("home page: %w", err)
	}
	w.Header().Set("Cache-Control", "no-cache")
	write(w, http.StatusOK, typeHTML, page.Bytes())
	return nil
}
