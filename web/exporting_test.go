package web

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"mime"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/export"
	"evidencestore/web/params"
)

// exports answers searches by exports, through all middleware.
func exports(t testing.TB, s *Server) http.Handler {
	t.Helper()
	compress, err := compression()
	if err != nil {
		t.Fatal(err)
	}
	return s.wrap(s.serve("/search", func(w http.ResponseWriter, r *http.Request) error {
		info, p, err := read(s, r, &params.ForPage)
		if err != nil {
			return err
		}
		if len(p.ID) == 0 {
			return s.exportSearch(w, r, info, p)
		}
		var hits []search.Hit
		for _, id := range p.ID {
			hits = append(hits, search.Hit{ID: id, Title: "Title of " + id, URL: "/reviews/" + id})
		}
		var docs []*search.Document
		for _, hit := range hits {
			docs = append(docs, &search.Document{Hit: hit})
		}
		return s.exportPicked(w, r, info, p, docs, "comparison")
	}), compress)
}

func TestExportPickedNamesWhatWasFoundFirst(t *testing.T) {
	s, f := newServer(t)
	p := params.Page{Search: params.Search{Concept: []string{"moon"}, UK: []review.UK{"some"}, Page: 1, PerPage: params.DefaultPerPage}, Format: params.JSON}
	docs := slices.Repeat([]*search.Document{search.NewDocument(madeUp, f.info.Reference)}, 5)
	w := httptest.NewRecorder()
	if err := s.exportPicked(w, httptest.NewRequest("GET", "/record", nil), f.info, p, docs, "record"); err != nil {
		t.Fatal(err)
	}
	want := []string{"Programmes found first: " + strings.Repeat(madeUp.Title+"; ", 4) + madeUp.Title, "Looked for: The moon", "UK evidence: Partly from the UK"}
	if got := decode[exportedList](t, w); !slices.Equal(got.Criteria, want) || got.Link != "http://example.com/search?concept=moon&uk=some" {
		t.Errorf("criteria %q, want %q; link %q", got.Criteria, want, got.Link)
	}
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename=evidence-store-record.json" {
		t.Errorf("Content-Disposition %q", got)
	}
}

// An exportedList is what the JSON of an export says.
type exportedList struct {
	Title, Link, Words, Generation string
	Criteria                       []string
	Total                          int
	Documents                      []*search.Document
}

func TestExportFormats(t *testing.T) {
	s, _ := newServer(t, func(o *Options) { o.URL = "https://store.example" })
	h := exports(t, s)
	for format, file := range map[params.Format]string{
		params.CSV: "evidence-store-the-moon.csv", params.RIS: "evidence-store-the-moon.ris", params.BibTeX: "evidence-store-the-moon.bib",
		params.JSON: "evidence-store-the-moon.json", params.Atom: "",
	} {
		t.Run(string(format), func(t *testing.T) {
			w := ask(h, "GET", "/search?concept=moon&format="+string(format))
			if w.Code != http.StatusOK || !strings.Contains(w.Body.String(), "Seeing the moon") || !strings.Contains(w.Body.String(), "https://store.example") {
				t.Errorf("%d %s", w.Code, w.Body)
			}
			if got := w.Header().Get("Content-Type"); got != export.ContentType(format) {
				t.Errorf("Content-Type %q", got)
			}
			kind, values, _ := mime.ParseMediaType(w.Header().Get("Content-Disposition"))
			if file != "" && (kind != "attachment" || values["filename"] != file) || file == "" && kind != "" {
				t.Errorf("Content-Disposition %q", w.Header().Get("Content-Disposition"))
			}
			if w.Header().Get("X-Content-Type-Options") != "nosniff" {
				t.Error("may be sniffed")
			}
		})
	}
}

func TestExportCaching(t *testing.T) {
	s, f := newServer(t)
	h := exports(t, s)
	const public = "/search?concept=moon&format=csv"
	get, head := ask(h, "GET", public), ask(h, "HEAD", public)
	tag := get.Header().Get("ETag")
	if tag == "" || !strings.HasPrefix(get.Header().Get("Cache-Control"), "public") {
		t.Errorf("headers %v", get.Header())
	}
	for _, name := range []string{"ETag", "Cache-Control", "Content-Type", "Content-Length", "Content-Disposition"} {
		if head.Header().Get(name) != get.Header().Get(name) {
			t.Errorf("%s of HEAD %q, of GET %q", name, head.Header().Get(name), get.Header().Get(name))
		}
	}
	if w := ask(h, "GET", public, "If-None-Match", tag); w.Code != http.StatusNotModified || w.Body.Len() > 0 {
		t.Errorf("asked again: %d", w.Code)
	}
	f.publish("000002-abcdef02")
	if w := ask(h, "GET", public, "If-None-Match", tag); w.Code != http.StatusOK || w.Header().Get("ETag") == tag {
		t.Errorf("a new generation: %d, ETag %s", w.Code, w.Header().Get("ETag"))
	}
	for name, w := range map[string]*httptest.ResponseRecorder{
		"a question":      ask(h, "GET", "/search?q=moon&format=csv", "If-None-Match", tag),
		"a form":          post(h, "/search", "concept=moon&format=csv", "If-None-Match", tag),
		"picked of a one": ask(h, "GET", "/search?q=moon&id=moon-walks&format=csv"),
	} {
		if w.Code != http.StatusOK || w.Header().Get("Cache-Control") != "private, no-store" || w.Header().Get("ETag") != "" {
			t.Errorf("%s: %d %v", name, w.Code, w.Header())
		}
	}
}

func TestExportSaysHowItWasRead(t *testing.T) {
	s, _ := newServer(t, func(o *Options) { o.URL = "https://store.example" })
	h := exports(t, s)
	const left = "The typed words are not named here."
	for _, tc := range []struct {
		name, query, title, link, words string
		criteria                        []string // parts of lines
	}{
		{"everything", "", "all programmes", "/search", "", []string{"Looked for: all programmes", "In the order of: title"}},
		{"words by their reading", "q=Zebedee&lens=lead&page=3&per_page=50", "The moon", "/search?concept=moon", "", []string{"Looked for: The moon", left}},
		{"words as typed", "q=Zebedee&words=1", "The moon", "/search?q=Zebedee", "Zebedee", []string{"Looked for: The moon"}},
		{"words with an order", "q=Zebedee&sort=effect", "The moon", "/search?concept=moon&sort=effect", "", []string{"In the order of: the overall effectiveness of the best outcome that matches"}},
		{"a concept", "concept=moon", "The moon", "/search?concept=moon", "", []string{"Looked for: The moon"}},
		{
			"filters", "outcome=education&effect_min=tends-positive&age=7", "Education, Tends to be positive or better, age 7", "/search?age=7&effect_min=tends-positive&outcome=education", "",
			[]string{"Looked for: all programmes that pass these filters", "Outcome: Education", "Overall effectiveness: Tends to be positive or better", "Age: age 7", "Filters on outcome, effectiveness and strength hold on one and the same outcome."},
		},
		{
			"picked", "id=moon-walks&id=owl-walks&q=Zebedee&uk=some", "Title of moon-walks; Title of owl-walks", "/compare?id=moon-walks&id=owl-walks&uk=some", "",
			[]string{"Programmes picked by hand: Title of moon-walks; Title of owl-walks", "UK evidence: Partly from the UK"},
		},
		{"one picked", "id=moon-walks", "Title of moon-walks", "/reviews/moon-walks", "", []string{"One programme: Title of moon-walks"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			w := ask(h, "GET", "/search?format=json&"+tc.query)
			got := decode[exportedList](t, w)
			if got.Title != "Evidence Store: "+tc.title || got.Link != "https://store.example"+tc.link || got.Words != tc.words {
				t.Errorf("title %q, link %q, words %q", got.Title, got.Link, got.Words)
			}
			for _, part := range tc.criteria {
				if !slices.ContainsFunc(got.Criteria, func(line string) bool { return strings.HasPrefix(line, part) }) {
					t.Errorf("no %q in %q", part, got.Criteria)
				}
			}
			if tc.words == "" && strings.Contains(w.Body.String(), "Zebedee") {
				t.Errorf("tells what was typed: %s", w.Body)
			}
		})
	}
}

func TestExportOfWordsThatWereNotRead(t *testing.T) {
	s, f := newServer(t)
	f.direct = true
	h := exports(t, s)
	got := decode[exportedList](t, ask(h, "GET", "/search?format=json&q=Zebedee"))
	if got.Title != "Evidence Store: a question in words" || got.Link != "" || !slices.Contains(got.Criteria, "Looked for: words that are not named here") {
		t.Errorf("got %+v", got)
	}
	if w := ask(h, "GET", "/search?format=atom&q=Zebedee"); strings.Contains(w.Body.String(), `rel="self"`) || strings.Contains(w.Body.String(), "Zebedee") {
		t.Errorf("feed: %s", w.Body)
	}
	got = decode[exportedList](t, ask(h, "GET", "/search?format=json&q=Zebedee&words=1"))
	if got.Link != "http://example.com/search?q=Zebedee" || got.Words != "Zebedee" {
		t.Errorf("with words: %+v", got)
	}
}

// TestExportNoticesAreAllSaid holds that a list says what a page says of an answer,
// but for that a question looked like holding details of a case.
func TestExportNoticesAreAllSaid(t *testing.T) {
	s, _ := newServer(t)
	got := decode[exportedList](t, ask(exports(t, s), "GET", "/search?format=json&q=moon"))
	for _, kind := range search.NoticeKinds {
		if text := exportNotices[kind]; kind != search.PersonalDetails && (text == "" || !slices.Contains(got.Criteria, text)) {
			t.Errorf("nothing is said of %s: %q", kind, got.Criteria)
		}
	}
	for _, order := range search.Sorts {
		if exportOrders[order] == "" {
			t.Errorf("no words for the order %s", order)
		}
	}
}

// crowd finds any number of made-up programmes.
type crowd struct {
	*fake
	n      int
	asked  []int // the pages
	missed bool  // whether documents of the generation are missing
	reads  int
	after  func(reads int) // called before each document is read, may be nil
}

func (c *crowd) Search(_ context.Context, req *search.Request) (*search.Response, error) {
	c.asked = append(c.asked, req.Page)
	out := &search.Response{Total: c.n, Generation: c.Info().Generation}
	for i := (req.Page - 1) * req.PerPage; i < min(c.n, req.Page*req.PerPage); i++ {
		hit := search.NewHit(madeUp, c.info.Reference, &req.Filter)
		hit.ID = fmt.Sprintf("walk-%04d", i)
		out.Hits = append(out.Hits, hit)
	}
	return out, nil
}

func (c *crowd) Review(context.Context, string) (*search.Document, error) {
	c.reads++
	if c.after != nil {
		c.after(c.reads)
	}
	if c.missed {
		return nil, search.ErrNotFound
	}
	return &search.Document{Hit: search.Hit{ID: "hit-of-the-document"}, Updated: review.Date("2026-01-02")}, nil
}

func TestExportIsTheWholeList(t *testing.T) {
	for _, tc := range []struct {
		n, want int
		pages   []int
	}{
		{0, 0, []int{1}},
		{1, 1, []int{1}},
		{100, 100, []int{1, 2}},
		{250, 250, []int{1, 2, 3}},
		{1000, 1000, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
		{1001, 1000, []int{1, 2, 3, 4, 5, 6, 7, 8, 9, 10}},
	} {
		t.Run(fmt.Sprint(tc.n), func(t *testing.T) {
			s, f := newServer(t)
			c := &crowd{fake: f, n: tc.n}
			s.opt.Searcher = c
			got := decode[exportedList](t, ask(exports(t, s), "GET", "/search?format=json&page=2&per_page=5"))
			if got.Total != tc.n || len(got.Documents) != tc.want || !slices.Equal(c.asked, tc.pages) {
				t.Errorf("total %d, %d documents from pages %v", got.Total, len(got.Documents), c.asked)
			}
			for i, doc := range got.Documents {
				if want := fmt.Sprintf("walk-%04d", i); doc.ID != want {
					t.Fatalf("document %d is %s, want %s", i, doc.ID, want)
				}
			}
			cut := slices.ContainsFunc(got.Criteria, func(line string) bool {
				return strings.HasPrefix(line, "Only the first 1000 of 1001 programmes")
			})
			if none := slices.Contains(got.Criteria, "No programme was found."); cut != (tc.n > tc.want) || none != (tc.n == 0) {
				t.Errorf("criteria %q", got.Criteria)
			}
		})
	}
}

func TestExportIsOfOneGeneration(t *testing.T) {
	s, f := newServer(t)
	c := &crowd{fake: f, n: 150}
	c.after = func(reads int) {
		if reads == 120 {
			c.publish("000002-abcdef02")
		}
	}
	s.opt.Searcher = c
	w := ask(exports(t, s), "GET", "/search?format=json")
	got := decode[exportedList](t, w)
	if got.Generation != "000002-abcdef02" || len(got.Documents) != 150 || !slices.Equal(c.asked, []int{1, 2, 1, 2}) {
		t.Errorf("generation %s, %d documents from pages %v", got.Generation, len(got.Documents), c.asked)
	}
	if tag := w.Header().Get("ETag"); !strings.Contains(tag, got.Generation) {
		t.Errorf("ETag %s", tag)
	}
}

func TestExportFails(t *testing.T) {
	const target = "/search?format=csv"
	t.Run("searching", func(t *testing.T) {
		s, f := newServer(t)
		f.during = func(context.Context, *search.Request) error { return errors.New("secret") }
		w := ask(exports(t, s), "GET", target)
		problemIn(t, w, http.StatusInternalServerError)
		if w.Header().Get("Content-Disposition") != "" {
			t.Error("an error is sent as a file")
		}
	})
	t.Run("a document is missing", func(t *testing.T) {
		s, f := newServer(t)
		s.opt.Searcher = &crowd{fake: f, n: 1, missed: true}
		problemIn(t, ask(exports(t, s), "GET", target), http.StatusInternalServerError)
	})
	t.Run("generations without end", func(t *testing.T) {
		s, f := newServer(t)
		ctx, cancel := context.WithCancel(t.Context())
		c := &crowd{fake: f, n: 1}
		c.after = func(reads int) {
			c.publish(fmt.Sprintf("%06d-abcdef01", reads+1))
			if reads == 5 {
				cancel()
			}
		}
		s.opt.Searcher = c
		problemIn(t, send(exports(t, s), httptest.NewRequest("GET", target, nil).WithContext(ctx)), http.StatusServiceUnavailable)
		if c.reads != 5 {
			t.Errorf("%d documents read, want no more than 5", c.reads)
		}
	})
	t.Run("no turn", func(t *testing.T) {
		s, _ := newServer(t, func(o *Options) { o.MaxSearches, o.SearchWait = 1, 0 })
		s.slots <- struct{}{}
		problemIn(t, ask(exports(t, s), "GET", target), http.StatusServiceUnavailable)
	})
	t.Run("a bad format", func(t *testing.T) {
		s, _ := newServer(t)
		problemIn(t, ask(exports(t, s), "GET", "/search?format=xls"), http.StatusBadRequest)
	})
}

// TestExportMarksWhatMatches holds that the marks of the search are in the file.
func TestExportMarksWhatMatches(t *testing.T) {
	s, _ := newServer(t)
	w := ask(exports(t, s), "GET", "/search?format=csv&effect=negative")
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\uFEFF"))).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	if at := slices.Index(rows[0], "matches filters"); rows[1][at] != "no" {
		t.Errorf("the made-up outcome, which is not negative, matches: %q", rows[1])
	}
}

func TestExportJSONIsWhole(t *testing.T) {
	s, _ := newServer(t)
	w := ask(exports(t, s), "GET", "/search?format=json&explain=true")
	var got struct {
		Documents []map[string]json.RawMessage
	}
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	if got.Documents[0]["sections"] == nil || got.Documents[0]["explain"] != nil {
		t.Errorf("documents %v", got.Documents)
	}
}

// TestExportOfOneProgrammeIsAFeedOfItsOwn holds that the feed has another id than its
// only entry, as readers of feeds go by ids alone.
func TestExportOfOneProgrammeIsAFeedOfItsOwn(t *testing.T) {
	s, _ := newServer(t)
	body := ask(s, "GET", "/reviews/moon-walks?format=atom").Body.String()
	const page = "http://example.com/reviews/moon-walks"
	for id, want := range map[string]int{"<id>" + page + "?format=atom</id>": 1, "<id>" + page + "</id>": 1} {
		if got := strings.Count(body, id); got != want {
			t.Errorf("%s stands there %d times: %s", id, got, body)
		}
	}
}
