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
// one more. What cannot be counted is shown with the time that it has taken. It is also
// the writer for the log beside it, which would otherwise write into the bar. It is
// safe for concurrent use.
type progress struct {
	mu    sync.Mutex
	w     io.Writer
	isBar bool
	bar   *progressbar.ProgressBar // of what is done now; nil until it is drawn
	at    indexer.Progress
	doing string      // what is done now
	began time.Time   // when that began
	told  time.Time   // when it began or the last line was written
	beat  *time.Timer // draws again while nothing new is shown; nil before and after the build
}

// tellEvery is how long a phase goes on without a line where there is no bar.
const tellEvery = 10 * time.Second

// beatEvery is how long what is drawn stays as it is.
const beatEvery = 200 * time.Millisecond

func newProgress(w io.Writer) *progress {
	_, isTerminal := terminal(w)
	return &progress{w: w, isBar: isTerminal}
}

// show is called as the build goes on.
func (p *progress) show(at indexer.Progress) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if doing := whatIsDone(at); doing != p.doing {
		p.clear()
		p.bar, p.doing, p.began = nil, doing, time.Now()
		p.told = p.began
		if !p.isBar && at.Phase != p.at.Phase {
			fmt.Fprintln(p.w, phaseLine(at))
		}
	}
	p.at = at
	p.draw()
	if p.beat == nil {
		p.beat = time.AfterFunc(beatEvery, p.again)
	}
}

// again draws what may not have changed but for the time.
func (p *progress) again() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.beat != nil {
		p.draw()
		p.beat.Reset(beatEvery)
	}
}

func (p *progress) draw() {
	if !p.isBar {
		if now := time.Now(); now.Sub(p.told) >= tellEvery {
			p.told = now
			fmt.Fprintln(p.w, p.onTheWay(now.Sub(p.began)))
		}
		return
	}
	if p.bar == nil {
		p.bar = p.newBar()
	}
	if p.counts() { // a bar that cannot be drawn is no reason to stop
		_ = p.bar.Set(p.at.Done)
	} else {
		_ = p.bar.RenderBlank()
	}
}

// writing is what is done once the last document was handed to the engine.
const writing = "writing the index"

// whatIsDone is the phase, or what comes at its end without being counted.
func whatIsDone(at indexer.Progress) string {
	if at.Phase == indexer.Indexing && at.Done == at.Total {
		return writing
	}
	return string(at.Phase)
}

// counts says whether documents are counted in what is done. Publishing counts steps.
func (p *progress) counts() bool {
	return p.at.Total > 0 && p.doing != writing && p.at.Phase != indexer.Publishing
}

// newBar draws a bar with the rate and the time that has gone and is left, or where
// nothing is counted a spinner with the time that has gone.
func (p *progress) newBar() *progressbar.ProgressBar {
	options := []progressbar.Option{
		progressbar.OptionSetWriter(p.w), progressbar.OptionSetDescription(p.doing), progressbar.OptionClearOnFinish(),
	}
	if !p.counts() {
		// It is turned by the beat: by itself it would write into the log.
		return progressbar.NewOptions(-1, append(options, progressbar.OptionSetSpinnerChangeInterval(0), progressbar.OptionSetPredictTime(false))...)
	}
	return progressbar.NewOptions(p.at.Total, append(options,
		progressbar.OptionSetWidth(30), progressbar.OptionThrottle(50*time.Millisecond),
		progressbar.OptionShowCount(), progressbar.OptionShowIts(), progressbar.OptionSetItsString("documents"))...)
}

// onTheWay says what the bar would.
func (p *progress) onTheWay(gone time.Duration) string {
	if !p.counts() {
		return fmt.Sprintf("%s for %s", p.doing, gone.Round(time.Second))
	}
	line := fmt.Sprintf("%s %d of %s", p.doing, p.at.Done, documents(p.at.Total))
	if p.at.Done == 0 {
		return line
	}
	left := time.Duration(float64(gone) / float64(p.at.Done) * float64(p.at.Total-p.at.Done))
	return fmt.Sprintf("%s, %.0f a second, %s left", line, float64(p.at.Done)/gone.Seconds(), left.Round(time.Second))
}

// finish takes the bar away.
func (p *progress) finish() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	p.bar = nil
	if p.beat != nil {
		p.beat.Stop()
		p.beat = nil
	}
}

// Write passes a line of the log on, with the bar out of its way. It is the same bar
// that is drawn again below: a new one would have a rate of its own.
func (p *progress) Write(line []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.clear()
	return p.w.Write(line)
}

func (p *progress) clear() {
	if p.bar != nil {
		_ = p.bar.Clear()
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
