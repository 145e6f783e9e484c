package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"evidencestore/review"
	"evidencestore/search/eval"
)

const evalLong = `Ask questions with known answers and measure how well they are answered.

The questions are those of questions.toml in the corpus. Printed are means over all
of them, over those that are held out, and by kind; and for each question the first
three programmes and the ranks of the wanted ones. A question marked ! has nothing
that is wanted among its first three, or finds something where nothing is held. Of
questions that find nothing, the kind of notice is printed that people are given.

With --collection the questions and documents of a public test collection are taken
instead: a folder with corpus.jsonl (or corpus.jsonl.gz), queries.jsonl and
qrels.tsv. They go through the same index and the same search.

Everything is built in a temporary folder; the index that is served is not touched.`

const evalExample = `  evidence-store eval
  evidence-store eval --json > before.json
  evidence-store eval --baseline before.json
  evidence-store eval --collection collections/cranfield --collection collections/npl`

// reportOfCorpus names the report on the corpus, wherever that is, so that it can be
// compared with a report on another state of it.
const reportOfCorpus = "corpus"

// An evalFile is what --json prints and --baseline reads.
type evalFile struct {
	Reports []*eval.Report `json:"reports"`
}

func newEval(env *Environment, common *commonFlags) *cobra.Command {
	run := evalRun{env: env}
	cmd := &cobra.Command{
		Use:     "eval",
		Short:   "Measure how well questions are answered",
		Long:    evalLong,
		Example: evalExample,
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if run.json && run.baseline != "" {
				return &usageError{err: errors.New("--json and --baseline do not go together; leave one out"), command: cmd.CommandPath()}
			}
			var err error
			if run.cfg, err = common.load(env, cmd); err != nil {
				return err
			}
			return run.do(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.StringArrayVar(&run.collections, "collection", nil, "`DIR` with a test collection, instead of the corpus; can be given several times")
	flags.StringVar(&run.baseline, "baseline", "", "say what changed since `FILE`, which --json wrote")
	flags.BoolVar(&run.json, "json", false, "print everything as JSON")
	_ = cmd.MarkFlagDirname("collection") // fails only for a flag that is not there
	_ = cmd.MarkFlagFilename("baseline", "json")
	return cmd
}

// An evalRun is one measurement.
type evalRun struct {
	env         *Environment
	cfg         *config
	collections []string
	baseline    string
	json        bool
	temp        string // where everything is built
}

func (r *evalRun) do(ctx context.Context) (err error) {
	before, err := r.readBaseline()
	if err != nil {
		return err
	}
	if r.temp, err = os.MkdirTemp("", "evidence-store-eval-"); err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.temp)) }()
	reports, err := r.measure(ctx)
	if ctx.Err() != nil {
		return interrupted(ctx, "nothing was measured")
	}
	if err != nil {
		return err
	}
	if r.json {
		return printReports(r.env.Stdout, reports)
	}
	p := evalPrinter{layout: newLayout(r.env, r.env.Stdout)}
	p.reports(reports, len(r.collections) == 0)
	if before != nil {
		p.changes(r.baseline, before.Reports, reports)
	}
	return p.err
}

// measure reports on the corpus, or on each of the collections.
func (r *evalRun) measure(ctx context.Context) ([]*eval.Report, error) {
	if len(r.collections) == 0 {
		report, err := r.corpus(ctx)
		return []*eval.Report{report}, err
	}
	var reports []*eval.Report
	for i, dir := range r.collections {
		report, err := r.collection(ctx, under(r.env.Dir, dir), filepath.Join(r.temp, fmt.Sprint(i)))
		if err != nil {
			return nil, err
		}
		reports = append(reports, report)
	}
	return reports, nil
}

// corpus measures the questions of the corpus.
func (r *evalRun) corpus(ctx context.Context) (*eval.Report, error) {
	cfg := *r.cfg
	cfg.Data = r.temp
	s, err := openStore(r.env, &cfg, newLogger(r.env.Stderr, quiet(cfg.Log)), nil)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	if _, err := s.update(ctx, false); err != nil {
		return nil, err
	}
	live, err := s.openLive(ctx)
	if err != nil {
		return nil, err
	}
	defer live.Close()
	questions, faults := review.DecodeQuestions(s.corpus, func(id string) bool {
		_, err := live.Review(ctx, id)
		return err == nil
	})
	if len(faults) > 0 {
		return nil, s.corpus.faulty(faults)
	}
	if len(questions) == 0 {
		return nil, fmt.Errorf("there are no questions in %s; write them into its %s", s.corpus.name, review.QuestionsFile)
	}
	return eval.Run(ctx, reportOfCorpus, live, eval.FromQuestions(questions))
}

// readBaseline reads the report to compare with, if one is asked for.
func (r *evalRun) readBaseline() (*evalFile, error) {
	if r.baseline == "" {
		return nil, nil
	}
	data, err := os.ReadFile(under(r.env.Dir, r.baseline))
	if err != nil {
		return nil, fmt.Errorf("reading the baseline: %w", err)
	}
	var file evalFile
	dec := json.NewDecoder(bytes.NewReader(data))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&file); err != nil {
		return nil, fmt.Errorf("reading the baseline %s: %w; write one with evidence-store eval --json", r.baseline, err)
	}
	return &file, nil
}

func printReports(w io.Writer, reports []*eval.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(evalFile{reports}); err != nil {
		return fmt.Errorf("printing the report: %w", err)
	}
	return nil
}
