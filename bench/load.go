package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"strings"
	"sync"
	"time"
)

// A load is questions to a server over HTTP, asked by a process of its own.
type load struct {
	Address     string
	Queries     string // file of parameters, one question a line
	Connections int    // kept alive; each asks one question after the other
	Rate        int    // questions a second; 0 is as many as are answered
	Gzip        bool
	For         time.Duration
	Most        int // questions, then it ends; 0 is no bound
}

// run asks, and gives how long each answer took: with a rate from when it was due.
func (l *load) run(ctx context.Context) (round, error) {
	data, err := os.ReadFile(l.Queries)
	if err != nil {
		return round{}, err
	}
	queries := strings.Split(strings.TrimSpace(string(data)), "\n")
	client := &http.Client{Transport: &http.Transport{MaxIdleConnsPerHost: l.Connections, DisableCompression: true}}
	var (
		all   round
		first error
		mu    sync.Mutex
		wg    sync.WaitGroup
	)
	start := time.Now()
	for c := range l.Connections {
		wg.Go(func() {
			var mine []time.Duration
			var err error
			for n := c; err == nil; n += l.Connections {
				due := time.Now()
				if l.Rate > 0 {
					due = start.Add(time.Duration(n) * time.Second / time.Duration(l.Rate))
					time.Sleep(time.Until(due))
				}
				if due.Sub(start) >= l.For || l.Most > 0 && n >= l.Most {
					break
				}
				if err = l.ask(ctx, client, queries[n%len(queries)], n%100 == 0); err == nil {
					mine = append(mine, time.Since(due))
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.times = append(all.times, mine...)
			if first == nil {
				first = err
			}
		})
	}
	wg.Wait()
	all.hits = len(all.times)
	return all, first
}

// ask asks one question, and looks whether what comes is an answer: more closely, if
// asked to, than for a time that is to be measured.
func (l *load) ask(ctx context.Context, client *http.Client, query string, closely bool) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, l.Address+"/api/v1/search?"+query, nil) //nolint:gosec // G704: our own server
	if err != nil {
		return err
	}
	if l.Gzip {
		req.Header.Set("Accept-Encoding", "gzip") // the answer is read, and not unpacked
	}
	res, err := client.Do(req) //nolint:gosec // G704: likewise
	if err != nil {
		return err
	}
	defer res.Body.Close()
	body, err := io.ReadAll(res.Body)
	switch {
	case err != nil:
		return err
	case res.StatusCode != http.StatusOK:
		return fmt.Errorf("%s: %s\n%s", query, res.Status, body)
	case len(body) == 0:
		return fmt.Errorf("%s: an empty answer", query)
	case !l.Gzip && closely && !json.Valid(body):
		return fmt.Errorf("%s: an answer that is no JSON", query)
	case l.Gzip && res.Header.Get("Content-Encoding") != "gzip":
		return fmt.Errorf("%s: an answer that is not compressed", query)
	}
	return nil
}
