package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	program "evidencestore/scripts/madeup"
)

// open measures new processes: opening, and the first question of each.
func (b *bench) open(ctx context.Context, in *input, data string) error {
	progress("opening")
	hashing, err := hashTime(data)
	if err != nil {
		return err
	}
	var verified, ready, beyond, warm, first round
	for i := range b.openings {
		p, err := startOurs(ctx, in, data)
		if err != nil {
			return err
		}
		q, err := p.ask(trial{name: fmt.Sprint("first ", i), count: 1})
		if err != nil {
			return errors.Join(err, p.close())
		}
		o, err := p.ask(trial{name: "opening", count: 3})
		if err := errors.Join(err, p.close()); err != nil {
			return err
		}
		verified.times, ready.times = append(verified.times, o.times[0]), append(ready.times, o.times[1])
		beyond.times, warm.times = append(beyond.times, o.times[1]-o.times[0]), append(warm.times, o.times[2])
		first.times = append(first.times, q.times...)
	}
	add := func(what string, r round, goal, bound string) {
		b.add(row{what: what, ours: ms(r.quantile(0.5)), p99: r.high(), goal: goal, bound: bound})
	}
	b.add(row{what: "to hash the files and nothing else, one after the other", ours: ms(hashing)})
	add("open until the files are verified", verified, "", "")
	add("open until questions are answered", ready, "", "")
	add("open, the time after the files are verified", beyond, "150 ms", "500 ms")
	add("open until suggestions, made beside the first question, are there too", warm, "", "")
	add("first question of a new process", first, "5 ms", "20 ms")
	return nil
}

// hostile asks what is meant to be expensive, of a process that may use all processors, as
// the server does.
func (b *bench) hostile(ctx context.Context, in *input, data string) error {
	progress("being hostile")
	p, err := startOurs(ctx, in, data)
	if err != nil {
		return err
	}
	all, err := measure([]*peer{p}, hostileTrials(in), 1)
	if err := errors.Join(err, p.close()); err != nil {
		return err
	}
	median := all["plain"][nameOurs].p50()
	var most time.Duration
	var late []string
	for _, kind := range hostileKinds {
		r := compared("hostile: "+kind.what, all["hostile-"+kind.name], "10 × median", "")
		r.always = true
		r.ratio = fmt.Sprintf("%.1f × median", float64(all["hostile-"+kind.name][nameOurs].p50())/float64(median))
		b.add(r)
		after := all["late-"+kind.name][nameOurs].quantile(1)
		most = max(most, after)
		late = append(late, kind.what+" "+ms(after))
	}
	b.add(row{what: "hostile: latest end after a deadline of 1 to 10 ms", ours: ms(most), goal: "10 ms", always: true})
	b.note("The median is that of the whole question without filter, in the same process: %s. Latest ends after the deadline: %s.", ms(median), strings.Join(late, ", "))
	return nil
}

func hostileTrials(in *input) []trial {
	trials := []trial{{name: "plain", count: in.Questions}}
	for _, kind := range hostileKinds {
		trials = append(trials, trial{name: "hostile-" + kind.name, count: hostileTimes}, trial{name: "late-" + kind.name, count: hostileTimes})
	}
	return trials
}

// shippedRounds is how many rounds there are of the shipped corpus for one of another:
// its questions are few and quick.
const shippedRounds = 3

// shipped measures the program with its own corpus.
func (b *bench) shipped(ctx context.Context, p *program.Program) error {
	progress("the shipped corpus")
	in, err := shippedInput(b.work)
	if err != nil {
		return err
	}
	data := filepath.Join(b.work, "data-shipped")
	if err := os.RemoveAll(data); err != nil {
		return err
	}
	start := time.Now()
	server, err := p.Serve(ctx, "--data", data)
	if err != nil {
		return err
	}
	ready := time.Since(start)
	err = b.settle(ctx, server)
	idle := server.Usage()
	if err := errors.Join(err, server.Stop()); err != nil {
		return err
	}
	ours, err := startOurs(ctx, in, data, "GOMAXPROCS=1")
	if err != nil {
		return err
	}
	all, err := measure([]*peer{ours}, []trial{{name: "plain", count: in.Questions}}, b.rounds*shippedRounds)
	if err := errors.Join(err, ours.close()); err != nil {
		return err
	}
	binary, err := os.Stat(p.Binary)
	if err != nil {
		return err
	}
	question := compared("shipped corpus: a question of it", all["plain"], "0.2 ms", "")
	question.always = true
	b.add(question)
	b.add(row{what: "shipped corpus: serve, from nothing until ready", ours: ms(ready), goal: "1 s", always: true})
	b.add(row{what: "shipped corpus: memory of the server, idle", ours: memory(idle), goal: "60 MiB", always: true})
	b.add(row{what: "binary (go build -trimpath)", ours: fmt.Sprintf("%.1f MB", float64(binary.Size())/1e6), goal: "40 MB", always: true})
	return nil
}
