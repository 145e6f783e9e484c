package main

import (
	"context"
	"crypto/sha256"
	"fmt"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"time"

	"evidencestore/search/bleveindex"
)

// machine says what the figures were measured on, and what.
func machine(ctx context.Context, in *input) []string {
	kernel, _ := os.ReadFile("/proc/sys/kernel/osrelease")
	commit, err := exec.CommandContext(ctx, "git", "describe", "--always", "--dirty", "--abbrev=12").Output()
	if err != nil {
		commit = []byte("unknown")
	}
	return []string{
		fmt.Sprintf("%s, %d cores, memory %s, %s %s", entry("/proc/cpuinfo", "model name"), runtime.NumCPU(),
			entry("/proc/meminfo", "MemTotal"), runtime.GOOS, strings.TrimSpace(string(kernel))),
		fmt.Sprintf("commit %s, index %s", strings.TrimSpace(string(commit)), bleveindex.Version),
		fmt.Sprintf("%d documents, %s of text, %.0f bytes each; %d questions of each kind", in.Documents, mib(in.Text), float64(in.Text)/float64(in.Documents), in.Questions),
	}
}

// entry is a value of a file of /proc, or "unknown".
func entry(file, key string) string {
	data, err := os.ReadFile(file)
	if err != nil {
		return "unknown"
	}
	found := regexp.MustCompile(`(?m)^` + regexp.QuoteMeta(key) + `\s*:\s*(.*)$`).FindSubmatch(data)
	if found == nil {
		return "unknown"
	}
	return string(found[1])
}

// cpuTime is how long a process has been at work so far, as Linux tells it.
func cpuTime(pid int) time.Duration {
	const tick = 10 * time.Millisecond
	data, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, after, _ := strings.Cut(string(data), ") ") // the name of the program may have spaces
	fields := strings.Fields(after)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * tick
}

// hashTime is how long it takes to hash all files of an index that are in memory already,
// one after the other.
func hashTime(data string) (took time.Duration, err error) {
	files, err := os.OpenRoot(filepath.Join(data, "index"))
	if err != nil {
		return 0, err
	}
	defer files.Close()
	for range 2 { // the first reads them into memory
		start := time.Now()
		err = fs.WalkDir(files.FS(), ".", func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() {
				return err
			}
			f, err := files.Open(path)
			if err != nil {
				return err
			}
			defer f.Close()
			_, err = io.Copy(sha256.New(), f)
			return err
		})
		took = time.Since(start)
	}
	return took, err
}
