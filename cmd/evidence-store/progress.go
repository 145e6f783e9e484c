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

// A progress shows how far a build has come, how fast it goes and how long it will
// take: as a bar on a terminal, as lines elsewhere, one for each phase and now and then
// one more. It is also the writer for the log beside it, which would otherwise write
// into the bar. It is safe for concurrent use.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	now   func() time.Time
	isBar bool
	bar   *progressbar.ProgressBar // nil between phases
	phase indexer.Phase
	began time.Time // of the phase
	told  time.Time // when the last line was written
}

// tellEvery is how long a phase goes on without a line where there is no bar.
const tellEvery = 10 * time.Second

func newProgress(w io.Writer) *progress {
	_, isTerminal := terminal(w)
	return &progress{w: w, isBar: isTerminal, now: time.Now}
}

// show is called as the build goes on.
func (p *progress) show(at indexer.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.now()
	if at.Phase != p.phase {
		p.clear()
		p.phase, p.began, p.told = at.Phase, now, now
		if !p.isBar {
			fmt.Fprintln(p.w, phaseLine(at))
		}
	}
	if !p.isBar {
		if now.Sub(p.told) >= tellEvery {
			p.told = now
			fmt.Fprintln(p.w, onTheWay(at, now.Sub(p.began)))
		}
		return
	}
	if at.Total == 0 {
		return
	}
	if p.bar == nil {
		p.bar = newBar(p.w, at)
	}
	_ = p.bar.Set(at.Done) // a bar that cannot be drawn is no reason to stop
}

// newBar draws the bar of a phase, with the rate and the time that has gone and is left.
func newBar(w io.Writer, at indexer.Progress) *progressbar.ProgressBar {
	options := []progressbar.Option{
		progressbar.OptionSetWriter(w), progressbar.OptionSetDescription(string(at.Phase)),
		progressbar.OptionSetWidth(30), progressbar.OptionShowCount(), progressbar.OptionClearOnFinish(),
		progressbar.OptionThrottle(50 * time.Millisecond),
	}
	if at.Phase != indexer.Publishing { // which counts steps
		options = append(options, progressbar.OptionShowIts(), progressbar.OptionSetItsString("documents"))
	}
	return progressbar.NewOptions(at.Total, options...)
}

// onTheWay says of a phase what the bar would.
func onTheWay(at indexer.Progress, gone time.Duration) string {
	if at.Total == 0 || at.Phase == indexer.Publishing {
		return fmt.Sprintf("%s for %s", at.Phase, gone.Round(time.Second))
	}
	line := fmt.Sprintf("%s %d of %s", at.Phase, at.Done, documents(at.Total))
	if at.Done == 0 {
		return line
	}
	left := time.Duration(float64(gone) / float64(at.Done) * float64(at.Total-at.Done))
	return fmt.Sprintf("%s, %.0f a second, %s left", line, float64(at.Done)/gone.Seconds(), left.Round(time.Second))
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
