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

// table measures everything at one size.
func (b *bench) table(ctx context.Context, p *program.Program) error {
	progress("writing %d documents of %d words", b.documents, b.words)
	in, err := newInput(ctx, b.work, b.documents, b.words, b.questions)
	if err != nil {
		return err
	}
	b.machine = machine(ctx, in)
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
		func() error { return b.firstTimes(ctx, in, data) },
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
	if len(peers) > 1 {
		b.aboutPeers()
	}
	b.about()
	b.note("Rows of the shipped corpus are medians over %d such rounds. A hostile question is asked %d times, each time another. Each load over HTTP is run once.", b.rounds*shippedRounds, hostileTimes)
	return nil
}

// progress tells who waits what is being done.
func progress(format string, args ...any) {
	fmt.Fprintf(os.Stderr, time.Now().Format("15:04:05 ")+format+"\n", args...)
}

// aboutPeers says what is different with the others.
func (b *bench) aboutPeers() {
	b.note("All index the same text, with positions. The others have it in one field, in small letters, without stemming and with function words; " +
		"ours is in seven weighted fields, stemmed, without function words. No question has a function word, or one that stemming changes.")
	b.note("The others are asked after merging into one segment, which their times of indexing leave out; ours merges within its time. " +
		"Lucene indexes with as many threads as there are processors, Xapian with the one that it can write with. " +
		"Java has at most 2 GiB (-Xmx2g), and takes of it what it likes. Xapian counts all topics of a document as one value.")
	b.note("Lucene has four rounds to warm up. It decodes the places of words for each question anew, where ours keeps them.")
}

// about says how it was measured.
func (b *bench) about() {
	b.note("One question at a time, on one thread, ours with GOMAXPROCS=1, so that its garbage collector, set as the server sets it, has no other. "+
		"Rows of questions asked in process are medians over %d rounds, in which all took turns, after one to warm up. In each round a case is asked twice, and the second time counts: "+
		"ours has the words and the places of phrases of most questions decoded in its memory then, of which %d MiB are for that. %q stands by the rows where it does not.", b.rounds, cacheMiB, firstTime)
	b.note("Rows of opening and of the first question are over %d new processes, which find the files of the index in the memory of the system.", b.openings)
}

// firstTime begins rows of questions that a process was not asked before.
const firstTime = "asked for the first time"

// firstTimes asks cases of new processes, where no word is decoded but those of the
// questions before.
func (b *bench) firstTimes(ctx context.Context, in *input, data string) error {
	progress("asking for the first time")
	for _, c := range []struct{ name, what string }{
		{"or", "OR question"}, {"plain-filter", "question with filter"}, {"spoken-filter", "with concepts and phrases, and filter"},
	} {
		p, err := startOurs(ctx, in, data, "GOMAXPROCS=1")
		if err != nil {
			return err
		}
		r, err := p.ask(trial{name: c.name, count: in.Questions})
		if err := errors.Join(err, p.close()); err != nil {
			return err
		}
		b.add(row{what: firstTime + ": " + c.what, ours: ms(r.quantile(0.5)), p99: r.high()})
	}
	return nil
}

// startPeers has the other engines index the input, and starts all, us first. They end
// when their input does, so with this process at the latest.
func (b *bench) startPeers(ctx context.Context, in *input, data string) (peers []*peer, others map[string]*building, err error) {
	ours, err := startOurs(ctx, in, data, "GOMAXPROCS=1")
	if err != nil {
		return nil, nil, err
	}
	peers, others = append(peers, ours), map[string]*building{}
	if !b.peers {
		b.note("Nothing is compared with others, as asked for.")
		return peers, others, nil
	}
	for _, other := range []struct {
		name, needs string
		command     []string
	}{
		{nameLucene, b.lucene, []string{"java", "-Xmx2g", "-cp", b.lucene, "Bench"}},
		{nameXapian, b.xapian, []string{b.xapian}},
	} {
		if other.needs == "" {
			b.note("%s is not here, so that nothing is compared with it.", other.name)
			continue
		}
		progress("indexing with %s", other.name)
		dir := filepath.Join(b.work, strings.ToLower(other.name))
		if others[other.name], err = buildPeer(ctx, other.command, in, dir); err != nil {
			return nil, nil, err
		}
		p, err := startPeer(ctx, other.name, nil, append(other.command, "ask", dir, in.path(plainFile)))
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
		{name: "or", count: b.questions},
		{name: "or-facets", count: b.questions},
		{name: "or-loose", count: b.questions, peers: []string{nameLucene, nameXapian}},
		{name: "engine", count: b.questions, peers: only},
		{name: "plain", count: b.questions, peers: only},
		{name: "plain-filter", count: b.questions, peers: only},
		{name: "spoken", count: b.questions, peers: only},
		{name: "spoken-filter", count: b.questions, peers: only},
	}, b.rounds)
	if err != nil {
		return err
	}
	if err := agreeing(all["or"]); err != nil {
		return err
	}
	whole := func(what string, r map[string]series) {
		out := compared(what, r, "1.5 ms, p99 4 ms", "5 ms")
		if b.documents == 1_000_000 && b.words == 60 {
			out.goal, out.bound, out.always = "5 ms, p99 20 ms", "20 ms", true
		}
		b.add(out)
	}
	b.add(compared("OR question, top 10 with exact total", all["or"], "0.35 ×", "1 ×"))
	if len(peers) > 1 {
		b.add(compared("the same without exact total", all["or-loose"], "", ""))
	}
	b.add(compared("OR question with 3 facets (ours: all 8 and the grid)", all["or-facets"], "0.45 ×", "1 ×"))
	whole("question with filter, all facets, grid, multi-select counts, snippets: engine", all["engine"])
	whole("the same through the reader of questions", all["plain-filter"])
	b.add(compared("the same without filter", all["plain"], "", ""))
	whole("questions with concepts and phrases, with filter", all["spoken-filter"])
	b.add(compared("the same without filter", all["spoken"], "", ""))
	for _, p := range peers {
		b.note("%s finds %d documents for an OR question.", p.name, all["or"][p.name].hits())
	}
	b.note("Hits of a question with filter: %d; with concepts and phrases: %d, with filter %d.",
		all["plain-filter"][nameOurs].hits(), all["spoken"][nameOurs].hits(), all["spoken-filter"][nameOurs].hits())
	return nil
}
