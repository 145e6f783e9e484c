package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// table measures everything at one size.
func (b *bench) table(ctx context.Context) error {
	progress("writing %d documents of %d words", b.documents, b.words)
	in, err := newInput(b.work, b.documents, b.words, b.questions)
	if err != nil {
		return err
	}
	b.machine = machine(ctx, in)
	p, err := newProgram(ctx, filepath.Join(b.work, "program"))
	if err != nil {
		return err
	}
	data := filepath.Join(b.work, "data")
	progress("indexing")
	built, err := build(ctx, p, in, data)
	if err != nil {
		return err
	}
	peers, others, err := b.startPeers(ctx, in, data)
	if err != nil {
		return err
	}
	if err := b.compare(peers); err != nil {
		return err
	}
	for _, p := range peers { // so that none is in the way of what follows
		if err := p.close(); err != nil {
			return err
		}
	}
	for _, step := range []func() error{
		func() error { return b.serve(ctx, p, in, data) },
		func() error { return b.agree(ctx, p) },
		func() error { b.indexed(in, built, others); return nil },
		func() error { return b.open(ctx, in, data) },
		func() error { return b.hostile(ctx, in, data) },
		func() error { return b.shipped(ctx, p) },
	} {
		if err := step(); err != nil {
			return err
		}
	}
	b.about()
	return nil
}

// progress tells who waits what is being done.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// about says what was compared with what.
func (b *bench) about() {
	b.note("All index the same text, with positions. The others have it in one field, in small letters, without stemming and with function words; " +
		"ours is in seven weighted fields, stemmed, without function words. No question has a function word, and hardly any a word that stemming makes equal to another.")
	b.note("One question at a time, on one thread, ours with GOMAXPROCS=1, so that its garbage collector has no other. "+
		"Figures are medians over %d rounds, in which all took turns, after one to warm up, of Lucene four. In each round a case is asked twice, and the second time counts. "+
		"The others are asked after merging into one segment, which their times of indexing leave out. Xapian counts all topics of a document as one value. "+
		"A new process finds the files of the index in the memory of the system.", b.rounds)
}

// startPeers has the other engines index the input, and starts all, us first. They end
// when their input does, so with this process at the latest.
func (b *bench) startPeers(ctx context.Context, in *input, data string) (peers []*peer, others map[string]*building, err error) {
	ours, err := startOurs(ctx, in, data, "GOMAXPROCS=1")
	if err != nil {
		return nil, nil, err
	}
	peers, others = append(peers, ours), map[string]*building{}
	for _, other := range [][2]string{{nameLucene, b.lucene}, {nameXapian, b.xapian}} {
		name, command := other[0], other[1]
		if command == "" {
			b.note("%s is not here, so that nothing is compared with it.", name)
			continue
		}
		progress("indexing with %s", name)
		dir := filepath.Join(b.work, strings.ToLower(name))
		if others[name], err = buildPeer(ctx, strings.Fields(command), in, dir); err != nil {
			return nil, nil, err
		}
		p, err := startPeer(ctx, name, nil, append(strings.Fields(command), "ask", dir, in.path(plainFile)))
		if err != nil {
			return nil, nil, err
		}
		peers = append(peers, p)
	}
	for _, p := range peers {
		b.machine = append(b.machine, p.version)
	}
	return peers, others, nil
}

// compare asks the questions of all cases.
func (b *bench) compare(peers []*peer) error {
	progress("asking %d questions in %d rounds", b.questions, b.rounds+1)
	only := []string{nameOurs}
	all, err := measure(peers, []trial{
		{name: "or"},
		{name: "or-facets"},
		{name: "or-loose", peers: []string{nameLucene, nameXapian}},
		{name: "engine", peers: only},
		{name: "plain", peers: only},
		{name: "plain-filter", peers: only},
		{name: "spoken", peers: only},
		{name: "spoken-filter", peers: only},
	}, b.rounds)
	if err != nil {
		return err
	}
	goal, bound := "1.5 ms, p99 4 ms", "5 ms"
	if b.documents >= 1_000_000 {
		goal, bound = "5 ms, p99 20 ms", "20 ms"
	}
	b.add(compared("OR question, top 10 with exact total", all["or"], "0.35 ×", "1 ×"))
	if len(peers) > 1 {
		b.add(compared("the same without exact total", all["or-loose"], "", ""))
	}
	b.add(compared("OR question with 3 facets (ours: all 8 and the grid)", all["or-facets"], "0.45 ×", "1 ×"))
	b.add(compared("question with filter, all facets, grid, multi-select counts, snippets: engine", all["engine"], goal, bound))
	b.add(compared("the same through the reader of questions", all["plain-filter"], goal, bound))
	b.add(compared("the same without filter", all["plain"], "", ""))
	b.add(compared("questions with concepts and phrases, with filter", all["spoken-filter"], goal, bound))
	b.add(compared("the same without filter", all["spoken"], "", ""))
	for _, p := range peers {
		b.note("%s finds %d documents for an OR question.", p.name, all["or"][p.name].hits())
	}
	b.note("Hits of a question with filter: %d; with concepts and phrases: %d, with filter %d.",
		all["plain-filter"][nameOurs].hits(), all["spoken"][nameOurs].hits(), all["spoken-filter"][nameOurs].hits())
	return nil
}
