package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
)

const generationsLong = `List the generations of the index, the newest first: when each was built, how many
documents it has and of which corpus it was made. Marked * is the one that is
published. Every file of each is read, to find out whether it is as it was written;
of one that is unusable it is said why.`

func newGenerations(env *Environment, common *commonFlags) *cobra.Command {
	return &cobra.Command{
		Use:     "generations",
		Short:   "List the generations of the index",
		Long:    generationsLong,
		Example: "  evidence-store generations\n  evidence-store generations --data /var/lib/evidence-store",
		Args:    arguments(0, 0, ""),
		RunE: func(cmd *cobra.Command, _ []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			return runGenerations(cmd.Context(), env, cfg)
		},
	}
}

func runGenerations(ctx context.Context, env *Environment, cfg *config) error {
	all, err := indexer.Generations(ctx, cfg.Data, engine(cfg))
	if ctx.Err() != nil {
		return interrupted(ctx, "nothing was listed")
	}
	if err != nil {
		return err
	}
	p := generationsPrinter{layout: newLayout(env, env.Stdout)}
	p.print(shown(env.Dir, cfg.Data), all)
	return p.err
}

// A generationsPrinter writes the list of generations for people.
type generationsPrinter struct{ *layout }

func (p *generationsPrinter) print(data string, all []indexer.Listed) {
	if len(all) == 0 {
		p.text(0, "There are no generations in %s; evidence-store index builds one.", data)
		return
	}
	p.write(0, fmt.Sprintf("  %-18s  %-20s  %9s  %s", "generation", "built", "documents", "corpus"))
	published := false
	for i := range all {
		published = published || all[i].Current
		p.listed(&all[i])
	}
	p.gap()
	if !published {
		p.text(0, "None of them is published; evidence-store rollback NAME publishes one, evidence-store index builds another.")
		return
	}
	p.text(0, "The one marked * is published. evidence-store rollback goes back to an earlier one.")
}

// hashShown is how much of the hash of a corpus is shown.
const hashShown = 12

func (p *generationsPrinter) listed(g *indexer.Listed) {
	mark := "  "
	if g.Current {
		mark = "* "
	}
	if g.Manifest == nil {
		p.write(0, clean(fmt.Sprintf("%s%-18s  unusable", mark, g.Name)))
		p.text(indent+1, "%v", g.Err)
		return
	}
	m := g.Manifest
	p.write(0, clean(fmt.Sprintf("%s%-18s  %-20s  %9d  %.*s", mark, g.Name, m.Built.UTC().Format(time.RFC3339), m.Documents, hashShown, m.Corpus)))
}
