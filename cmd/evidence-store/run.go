package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"evidencestore/review"
)

// The exit codes, part of what scripts rely on.
const (
	exitFine   = 0
	exitFailed = 1 // something failed, or faults were found
	exitUsage  = 2 // the command line or the configuration is wrong
)

// An Environment is all that a command takes from the process it runs in.
type Environment struct {
	Args   []string // without the name of the program
	Stdout io.Writer
	Stderr io.Writer
	Lookup func(name string) (value string, ok bool) // environment variables
	Dir    string                                    // working directory, absolute
	Now    func() time.Time
	// Hangup begins to listen for signals that the corpus is to be looked at again. It
	// may be nil.
	Hangup func() <-chan os.Signal
}

// Run runs one command until it is done or ctx ends, and gives the exit code.
// It is safe to call from several goroutines.
func Run(ctx context.Context, env Environment) int {
	root := newRoot(&env)
	root.SetArgs(append([]string{}, env.Args...)) // for nil cobra takes the arguments of the process
	root.SetOut(env.Stdout)
	root.SetErr(env.Stderr)
	tighten(root)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return exitFine
	}
	report(env.Stderr, err)
	if _, ok := errors.AsType[*usageError](err); ok {
		return exitUsage
	}
	return exitFailed
}

// report prints an error for people: faults one a line in the form that editors
// can jump to, anything else after the name of the program.
func report(w io.Writer, err error) {
	prefix := "evidence-store: "
	if _, ok := errors.AsType[review.Faults](err); ok {
		prefix = ""
	}
	for line := range strings.SplitSeq(err.Error(), "\n") {
		fmt.Fprintln(w, prefix+clean(line))
	}
	if usage, ok := errors.AsType[*usageError](err); ok && usage.command != "" {
		fmt.Fprintf(w, "Run '%s --help' to see how to use it.\n", usage.command)
	}
}

// A usageError is a mistake of the caller. command is the one whose help will
// help, or "".
type usageError struct {
	err     error
	command string
}

func (e *usageError) Error() string { return e.err.Error() }
func (e *usageError) Unwrap() error { return e.err }

const rootLong = `Evidence Store answers questions about what has been shown to help in children's
social care: for which outcome, and how far that can be trusted.

It reads a folder of review documents (the corpus), builds an index from it and
serves that over HTTP. A corpus is built in, so that every command works at once.

Options come from flags, then from the environment (EVIDENCE_STORE_CORPUS,
EVIDENCE_STORE_DATA, EVIDENCE_STORE_ADDR, EVIDENCE_STORE_PRIVATE_ADDR,
EVIDENCE_STORE_CONFIG), then from config.toml in this folder, then from the
defaults.

Exit codes: 0 all went well; 1 something failed, or faults were found; 2 the
command line or the configuration is wrong.`

func newRoot(env *Environment) *cobra.Command {
	root := &cobra.Command{
		Use:           "evidence-store",
		Short:         "Search what is known to help in children's social care",
		Long:          rootLong,
		Example:       "  evidence-store serve\n  evidence-store search \"help for substance-misusing parents\"",
		SilenceErrors: true,
		SilenceUsage:  true,
		Args:          knownCommand,
		RunE:          func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	var common commonFlags
	common.add(root)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return &usageError{err: err, command: cmd.CommandPath()}
	})
	root.AddCommand(
		newServe(env, &common), newIndex(env, &common), newSearch(env, &common),
		newCheck(env, &common), newDiff(env, &common), newGenerations(env, &common), newRollback(env, &common),
		newGaps(env, &common), newEval(env, &common), newNew(env, &common), newVersion(env),
	)
	return root
}

// knownCommand refuses what is left of the arguments of the root command: the
// name of a command that does not exist.
func knownCommand(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	message := fmt.Sprintf("there is no command %q", args[0])
	if near := cmd.SuggestionsFor(args[0]); len(near) > 0 {
		message += fmt.Sprintf("; did you mean %q?", strings.Join(near, `" or "`))
	}
	return &usageError{err: errors.New(message), command: cmd.CommandPath()}
}

// arguments makes a wrong number of arguments a usage error. what names them.
func arguments(least, most int, what string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		switch {
		case len(args) < least:
			return &usageError{err: fmt.Errorf("%s is missing", what), command: cmd.CommandPath()}
		case len(args) > most && most == 0:
			return &usageError{err: fmt.Errorf("%q is too much: the command takes no arguments", args[0]), command: cmd.CommandPath()}
		case len(args) > most:
			return &usageError{err: fmt.Errorf("%q is too much: the command takes only %s", args[most], what), command: cmd.CommandPath()}
		}
		return nil
	}
}
