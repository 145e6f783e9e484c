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

// grow measures how cost grows with the number of documents, ours alone.
func (b *bench) grow(ctx context.Context, p *program.Program) error {
	b.grown = [][]string{{fmt.Sprintf("documents of %d words", b.words)}}
	for i, n := range b.sizes {
		one := &bench{options: b.options}
		if err := one.size(ctx, p, n); err != nil {
			return fmt.Errorf("%d documents: %w", n, err)
		}
		b.grown[0] = append(b.grown[0], fmt.Sprint(n))
		for j, r := range one.rows {
			if i == 0 {
				b.grown = append(b.grown, []string{r.what})
			}
			cell := r.ours
			if most, ok := strings.CutPrefix(r.p99, "max "); ok {
				cell += ", max " + most
			} else if r.p99 != "" {
				cell += ", p99 " + r.p99
			}
			b.grown[1+j] = append(b.grown[1+j], cell)
		}
		b.machine = one.machine[:2]                         // the rest is of one size
		fmt.Fprintf(os.Stderr, "\n%s\n", markdown(b.grown)) // for who does not wait for the rest
	}
	b.about()
	return nil
}

// size measures one size. The rows are the same for all.
func (b *bench) size(ctx context.Context, p *program.Program, n int) error {
	progress("%d documents", n)
	in, err := newInput(ctx, b.work, n, b.words, b.questions)
	if err != nil {
		return err
	}
	b.machine = machine(ctx, in)
	data := filepath.Join(b.work, "data-growing")
	built, err := build(ctx, p, in, data)
	if err != nil {
		return err
	}
	b.add(row{what: "text", ours: mib(in.Text)})
	b.add(row{what: "indexing", ours: fmt.Sprintf("%.0f documents/s, %s", float64(n)/built.took.Seconds(), built.took.Round(time.Millisecond))})
	b.add(row{what: "memory while indexing", ours: mib(built.peak)})
	b.add(row{what: "index", ours: fmt.Sprintf("%s, %.2f × text, without stored documents %.2f ×", mib(built.size),
		float64(built.size)/float64(in.Text), float64(built.size-built.stored)/float64(in.Text))})
	ours, err := startOurs(ctx, in, data, "GOMAXPROCS=1")
	if err != nil {
		return err
	}
	cases := []struct{ name, what string }{
		{"or", "OR question, top 10 with exact total"},
		{"or-facets", "the same with all facets and the grid"},
		{"engine", "question with filter, all facets, grid, multi-select counts, snippets: engine"},
		{"plain", "whole question"},
		{"plain-filter", "whole question with filter"},
		{"spoken-filter", "with concepts and phrases, and filter"},
	}
	var trials []trial
	for _, c := range cases {
		trials = append(trials, trial{name: c.name, count: in.Questions})
	}
	all, err := measure([]*peer{ours}, trials, b.rounds)
	if err := errors.Join(err, ours.close()); err != nil {
		return err
	}
	for _, c := range cases {
		b.add(compared(c.what, all[c.name], "", ""))
	}
	if err := b.open(ctx, in, data); err != nil {
		return err
	}
	return b.idle(ctx, p, in, data)
}

// idle measures the memory of a server that nobody has asked anything.
func (b *bench) idle(ctx context.Context, p *program.Program, in *input, data string) error {
	server, err := p.Serve(ctx, "--corpus", in.path(corpusDir), "--data", data)
	if err != nil {
		return err
	}
	err = b.settle(ctx, server)
	b.add(row{what: "memory of the server, idle", ours: memory(server.Usage())})
	return errors.Join(err, server.Stop())
}
