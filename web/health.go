package web

import (
	"net/http"
)

// Readiness says whether the store can answer, and from what.
type Readiness struct {
	Ready      bool     `json:"ready"`
	Generation string   `json:"generation"`
	Documents  int      `json:"documents"`
	Stale      bool     `json:"stale" doc:"Whether the corpus is newer than what is served"`
	Reasons    []string `json:"reasons" doc:"Why it is stale or not ready, in words fit for anybody"`
}

// healthz says that the process runs, whatever it can serve.
func (s *Server) healthz(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	write(w, http.StatusOK, typeText, []byte("ok\n"))
	return nil
}

// readyz says whether to send requests here.
func (s *Server) readyz(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "no-store")
	ready := s.opt.Ready()
	if ready.Reasons == nil {
		ready.Reasons = []string{}
	}
	status := http.StatusOK
	if !ready.Ready {
		status = http.StatusServiceUnavailable
	}
	return answer(w, status, ready)
}

// robotsText keeps questions out of search engines, and what is made for one reader or
// one intranet; the documents may be in them.
const robotsText = `User-agent: *
Disallow: /search
Disallow: /compare
Disallow: /record
Disallow: /api/
Disallow: /embed
Disallow: /oembed
Disallow: /opensearch/
`

func (s *Server) robots(w http.ResponseWriter, _ *http.Request) error {
	w.Header().Set("Cache-Control", "public, max-age=86400")
	write(w, http.StatusOK, typeText, []byte(robotsText))
	return nil
}
