package metrics

import (
	"strconv"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// State is what is served, and how it stands to the corpus.
type State struct {
	Generation string // name; "" where none is served
	Number     int    // of the generation; it rises with every one
	Built      time.Time
	Documents  int
	Stale      bool    // the corpus is newer
	Held       bool    // an operator rolled back, so the corpus is not built
	Faults     []Fault // why the corpus was refused
}

// A Fault is one reason why the corpus was refused: a line of a file, or a gold
// question that would break.
type Fault struct {
	File     string
	Line     int    // 0 where no line can be named
	Question string // id, or ""
}

// maxFaults bounds the series of faults; the rest is in the log.
const maxFaults = 20

// served collects the State anew for every scrape.
type served struct{ state func() State }

func describe(name, help string, labels ...string) *prometheus.Desc {
	return prometheus.NewDesc(prometheus.BuildFQName(namespace, "", name), help, labels, nil)
}

var (
	descReady  = describe("ready", "1 while a generation is served, otherwise 0.")
	descInfo   = describe("generation_info", "1 for the generation that is served, by name.", "generation")
	descNumber = describe("generation_number", "Number of the generation that is served.")
	descBuilt  = describe("generation_built_timestamp_seconds", "When the generation that is served was built, in seconds since 1970.")
	descCount  = describe("documents", "Documents in the generation that is served.")
	descStale  = describe("corpus_stale", "1 while the corpus is newer than what is served, otherwise 0.")
	descHeld   = describe("corpus_held", "1 while the corpus is not built because an operator rolled back, otherwise 0.")
	descFaults = describe("corpus_faults", "Faults for which the corpus was refused.")
	descFault  = describe("corpus_fault", "1 for each of the first 20 faults for which the corpus was refused, by file, line and gold question.", "file", "line", "question")
)

// Describe gives all descriptions.
func (served) Describe(out chan<- *prometheus.Desc) {
	for _, d := range []*prometheus.Desc{descReady, descInfo, descNumber, descBuilt, descCount, descStale, descHeld, descFaults, descFault} {
		out <- d
	}
}

// Collect gives the values of this moment. Without a generation there is nothing to
// say of one.
func (c served) Collect(out chan<- prometheus.Metric) {
	s := c.state()
	gauge := func(d *prometheus.Desc, v float64, labels ...string) {
		out <- prometheus.MustNewConstMetric(d, prometheus.GaugeValue, v, labels...)
	}
	gauge(descReady, number(s.Generation != ""))
	gauge(descStale, number(s.Stale))
	gauge(descHeld, number(s.Held))
	gauge(descFaults, float64(len(s.Faults)))
	for fault := range firstFaults(s.Faults) {
		gauge(descFault, 1, fault.File, lineOf(fault), fault.Question)
	}
	if s.Generation == "" {
		return
	}
	gauge(descInfo, 1, s.Generation)
	gauge(descNumber, float64(s.Number))
	gauge(descBuilt, float64(s.Built.UnixMilli())/1000)
	gauge(descCount, float64(s.Documents))
}

// firstFaults are the first faults that differ, with names that a label may have:
// Prometheus takes neither the same series twice nor bytes that are no UTF-8, and a
// file can have any name.
func firstFaults(faults []Fault) map[Fault]bool {
	first := make(map[Fault]bool, maxFaults)
	for _, f := range faults {
		if len(first) == maxFaults {
			break
		}
		f.File = strings.ToValidUTF8(f.File, "\uFFFD")
		f.Question = strings.ToValidUTF8(f.Question, "\uFFFD")
		first[f] = true
	}
	return first
}

func lineOf(f Fault) string {
	if f.Line == 0 {
		return ""
	}
	return strconv.Itoa(f.Line)
}

func number(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}
