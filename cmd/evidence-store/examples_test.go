package main

import (
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"testing"

	"evidencestore/search"
	"evidencestore/web/page"
)

// TestExamplesAreAnswered holds that the shipped corpus answers every question that
// the pages offer as an example, and answers it whole.
func TestExamplesAreAnswered(t *testing.T) {
	s := process{dir: t.TempDir()}.serve(t, io.Discard)
	defer s.stop()
	for _, question := range page.Examples() {
		status, body := get(t, s.address+"/api/v1/search?"+url.Values{"q": {question}}.Encode())
		var resp search.Response
		if err := json.Unmarshal([]byte(body), &resp); err != nil || status != http.StatusOK {
			t.Fatalf("%q: status %d, %v: %s", question, status, err, body)
		}
		if n := resp.Interpretation.Notice; resp.Total == 0 || n != nil {
			t.Errorf("%q: %d programmes and the notice %+v, want some and none", question, resp.Total, n)
		}
	}
}
