package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/url"
	"slices"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

const searchLong = `Answer a question from the corpus, in the terminal.

The question is plain words. "Quoted words" have to occur as they stand, -word must
not occur. Without a question every programme is listed. Options that filter can be
given several times; within one option any value will do, between options all must
hold. Those on effect, strength and outcome must hold on one and the same outcome.

Everyday words, abbreviations and misspellings are read as what they mean; the
answer begins with what was looked for. --without and --verbatim take such a
reading back, --concept asks for a concept without words.

Do not enter names or details of a case.`

const searchExample = `  evidence-store search "help for substance-misusing parents" --effect-min tends-positive
  evidence-store search '"family group conference" -school'
  evidence-store search --outcome reunification --strength high --sort effect
  evidence-store search "gran wants to look after the baby" --json`

// A filterFlag is a parameter of the API as a flag: effect_min is --effect-min.
type filterFlag struct {
	name, usage string
	values      []string // what completion offers; nil where the corpus says
}

var (
	effects   = texts(review.Effects)
	strengths = texts(review.Strengths)
)

func filterFlags() []filterFlag {
	return []filterFlag{
		{"effect", "`LEVEL` of overall effectiveness of an outcome: " + strings.Join(effects, ", "), effects},
		{"effect-min", "this `LEVEL` of effectiveness or better", effects},
		{"strength", "`LEVEL` of strength of evidence of an outcome: " + strings.Join(strengths, ", "), strengths},
		{"strength-min", "this `LEVEL` of strength or higher", strengths},
		{"outcome", "`ID` of an outcome domain in lists.toml, such as reunification", nil},
		{"topic", "`ID` of a topic in lists.toml", nil},
		{"population", "`ID` of whom it is for in lists.toml", nil},
		{"setting", "`ID` of where it takes place in lists.toml", nil},
		{"uk", "is any of the evidence from the UK, `ANSWER`: " + strings.Join(texts(review.UKs), ", "), texts(review.UKs)},
		{"status", "`STATUS`: " + strings.Join(texts(review.PublishedStatuses), ", "), texts(review.PublishedStatuses)},
		{"age", "`YEARS` of age that lie in the programme's range", nil},
	}
}

// readingFlags are the parameters that say how to read the question.
func readingFlags() []filterFlag {
	return []filterFlag{
		{"concept", "`ID` of a concept in thesaurus.toml to look for beside the question, or in its place", nil},
		{"without", "`ID` of a concept that is not to be read in the question", nil},
	}
}

// pageFlags are the parameters that do not narrow.
func pageFlags() []filterFlag {
	return []filterFlag{
		{"sort", "`ORDER` of the hits: " + strings.Join(texts(search.Sorts), ", "), texts(search.Sorts)},
		{"page", "`NUMBER` of the page, from 1", nil},
		{"per-page", "`NUMBER` of hits on a page (default 10)", nil},
	}
}

func newSearch(env *Environment, common *commonFlags) *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use:     "search [QUESTION]",
		Short:   "Answer a question in the terminal",
		Long:    searchLong,
		Example: searchExample,
		RunE: func(cmd *cobra.Command, args []string) error {
			cfg, err := common.load(env, cmd)
			if err != nil {
				return err
			}
			values, filters := searchValues(cmd.Flags(), strings.Join(args, " "))
			run := searchRun{env: env, cmd: cmd, cfg: cfg, values: values, filters: filters, json: asJSON}
			return run.do(cmd.Context())
		},
		ValidArgsFunction: cobra.NoFileCompletions,
	}
	flags := cmd.Flags()
	for _, f := range slices.Concat(readingFlags(), filterFlags(), pageFlags()) {
		flags.StringArray(f.name, nil, f.usage)
		_ = cmd.RegisterFlagCompletionFunc(f.name, cobra.FixedCompletions(f.values, cobra.ShellCompDirectiveNoFileComp)) // fails only for a flag that is not there
	}
	flags.Bool("verbatim", false, "take every word as it is spelt")
	flags.Bool("explain", false, "say how each score came about")
	flags.BoolVar(&asJSON, "json", false, "print the answer of the HTTP API")
	cmd.SetFlagErrorFunc(minusWord)
	return cmd
}

// minusWord tells who writes -word without quotes, which is read as a flag, how
// to write it.
func minusWord(cmd *cobra.Command, err error) error {
	if unknown, ok := errors.AsType[*pflag.NotExistError](err); ok && unknown.GetSpecifiedShortnames() != "" {
		err = fmt.Errorf("%w; to leave a word out, write: evidence-store search -- \"family -school\"", err)
	}
	return &usageError{err: err, command: cmd.CommandPath()}
}

// searchValues are the parameters of the API that the flags stand for, and the
// filters among them as typed.
func searchValues(flags *pflag.FlagSet, question string) (values url.Values, filters []string) {
	values = url.Values{}
	if question != "" {
		values.Set("q", question)
	}
	add := func(list []filterFlag) (typed []string) {
		for _, f := range list {
			given, _ := flags.GetStringArray(f.name) // declared in newSearch
			for _, v := range given {
				values.Add(parameter(f.name), v)
				typed = append(typed, "--"+f.name+" "+v)
			}
		}
		return typed
	}
	filters = add(filterFlags())
	add(readingFlags())
	add(pageFlags())
	for _, name := range []string{"verbatim", "explain"} {
		if on, _ := flags.GetBool(name); on {
			values.Set(name, "true")
		}
	}
	return values, filters
}

func parameter(flag string) string { return strings.ReplaceAll(flag, "-", "_") }

// A searchRun is one search from the command line.
type searchRun struct {
	env     *Environment
	cmd     *cobra.Command
	cfg     *config
	values  url.Values
	filters []string
	json    bool
}

func (r *searchRun) do(ctx context.Context) error {
	live, err := r.open(ctx)
	if err != nil {
		return err
	}
	defer live.Close()
	ref := live.Info().Reference
	asked, err := params.ParseSearch(r.values, ref, r.cfg.webOptions().Limits)
	if err != nil {
		return &usageError{err: flagErrors(err), command: r.cmd.CommandPath()}
	}
	req := asked.Request()
	resp, err := live.Search(ctx, req)
	if err != nil {
		return fmt.Errorf("searching: %w", err)
	}
	if r.json {
		return printJSON(r.env.Stdout, resp)
	}
	a := answer{layout: newLayout(r.env, r.env.Stdout), ref: ref, filters: r.filters}
	a.print(&req.Query, resp)
	return a.err
}

// open brings the index up to the corpus and opens it. Where that fails and there
// is an earlier index, that one answers, with a warning.
func (r *searchRun) open(ctx context.Context) (*indexer.Live, error) {
	bar := newProgress(r.env.Stderr)
	log := newLogger(bar, quiet(r.cfg.Log))
	show := bar.show
	if !bar.isBar {
		show = nil // nothing but the answer where nobody waits
	}
	s, err := openStore(r.env, r.cfg, log, show)
	if err != nil {
		return nil, err
	}
	defer s.Close()
	_, updateErr := s.update(ctx, false)
	bar.finish()
	if ctx.Err() != nil {
		return nil, interrupted(ctx, unchanged)
	}
	live, err := s.openLive(ctx)
	switch {
	case updateErr == nil:
		return live, err
	case err != nil:
		return nil, updateErr
	}
	log.LogAttrs(ctx, slog.LevelWarn, "the index could not be brought up to the corpus; an earlier one answers", slog.Any("error", updateErr))
	return live, nil
}

// flagErrors names the flags where the API would name its parameters.
func flagErrors(err error) error {
	wrong, ok := errors.AsType[params.Faults](err)
	if !ok {
		return err
	}
	named := make(params.Faults, len(wrong))
	for i, e := range wrong {
		named[i] = e
		named[i].Parameter = "--" + strings.ReplaceAll(e.Parameter, "_", "-")
		if e.Parameter == "q" {
			named[i].Parameter = "the question"
		}
	}
	return named
}

// printJSON prints what the API would answer.
func printJSON(w io.Writer, resp *search.Response) error {
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(resp); err != nil {
		return fmt.Errorf("printing the answer: %w", err)
	}
	return nil
}

func texts[T ~string](values []T) []string {
	out := make([]string, len(values))
	for i, v := range values {
		out[i] = string(v)
	}
	return out
}
