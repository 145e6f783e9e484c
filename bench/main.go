// Command bench measures the product beside Lucene and Xapian on the same made-up text and
// the same questions, and prints one table. "bench/run" installs and builds what it needs
// and starts it.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop) // a second signal ends it at once
	if err := start(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// start is the program, or one of the processes that it makes of itself.
func start(ctx context.Context, args []string) error {
	switch {
	case len(args) == 3 && args[0] == "ours":
		return answerOurs(ctx, args[1], args[2], os.Stdin, os.Stdout)
	case len(args) == 8 && args[0] == "load":
		l, err := parseLoad(args[1:])
		if err != nil {
			return err
		}
		r, err := l.run(ctx)
		if err == nil {
			fmt.Fprintln(os.Stdout, r.line())
		}
		return err
	}
	opt, err := parseOptions(args)
	if errors.Is(err, flag.ErrHelp) {
		return nil
	}
	if err != nil {
		return err
	}
	p, err := newProgram(ctx, filepath.Join(opt.work, "program"))
	if err != nil {
		return err
	}
	b := &bench{options: opt}
	if len(opt.sizes) > 0 {
		err = b.grow(ctx, p)
	} else {
		err = b.table(ctx, p)
	}
	if err != nil {
		return err
	}
	return b.print(os.Stdout)
}

// options are what can be chosen.
type options struct {
	work        string
	documents   int
	words       int
	questions   int
	rounds      int
	openings    int
	agreement   int
	connections int
	load        time.Duration
	sizes       sizes
	quiet       int // how many half seconds a server is idle before it is measured
	peers       bool
	lucene      string // class path that has it, or ""
	xapian      string // program that drives it, or ""
}

const minQuestions = 1000

func parseOptions(args []string) (options, error) {
	o := options{quiet: 4}
	f := flag.NewFlagSet("bench/run", flag.ContinueOnError)
	f.StringVar(&o.work, "work", "", "`folder` to write to")
	f.IntVar(&o.documents, "documents", 100_000, "documents of the corpus")
	f.IntVar(&o.words, "words", 200, "words of a document")
	f.IntVar(&o.questions, "questions", minQuestions, "questions of each kind, at least 1000")
	f.IntVar(&o.rounds, "rounds", 3, "rounds that are measured, after one to warm up")
	f.IntVar(&o.openings, "openings", 30, "processes that open the index and answer one question")
	f.IntVar(&o.agreement, "agreement", 10_000, "documents for the comparison with the formula, 0 for none")
	f.IntVar(&o.connections, "connections", 4, "connections over HTTP")
	f.DurationVar(&o.load, "load", 20*time.Second, "how long each load over HTTP takes")
	f.Var(&o.sizes, "sizes", "measure how cost grows over these `numbers` of documents, with commas, in the place of the table")
	f.BoolVar(&o.peers, "peers", true, "compare with Lucene and Xapian")
	f.StringVar(&o.lucene, "lucene-classpath", "", "class `path` with Lucene and lucene/Bench.java")
	f.StringVar(&o.xapian, "xapian", "", "`program` made of xapian/bench.cc")
	if err := f.Parse(args); err != nil {
		return o, err
	}
	switch {
	case f.NArg() > 0:
		return o, fmt.Errorf("what is %q?", f.Args())
	case o.work == "":
		return o, errors.New("-work is missing")
	case o.load <= 0:
		return o, fmt.Errorf("a load of %s measures nothing", o.load)
	case o.agreement < 0:
		return o, fmt.Errorf("%d documents cannot be compared with the formula", o.agreement)
	case o.questions < minQuestions:
		return o, fmt.Errorf("%d questions are too few: at least %d", o.questions, minQuestions)
	case o.documents < 1 || o.words < 1 || o.rounds < 1 || o.openings < 1 || o.connections < 1:
		return o, errors.New("numbers have to be above 0")
	}
	return o, nil
}

// sizes are numbers of documents.
type sizes []int

// String implements flag.Value.
func (s *sizes) String() string { return strings.Trim(fmt.Sprint([]int(*s)), "[]") }

// Set implements flag.Value.
func (s *sizes) Set(list string) error {
	for field := range strings.SplitSeq(list, ",") {
		n, err := strconv.Atoi(field)
		if err != nil || n < 1 {
			return fmt.Errorf("%q is no number of documents", field)
		}
		*s = append(*s, n)
	}
	return nil
}
