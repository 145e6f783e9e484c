package web

import (
	"net/http"
	"time"
)

// Readiness says whether the store can answer, and from what.
type Readiness struct {
	Ready      bool         `json:"ready"`
	Generation string       `json:"generation"`
	Documents  int          `json:"documents"`
	Stale      bool         `json:"stale" doc:"Whether the corpus is newer than what is served"`
	Reasons    []string     `json:"reasons" doc:"Why it is stale or not ready, in words fit for anybody"`
	Built      time.Time    `json:"built,omitzero"`
	Held       bool         `json:"held" doc:"Whether an operator went back to an earlier generation, which stays until the corpus changes"`
	FaultCount int          `json:"fault_count" doc:"Faults of the corpus that was not published"`
	Faults     []ReadyFault `json:"faults" doc:"Where the first of them are"`
}

// A ReadyFault is where a fault of the corpus is. What is wrong there is told to
// editors only, since it quotes the file.
type ReadyFault struct {
	File     string `json:"file"`
	Line     int    `json:"line,omitzero"`
	Question string `json:"question,omitzero" doc:"Id of the question with a known answer that the fault is about"`
}

// maxReadyFaults bounds the faults of an answer.
const maxReadyFaults = 20

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
	ready.FaultCount = max(ready.FaultCount, len(ready.Faults))
	if ready.Faults == nil {
		ready.Faults = []ReadyFault{}
	}
	ready.Faults = ready.Faults[:min(len(ready.Faults), maxReadyFaults)]
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
