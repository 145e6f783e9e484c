package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"regexp"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"evidencestore/indexer"
	"evidencestore/search"
)

// What A and B of a comparison may be called beside generations and folders.
const (
	sideCurrent = "current"
	sideBuiltIn = "built-in"
)

// A side is one of the two states that are compared.
type side struct {
	search.Snapshot
	name string // as shown to people
}

// open opens what an argument names.
func (r *diffRun) open(ctx context.Context, arg string) (*side, error) {
	names, published, err := indexer.Names(r.cfg.Data)
	if err != nil {
		return nil, err
	}
	switch name, err := generationNamed(names, arg); {
	case err != nil:
		return nil, &usageError{err: err, command: diffCommand}
	case arg == sideBuiltIn:
		return r.build(ctx, "")
	case arg == sideCurrent && published == "":
		return nil, fmt.Errorf("no generation is published in %s; evidence-store index builds one, or name two things to compare", shown(r.env.Dir, r.cfg.Data))
	case arg == sideCurrent:
		return r.generation(ctx, published, sideCurrent+", generation "+published)
	case name != "":
		return r.generation(ctx, name, "generation "+name)
	}
	path := under(r.env.Dir, arg)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		return r.build(ctx, path)
	}
	return nil, &usageError{
		err: fmt.Errorf("%q is no folder and no generation; %s", arg, known(names)), command: diffCommand,
	}
}

const diffCommand = "evidence-store diff"

var generationPattern = regexp.MustCompile(`^\d+(-[0-9a-f]*)?$`)

// generationNamed finds the generation whose number or beginning of a name this is, or
// gives "". An error says that there are several.
func generationNamed(names []string, arg string) (string, error) {
	if !generationPattern.MatchString(arg) {
		return "", nil
	}
	number, hash, _ := strings.Cut(arg, "-")
	var found []string
	for _, name := range names {
		itsNumber, itsHash, _ := strings.Cut(name, "-")
		if sameNumber(number, itsNumber) && strings.HasPrefix(itsHash, hash) {
			found = append(found, name)
		}
	}
	switch len(found) {
	case 0:
		return "", nil
	case 1:
		return found[0], nil
	}
	return "", fmt.Errorf("%q may be %s; write more of it", arg, strings.Join(found, " or "))
}

func sameNumber(a, b string) bool {
	x, errX := strconv.Atoi(a)
	y, errY := strconv.Atoi(b)
	return errX == nil && errY == nil && x == y
}

// known says which generations there are.
func known(names []string) string {
	if len(names) == 0 {
		return "there are no generations"
	}
	return "there are the generations " + strings.Join(names, ", ")
}

// generation opens a generation of the index.
func (r *diffRun) generation(ctx context.Context, name, shownAs string) (*side, error) {
	s, err := indexer.OpenGeneration(ctx, r.cfg.Data, engine(r.cfg), name)
	if err != nil {
		return nil, fmt.Errorf("%s cannot be compared: %w", shownAs, err)
	}
	return &side{Snapshot: s, name: shownAs}, nil
}

// build builds a corpus in a folder of its own; "" is the built-in one.
func (r *diffRun) build(ctx context.Context, path string) (_ *side, err error) {
	cfg := *r.cfg
	cfg.Corpus = path
	if cfg.Data, err = os.MkdirTemp(r.temp, ""); err != nil {
		return nil, fmt.Errorf("making a temporary folder: %w", err)
	}
	bar := newProgress(r.env.Stderr)
	show := bar.show
	if !bar.isBar {
		show = nil // nothing but the comparison where nobody waits
	}
	silent := slog.New(slog.DiscardHandler) // that there was no index before is no news here
	s, err := openStore(r.env, &cfg, silent, show)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, s.Close()) }()
	result, err := s.update(ctx, false)
	bar.finish()
	if err != nil {
		return nil, err
	}
	snapshot, err := indexer.OpenGeneration(ctx, cfg.Data, s.backend, result.Generation)
	if err != nil {
		return nil, err
	}
	return &side{Snapshot: snapshot, name: s.corpus.name}, nil
}

// generationNames are what completion offers: the generations there are.
func generationNames(env *Environment, common *commonFlags, cmd *cobra.Command) []string {
	cfg, err := common.load(env, cmd)
	if err != nil {
		return nil
	}
	names, _, _ := indexer.Names(cfg.Data) // no offer where there is something wrong
	return names
}
