package web

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

func decode[T any](t testing.TB, w *httptest.ResponseRecorder) T {
	t.Helper()
	var v T
	if w.Code != http.StatusOK {
		t.Fatalf("status %d: %s", w.Code, w.Body)
	}
	if err := json.Unmarshal(w.Body.Bytes(), &v); err != nil {
		t.Fatalf("%v in %s", err, w.Body)
	}
	return v
}

func TestSearchAsksWhatWasSent(t *testing.T) {
	s, f := newServer(t)
	const query = "q=gran&concept=moon&without=owls&verbatim=1&effect_min=tends-positive&strength=high&outcome=education&age=7&page=2&per_page=3&explain=true"
	found := decode[search.Response](t, ask(s, "GET", "/api/v1/search?"+query))
	if found.Query != "gran" || found.Sort != search.ByRelevance || found.Page != 2 || len(found.Hits) != 1 || found.Hits[0].Explain == nil {
		t.Errorf("got %+v", found)
	}
	want := &search.Request{
		Query: search.Parse("gran"),
		Filter: search.Filter{
			Effects:   []review.Effect{review.TendsPositive, review.ConsistentlyPositive},
			Strengths: []review.Strength{review.High}, Outcomes: []string{"education"}, Age: new(7),
		},
		Reading: search.Reading{Concepts: []string{"moon"}, Without: []string{"owls"}, Verbatim: true},
		Sort:    search.ByRelevance, Page: 2, PerPage: 3, Explain: true,
	}
	if diff := cmp.Diff(want, f.last()); diff != "" {
		t.Errorf("asked for %s, -want +got:\n%s", query, diff)
	}
}

func TestPostIsGet(t *testing.T) {
	s, f := newServer(t)
	const query = "q=a+%22b+c%22&effect=negative&effect=tends-positive&per_page=3"
	get := ask(s, "GET", "/api/v1/search?"+query)
	want := f.last()
	for _, tc := range []struct{ name, target, form string }{
		{"all in the form", "/api/v1/search", query},
		{"some in the address", "/api/v1/search?per_page=3", strings.TrimSuffix(query, "&per_page=3")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := post(s, tc.target, tc.form)
			if got.Code != http.StatusOK || got.Body.String() != get.Body.String() {
				t.Errorf("%d %s, want %s", got.Code, got.Body, get.Body)
			}
			if diff := cmp.Diff(want, f.last()); diff != "" {
				t.Errorf("asked by POST, -GET +POST:\n%s", diff)
			}
		})
	}
}

func TestPostFaults(t *testing.T) {
	s, _ := newServer(t, func(o *Options) { o.MaxBodyBytes = 100 })
	for _, tc := range []struct {
		name, contentType, body string
		want                    int
	}{
		{"JSON", "application/json", `{"q":"a"}`, http.StatusUnsupportedMediaType},
		{"no type", "", "q=a", http.StatusUnsupportedMediaType},
		{"a type with a charset", "application/x-www-form-urlencoded; charset=utf-8", "q=a", http.StatusOK},
		{"too large", "application/x-www-form-urlencoded", "q=" + strings.Repeat("a", 100), http.StatusRequestEntityTooLarge},
		{"a bad level", "application/x-www-form-urlencoded", "effect=bad", http.StatusBadRequest},
		{"the address broken", "application/x-www-form-urlencoded", "q=%", http.StatusBadRequest},
	} {
		t.Run(tc.name, func(t *testing.T) {
			r := httptest.NewRequest("POST", "/api/v1/search", strings.NewReader(tc.body))
			w := send(s, r, "Content-Type", tc.contentType)
			if tc.want == http.StatusOK {
				decode[search.Response](t, w)
				return
			}
			problemIn(t, w, tc.want)
		})
	}
}

func TestAllFaultsInOneProblem(t *testing.T) {
	s, _ := newServer(t)
	p := problemIn(t, ask(s, "GET", "/api/v1/search?q=%zz&effect=bad&effect_min=high&page=0&efect=x"), http.StatusBadRequest)
	var got []string
	for _, e := range p.Errors {
		got = append(got, e.Parameter)
	}
	if diff := cmp.Diff([]string{"q", "effect", "effect_min", "page", "effect_min", "efect"}, got); diff != "" {
		t.Errorf("parameters, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff([]string{"negative", "mixed-or-none", "tends-positive", "consistently-positive"}, p.Errors[1].Allowed); diff != "" {
		t.Errorf("allowed effects, -want +got:\n%s", diff)
	}
}

func TestEndpointsRefuseUnknownParameters(t *testing.T) {
	s, _ := newServer(t)
	for _, path := range []string{"/api/v1/search", "/api/v1/reviews", "/api/v1/reviews/moon-walks", "/api/v1/reviews/moon-walks/similar", "/api/v1/suggest", "/api/v1/ratings"} {
		p := problemIn(t, ask(s, "GET", path+"?utm_source=mail"), http.StatusBadRequest)
		if len(p.Errors) != 1 || p.Errors[0].Parameter != "utm_source" || p.Errors[0].Value != "mail" {
			t.Errorf("%s: errors %+v", path, p.Errors)
		}
	}
}

func TestErrorsOfTheSearcher(t *testing.T) {
	for _, tc := range []struct {
		name   string
		err    error
		status int
		retry  bool
	}{
		{"timeout", fmt.Errorf("secret: %w", search.ErrTimeout), http.StatusServiceUnavailable, true},
		{"busy", fmt.Errorf("secret: %w", search.ErrBusy), http.StatusServiceUnavailable, true},
		{"a deadline of its own", fmt.Errorf("secret: %w", context.DeadlineExceeded), http.StatusServiceUnavailable, true},
		{"anything else", errors.New("secret"), http.StatusInternalServerError, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			s, f := newServer(t)
			f.during = func(context.Context, *search.Request) error { return tc.err }
			for _, path := range []string{"/api/v1/search?q=a", "/api/v1/reviews"} {
				w := ask(s, "GET", path)
				problemIn(t, w, tc.status)
				if got := w.Header().Get("Retry-After") != ""; got != tc.retry {
					t.Errorf("%s: Retry-After %q, want one: %t", path, w.Header().Get("Retry-After"), tc.retry)
				}
				if strings.Contains(w.Body.String(), "secret") {
					t.Errorf("%s: internal text sent: %s", path, w.Body)
				}
			}
		})
	}
}

func TestNothingToServeYet(t *testing.T) {
	s, f := newServer(t)
	f.info = nil
	for _, path := range []string{"/api/v1/search", "/api/v1/reviews", "/api/v1/reviews/moon-walks", "/api/v1/reviews/moon-walks/similar", "/api/v1/suggest?q=a", "/api/v1/ratings", "/openapi.json"} {
		w := ask(s, "GET", path)
		problemIn(t, w, http.StatusServiceUnavailable)
		if w.Header().Get("Retry-After") == "" {
			t.Errorf("%s: no Retry-After", path)
		}
	}
	if w := ask(s, "GET", "/"); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "being built") {
		t.Errorf("home: %d %s", w.Code, w.Body)
	}
}

func TestReview(t *testing.T) {
	s, _ := newServer(t)
	doc := decode[search.Document](t, ask(s, "GET", "/api/v1/reviews/moon-walks"))
	if doc.ID != "moon-walks" || len(doc.Sections) != 1 || len(doc.Gaps) != 1 {
		t.Errorf("got %+v", doc)
	}
	for _, id := range []string{"mars-walks", "MOON-WALKS", "..", "a%2Fb", "%00"} {
		problemIn(t, ask(s, "GET", "/api/v1/reviews/"+id), http.StatusNotFound)
	}
}

func TestReviews(t *testing.T) {
	s, f := newServer(t)
	got := decode[Reviews](t, ask(s, "GET", "/api/v1/reviews?page=1&per_page=7"))
	if got.Total != 1 || got.Page != 1 || got.PerPage != 7 || got.Generation != "000001-abcdef01" || len(got.Reviews) != 1 || len(got.Reviews[0].Sections) != 1 {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(&search.Request{Sort: search.ByTitle, Page: 1, PerPage: 7}, f.last()); diff != "" {
		t.Errorf("asked, -want +got:\n%s", diff)
	}
	problemIn(t, ask(s, "GET", "/api/v1/reviews?page=101&per_page=100"), http.StatusBadRequest)
}

func TestReviewsOfOneGeneration(t *testing.T) {
	s, f := newServer(t)
	searches := 0
	f.during = func(context.Context, *search.Request) error {
		searches++
		return nil
	}
	// The first page is found in a generation that is gone when its documents are read.
	swapped := &swapping{fake: f}
	s.opt.Searcher = swapped
	got := decode[Reviews](t, ask(s, "GET", "/api/v1/reviews"))
	if got.Generation != "000002-abcdef02" || searches != 2 {
		t.Errorf("generation %s after %d searches, want the second after 2", got.Generation, searches)
	}
}

// swapping publishes a generation while the documents of a list are read.
type swapping struct {
	*fake
	done bool
}

func (s *swapping) Review(ctx context.Context, id string) (*search.Document, error) {
	if !s.done {
		s.done = true
		s.publish("000002-abcdef02")
		return nil, search.ErrNotFound
	}
	return s.fake.Review(ctx, id)
}

func TestRatings(t *testing.T) {
	s, f := newServer(t)
	got := decode[Ratings](t, ask(s, "GET", "/api/v1/ratings"))
	want := Ratings{Ratings: f.info.Reference.Ratings, Lists: f.info.Reference.Lists, Generation: f.info.Generation}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("ratings, -want +got:\n%s", diff)
	}
}

func TestJSONIsPlain(t *testing.T) {
	s, _ := newServer(t)
	w := ask(s, "GET", "/api/v1/search?q=%3Cb%3E+%26+%C3%A9")
	if got := w.Header().Get("Content-Type"); got != "application/json; charset=utf-8" {
		t.Errorf("Content-Type %q", got)
	}
	for _, want := range []string{`"query":"<b> & é"`, `"title":"Moon walks <for> families & friends"`} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %s in %s", want, w.Body)
		}
	}
}
