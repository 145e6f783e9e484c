package main

import (
	"fmt"

	"github.com/spf13/cobra"
)

// tighten makes the commands that cobra adds by itself, help and completion, as
// strict as ours: by default they answer a wrong argument with a help text and
// exit code 0, and a script takes that for success. The output of root has to be
// set before, since completion takes it when it is made.
func tighten(root *cobra.Command) {
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = knownTopic
		case "completion":
			cmd.Args = knownShell
			cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() } // Args is not asked of a command that does nothing
			for _, shell := range cmd.Commands() {
				shell.Args = arguments(0, 0, "")
			}
		}
	}
}

// knownTopic refuses help on a command that does not exist.
func knownTopic(cmd *cobra.Command, args []string) error {
	about, rest, err := cmd.Root().Find(args)
	if err != nil {
		return &usageError{err: err, command: cmd.Root().CommandPath()}
	}
	return knownCommand(about, rest)
}

// knownShell refuses a shell for which there is no completion.
func knownShell(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	return &usageError{err: fmt.Errorf("there is no completion for %q", args[0]), command: cmd.CommandPath()}
}
