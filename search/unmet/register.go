package unmet

import (
	"context"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"evidencestore/review"
)

// Options say how a Register counts.
type Options struct {
	Minimum int // questions in a week before a need is written to the disk, at least 2
	Weeks   int // that are kept, the present one included

	// Reference is that of the generation that answers at the moment. What it does not
	// have is not counted.
	Reference func() *review.Reference
	Now       func() time.Time // nil is time.Now
	Log       *slog.Logger     // nil is none
}

// How a register counts and writes.
const (
	spacing    = time.Minute // at least between two questions that count for the same need
	flushEvery = time.Hour
	maxTallies = 10_000           // needs in memory
	visit      = 10 * time.Minute // as long as somebody may go on about the same
)

// A Register counts needs. It is safe for concurrent use; counting never waits for the
// disk.
type Register struct {
	opt    Options
	folder folder
	known  atomic.Pointer[reference] // of the generation that was asked last

	mu       sync.Mutex
	tallies  map[place]*tally
	visits   map[place]*visits
	notTaken map[Week]int
	closed   bool

	flushing sync.Mutex
	failed   bool          // the last time of writing, which was told
	outdated map[Week]bool // too old at the last flush
}

// A place is where a need is counted.
type place struct {
	week Week
	need string // its key
}

// A tally counts what is not on the disk yet.
type tally struct {
	ids       []ID // the most telling first
	new       counts
	last      time.Time
	shortened bool // some of it was counted under more ids
}

// visits are how often, with a pause between, a need was counted or any that begins
// with it.
type visits struct {
	count int
	last  time.Time
}

// Open readies the counting into a data folder, of which only the folder unmet is
// touched. It writes nothing, but sets aside files of weeks that cannot be read.
func Open(data string, opt Options) (*Register, error) {
	if opt.Minimum < 2 || opt.Weeks < 1 || opt.Reference == nil {
		return nil, errors.New("counting unmet need takes a minimum of 2 at least, one week at least and a reference")
	}
	if opt.Now == nil {
		opt.Now = time.Now
	}
	if opt.Log == nil {
		opt.Log = slog.New(slog.DiscardHandler)
	}
	r := &Register{
		opt: opt, folder: folder{dir: dirIn(data), log: opt.Log},
		tallies: map[place]*tally{}, visits: map[place]*visits{}, notTaken: map[Week]int{}, outdated: map[Week]bool{},
	}
	if err := r.folder.setAsideDamaged(); err != nil {
		r.tell(err)
	}
	return r, nil
}

// Count counts a question. It keeps nothing of it but ids of the reference.
func (r *Register) Count(a Asked) {
	answer := slices.Index(Answers, a.Answer)
	if answer < 0 {
		return
	}
	ids := r.reference().need(&a)
	if len(ids) == 0 {
		return
	}
	now := r.opt.Now()
	at := place{WeekOf(now), keyOf(ids)}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.closed {
		return
	}
	t := r.tallies[at]
	switch {
	case t == nil && len(r.tallies) >= maxTallies:
		r.notTaken[at.week]++
		return
	case t == nil:
		t = &tally{ids: copied(ids)}
		r.tallies[at] = t
	default:
		if since := now.Sub(t.last); since >= 0 && since < spacing {
			return
		}
	}
	t.last = now
	t.new[answer]++
	for n := range ids {
		r.visit(place{at.week, keyOf(ids[:n+1])}, now)
	}
}

// copied gives ids that stand for themselves. Those of an answer are pieces of a whole
// thesaurus, each of which would keep that in memory for as long as it is counted.
func copied(ids []ID) []ID {
	own := make([]ID, len(ids))
	for i, id := range ids {
		own[i] = ID{List: id.List, Name: strings.Clone(id.Name)}
	}
	return own
}

// visit notes when a need was counted that begins with this one. Under mu.
func (r *Register) visit(at place, now time.Time) {
	v := r.visits[at]
	if v == nil {
		if len(r.visits) >= MaxIDs*maxTallies {
			return
		}
		v = &visits{}
		r.visits[at] = v
	}
	if since := now.Sub(v.last); since < 0 || since >= visit {
		v.count, v.last = v.count+1, now
	}
}

// reference ranks the ids of what answers at the moment.
func (r *Register) reference() *reference {
	of := r.opt.Reference()
	known := r.known.Load()
	if known == nil || known.of != of {
		if of == nil {
			of = &review.Reference{}
		}
		known = newReference(of)
		r.known.Store(known)
	}
	return known
}

// Run writes what has come together every hour and when ctx ends.
func (r *Register) Run(ctx context.Context) {
	tick := time.NewTicker(flushEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			_ = r.Flush() // told in the log
			return
		case <-tick.C:
			_ = r.Flush()
		}
	}
}

// Close writes what may be written. Nothing is counted afterwards.
func (r *Register) Close() error {
	err := r.Flush()
	r.mu.Lock()
	defer r.mu.Unlock()
	r.closed = true
	return err
}
