package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

// The files of questions, one a line, in the folder that a peer is given.
const (
	plainFile  = "questions.txt"
	spokenFile = "spoken.txt"
	commonFile = "common.txt" // the commonest words
)

// ours is the peer that is us: it answers the cases of one input by the index in data.
type ours struct {
	*opened
	ctx                   context.Context // of the process
	plain, spoken, common []string
	best                  search.Filter // the two best levels of both scales
	topics                []review.Item
	attacks               map[string]int // how many there were of each kind
}

// gcPercent is what the server sets.
const gcPercent = 60

// answerOurs is the process of the peer.
func answerOurs(ctx context.Context, data, folder string, in io.Reader, out io.Writer) error {
	o := &ours{ctx: ctx, attacks: map[string]int{}, best: search.Filter{Effects: review.Effects[2:], Strengths: review.Strengths[2:]}}
	var err error
	for file, lines := range map[string]*[]string{plainFile: &o.plain, spokenFile: &o.spoken, commonFile: &o.common} {
		if *lines, err = (&input{Dir: folder}).read(file); err != nil {
			return err
		}
	}
	if o.opened, err = openStore(ctx, data, nil); err != nil {
		return err
	}
	defer o.live.Close()
	o.topics = o.live.Info().Reference.Lists.Topics
	if _, chosen := os.LookupEnv("GOGC"); !chosen {
		debug.SetGCPercent(gcPercent)
	}
	fmt.Fprintln(out, versions())
	for lines := bufio.NewScanner(in); lines.Scan(); {
		r, err := o.round(lines.Text())
		if err != nil {
			return err
		}
		fmt.Fprintln(out, r.line())
	}
	return nil
}

// versions are those of what the program is made of.
func versions() string {
	bleve := "unknown"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			if m.Path == "github.com/blevesearch/bleve/v2" {
				bleve = m.Version
			}
		}
	}
	return fmt.Sprintf("Bleve %s, %s", strings.TrimPrefix(bleve, "v"), strings.Replace(runtime.Version(), "go", "Go ", 1))
}

// round asks all questions of a case.
func (o *ours) round(name string) (r round, err error) {
	name, argument, _ := strings.Cut(name, " ")
	if name == "first" { // and so at once
		n, err := strconv.Atoi(argument)
		if err != nil {
			return r, err
		}
		return o.time(1, func(int) (int, error) { return o.whole(o.spoken[n%len(o.spoken)], search.Filter{}) })
	}
	<-o.warmed
	switch {
	case name == "opening":
		return round{times: []time.Duration{o.verified, o.ready, o.warm}}, o.warmErr
	case strings.HasPrefix(name, "hostile-"):
		return o.hostile(strings.TrimPrefix(name, "hostile-"))
	case strings.HasPrefix(name, "late-"):
		return o.late(strings.TrimPrefix(name, "late-"))
	}
	ask, questions := o.ask(name)
	if ask == nil {
		return r, fmt.Errorf("no case is called %q", name)
	}
	return o.time(len(questions), func(i int) (int, error) { return ask(i, questions[i]) })
}

// ask gives how a question of a case is asked, and the questions.
func (o *ours) ask(name string) (func(int, string) (int, error), []string) {
	ids := func(noCounts bool) func(int, string) (int, error) {
		return func(_ int, q string) (int, error) {
			req := request(q, search.Filter{})
			req.IDsOnly, req.NoCounts = true, noCounts
			return total(o.engine.Search(o.ctx, req))
		}
	}
	read := func(_ int, q string) (int, error) { return o.whole(q, search.Filter{}) }
	filtered := func(i int, q string) (int, error) { return o.whole(q, o.filter(i)) }
	switch name {
	case "or":
		return ids(true), o.plain
	case "or-facets":
		return ids(false), o.plain
	case "engine":
		return func(i int, q string) (int, error) { return total(o.engine.Search(o.ctx, request(q, o.filter(i)))) }, o.plain
	case "plain":
		return read, o.plain
	case "plain-filter":
		return filtered, o.plain
	case "spoken":
		return read, o.spoken
	case "spoken-filter":
		return filtered, o.spoken
	}
	return nil, nil
}

// filter is the two best levels of both scales, and a topic.
func (o *ours) filter(i int) search.Filter {
	f := o.best
	f.Topics = []string{o.topics[i%len(o.topics)].ID}
	return f
}

// whole asks as the server does, but for HTTP.
func (o *ours) whole(q string, f search.Filter) (int, error) {
	return total(o.live.Search(o.ctx, request(q, f)))
}

func request(q string, f search.Filter) *search.Request {
	return &search.Request{Query: search.Parse(q), Filter: f, Sort: search.ByRelevance, Page: 1, PerPage: 10}
}

func total(res *search.Response, err error) (int, error) {
	if err != nil {
		return 0, err
	}
	return res.Total, nil
}

// time asks n questions.
func (o *ours) time(n int, ask func(int) (int, error)) (r round, err error) {
	for i := range n {
		start := time.Now()
		hits, err := ask(i)
		if err != nil {
			return r, err
		}
		r.times = append(r.times, time.Since(start))
		r.hits += hits
	}
	return r, nil
}
