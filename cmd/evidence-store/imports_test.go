package main

import (
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

// arrows are the packages of this module that each may import. The order in which
// they stand is the order in which to read them.
var arrows = map[string][]string{
	"internal/stricttoml": {},
	"review":              {"internal/stricttoml"},
	"internal/lazy":       {},
	"search":              {"review"},
	"search/searchtest":   {"review", "search"},
	"search/bleveindex":   {"internal/lazy", "review", "search"},
	"search/eval":         {"review", "search"},
	"search/question":     {"internal/lazy", "review", "search"},
	"search/release":      {"review", "search"},
	"search/unmet":        {"review", "search"},
	"indexer":             {"review", "search"},
	"web/params":          {"review", "search"},
	"web/site":            {"internal/stricttoml", "review", "web/params"},
	"web/page":            {"review", "search", "web/params", "web/site"},
	"web/export":          {"review", "search", "web/params"},
	"web":                 {"review", "search", "web/params", "web/page", "web/export", "web/site"},
	"web/metrics":         {"search", "web"},
	"web/private":         {"review", "search", "search/unmet", "web", "web/export", "web/page", "web/params"},
	"corpus":              {},
	"cmd/evidence-store":  {"internal/stricttoml", "review", "search", "search/bleveindex", "search/eval", "search/question", "search/release", "search/unmet", "indexer", "web", "web/export", "web/metrics", "web/params", "web/page", "web/private", "web/site", "corpus"},
	"bench":               {"bench/madeup", "corpus", "indexer", "review", "scripts/madeup", "search", "search/bleveindex", "search/question", "web/params"},
	"bench/madeup":        {"corpus", "review"},
	"scripts/abuse":       {"scripts/madeup"},
	"scripts/crash":       {"scripts/madeup"},
	"scripts/madeup":      {"corpus"},
	"scripts/soak":        {"review", "scripts/madeup", "corpus"},
}

// TestImports holds the arrows, and that Bleve has one importer. Tests may import
// what they like.
func TestImports(t *testing.T) {
	const module = "evidencestore/"
	root := os.DirFS("../..")
	seen := map[string]bool{}
	err := fs.WalkDir(root, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || path.Ext(file) != ".go" || strings.HasSuffix(file, "_test.go") {
			return err
		}
		source, err := fs.ReadFile(root, file)
		if err != nil {
			return err
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, source, parser.ImportsOnly)
		if err != nil {
			return err
		}
		folder := path.Dir(file)
		seen[folder] = true
		allowed, ok := arrows[folder]
		if !ok {
			t.Errorf("%s: the folder has no place among the arrows", file)
		}
		for _, spec := range parsed.Imports {
			name, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			if own, ok := strings.CutPrefix(name, module); ok && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s, which is against the arrows", file, own)
			}
			if strings.Contains(name, "blevesearch") && folder != "search/bleveindex" {
				t.Errorf("%s imports %s; only search/bleveindex may", file, name)
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	for folder := range arrows {
		if !seen[folder] {
			t.Errorf("%s has arrows but no files", folder)
		}
	}
}
