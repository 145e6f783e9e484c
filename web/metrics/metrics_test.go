package metrics_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/prometheus/client_golang/prometheus/testutil/promlint"

	"evidencestore/search"
	"evidencestore/web"
	"evidencestore/web/metrics"
)

// serving is a state with nothing wrong.
func serving() metrics.State {
	return metrics.State{
		Generation: "000012-0badcafe", Number: 12, Built: time.Unix(1_800_000_000, 500_000_000), Documents: 42,
	}
}

// scrape is everything that Prometheus is told.
func scrape(t *testing.T, m *metrics.Metrics) string {
	t.Helper()
	w := httptest.NewRecorder()
	m.Handler().ServeHTTP(w, httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
	if w.Code != http.StatusOK {
		t.Fatalf("a scrape got status %d: %s", w.Code, w.Body)
	}
	return w.Body.String()
}

// wantLines fails where a scrape has no such line.
func wantLines(t *testing.T, scraped string, lines ...string) {
	t.Helper()
	for _, line := range lines {
		if !strings.Contains("\n"+scraped, "\n"+line+"\n") {
			t.Errorf("no line %s in\n%s", line, own(scraped))
		}
	}
}

// own are the lines of a scrape that are the store's.
func own(scraped string) string {
	var lines []string
	for line := range strings.Lines(scraped) {
		if strings.HasPrefix(line, "evidence_store_") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "")
}

func TestAnswered(t *testing.T) {
	m := metrics.New(serving)
	m.Answered("GET", "/reviews/{id}", 200, 2*time.Millisecond)
	m.Answered("GET", "/reviews/{id}", 200, 3*time.Second)
	m.Answered("other", "", 404, time.Microsecond)
	wantLines(t, scrape(t, m),
		`evidence_store_http_requests_total{code="200",method="GET",route="/reviews/{id}"} 2`,
		`evidence_store_http_requests_total{code="404",method="other",route="none"} 1`,
		`evidence_store_http_request_duration_seconds_bucket{route="/reviews/{id}",le="0.001"} 0`,
		`evidence_store_http_request_duration_seconds_bucket{route="/reviews/{id}",le="0.0025"} 1`,
		`evidence_store_http_request_duration_seconds_bucket{route="/reviews/{id}",le="5"} 2`,
		`evidence_store_http_request_duration_seconds_count{route="none"} 1`,
	)
}

func TestSearched(t *testing.T) {
	m := metrics.New(serving)
	for _, s := range []web.Searched{
		{Found: 3, Took: 400 * time.Microsecond},
		{Found: 1, Took: 20 * time.Second, Notice: search.PartlyHeld},
		{Notice: search.NothingHeld},
		{Notice: search.NothingHeld},
		{Notice: search.PersonalDetails},
		{},
		{Notice: "Mr Badger of 12 Made-up Lane"},
	} {
		m.Searched(s)
	}
	wantLines(t, scrape(t, m),
		`evidence_store_searches_total{answer="found"} 2`,
		`evidence_store_searches_total{answer="nothing-held"} 2`,
		`evidence_store_searches_total{answer="personal-details"} 1`,
		`evidence_store_searches_total{answer="nothing"} 2`,
		`evidence_store_searches_total{answer="unknown-words"} 0`,
		`evidence_store_search_duration_seconds_bucket{le="0.00025"} 5`,
		`evidence_store_search_duration_seconds_bucket{le="0.0005"} 6`,
		`evidence_store_search_duration_seconds_bucket{le="10"} 6`,
		`evidence_store_search_duration_seconds_count 7`,
	)
}

func TestEveryLimitIsThereFromTheStart(t *testing.T) {
	m := metrics.New(serving)
	m.Rejected(web.LimitSearches)
	var want []string
	for _, limit := range web.Limits {
		n := 0
		if limit == web.LimitSearches {
			n = 1
		}
		want = append(want, fmt.Sprintf(`evidence_store_rejected_total{limit="%s"} %d`, limit, n))
	}
	wantLines(t, scrape(t, m), want...)
}

func TestBuilt(t *testing.T) {
	m := metrics.New(serving)
	m.Built(metrics.Published, true, 20*time.Second)
	m.Built(metrics.Published, false, 20*time.Millisecond)
	m.Built(metrics.Unchanged, false, time.Millisecond)
	m.Built(metrics.Refused, false, time.Millisecond)
	wantLines(t, scrape(t, m),
		`evidence_store_builds_total{result="published"} 2`,
		`evidence_store_builds_total{result="unchanged"} 1`,
		`evidence_store_builds_total{result="refused"} 1`,
		`evidence_store_builds_total{result="failed"} 0`,
		`evidence_store_build_duration_seconds_sum{kind="full"} 20`,
		`evidence_store_build_duration_seconds_count{kind="small"} 1`,
	)
}

func TestState(t *testing.T) {
	state := serving()
	m := metrics.New(func() metrics.State { return state })
	wantLines(t, scrape(t, m),
		`evidence_store_ready 1`,
		`evidence_store_generation_info{generation="000012-0badcafe"} 1`,
		`evidence_store_generation_number 12`,
		`evidence_store_generation_built_timestamp_seconds 1.8000000005e+09`,
		`evidence_store_documents 42`,
		`evidence_store_corpus_stale 0`,
		`evidence_store_corpus_held 0`,
		`evidence_store_corpus_faults 0`,
	)

	state.Stale, state.Held = true, true
	state.Faults = []metrics.Fault{
		{File: "reviews/moon-knitting.md", Line: 7},
		{File: "reviews/moon-knitting.md", Line: 7}, // another fault of the same line
		{Question: "moon"},
		{File: "reviews/\xff.md"},
		{File: "reviews/\xfe.md"},
	}
	scraped := scrape(t, m)
	wantLines(t, scraped,
		`evidence_store_corpus_stale 1`,
		`evidence_store_corpus_held 1`,
		`evidence_store_corpus_faults 5`,
		`evidence_store_corpus_fault{file="reviews/moon-knitting.md",line="7",question=""} 1`,
		`evidence_store_corpus_fault{file="",line="",question="moon"} 1`,
		`evidence_store_corpus_fault{file="reviews/`+"\uFFFD"+`.md",line="",question=""} 1`,
	)
	if n := strings.Count(scraped, "evidence_store_corpus_fault{"); n != 3 {
		t.Errorf("%d series of faults, want 3", n)
	}
}

func TestFaultsAreBounded(t *testing.T) {
	state := serving()
	for line := range 1000 {
		state.Faults = append(state.Faults, metrics.Fault{File: "lists.toml", Line: line + 1})
	}
	scraped := scrape(t, metrics.New(func() metrics.State { return state }))
	wantLines(t, scraped, `evidence_store_corpus_faults 1000`, `evidence_store_corpus_fault{file="lists.toml",line="20",question=""} 1`)
	if n := strings.Count(scraped, "evidence_store_corpus_fault{"); n != 20 {
		t.Errorf("%d series of faults, want 20", n)
	}
}

func TestNothingIsSaidOfNoGeneration(t *testing.T) {
	scraped := scrape(t, metrics.New(func() metrics.State { return metrics.State{} }))
	wantLines(t, scraped, `evidence_store_ready 0`)
	for _, name := range []string{"generation_", "documents"} {
		if strings.Contains(scraped, "evidence_store_"+name) {
			t.Errorf("a metric %s without a generation", name)
		}
	}
}

// TestProcess holds what alerts and dashboards need of the process.
func TestProcess(t *testing.T) {
	scraped := scrape(t, metrics.New(serving))
	for _, name := range []string{"process_open_fds", "process_max_fds", "process_resident_memory_bytes", "go_goroutines", "go_build_info"} {
		if !strings.Contains(scraped, "\n"+name) {
			t.Errorf("no %s", name)
		}
	}
}

// TestLint checks names and help texts by Prometheus' own rules.
func TestLint(t *testing.T) {
	problems, err := promlint.New(strings.NewReader(scrape(t, used()))).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// used has a value for every metric.
func used() *metrics.Metrics {
	state := serving()
	state.Faults = []metrics.Fault{{File: "reviews/moon-knitting.md", Line: 7}}
	m := metrics.New(func() metrics.State { return state })
	m.Answered("GET", "/search", 200, time.Millisecond)
	return m
}

// unasked is a searcher for requests that get as far as no search.
type unasked struct{ search.Searcher }

func (unasked) Info() *search.Info { return nil }

// TestStrangersMakeNoSeries sends what strangers can make up, and looks for it among
// the labels.
func TestStrangersMakeNoSeries(t *testing.T) {
	m := metrics.New(serving)
	opt := web.DefaultOptions()
	opt.Searcher, opt.Observer = unasked{}, m
	opt.Ready = func() web.Readiness { return web.Readiness{Ready: true} }
	opt.Rate = 0
	server, err := web.New(opt)
	if err != nil {
		t.Fatal(err)
	}
	const mark = "badgerton"
	for i := range 300 {
		r := httptest.NewRequest(fmt.Sprintf("%s%d", mark, i), "/healthz", http.NoBody)
		server.ServeHTTP(httptest.NewRecorder(), r)
		r = httptest.NewRequest(http.MethodGet, fmt.Sprintf("/%s/%d?q=%[1]s", mark, i), http.NoBody)
		r.Header.Set("User-Agent", mark)
		r.Header.Set("Referer", "https://"+mark+".example/")
		server.ServeHTTP(httptest.NewRecorder(), r)
	}
	scraped := scrape(t, m)
	if strings.Contains(scraped, mark) {
		t.Errorf("the mark is in\n%s", own(scraped))
	}
	wantLines(t, scraped,
		`evidence_store_http_requests_total{code="404",method="GET",route="none"} 300`,
		`evidence_store_http_requests_total{code="405",method="other",route="none"} 300`,
	)
}

// TestAtOnce is for the race detector: everything that a server does at the same time,
// and a state that changes meanwhile.
func TestAtOnce(t *testing.T) {
	var number atomic.Int64
	m := metrics.New(func() metrics.State {
		s := serving()
		s.Number = int(number.Add(1))
		s.Faults = make([]metrics.Fault, s.Number%3)
		return s
	})
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			for i := range 50 {
				m.Answered("GET", "/search", 200, time.Duration(i))
				m.Searched(web.Searched{Found: i % 2, Notice: search.NothingHeld})
				m.Rejected(web.LimitClient)
				m.Built(metrics.Published, i%2 == 0, time.Duration(i))
				if i%10 == 0 {
					m.Handler().ServeHTTP(httptest.NewRecorder(), httptest.NewRequest(http.MethodGet, "/metrics", http.NoBody))
				}
			}
		})
	}
	all.Wait()
	wantLines(t, scrape(t, m),
		`evidence_store_http_requests_total{code="200",method="GET",route="/search"} 200`,
		`evidence_store_searches_total{answer="found"} 100`,
		`evidence_store_rejected_total{limit="client-rate"} 200`,
		`evidence_store_builds_total{result="published"} 200`,
	)
}
