package main

import (
	"strings"
	"testing"
)

// TestBuiltInCommands holds that the commands of the command-line library refuse
// what they do not know, and go on doing the rest.
func TestBuiltInCommands(t *testing.T) {
	tests := []struct {
		name   string
		args   []string
		code   int
		stdout string // a part of it; "" where nothing must be written
		stderr string // a part of it; "" where nothing must be written
	}{
		{name: "help", args: []string{"help"}, code: 0, stdout: "Available Commands:"},
		{name: "help on serve", args: []string{"help", "serve"}, code: 0, stdout: "evidence-store serve --corpus corpus"},
		{name: "help on a shell", args: []string{"help", "completion", "zsh"}, code: 0, stdout: "zsh"},
		{name: "help on nothing known", args: []string{"help", "serv"}, code: 2, stderr: `there is no command "serv"; did you mean "serve"?`},
		{name: "help on too much", args: []string{"help", "serve", "more"}, code: 2, stderr: `there is no command "more"`},
		{name: "completion", args: []string{"completion"}, code: 0, stdout: "Available Commands:"},
		{name: "completion for fish", args: []string{"completion", "fish"}, code: 0, stdout: "fish completion"},
		{name: "completion for no shell", args: []string{"completion", "tcsh"}, code: 2, stderr: `there is no completion for "tcsh"`},
		{name: "completion with too much", args: []string{"completion", "bash", "more"}, code: 2, stderr: `"more" is too much: the command takes no arguments`},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := process{dir: t.TempDir()}.run(t, tt.args...)
			if got.code != tt.code || !holds(got.stdout, tt.stdout) || !holds(got.stderr, tt.stderr) {
				t.Errorf("evidence-store %q\ngot  code %d, stdout %q, stderr %q\nwant code %d, stdout with %q, stderr with %q",
					tt.args, got.code, got.stdout, got.stderr, tt.code, tt.stdout, tt.stderr)
			}
		})
	}
}

// holds says whether part is in text, or for "" whether text is empty.
func holds(text, part string) bool {
	return (text == "") == (part == "") && strings.Contains(text, part)
}

// TestSearchMinusWord holds that who leaves a word out without quotes is told how.
func TestSearchMinusWord(t *testing.T) {
	p := madeUp(t, "corpus")
	for _, args := range [][]string{{"search", "singing", "-school"}, {"search", "-school"}} {
		got := p.run(t, args...)
		if got.code != exitUsage || got.stdout != "" || !strings.Contains(got.stderr, `evidence-store search -- "family -school"`) {
			t.Errorf("evidence-store %q: got code %d, stdout %q, stderr %q; want code %d and how to write it", args, got.code, got.stdout, got.stderr, exitUsage)
		}
	}
	if got := p.run(t, "search", "--efect", "x"); strings.Contains(got.stderr, " -- ") {
		t.Errorf("a mistyped flag: got the advice for a word left out: %q", got.stderr)
	}
	if got := p.run(t, "search", "--json", "--", "singing", "-dragons"); got.code != exitFine || !strings.Contains(got.stdout, `"query":"singing -dragons"`) {
		t.Errorf("after --: got code %d, stdout %q, stderr %q", got.code, got.stdout, got.stderr)
	}
}
