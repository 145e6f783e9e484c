// Command evidence-store serves, searches and checks a corpus of reviews of
// evidence in children's social care. "evidence-store help" says how.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

func main() {
	os.Exit(start())
}

// start gives Run the process: its signals, streams, environment and folder.
func start() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal kills at once
	dir, err := os.Getwd()
	if err != nil {
		fmt.Fprintln(os.Stderr, "evidence-store:", err)
		return exitFailed
	}
	return Run(ctx, Environment{
		Args: os.Args[1:], Stdout: os.Stdout, Stderr: os.Stderr,
		Lookup: os.LookupEnv, Dir: dir, Now: time.Now, Hangup: hangup,
	})
}

// hangup gives the hang-ups from now on, which then no longer end the process. One is
// kept for later.
func hangup() <-chan os.Signal {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGHUP)
	return signals
}
