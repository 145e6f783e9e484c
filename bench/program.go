package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"

	program "evidencestore/scripts/madeup"
)

// configuration is the default one but for the rate, since all questions of a load come
// from one address.
const configuration = "[server]\nrate = 0.0\n"

// newProgram builds the program as docs/OPERATIONS.md says, to run in a folder.
func newProgram(ctx context.Context, dir string) (*program.Program, error) {
	binary := filepath.Join(dir, "evidence-store")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, err
	}
	build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", binary, "./cmd/evidence-store")
	build.Cancel = func() error { return build.Process.Signal(os.Interrupt) } // so that it clears up
	if out, err := build.CombinedOutput(); err != nil {
		return nil, fmt.Errorf("building (start this in the root of the repository): %w\n%s", err, out)
	}
	p, err := program.NewProgram(ctx, binary, dir)
	if err != nil {
		return nil, err
	}
	return p, p.Configure(configuration)
}
