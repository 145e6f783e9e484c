package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"evidencestore/scripts/madeup"
)

// A sample is what the server uses at one moment.
type sample struct {
	madeup.Usage
	goroutines int
	live       int // KiB of heap that the last collection found in use
	disk       int // KiB of the data folder
	leftovers  int // unfinished generations
	temporary  int // things in its folder for temporary files
}

// results are how the server's own builds end: it publishes what they made, refuses the
// corpus, finds that another process has indexed it, or could not build.
var results = []string{"published", "refused", "unchanged", "failed"}

// watch samples until ctx ends.
func (s *soak) watch(ctx context.Context) error {
	tick := time.NewTicker(s.opt.sample)
	defer tick.Stop()
	for start := time.Now(); ; {
		select {
		case <-ctx.Done():
			return nil
		case <-s.server.Ended():
			return errors.New("the server ended")
		case <-tick.C:
		}
		now, err := s.sample(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		s.samples = append(s.samples, now)
		if len(s.samples)%30 == 1 {
			fmt.Fprintf(s.out, "%v: generation %d, memory %d MiB (%d without files), live heap %d MiB, %d goroutines, %d files, disk %d KiB\n", time.Since(start).Round(time.Second),
				len(s.seen.generations()), now.Memory>>10, now.Private>>10, now.live>>10, now.goroutines, now.Files, now.disk)
		}
	}
}

func (s *soak) sample(ctx context.Context) (sample, error) {
	now := sample{Usage: s.server.Usage()}
	metrics, err := s.metrics(ctx)
	if err != nil {
		return now, fmt.Errorf("reading the metrics: %w", err)
	}
	s.builds = map[string]int{}
	for _, result := range results {
		s.builds[result] = int(metrics[fmt.Sprintf("evidence_store_builds_total{result=%q}", result)])
	}
	now.goroutines = int(metrics["go_goroutines"])
	// The next collection is due when the heap is twice what the last one left (GOGC).
	now.live = int(metrics["go_memstats_next_gc_bytes"]) >> 11
	data := filepath.Join(s.program.Dir, "data")
	err = filepath.WalkDir(data, func(path string, entry fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) {
			return nil // pruned meanwhile
		}
		if err != nil {
			return err
		}
		if entry.IsDir() && strings.HasSuffix(path, ".tmp") {
			now.leftovers++
		}
		if info, err := entry.Info(); err == nil && !entry.IsDir() {
			now.disk += int(info.Size()+1023) >> 10
		}
		return nil
	})
	temporary, _ := os.ReadDir(s.program.Temporary())
	now.temporary = len(temporary)
	return now, err
}

// metrics reads the plain ones.
func (s *soak) metrics(ctx context.Context) (map[string]float64, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+s.private+"/metrics", nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	found := map[string]float64{}
	lines := bufio.NewScanner(res.Body)
	for lines.Scan() {
		name, value, ok := strings.Cut(lines.Text(), " ")
		if number, err := strconv.ParseFloat(value, 64); ok && err == nil {
			found[name] = number
		}
	}
	return found, lines.Err()
}
