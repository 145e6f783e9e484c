package main

import (
	"context"
	"fmt"
	"time"
)

// rollback kills an operator's rollback. The store is then in the state before or after
// it, as CURRENT says, until the corpus changes.
func (c *crasher) rollback(ctx context.Context) (what string, may allowed, err error) {
	what = "kill rollback"
	for range 2 {
		if err := c.change(); err != nil {
			return what, nil, err
		}
		if err := c.run(ctx, "index"); err != nil {
			return what, nil, err
		}
		may = append(may, c.corpus.State())
	}
	before := c.look()
	p, err := c.start(ctx, []string{"rollback"}, false)
	if err != nil {
		return what, nil, err
	}
	within, early := 2*c.small, false
	if c.rng.IntN(2) == 0 { // at the instant at which it changes something
		within = 5 * time.Millisecond
		early, err = p.until(ctx, func() bool { return c.look().differs(before) })
	}
	if !early && err == nil {
		early, err = p.kill(time.Duration(c.rng.Int64N(int64(within))))
	}
	if err != nil {
		return what, nil, err
	}
	after, at, is := c.look(), "before it changed anything", may[1:]
	switch {
	case early:
		at, is = "too late: it had ended", may[:1]
	case after.current != before.current:
		at, is = "after the earlier generation was current again", may[:1]
	case after.differs(before):
		at = "when the corpus was held, and nothing rolled back yet"
	}
	c.hit["rollback killed "+at]++
	what += " (" + at + ")"
	if err := c.stays(ctx, is); err != nil {
		return what, nil, err
	}
	if err := c.change(); err != nil {
		return what, nil, err
	}
	return what, append(may, c.corpus.State()), nil
}

// stays wants a server to answer with a state that is allowed, whichever it is.
func (c *crasher) stays(ctx context.Context, may allowed) error {
	server, err := c.program.Serve(ctx)
	if err != nil {
		return err
	}
	_, err = c.answer(ctx, server, may)
	if stopped := server.Stop(); err == nil {
		return stopped
	}
	return fmt.Errorf("%w\n%s", err, server.Log())
}
