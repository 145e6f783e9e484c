package browser_test

import (
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
)

// An answer is what the store sends to a program that asks like a browser.
type answer struct {
	status int
	header http.Header
	body   string
}

// fetch asks for a page without a browser. Where form is given it is posted.
func fetch(t *testing.T, path string, form url.Values) answer {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, address(t)+path, nil)
	if form != nil {
		request, err = http.NewRequestWithContext(t.Context(), http.MethodPost, address(t)+path, strings.NewReader(form.Encode()))
	}
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Accept", "text/html,*/*;q=0.8")
	if form != nil {
		request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	return answerTo(t, request)
}

// answerTo sends a request and reads all that comes back.
func answerTo(t *testing.T, request *http.Request) answer {
	t.Helper()
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer{response.StatusCode, response.Header, string(body)}
}

// fetch gives the page of a state without a browser.
func (s state) fetch(t *testing.T) answer {
	t.Helper()
	if s.posted != "" {
		return fetch(t, "/search", url.Values{"q": {s.posted}})
	}
	return fetch(t, s.path, nil)
}
