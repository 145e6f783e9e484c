package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// A measure is something of which there must not be more and more: no more in the last
// fifth of the run than in the second one, but for so many percent and so many more. In
// the first fifth caches fill.
type measure struct {
	name    string
	of      func(sample) int
	percent int
	more    int
}

var measures = []measure{
	{"goroutines", func(s sample) int { return s.goroutines }, 10, 20},
	{"open files and connections", func(s sample) int { return s.Files }, 10, 10},
	{"mapped parts of memory", func(s sample) int { return s.Maps }, 10, 20},
	{"threads", func(s sample) int { return s.Threads }, 20, 5},
	{"live heap, MiB", func(s sample) int { return s.live >> 10 }, 15, 10},
	{"memory without files, MiB", func(s sample) int { return s.Private >> 10 }, 15, 10},
	{"memory with mapped files, MiB", func(s sample) int { return s.Memory >> 10 }, 15, 10},
	{"disk, MiB", func(s sample) int { return s.disk >> 10 }, 25, 5},
	{"temporary files", func(s sample) int { return s.temporary }, 0, 0},
	{"unfinished generations", func(s sample) int { return s.leftovers }, 0, 1},
}

// most503 is how many answers in a thousand may say that the server is busy.
const most503 = 1

// report prints what was seen, and says what is not as it should be.
func (s *soak) report(w io.Writer) error {
	var errs []error
	total := s.requests(w)
	s.seen.mu.Lock()
	if s.seen.wrongs > 0 {
		errs = append(errs, fmt.Errorf("%d answers were wrong, the first of them:\n%w", s.seen.wrongs, errors.Join(s.seen.wrong...)))
	}
	if s.seen.busy*1000 > total*most503 {
		errs = append(errs, fmt.Errorf("%d of %d answers said that the server is busy", s.seen.busy, total))
	}
	s.seen.mu.Unlock()
	generations := s.seen.generations()
	fmt.Fprintf(w, "\n%d generations answered, from %s to %s. Edits:", len(generations), generations[0], generations[len(generations)-1])
	for _, kind := range slices.Sorted(maps.Keys(s.editor.counts)) {
		fmt.Fprintf(w, " %d %s", s.editor.counts[kind], kind)
	}
	fmt.Fprint(w, ".\nBuilds of the server:")
	for _, result := range results {
		fmt.Fprintf(w, " %d %s", s.builds[result], result)
	}
	fmt.Fprintln(w, ".")
	if len(generations) < 3 {
		errs = append(errs, errors.New("the generations did not change"))
	}
	return errors.Join(append(errs, s.growth(w))...)
}

// requests prints a line for every kind of request.
func (s *soak) requests(w io.Writer) (total int) {
	s.seen.mu.Lock()
	defer s.seen.mu.Unlock()
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\nrequests\tanswers by status\thalf within\t99 % within")
	var all []time.Duration
	for _, name := range slices.Sorted(maps.Keys(s.seen.kinds)) {
		t := s.seen.kinds[name]
		var statuses strings.Builder
		for _, status := range slices.Sorted(maps.Keys(t.statuses)) {
			fmt.Fprintf(&statuses, "%d: %d  ", status, t.statuses[status])
		}
		half, most := quantiles(t.took)
		fmt.Fprintf(table, "%s\t%s\t%v\t%v\n", name, statuses.String(), half, most)
		if name != "slow" && name != "given up" {
			all = append(all, t.took...)
		}
		total += len(t.took)
	}
	half, most := quantiles(all)
	fmt.Fprintf(table, "all but slow and given up\t%d\t%v\t%v\n", len(all), half, most)
	_ = table.Flush()
	return total
}

func quantiles(took []time.Duration) (half, most time.Duration) {
	slices.Sort(took)
	at := func(percent int) time.Duration { return took[len(took)*percent/100].Round(100 * time.Microsecond) }
	return at(50), at(99)
}

// growth prints the resources at the start and their medians by fifths of the run, and
// says of which there was more and more.
func (s *soak) growth(w io.Writer) error {
	const fifths = 5
	if len(s.samples) < 2*fifths {
		return errors.New("the run was too short to tell whether anything grows")
	}
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "\nused, median\tstart\t1st fifth\t2nd\t3rd\t4th\t5th\tallowed\t")
	var errs []error
	for _, m := range measures {
		fmt.Fprintf(table, "%s\t%d\t", m.name, m.of(s.samples[0]))
		var medians []int
		for n := range fifths {
			var values []int
			for _, one := range s.samples[n*len(s.samples)/fifths : (n+1)*len(s.samples)/fifths] {
				values = append(values, m.of(one))
			}
			slices.Sort(values)
			medians = append(medians, values[len(values)/2])
			fmt.Fprintf(table, "%d\t", values[len(values)/2])
		}
		allowed := medians[1] + medians[1]*m.percent/100 + m.more
		fmt.Fprintf(table, "%d\t\n", allowed)
		if last := medians[fifths-1]; last > allowed {
			errs = append(errs, fmt.Errorf("%s grew from %d in the second fifth to %d in the last", m.name, medians[1], last))
		}
	}
	return errors.Join(table.Flush(), errors.Join(errs...))
}
