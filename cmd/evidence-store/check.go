package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
	"evidencestore/review"
)

const checkLong = `Read the whole corpus, and say what is wrong in it or what it holds. The filters and
local layers of the sites in config.toml are checked with it.

Every fault of every file is printed with its line and how to mend it. Nothing is
built and nothing is written. The exit code is 1 where there is a fault. What looks
like the address or number of a person in a local layer is a warning.`

func newCheck(env *Environment, common *commonFlags) *cobra.Command {
	return &cobra.Command{
		Use:     "check",
		Short:   "Check the corpus and say what it holds",
		Long:    checkLong,
		Example: "  evidence-store check --corpus corpus",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			return runCheck(cmd.Context(), env, cfg)
		},
	}
}

func runCheck(ctx context.Context, env *Environment, cfg *config) error {
	s, err := openStore(env, cfg, newLogger(env.Stderr, quiet(cfg.Log)), nil)
	if err != nil {
		return err
	}
	defer s.Close()
	sum, err := s.indexer.Check(ctx)
	faults, faulty := errors.AsType[review.Faults](err)
	if err != nil && !faulty {
		return err
	}
	read := readSites(cfg.Sites, siteSources{
		known: func(id string) bool { return sum.Served[id] }, ref: sum.Reference, limits: cfg.webOptions().Limits,
	})
	for _, w := range read.warnings {
		fmt.Fprintln(env.Stderr, clean("warning: "+w.Error()))
	}
	switch {
	case faulty:
		return s.corpus.faulty(faults, read.faults...)
	case len(read.faults) > 0:
		return faultySites(read.faults)
	}
	return printSummary(env.Stdout, s.corpus.name, &sum)
}

// printSummary prints what a faultless corpus holds.
func printSummary(w io.Writer, corpusName string, sum *indexer.Summary) error {
	rows := []summaryRow{}
	for _, status := range review.Statuses {
		rows = append(rows, summaryRow{"reviews, " + string(status), sum.Statuses[status]})
	}
	rows = append(rows,
		summaryRow{"reviews in all", sum.Reviews},
		summaryRow{"rated outcomes", sum.Outcomes},
		summaryRow{"findings without a rating", sum.Findings},
		summaryRow{"pieces of later evidence", sum.Later},
		summaryRow{"gaps", sum.Gaps},
		summaryRow{"questions with known answers", sum.Questions},
	)
	concepts := 0
	for _, kind := range review.ConceptKinds {
		rows = append(rows, summaryRow{"concepts, " + string(kind), sum.Concepts[kind]})
		concepts += sum.Concepts[kind]
	}
	rows = append(rows, summaryRow{"concepts in all", concepts}, summaryRow{"forms of concepts", sum.Forms})
	fmt.Fprintf(w, "No faults in %s.\n\n", clean(corpusName))
	for _, row := range rows {
		fmt.Fprintf(w, "%-30s%6d\n", row.name, row.count)
	}
	fmt.Fprint(w, "\nRated outcomes by strength of evidence and effectiveness\n\n")
	return printPairs(w, sum)
}

// A summaryRow is one line of what a corpus holds.
type summaryRow struct {
	name  string
	count int
}

// printPairs prints the outcomes by their two ratings, from the strongest evidence
// to the weakest and from the negative effect to the most positive.
func printPairs(w io.Writer, sum *indexer.Summary) error {
	table := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	for _, effect := range review.Effects {
		fmt.Fprintf(table, "\t%s", effect)
	}
	fmt.Fprint(table, "\t\n")
	for _, strength := range slices.Backward(review.Strengths) {
		fmt.Fprint(table, strength)
		for _, effect := range review.Effects {
			fmt.Fprintf(table, "\t%d", sum.Pairs[indexer.Pair{Effect: effect, Strength: strength}])
		}
		fmt.Fprint(table, "\t\n")
	}
	return table.Flush()
}
