package main

import (
	"fmt"
	"io"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"evidencestore/search/bleveindex"
)

func newVersion(env *Environment) *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		Short:   "Print the version of the program and of its index",
		Long:    "Print the version of the program, the commit it was built from, and the version\nof its index: an index with another version is rebuilt by itself.",
		Example: "  evidence-store version",
		Args:    arguments(0, 0, ""),
		RunE: func(*cobra.Command, []string) error {
			info, _ := debug.ReadBuildInfo()
			return printVersion(env.Stdout, info)
		},
	}
}

// printVersion prints what is known of the build. info may be nil.
func printVersion(w io.Writer, info *debug.BuildInfo) error {
	version, commit := "unknown", "unknown"
	if info != nil {
		version = info.Main.Version
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				commit = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				commit += " (with changes)"
			}
		}
	}
	_, err := fmt.Fprintf(w, "evidence-store %s\ncommit         %s\nGo             %s\nindex          %s\n",
		version, commit, runtime.Version(), bleveindex.Version)
	return err
}
