package madeup

import (
	"bytes"
	"fmt"
	"os"
	"strings"
)

// A Usage is what a process uses, as Linux tells it. Elsewhere it is zero.
type Usage struct {
	Memory  int // KiB of the process that are in memory, mapped files included
	Private int // KiB of that that are no files
	Peak    int // KiB of memory at most, so far
	Threads int
	Files   int // open: files and connections
	Maps    int // mapped parts of memory
}

// Usage is what the server uses now.
func (s *Server) Usage() (u Usage) {
	dir := fmt.Sprintf("/proc/%d/", s.PID())
	status, err := os.ReadFile(dir + "status")
	if err != nil {
		return u
	}
	for line := range strings.Lines(string(status)) {
		_, _ = fmt.Sscanf(line, "VmRSS: %d kB", &u.Memory)
		_, _ = fmt.Sscanf(line, "RssAnon: %d kB", &u.Private)
		_, _ = fmt.Sscanf(line, "VmHWM: %d kB", &u.Peak)
		_, _ = fmt.Sscanf(line, "Threads: %d", &u.Threads)
	}
	entries, _ := os.ReadDir(dir + "fd")
	u.Files = len(entries)
	maps, _ := os.ReadFile(dir + "maps")
	u.Maps = bytes.Count(maps, []byte("\n"))
	return u
}
