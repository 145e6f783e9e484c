// Package metrics tells Prometheus what the store does and what it serves: counts and
// times of requests, searches and builds, and the state of the generation and of the
// corpus. No value of a label comes from what somebody sent: routes are templates,
// methods and answers are of known kinds. docs/OPERATIONS.md lists all metrics.
package metrics

import (
	"net/http"
	"slices"
	"strconv"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"evidencestore/search"
	"evidencestore/web"
)

const namespace = "evidence_store"

// Values of the label answer that are no kind of notice.
const (
	answerFound   = "found"
	answerNothing = "nothing" // and no notice says why
)

// noRoute is the route of every address that the store does not have.
const noRoute = "none"

// emptyAnswers are the kinds of notices that may come with an answer that holds nothing.
var emptyAnswers = []search.NoticeKind{
	search.NothingHeld, search.NoEligibleStudies, search.Filtered, search.UnknownWords, search.NoWords,
}

// A Result is how an attempt to bring the index up to the corpus ended.
type Result string

// The results.
const (
	Published Result = "published" // a new generation is served
	Unchanged Result = "unchanged" // the corpus is what is served already
	Refused   Result = "refused"   // faults in the corpus, or questions that a new generation would break
	Failed    Result = "failed"    // anything else: a full disk, a folder that cannot be read
)

// Results are all results.
var Results = []Result{Published, Unchanged, Refused, Failed}

// seconds are the buckets for requests and searches: 0.1 ms to 10 s.
var seconds = []float64{.0001, .00025, .0005, .001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10}

// buildSeconds are the buckets for builds: one changed file to a large corpus.
var buildSeconds = []float64{.01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800}

// Metrics are those of one server, in a registry of their own. They observe a
// web.Server, and are safe for concurrent use.
type Metrics struct {
	registry *prometheus.Registry

	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec
	searching prometheus.Histogram
	searches  *prometheus.CounterVec
	rejected  *prometheus.CounterVec
	builds    *prometheus.CounterVec
	building  *prometheus.HistogramVec
}

var _ web.Observer = (*Metrics)(nil)

// New makes Metrics. state is called for every scrape; it has to be quick and safe for
// concurrent use.
func New(state func() State) *Metrics {
	m := &Metrics{
		registry: prometheus.NewPedanticRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "http_requests_total",
			Help: "HTTP requests by template of the path (none: no address of the store), method (other: an unknown one) and status.",
		}, []string{"route", "method", "code"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: "http_request_duration_seconds",
			Help: "Time from a request to the end of its answer, by template of the path.", Buckets: seconds,
		}, []string{"route"}),
		searching: prometheus.NewHistogram(prometheus.HistogramOpts{
			Namespace: namespace, Name: "search_duration_seconds",
			Help: "Time that a search took, with the wait for its turn.", Buckets: seconds,
		}),
		searches: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "searches_total",
			Help: "Searches by answer: found, or why there were no hits (nothing: no reason given).",
		}, []string{"answer"}),
		rejected: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "rejected_total",
			Help: "Requests and connections that a limit turned away, by limit.",
		}, []string{"limit"}),
		builds: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "builds_total",
			Help: "Attempts to bring the index up to the corpus, by result: published, unchanged, refused (faults, or questions that would break), failed.",
		}, []string{"result"}),
		building: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: "build_duration_seconds",
			Help: "Time that it took to build and publish a generation: full from nothing, small from the one before.", Buckets: buildSeconds,
		}, []string{"kind"}),
	}
	m.registry.MustRegister(
		m.requests, m.durations, m.searching, m.searches, m.rejected, m.builds, m.building, served{state},
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), collectors.NewBuildInfoCollector(),
	)
	m.zero()
	return m
}

// zero makes every series that is known beforehand: a rate can only be seen to rise
// from a value that was there.
func (m *Metrics) zero() {
	m.searches.WithLabelValues(answerFound)
	m.searches.WithLabelValues(answerNothing)
	for _, kind := range emptyAnswers {
		m.searches.WithLabelValues(string(kind))
	}
	for _, limit := range web.Limits {
		m.rejected.WithLabelValues(string(limit))
	}
	for _, result := range Results {
		m.builds.WithLabelValues(string(result))
	}
	m.building.WithLabelValues(kindOf(true))
	m.building.WithLabelValues(kindOf(false))
}

// Answered counts a request.
func (m *Metrics) Answered(method, route string, status int, took time.Duration) {
	if route == "" {
		route = noRoute
	}
	m.requests.WithLabelValues(route, method, strconv.Itoa(status)).Inc()
	m.durations.WithLabelValues(route).Observe(took.Seconds())
}

// Searched counts a search by its answer, of which it keeps nothing else.
func (m *Metrics) Searched(s web.Searched) {
	m.searching.Observe(s.Took.Seconds())
	m.searches.WithLabelValues(answerOf(s)).Inc()
}

// Rejected counts what a limit turned away.
func (m *Metrics) Rejected(limit web.Limit) { m.rejected.WithLabelValues(string(limit)).Inc() }

// Built counts an attempt to bring the index up to the corpus. full says whether the
// generation was built from nothing; it and took tell of generations that were published.
func (m *Metrics) Built(result Result, full bool, took time.Duration) {
	m.builds.WithLabelValues(string(result)).Inc()
	if result == Published {
		m.building.WithLabelValues(kindOf(full)).Observe(took.Seconds())
	}
}

// Handler answers a scrape.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

func answerOf(s web.Searched) string {
	switch {
	case s.Found > 0:
		return answerFound
	case slices.Contains(search.NoticeKinds, s.Notice):
		return string(s.Notice)
	default:
		return answerNothing
	}
}

func kindOf(full bool) string {
	if full {
		return "full"
	}
	return "small"
}
