package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"evidencestore/review"
	"evidencestore/search"
)

// A shelf is a fake of many documents, which all carry the same.
type shelf struct {
	*fake
	total    int
	searches atomic.Int32
	reading  func(page int) error // called before a page of documents is found, may be nil
}

func (s *shelf) Search(_ context.Context, req *search.Request) (*search.Response, error) {
	s.searches.Add(1)
	if s.reading != nil {
		if err := s.reading(req.Page); err != nil {
			return nil, err
		}
	}
	resp := &search.Response{Total: s.total, Page: req.Page, PerPage: req.PerPage, Generation: s.Info().Generation}
	for i := (req.Page - 1) * req.PerPage; i < min(s.total, req.Page*req.PerPage); i++ {
		resp.Hits = append(resp.Hits, search.Hit{ID: fmt.Sprintf("moon-%05d", i)})
	}
	return resp, nil
}

func (s *shelf) Review(_ context.Context, id string) (*search.Document, error) {
	return &search.Document{
		Hit:     search.Hit{ID: id, Title: id, Status: review.NotRated},
		Changes: []review.Change{{Date: "2026-01-02", What: "Written for " + s.Info().Generation + "."}},
	}, nil
}

func newShelf(t testing.TB, total int, change ...func(*Options)) (*Server, *shelf) {
	t.Helper()
	sh := &shelf{total: total}
	s, f := newServer(t, append(change, func(o *Options) {
		sh.fake = o.Searcher.(*fake)
		o.Searcher = sh
	})...)
	sh.fake = f
	return s, sh
}

func TestOverviewReadsAllDocumentsOnce(t *testing.T) {
	s, sh := newShelf(t, 250)
	for range 3 {
		got, err := s.overview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got.Read != 250 || got.Total != 250 || len(got.Changes) != 1 || len(got.Changes[0].Programmes) != 250 {
			t.Fatalf("read %d of %d with the changes %v", got.Read, got.Total, got.Changes)
		}
	}
	if n := sh.searches.Load(); n != 3 {
		t.Errorf("%d pages were read, want 3, once", n)
	}
	sh.publish("000002-abcdef02")
	got, err := s.overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if want := "Written for 000002-abcdef02."; got.Info.Generation != "000002-abcdef02" || got.Changes[0].What != want {
		t.Errorf("after a new generation: %s, %v", got.Info.Generation, got.Changes[0].What)
	}
}

func TestOverviewOfMoreThanCanBeRead(t *testing.T) {
	s, sh := newShelf(t, search.MaxDepth+1)
	got, err := s.overview(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	if got.Read != search.MaxDepth || got.Total != search.MaxDepth+1 {
		t.Errorf("read %d of %d", got.Read, got.Total)
	}
	if n := sh.searches.Load(); n != search.MaxDepth/search.MaxPerPage {
		t.Errorf("%d pages read, want none beyond the depth", n)
	}
	if body := ask(s, "GET", "/gaps").Body.String(); !strings.Contains(body, "Only the first 10,000 documents by title were read") {
		t.Error("the page of gaps does not say what was not read")
	}
}

func TestOverviewOfManyAtOnceIsMadeOnce(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, sh := newShelf(t, 1)
		gate := make(chan struct{})
		sh.reading = func(int) error { <-gate; return nil }
		first, leave := context.WithCancel(t.Context())
		gone := make(chan error)
		go func() { _, err := s.overview(first); gone <- err }()
		synctest.Wait()
		var wg sync.WaitGroup
		for range 5 {
			wg.Go(func() {
				if got, err := s.overview(t.Context()); err != nil || got.Read != 1 {
					t.Errorf("%v, %v", got, err)
				}
			})
		}
		synctest.Wait()
		leave()
		if err := <-gone; !errors.Is(err, errStillReading) {
			t.Errorf("the one who left got %v", err)
		}
		close(gate)
		wg.Wait()
		if n := sh.searches.Load(); n != 1 {
			t.Errorf("%d pages were read, want 1, though the first one to ask has left", n)
		}
	})
}

func TestHomeDoesNotWaitForTheOverview(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s, sh := newShelf(t, 1)
		gate := make(chan struct{})
		sh.reading = func(page int) error {
			if sh.searches.Load() > 1 { // the first one counts what there is
				<-gate
			}
			return nil
		}
		w := ask(s, "GET", "/", "Accept", acceptsPages)
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "no-store" || strings.Contains(w.Body.String(), "Written for") {
			t.Errorf("while documents are read: status %d, %v: %s", w.Code, w.Header(), w.Body)
		}
		w = ask(s, "GET", "/gaps", "Accept", acceptsPages)
		if w.Code != http.StatusServiceUnavailable || w.Header().Get("Retry-After") == "" || !strings.Contains(w.Body.String(), "All documents are being read") {
			t.Errorf("gaps meanwhile: status %d, %v: %s", w.Code, w.Header(), w.Body)
		}
		close(gate)
		synctest.Wait()
		w = ask(s, "GET", "/", "Accept", acceptsPages)
		if w.Code != http.StatusOK || !strings.HasPrefix(w.Header().Get("Cache-Control"), "public") || !strings.Contains(w.Body.String(), "Written for") {
			t.Errorf("afterwards: status %d, %v: %s", w.Code, w.Header(), w.Body)
		}
	})
}

func TestOverviewWhileGenerationsChange(t *testing.T) {
	t.Run("once", func(t *testing.T) {
		s, sh := newShelf(t, 150)
		var pages []int
		sh.reading = func(page int) error {
			if pages = append(pages, page); len(pages) == 2 {
				sh.publish("000002-abcdef02")
			}
			return nil
		}
		got, err := s.overview(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		if got.Read != 150 || got.Info.Generation != "000002-abcdef02" || len(got.Changes) != 1 || !slices.Equal(pages, []int{1, 2, 1, 2}) {
			t.Errorf("read %d of %s with %d changes, by the pages %v", got.Read, got.Info.Generation, len(got.Changes), pages)
		}
		if _, err := s.overview(t.Context()); err != nil || len(pages) != 4 {
			t.Errorf("the newer generation was read again: %v, %v", pages, err)
		}
	})
	t.Run("again and again", func(t *testing.T) {
		s, sh := newShelf(t, 150)
		n := 1
		sh.reading = func(page int) error {
			if page == 2 {
				n++
				sh.publish(fmt.Sprintf("%06d-abcdef02", n))
			}
			return nil
		}
		if got, err := s.overview(t.Context()); !errors.Is(err, search.ErrBusy) {
			t.Errorf("%v, %v, want to be told to come back", got, err)
		}
	})
}

func TestOverviewErrorsAreNotKept(t *testing.T) {
	s, sh := newShelf(t, 1)
	broken := true
	sh.reading = func(int) error {
		if broken {
			return errors.New("secret")
		}
		return nil
	}
	if w := ask(s, "GET", "/gaps"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	broken = false
	if w := ask(s, "GET", "/gaps"); w.Code != http.StatusOK {
		t.Errorf("afterwards: status %d: %s", w.Code, w.Body)
	}
}

func TestOverviewTakesItsTurn(t *testing.T) {
	s, _ := newShelf(t, 1, func(o *Options) { o.MaxSearches, o.SearchWait = 1, 0 })
	s.slots <- struct{}{}
	if _, err := s.overview(t.Context()); !errors.Is(err, search.ErrBusy) {
		t.Errorf("while all places are taken: %v", err)
	}
	<-s.slots
	if _, err := s.overview(t.Context()); err != nil {
		t.Errorf("afterwards: %v", err)
	}
}

func TestOverviewSurvivesAPanic(t *testing.T) {
	s, sh := newShelf(t, 1)
	sh.reading = func(int) error { panic("secret") }
	if w := ask(s, "GET", "/gaps"); w.Code != http.StatusInternalServerError || strings.Contains(w.Body.String(), "secret") {
		t.Errorf("status %d: %s", w.Code, w.Body)
	}
	sh.reading = nil
	if w := ask(s, "GET", "/gaps"); w.Code != http.StatusOK {
		t.Errorf("afterwards: status %d: %s", w.Code, w.Body)
	}
}
