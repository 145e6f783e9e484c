package main

import (
	"fmt"
	"io"
	"log/slog"
	"sync"
	"time"

	"github.com/schollz/progressbar/v3"

	"evidencestore/indexer"
)

// A progress shows how far a build has come: as a bar on a terminal, as a line
// for each phase elsewhere. It is also the writer for the log beside it, which
// would otherwise write into the bar. It is safe for concurrent use.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	isBar bool
	bar   *progressbar.ProgressBar // nil between phases
	phase indexer.Phase
}

func newProgress(w io.Writer) *progress {
	_, isTerminal := terminal(w)
	return &progress{w: w, isBar: isTerminal}
}

// show is called as the build goes on.
func (p *progress) show(now indexer.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if now.Phase != p.phase {
		p.clear()
		p.phase = now.Phase
		if !p.isBar {
			fmt.Fprintln(p.w, phaseLine(now))
		}
	}
	if !p.isBar || now.Total == 0 {
		return
	}
	if p.bar == nil {
		p.bar = progressbar.NewOptions(now.Total,
			progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(string(now.Phase)),
			progressbar.OptionSetWidth(30), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(),
			progressbar.OptionThrottle(50*time.Millisecond),
		)
	}
	_ = p.bar.Set(now.Done) // a bar that cannot be drawn is no reason to stop
}

// finish takes the bar away.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
}

// Write passes a line of the log on, with the bar out of its way.
func (p *progress) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.w.Write(line)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
		p.bar = nil
	}
}

func phaseLine(now indexer.Progress) string {
	if now.Total == 0 || now.Phase == indexer.Publishing { // publishing counts steps
		return string(now.Phase)
	}
	return fmt.Sprintf("%s %s", now.Phase, documents(now.Total))
}

// quiet is the log of a command that a person waits for: what matters, unless
// the configuration asks for more.
func quiet(cfg logConfig) logConfig {
	if cfg.Level == logLevel(slog.LevelInfo) {
		cfg.Level = logLevel(slog.LevelWarn)
	}
	return cfg
}
