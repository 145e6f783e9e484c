package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// TestOperationsExplainEveryMessage holds docs/OPERATIONS.md to the source: every
// message at warn or error level has a row that says what to do, and no row is left of
// one that went.
func TestOperationsExplainEveryMessage(t *testing.T) {
	doc, err := os.ReadFile("../../docs/OPERATIONS.md")
	if err != nil {
		t.Fatal(err)
	}
	logged := loggedMessages(t)
	if len(logged) < 10 {
		t.Fatalf("found %d messages in the source: too few to be true", len(logged))
	}
	explained := explainedMessages(t, string(doc))
	for message, where := range logged {
		if !slices.Contains(explained, message) {
			t.Errorf("%s logs %q, which has no row in docs/OPERATIONS.md", where, message)
		}
	}
	for _, message := range explained {
		if _, ok := logged[message]; !ok {
			t.Errorf("docs/OPERATIONS.md explains %q, which nothing logs", message)
		}
	}
}

// explainedMessages are the first cells of the table of messages.
func explainedMessages(t *testing.T, doc string) []string {
	t.Helper()
	const head = "| message | what it means | what to do |\n"
	_, table, ok := strings.Cut(doc, head)
	if !ok {
		t.Fatalf("docs/OPERATIONS.md has no table that begins with %q", head)
	}
	var messages []string
	for line := range strings.Lines(table) {
		if !strings.HasPrefix(line, "|") {
			break
		}
		if cell, ok := strings.CutPrefix(line, "| `"); ok {
			message, _, _ := strings.Cut(cell, "` |")
			messages = append(messages, message)
		}
	}
	return messages
}

// loggedMessages are the messages at warn level or above in the source of the program,
// with a place where each is.
func loggedMessages(t *testing.T) map[string]string {
	t.Helper()
	messages := map[string]string{}
	root := os.DirFS("../..")
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (file == "scripts" || file == "tools") {
			return fs.SkipDir
		}
		if entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return nil
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		positions := token.NewFileSet()
		parsed, err := parser.ParseFile(positions, file, source, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			if call, ok := n.(*ast.CallExpr); ok {
				where := positions.Position(call.Pos()).String()
				if message, ok := loggedBy(t, call, where); ok {
					messages[message] = where
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return messages
}

// loggedBy is the message of a call that logs at warn level or above. A level that is
// only known later counts, and so does one that hides in a variable.
func loggedBy(t *testing.T, call *ast.CallExpr, where string) (string, bool) {
	t.Helper()
	method, ok := call.Fun.(*ast.SelectorExpr)
	if !ok {
		return "", false
	}
	at := -1 // index of the message
	switch method.Sel.Name {
	case "Warn", "Error":
		at = 0
	case "WarnContext", "ErrorContext":
		at = 1
	case "Log", "LogAttrs":
		at = 2
	}
	if at < 0 || len(call.Args) <= at || slices.ContainsFunc([]string{"http", "math", "t"}, func(other string) bool { return isName(method.X, other) }) {
		return "", false
	}
	if at == 2 {
		if level, ok := call.Args[1].(*ast.SelectorExpr); ok && (level.Sel.Name == "LevelInfo" || level.Sel.Name == "LevelDebug") {
			return "", false
		}
	}
	literal, ok := call.Args[at].(*ast.BasicLit)
	if !ok || literal.Kind != token.STRING {
		t.Errorf("%s: the message is no text that this test can read", where)
		return "", false
	}
	message, err := strconv.Unquote(literal.Value)
	if err != nil {
		t.Errorf("%s: %v", where, err)
	}
	return message, true
}

func isName(e ast.Expr, name string) bool {
	id, ok := e.(*ast.Ident)
	return ok && id.Name == name
}
