package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
)

const rollbackLong = `Publish an earlier generation of the index again: the one named, by its name or its
number, or else the newest usable one before the one that is published now. A
running server takes it over by itself. No document is read, and nothing is written
to the corpus.

The corpora of the generations left behind are held: they are not built again until
the corpus changes, or evidence-store index --force is asked for.
evidence-store generations lists what there is, evidence-store diff compares.`

func newRollback(env *Environment, common *commonFlags) *cobra.Command {
	return &cobra.Command{
		Use:     "rollback [GENERATION]",
		Short:   "Publish an earlier generation of the index again",
		Long:    rollbackLong,
		Example: "  evidence-store rollback\n  evidence-store rollback 11",
		Args:    arguments(0, 1, "one GENERATION"),
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			return runRollback(env, cmd, cfg, args)
		},
		ValidArgsFunction: func(cmd *cobra.Command, args []string, _ string) ([]string, cobra.ShellCompDirective) {
			if len(args) > 0 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return generationNames(env, common, cmd), cobra.ShellCompDirectiveNoFileComp
		},
	}
}

func runRollback(env *Environment, cmd *cobra.Command, cfg *config, args []string) error {
	to := ""
	if len(args) > 0 {
		names, _, err := indexer.Names(cfg.Data)
		if err != nil {
			return err
		}
		if to, err = generationNamed(names, args[0]); err != nil {
			return &usageError{err: err, command: cmd.CommandPath()}
		}
		if to == "" {
			return &usageError{err: fmt.Errorf("there is no generation %q; %s", args[0], known(names)), command: cmd.CommandPath()}
		}
	}
	ctx := cmd.Context()
	done, err := indexer.Rollback(ctx, cfg.Data, engine(cfg), to, newLogger(env.Stderr, quiet(cfg.Log)))
	if ctx.Err() != nil {
		return interrupted(ctx, unchanged)
	}
	if err != nil {
		return fmt.Errorf("%w\n%s", err, unchanged)
	}
	p := newLayout(env, env.Stdout)
	from := "no readable generation"
	if done.From != "" {
		from = "generation " + done.From
	}
	p.text(0, "Rolled back from %s to %s: %s. A running server takes it over by itself.", from, done.To, documents(done.Documents))
	p.text(0, "What this left behind is held: it is not built again before the corpus changes. To go on, mend the corpus, or publish it as it is with evidence-store index --force.")
	return p.err
}
