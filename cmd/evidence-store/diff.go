package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"evidencestore/search/release"
)

const diffLong = `Say what changes where B takes the place of A: ratings first, each with its dated
reason or the lack of it; then questions with known answers whose first three
programmes change; then reviews that come, go and change.

A and B are each
  a folder with a corpus, which is checked and built in a temporary folder;
  the name of a generation of the index, or its number: 000012-1a2b3c4d or 12;
  "current", the published generation; or
  "built-in", the corpus inside this program.
With one argument that is B, and A is "current". Write a folder that is called like
one of the others as ./current.

The exit code is 0 where nothing speaks against B, and 1 where a rating changes
without a dated reason or a question is broken: one of its best programmes was among
the first three and is not any more. Neither would be published, but by a rollback,
which nothing stops. It is 1 too where A
or B has faults or cannot be opened, and 2 where the command line is wrong.`

const diffExample = `  evidence-store diff corpus
  evidence-store diff 11 12
  evidence-store diff built-in corpus --json`

func newDiff(env *Environment, common *commonFlags) *cobra.Command {
	run := diffRun{env: env}
	cmd := &cobra.Command{
		Use:     "diff [A] B",
		Short:   "Say what changes from one corpus or generation to another",
		Long:    diffLong,
		Example: diffExample,
		Args:    arguments(1, 2, "[A] B"),
		RunE: func(cmd *cobra.Command, args []string) error {
			var err error
			if run.cfg, err = common.load(env, cmd); err != nil {
				return err
			}
			if len(args) == 1 {
				args = []string{sideCurrent, args[0]}
			}
			return run.do(cmd.Context(), args[0], args[1])
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 1 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return append(generationNames(env, common, cmd), sideCurrent, sideBuiltIn), cobra.ShellCompDirectiveDefault
		},
	}
	cmd.Flags().BoolVar(&run.json, "json", false, "print everything as JSON")
	return cmd
}

// A diffRun is one comparison.
type diffRun struct {
	env  *Environment
	cfg  *config
	json bool
	temp string // where corpora are built
}

func (r *diffRun) do(ctx context.Context, nameA, nameB string) (err error) {
	if r.temp, err = os.MkdirTemp("", "evidence-store-diff-"); err != nil {
		return fmt.Errorf("making a temporary folder: %w", err)
	}
	defer func() { err = errors.Join(err, os.RemoveAll(r.temp)) }()
	a, err := r.open(ctx, nameA)
	if err == nil {
		defer a.Close()
		var b *side
		if b, err = r.open(ctx, nameB); err == nil {
			defer b.Close()
			return r.compare(ctx, a, b)
		}
	}
	return r.stopped(ctx, err)
}

// stopped is the error for a comparison that did not come to its end.
func (r *diffRun) stopped(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return interrupted(ctx, "nothing was compared")
	}
	return err
}

func (r *diffRun) compare(ctx context.Context, a, b *side) error {
	d, err := release.Compare(ctx, a.Snapshot, b.Snapshot) // which know all their titles
	if err != nil {
		return r.stopped(ctx, err)
	}
	if r.json {
		err = printDiff(r.env.Stdout, d)
	} else {
		p := diffPrinter{layout: newLayout(r.env, r.env.Stdout)}
		p.print(a.name, b.name, d)
		err = p.err
	}
	if err != nil {
		return err
	}
	return objection(a.name, b.name, d)
}

// objection is the error that says what speaks against b in the place of a, or nil.
func objection(a, b string, d *release.Diff) error {
	var against []string
	if n := d.Unreasoned(); n == 1 {
		against = append(against, "the ratings of 1 review change without a dated reason")
	} else if n > 1 {
		against = append(against, fmt.Sprintf("the ratings of %d reviews change without a dated reason", n))
	}
	if n := d.Broken(); n == 1 {
		against = append(against, "1 question is broken")
	} else if n > 1 {
		against = append(against, fmt.Sprintf("%d questions are broken", n))
	}
	if len(against) == 0 {
		return nil
	}
	return fmt.Errorf("the gate would refuse %s in the place of %s: %s", b, a, strings.Join(against, ", and "))
}

func printDiff(w io.Writer, d *release.Diff) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	if err := enc.Encode(d); err != nil {
		return fmt.Errorf("printing the comparison: %w", err)
	}
	return nil
}
