package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
	"evidencestore/search/unmet"
)

const gapsLong = `Print what was asked for beside what is held on it now: a list for those who
commission research and services.

"evidence-store serve" counts by week which concepts of the thesaurus and entries
of the lists are asked for together, at most three, and how that was answered. No
word of a question is kept. A need is kept once it was asked for as often in a week
as [unmet] minimum in config.toml says. The numbers are of questions and not of
people.

The needs are sorted by what is held: nothing; looked for, and no eligible studies;
only a part; weak evidence only; stronger evidence. Nothing is changed. What is held
is looked up in the index as it stands.`

const gapsExample = `  evidence-store gaps
  evidence-store gaps --weeks 52 --csv > unmet-need.csv`

func newGaps(env *Environment, common *commonFlags) *cobra.Command {
	run := gapsRun{env: env}
	cmd := &cobra.Command{
		Use:     "gaps",
		Short:   "Print what was asked for and is not held, or on weak evidence",
		Long:    gapsLong,
		Example: gapsExample,
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			wrong := func(what string) error {
				return &usageError{err: errors.New(what), command: cmd.CommandPath()}
			}
			if run.json && run.csv {
				return wrong("--json and --csv do not go together; leave one out")
			}
			if run.weeks < 1 || run.weeks > mostWeeks {
				return wrong(fmt.Sprintf("--weeks %d cannot work; use a number from 1 to %d", run.weeks, mostWeeks))
			}
			var err error
			if run.cfg, err = common.load(env, cmd); err != nil {
				return err
			}
			return run.do(cmd.Context())
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&run.weeks, "weeks", unmet.DefaultWeeks, "`NUMBER` of weeks to look back, the present one included")
	flags.BoolVar(&run.json, "json", false, "print everything as JSON")
	flags.BoolVar(&run.csv, "csv", false, "print a table for spreadsheets")
	return cmd
}

// mostWeeks is as many as can be kept.
const mostWeeks = 520

// A gapsRun prints what was asked for.
type gapsRun struct {
	env   *Environment
	cfg   *config
	weeks int
	json  bool
	csv   bool
}

func (r *gapsRun) do(ctx context.Context) error {
	live, err := indexer.OpenLive(ctx, r.cfg.Data, engine(r.cfg), newLogger(r.env.Stderr, quiet(r.cfg.Log)))
	if err != nil {
		switch {
		case ctx.Err() != nil:
			return interrupted(ctx, "nothing was changed")
		case errors.Is(err, indexer.ErrNoGeneration):
			return fmt.Errorf("%w; \"evidence-store index\" builds one, and then what is held can be looked up", err)
		}
		return err
	}
	defer live.Close()
	report, err := unmet.NewReport(ctx, r.cfg.Data, live, unmet.ReportOptions{Weeks: r.weeks, Now: r.env.Now})
	if ctx.Err() != nil {
		return interrupted(ctx, "nothing was changed")
	}
	if err != nil {
		return err
	}
	for _, file := range report.Unread {
		fmt.Fprintln(r.env.Stderr, clean("warning: "+file+" cannot be read and is left out; \"evidence-store serve\" sets it aside"))
	}
	if (r.json || r.csv) && !r.cfg.Unmet.Keep {
		fmt.Fprintln(r.env.Stderr, "note: "+countingOff)
	}
	switch {
	case r.json:
		return printUnmet(r.env.Stdout, report)
	case r.csv:
		return writeUnmet(r.env.Stdout, report)
	}
	p := gapsPrinter{layout: newLayout(r.env, r.env.Stdout), report: report, unmet: r.cfg.Unmet}
	p.print(&live.Info().Reference.Ratings)
	return p.err
}

const countingOff = "counting is switched off, [unmet] keep = false in config.toml; what was kept before is left as it is"

func printUnmet(w io.Writer, report *unmet.Report) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(report); err != nil {
		return fmt.Errorf("printing the report: %w", err)
	}
	return nil
}
