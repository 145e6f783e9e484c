package main

import (
	"fmt"
	"io"
	"runtime/debug"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
)

const indexLong = `Check the corpus and bring the index up to it.

Only what has changed is read again; with --force everything is. A running server
takes over the new index by itself. A faulty corpus changes nothing: its faults
are printed and the earlier index stays. So it does when the command is stopped.`

func newIndex(env *Environment, common *commonFlags) *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use:     "index",
		Short:   "Build the index from the corpus",
		Long:    indexLong,
		Example: "  evidence-store index --corpus corpus\n  evidence-store index --force",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			return runIndex(env, cmd, cfg, force)
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "read and index everything again")
	return cmd
}

// unchanged is what a build that did not come to its end leaves behind.
const unchanged = "the index is as it was before"

func runIndex(env *Environment, cmd *cobra.Command, cfg *config, force bool) error {
	ctx := cmd.Context()
	allow, restore := spendMemory(env)
	defer restore()
	bar := newProgress(env.Stderr)
	s, err := openStore(env, cfg, newLogger(bar, quiet(cfg.Log)), func(p indexer.Progress) {
		allow(p.Total)
		bar.show(p)
	})
	if err != nil {
		return err
	}
	defer s.Close()
	result, err := s.update(ctx, force)
	bar.finish()
	if err != nil {
		if ctx.Err() != nil {
			return interrupted(ctx, unchanged)
		}
		return fmt.Errorf("%w\n%s", err, unchanged)
	}
	return printResult(env.Stdout, s.corpus.name, result)
}

// What a build may take to be faster. Where it comes near that, garbage is collected as
// often as it takes. Of each document a build keeps a line of the table of files.
const (
	buildMemory    = 1 << 30
	documentMemory = 1 << 10
)

// spendMemory lets garbage grow to twice what lives before it is collected, unless the
// environment says otherwise: it saves a sixth of the time of a build, in a process
// that does nothing else. It gives what allows for so many documents, and what takes all
// back.
func spendMemory(env *Environment) (allow func(documents int), restore func()) {
	for _, name := range []string{"GOGC", "GOMEMLIMIT"} {
		if _, isSet := env.Lookup(name); isSet {
			return func(int) {}, func() {}
		}
	}
	percent, limit := debug.SetGCPercent(200), debug.SetMemoryLimit(buildMemory)
	most := 0
	allow = func(documents int) {
		if documents > most {
			most = documents
			debug.SetMemoryLimit(buildMemory + int64(most)*documentMemory)
		}
	}
	return allow, func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
}

func printResult(w io.Writer, corpusName string, r indexer.Result) error {
	if r.Held {
		_, err := fmt.Fprintf(w, "%s is as it was when it was rolled back, so it is not built: %s in generation %s.\nChange the corpus, or build it all the same with \"evidence-store index --force\".\n", clean(corpusName), documents(r.Documents), r.Generation)
		return err
	}
	if !r.Built {
		_, err := fmt.Fprintf(w, "Nothing has changed in %s: %s in generation %s.\n", clean(corpusName), documents(r.Documents), r.Generation)
		return err
	}
	how := fmt.Sprintf("%d added, %d changed, %d deleted", r.Added, r.Changed, r.Deleted)
	if r.Full {
		how = "built from nothing"
	}
	_, err := fmt.Fprintf(w, "Indexed %s: %s, %s; generation %s.\n", clean(corpusName), documents(r.Documents), how, r.Generation)
	return err
}

func documents(n int) string { return plural(n, "document") }
