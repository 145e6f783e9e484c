package main

import (
	"context"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strings"
	"time"
)

// A client makes one request after the other.
type client struct {
	soak *soak
	rng  *rand.Rand
	http *http.Client
}

// one makes one request of a random kind, and notes what came of it.
func (c *client) one(ctx context.Context, kinds []kind) {
	total := 0
	for _, k := range kinds {
		total += k.often
	}
	n := c.rng.IntN(total)
	at := slices.IndexFunc(kinds, func(k kind) bool { n -= k.often; return n < 0 })
	k := kinds[at]
	start := time.Now()
	status, wrong := c.request(ctx, k)
	c.soak.seen.answered(k, status, time.Since(start), wrong)
}

// request makes a request and says what is wrong with its answer.
func (c *client) request(ctx context.Context, k kind) (status int, wrong error) {
	q := asked{method: http.MethodPost, path: "/api/v1/search", body: "q=help+for+parents+who+drink"}
	if k.make != nil {
		q = k.make(c.rng)
	}
	if k.name == "given up" {
		var giveUp context.CancelFunc
		ctx, giveUp = context.WithTimeout(ctx, time.Duration(c.rng.IntN(5000))*time.Microsecond)
		defer giveUp()
	}
	var body io.Reader = strings.NewReader(q.body)
	if k.name == "slow" {
		body = &slowly{text: q.body, pause: 50 * time.Millisecond}
	}
	req, err := http.NewRequestWithContext(ctx, q.method, c.soak.server.Address+q.path, body)
	if err != nil {
		return 0, err
	}
	if q.body != "" {
		req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	maps.Copy(req.Header, q.header)
	res, err := c.http.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	switch {
	case err != nil && k.name == "given up":
		return 0, err
	case err != nil:
		return res.StatusCode, fmt.Errorf("an answer that breaks off: %w", err)
	case !slices.Contains(k.answers, res.StatusCode):
		return res.StatusCode, fmt.Errorf("%s %.100s: %s: %.300s", q.method, q.path, res.Status, data)
	case q.check != nil && res.StatusCode == http.StatusOK:
		wrong = q.check(c.soak.seen, data)
	}
	if etag := res.Header.Get("ETag"); etag != "" && q.path == "/api/v1/ratings" {
		c.soak.seen.tagged(etag)
	}
	return res.StatusCode, wrong
}

// slowly is a body that comes a byte at a time.
type slowly struct {
	text  string
	pause time.Duration
}

func (s *slowly) Read(b []byte) (int, error) {
	if s.text == "" {
		return 0, io.EOF
	}
	time.Sleep(s.pause)
	b[0], s.text = s.text[0], s.text[1:]
	return 1, nil
}
