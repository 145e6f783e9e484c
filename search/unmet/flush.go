package unmet

import (
	"errors"
	"maps"
	"slices"
)

// Flush writes to the disk what was counted often enough, and drops weeks that are too
// old. What cannot be written stays in memory for the next time; that is told in the
// log once.
func (r *Register) Flush() error {
	r.flushing.Lock()
	defer r.flushing.Unlock()
	now := WeekOf(r.opt.Now())
	var errs []error
	for _, week := range r.weeks() {
		errs = append(errs, r.settle(week, now))
	}
	errs = append(errs, r.dropOutdated(now))
	r.makeRoom()
	err := errors.Join(errs...)
	r.tell(err)
	return err
}

// tell logs that writing failed, or goes well again.
func (r *Register) tell(err error) {
	switch {
	case err != nil && !r.failed:
		r.opt.Log.Warn("the counts of unmet need cannot be written; counting goes on in memory, and writing is tried again", "error", err)
	case err == nil && r.failed:
		r.opt.Log.Info("the counts of unmet need are written again")
	}
	r.failed = err != nil
}

// weeks are those that something was counted in, the oldest first.
func (r *Register) weeks() []Week {
	r.mu.Lock()
	defer r.mu.Unlock()
	all := map[Week]bool{}
	for at := range r.tallies {
		all[at.week] = true
	}
	return slices.Sorted(maps.Keys(all))
}

// settle writes a week. One that is over is then counted under fewer and fewer ids as
// long as some are too rare, and forgotten.
func (r *Register) settle(week, now Week) error {
	err := r.write(week)
	if week >= now {
		return err
	}
	for most := MaxIDs - 1; most > 0 && err == nil; most-- {
		r.shorten(week, most)
		err = r.write(week)
	}
	if err == nil {
		r.mu.Lock()
		defer r.mu.Unlock()
		maps.DeleteFunc(r.tallies, func(at place, _ *tally) bool { return at.week == week })
		maps.DeleteFunc(r.visits, func(at place, _ *visits) bool { return at.week == week })
		delete(r.notTaken, week)
	}
	return err
}

// write adds what is new of a week to its file.
func (r *Register) write(week Week) error {
	due, frequent := r.due(week)
	if len(due.needs) == 0 || !frequent && !r.folder.has(week) {
		return nil // and no file shows that anything was asked
	}
	written, err := r.folder.merge(due)
	if err != nil {
		return err
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, key := range written {
		if t := r.tallies[place{week, key}]; t != nil {
			t.new.add(&due.needs[key].counts, -1)
		}
	}
	if len(written) > 0 {
		r.notTaken[week] -= due.notTaken
	}
	return nil
}

// due is what is new of a week, and whether any of it is frequent enough to be written.
func (r *Register) due(week Week) (due *weekly, frequent bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	due = &weekly{week: week, notTaken: r.notTaken[week], needs: map[string]*kept{}}
	for at, t := range r.tallies {
		if n := t.new.total(); at.week == week && n > 0 {
			v := r.visits[at]
			rare := n < r.opt.Minimum || v == nil || v.count < r.opt.Minimum
			due.needs[at.need] = &kept{ids: t.ids, counts: t.new, rare: rare}
			frequent = frequent || !rare
		}
	}
	return due, frequent
}

// shorten counts what is left of a week under its first ids. Somebody who tries one
// filter after the other asks for many needs that begin alike; so what is counted here
// is frequent only where it was asked for at as many different times.
func (r *Register) shorten(week Week, most int) {
	r.mu.Lock()
	defer r.mu.Unlock()
	left := map[string]*tally{}
	for at, t := range r.tallies {
		if at.week != week || len(t.ids) <= most || t.new.total() == 0 {
			continue
		}
		key := keyOf(t.ids[:most])
		if left[key] == nil {
			left[key] = &tally{ids: t.ids[:most], shortened: true}
		}
		left[key].new.add(&t.new, 1)
		delete(r.tallies, at)
	}
	for key, t := range left {
		if already := r.tallies[place{week, key}]; already != nil {
			already.new.add(&t.new, 1)
			already.shortened = true
		} else {
			r.tallies[place{week, key}] = t
		}
	}
}

// makeRoom forgets the rarest needs where the memory for them is full.
func (r *Register) makeRoom() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.tallies) < maxTallies {
		return
	}
	r.opt.Log.Warn("too many different needs were asked for to count them all; the rarest of this week are not counted")
	for rare := 0; rare < r.opt.Minimum && len(r.tallies) > maxTallies/2; rare++ {
		for at, t := range r.tallies {
			if t.new.total() == rare {
				r.notTaken[at.week] += rare
				delete(r.tallies, at)
				delete(r.visits, at)
			}
		}
	}
}

// dropOutdated removes the files of weeks that are too old. It does so only for those
// that were too old the last time already, so that a clock that jumps ahead for a
// moment costs nothing.
func (r *Register) dropOutdated(now Week) error {
	weeks, err := r.folder.weeks()
	if err != nil {
		return err
	}
	first := now.back(r.opt.Weeks - 1)
	outdated := map[Week]bool{}
	var remove []Week
	for _, week := range weeks {
		if week < first {
			outdated[week] = true
			if r.outdated[week] {
				remove = append(remove, week)
			}
		}
	}
	r.outdated = outdated
	if len(remove) == 0 {
		return nil
	}
	return r.folder.remove(remove)
}
