package web

import (
	"bytes"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"evidencestore/web/page"
)

const (
	typeJSON = "application/json; charset=utf-8"
	typeText = "text/plain; charset=utf-8"
	typeHTML = "text/html; charset=utf-8"
)

// encode writes JSON as it is meant to be read: "<" stays "<", which is safe since
// answers are never sniffed as HTML.
func encode(v any) ([]byte, error) {
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding an answer: %w", err)
	}
	return buf.Bytes(), nil
}

// answer sends v as JSON.
func answer(w http.ResponseWriter, status int, v any) error {
	body, err := encode(v)
	if err != nil {
		return err
	}
	write(w, status, typeJSON, body)
	return nil
}

// write sends a whole answer. A failure to send is the client's to notice.
func write(w http.ResponseWriter, status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	_, _ = w.Write(body) //nolint:gosec // G705: html/template and goldmark escape the pages, and all else is no HTML
}

// private keeps an answer to a question out of every cache.
func private(w http.ResponseWriter) {
	w.Header().Set("Cache-Control", "private, no-store")
}

// public lets an answer be cached for a short while, and recognised afterwards. Where
// absolute addresses come from the request, a cache that several names lead to must not
// mix them.
func (s *Server) public(w http.ResponseWriter, generation string) {
	if s.opt.URL == "" {
		w.Header().Add("Vary", "Host")
	}
	w.Header().Set("Cache-Control", fmt.Sprintf("public, max-age=%d", int(s.opt.MaxAge.Seconds())))
	w.Header().Set("ETag", s.etag(generation))
}

// etag names an answer by the generation that gave it, the program that wrote it and
// the options that pages show, with what sites say of programmes. It is weak:
// compressed and plain answers share it.
func (s *Server) etag(generation string) string {
	version := sha256.Sum256(fmt.Append(nil, s.opt.Version, page.Version, s.opt.URL, s.opt.Organisation, s.siteVersion))
	return fmt.Sprintf(`W/"%s-%x"`, generation, version[:4])
}

// unchanged answers 304 and reports true where the client holds what this
// generation would answer.
func (s *Server) unchanged(w http.ResponseWriter, r *http.Request, generation string) bool {
	if !holds(r.Header.Values("If-None-Match"), s.etag(generation)) {
		return false
	}
	s.public(w, generation)
	// Browsers take the headers of this answer over into the page that they keep, and
	// with the policy of a bare answer it would lose its style.
	w.Header().Del("Content-Security-Policy")
	w.WriteHeader(http.StatusNotModified)
	return true
}

// holds says whether one of the tags is the wanted one, compared weakly.
func holds(headers []string, want string) bool {
	for _, header := range headers {
		for tag := range strings.SplitSeq(header, ",") {
			tag = strings.TrimSpace(tag)
			if tag == "*" || strings.TrimPrefix(tag, "W/") == strings.TrimPrefix(want, "W/") {
				return true
			}
		}
	}
	return false
}
