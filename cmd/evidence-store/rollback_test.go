package main

import (
	"context"
	"errors"
	"strings"
	"testing"
)

// TestRollback goes back, stays there, and goes on.
func TestRollback(t *testing.T) {
	p := threeGenerations(t)
	third := published(t, p)
	said := p.mustRun(t, "rollback")
	golden(t, "rollback/one.want", said)
	second := published(t, p)
	if !strings.HasPrefix(second, "000002-") {
		t.Fatalf("published is %s, want the second", second)
	}
	golden(t, "rollback/held.want", p.mustRun(t, "index"))
	if now := published(t, p); now != second {
		t.Errorf("index published %s, which was rolled back", now)
	}
	if got := p.mustRun(t, "rollback", "3"); published(t, p) != third || !strings.Contains(got, "from generation "+second) {
		t.Errorf("to the third again: got %s", got)
	}
	p.mustRun(t, "rollback", second)
	p.mustRun(t, "index", "--force")
	if now := published(t, p); !strings.HasPrefix(now, "000004-") {
		t.Errorf("index --force left %s published", now)
	}
	if got := p.mustRun(t, "__complete", "rollback", ""); !strings.HasPrefix(got, "000004-") || strings.Contains(got, "current") {
		t.Errorf("completion offers %s", got)
	}
}

func TestRollbackFails(t *testing.T) {
	p := threeGenerations(t)
	before := published(t, p)
	for _, tt := range []struct {
		name   string
		args   []string
		code   int
		stderr string
	}{
		{name: "unusable", args: []string{"1"}, code: exitFailed, stderr: " is unusable: "},
		{name: "published already", args: []string{"000003"}, code: exitFailed, stderr: "is published already"},
		{name: "not there", args: []string{"9"}, code: exitUsage, stderr: `there is no generation "9"; there are the generations 000003-`},
		{name: "no name", args: []string{"../index"}, code: exitUsage, stderr: `there is no generation "../index"`},
		{name: "two", args: []string{"2", "3"}, code: exitUsage, stderr: "the command takes only one GENERATION"},
	} {
		got := p.run(t, append([]string{"rollback"}, tt.args...)...)
		untouched := tt.code == exitUsage || strings.HasSuffix(got.stderr, "the index is as it was before\n")
		if got.code != tt.code || got.stdout != "" || !strings.Contains(got.stderr, tt.stderr) || !untouched || published(t, p) != before {
			t.Errorf("%s: got code %d, stdout %q, stderr %q; want code %d and %q", tt.name, got.code, got.stdout, got.stderr, tt.code, tt.stderr)
		}
	}
	empty := process{dir: t.TempDir()}
	if got := empty.run(t, "rollback"); got.code != exitFailed || !strings.Contains(got.stderr, "no usable index") {
		t.Errorf("without an index: got code %d and %q", got.code, got.stderr)
	}
}

func TestRollbackStopped(t *testing.T) {
	p := threeGenerations(t)
	before := published(t, p)
	ctx, cancel := context.WithCancelCause(t.Context())
	cancel(errors.New("interrupt signal received"))
	got := p.runContext(ctx, t, "rollback")
	if want := "evidence-store: stopped (interrupt signal received); the index is as it was before\n"; got.code != exitFailed || got.stderr != want || published(t, p) != before {
		t.Errorf("got code %d and %q, want code %d and %q", got.code, got.stderr, exitFailed, want)
	}
}
