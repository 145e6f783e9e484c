package main

import (
	"slices"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search/unmet"
	"evidencestore/web"
	"evidencestore/web/metrics"
)

// notBroughtUp is what anybody may know of an update that failed.
const notBroughtUp = "the index could not be brought up to the corpus, so an earlier one is served; the log says why"

// status is what is served, with why it may not be what the corpus says.
func (r *serving) status() indexer.Status {
	status := r.live.Status()
	if name := r.outdated.Load(); name != nil && *name == status.Generation {
		status.Stale, status.Reasons = true, append(slices.Clip(status.Reasons), notBroughtUp)
	}
	return status
}

// readiness is what /readyz says.
func (r *serving) readiness() web.Readiness {
	status := r.status()
	ready := web.Readiness{
		Ready: true, Generation: status.Generation, Documents: status.Documents, Built: status.Built,
		Stale: status.Stale, Held: status.Held, Reasons: status.Reasons,
	}
	if status.Failed != nil {
		ready.FaultCount = status.Failed.Count
		for _, f := range status.Failed.Faults {
			ready.Faults = append(ready.Faults, web.ReadyFault{File: f.File, Line: f.Line, Question: f.Question})
		}
	}
	return ready
}

// metricsState is what a scrape shows of the state.
func (r *serving) metricsState() metrics.State {
	status := r.status()
	state := metrics.State{
		Generation: status.Generation, Number: status.Number, Built: status.Built, Documents: status.Documents,
		Stale: status.Stale, Held: status.Held,
	}
	if status.Failed != nil {
		for _, f := range status.Failed.Faults {
			state.Faults = append(state.Faults, metrics.Fault{File: f.File, Line: f.Line, Question: f.Question})
		}
	}
	return state
}

// reference is that of what is served.
func (r *serving) reference() *review.Reference { return r.live.Info().Reference }

// observer is told what the server did: the metrics, and the register of unmet need
// where there is one.
func (r *serving) observer() web.Observer {
	if r.register == nil {
		return r.metrics
	}
	return counting{Metrics: r.metrics, register: r.register}
}

// counting has the register count questions beside the metrics.
type counting struct {
	*metrics.Metrics
	register *unmet.Register
}

// Searched implements web.Observer.
func (c counting) Searched(s web.Searched) {
	c.Metrics.Searched(s)
	if s.Question {
		c.register.Count(unmet.Of(s.Concepts, s.Filter, s.Notice, s.Found))
	}
}
