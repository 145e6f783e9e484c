package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"
	"sync"
	"time"

	"evidencestore/scripts/madeup"
)

// seen is what all clients have seen. It is safe for concurrent use.
type seen struct {
	mu       sync.Mutex
	etag     string
	kinds    map[string]*tally
	versions map[string]map[string]int // of documents, by generation and id
	busy     int                       // answers 503 that said when to come again
	wrong    []error                   // the first of them
	wrongs   int
}

// A tally is what came of one kind of request.
type tally struct {
	statuses map[int]int
	took     []time.Duration
}

func newSeen() *seen {
	return &seen{kinds: map[string]*tally{}, versions: map[string]map[string]int{}}
}

// maxWrong is how many wrong answers are told in full.
const maxWrong = 8

// answered notes an answer. What is intended is said by the kind; beside that, a server
// that is busy for a moment may say so.
func (s *seen) answered(k kind, status int, took time.Duration, wrong error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	t := s.kinds[k.name]
	if t == nil {
		t = &tally{statuses: map[int]int{}}
		s.kinds[k.name] = t
	}
	t.statuses[status]++
	t.took = append(t.took, took)
	switch {
	case k.name == "given up": // the client's own doing, whatever came of it
	case status == http.StatusServiceUnavailable:
		s.busy++
	case wrong != nil:
		s.wrongs++
		if len(s.wrong) < maxWrong {
			s.wrong = append(s.wrong, fmt.Errorf("%s: %w", k.name, wrong))
		}
	}
}

func (s *seen) tag() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.etag
}

func (s *seen) tagged(etag string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.etag = etag
}

// A document is one as far as it matters here.
type document struct {
	ID       string    `json:"id"`
	Title    string    `json:"title"`
	Sections []section `json:"sections"`
}

type section struct {
	Markdown string `json:"markdown"`
}

// search checks the answer to a search.
func (s *seen) search(data []byte) error {
	var answer struct {
		Generation string     `json:"generation"`
		Hits       []document `json:"hits"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	return s.oneGeneration(answer.Generation, answer.Hits, false)
}

// documents checks an answer of whole documents.
func (s *seen) documents(data []byte) error {
	var answer struct {
		Generation string     `json:"generation"`
		Reviews    []document `json:"reviews"`
		Documents  []document `json:"documents"`
	}
	if err := json.Unmarshal(data, &answer); err != nil {
		return err
	}
	return s.oneGeneration(answer.Generation, append(answer.Reviews, answer.Documents...), true)
}

// oneGeneration holds that a generation has one version of each document whenever it
// answers, and that all of a document is of that version.
func (s *seen) oneGeneration(generation string, documents []document, whole bool) error {
	if generation == "" {
		return errors.New("an answer that names no generation")
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	known := s.versions[generation]
	if known == nil {
		known = map[string]int{}
		s.versions[generation] = known
	}
	for _, doc := range documents {
		version, ok := madeup.VersionOf(doc.Title)
		if !ok {
			continue // a shipped one
		}
		if was, ok := known[doc.ID]; ok && was != version {
			return fmt.Errorf("%s answers with version %d of %s, and elsewhere with version %d", generation, version, doc.ID, was)
		}
		known[doc.ID] = version
		word := madeup.Word(version)
		if whole && !slices.ContainsFunc(doc.Sections, func(s section) bool { return strings.Contains(s.Markdown, word) }) {
			return fmt.Errorf("%s: the text of %s is not of version %d as its title is", generation, doc.ID, version)
		}
	}
	return nil
}

// generations are all that answered, in their order.
func (s *seen) generations() []string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return slices.Sorted(maps.Keys(s.versions))
}
