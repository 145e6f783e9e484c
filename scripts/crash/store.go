package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// A store is the program under test with its corpus and data.
type store struct {
	binary, dir string
}

// patience is how long a process may take for anything.
const patience = 2 * time.Minute

// data is the folder that the program keeps its index in.
func (s *store) data() string { return filepath.Join(s.dir, "data") }

// command is a process of the program, with no configuration but its flags.
func (s *store) command(ctx context.Context, args ...string) *exec.Cmd {
	args = append(args, "--corpus", filepath.Join(s.dir, "corpus"), "--data", s.data())
	cmd := exec.CommandContext(ctx, s.binary, args...)
	cmd.Dir = s.dir
	for _, entry := range os.Environ() {
		if !strings.HasPrefix(entry, "EVIDENCE_STORE_") {
			cmd.Env = append(cmd.Env, entry)
		}
	}
	return cmd
}

// kill starts a process, kills it, and says at what.
func (s *store) kill(ctx context.Context, args []string, after time.Duration) (at string, err error) {
	before, err := s.unfinished()
	if err != nil {
		return "", err
	}
	cmd := s.command(ctx, args...)
	if err := cmd.Start(); err != nil {
		return "", err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	select {
	case err := <-ended:
		return "it ended first", err
	case <-time.After(after):
	}
	if err := cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return "", err
	}
	err = <-ended
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.Sys().(syscall.WaitStatus).Signal() != syscall.SIGKILL {
		return "it ended first", err
	}
	now, err := s.unfinished()
	if slices.ContainsFunc(now, func(name string) bool { return !slices.Contains(before, name) }) {
		return "killed in mid-build", err
	}
	return "killed before or after a build", err
}

// unfinished lists what killed builds have left.
func (s *store) unfinished() ([]string, error) {
	return filepath.Glob(filepath.Join(s.data(), "index", "*.tmp"))
}

// A page is a page of an answer, as far as it matters here.
type page struct {
	Total      int    `json:"total"`
	Generation string `json:"generation"`
	Hits       []struct {
		ID    string `json:"id"`
		Title string `json:"title"`
	} `json:"hits"`
}

const perPage = 100

// served starts a server and gives what it answers first.
func (s *store) served(ctx context.Context) (state, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	cmd := s.command(ctx, "serve", "--addr", "127.0.0.1:0")
	var log bytes.Buffer
	cmd.Stderr = &log
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, err
	}
	line, err := bufio.NewReader(out).ReadString('\n')
	var found state
	if err == nil {
		address := line[strings.LastIndexByte(strings.TrimSpace(line), ' ')+1:]
		found, err = all(func(n int) (*page, error) { return fetch(ctx, strings.TrimSpace(address), n) })
	}
	err = errors.Join(err, cmd.Process.Signal(syscall.SIGTERM), cmd.Wait())
	if err != nil {
		return nil, fmt.Errorf("serve: %w\n%s", err, &log)
	}
	return found, nil
}

func fetch(ctx context.Context, address string, n int) (*page, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, fmt.Sprintf("%s/api/v1/search?sort=title&per_page=%d&page=%d", address, perPage, n), nil)
	if err != nil {
		return nil, err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer res.Body.Close()
	data, err := io.ReadAll(res.Body)
	if err != nil {
		return nil, err
	}
	if res.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", res.Status, data)
	}
	var p page
	return &p, json.Unmarshal(data, &p)
}

// searched gives what the command line finds. It brings the index up to the
// corpus first.
func (s *store) searched(ctx context.Context) (state, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	return all(func(n int) (*page, error) {
		cmd := s.command(ctx, "search", "--json", "--sort", "title", "--per-page", strconv.Itoa(perPage), "--page", strconv.Itoa(n))
		var log bytes.Buffer
		cmd.Stderr = &log
		out, err := cmd.Output()
		if err != nil {
			return nil, fmt.Errorf("search: %w\n%s", err, &log)
		}
		var p page
		return &p, json.Unmarshal(out, &p)
	})
}

// all puts the pages of one generation together. Where the generation changes in
// between it begins again.
func all(get func(n int) (*page, error)) (state, error) {
	found, generation := state{}, ""
	for n := 1; ; n++ {
		p, err := get(n)
		if err != nil {
			return nil, err
		}
		if generation != "" && p.Generation != generation {
			found, generation, n = state{}, "", 0
			continue
		}
		generation = p.Generation
		for _, hit := range p.Hits {
			if _, ok := found[hit.ID]; ok {
				return nil, fmt.Errorf("%s stands on two pages", hit.ID)
			}
			found[hit.ID] = hit.Title
		}
		if len(p.Hits) == 0 || len(found) >= p.Total {
			if len(found) != p.Total {
				return nil, fmt.Errorf("%d documents on all pages, the total says %d", len(found), p.Total)
			}
			return found, nil
		}
	}
}
