package web

import (
	"context"
	"time"

	"evidencestore/search"
)

// inTurn asks the engine when one of the places for searches is free. One more
// waits a little, since most searches are over in no time. A place is held while
// the engine works and never while a client sends or receives, or a few slow
// clients would hold them all.
func inTurn[T any](ctx context.Context, s *Server, ask func() (T, error)) (T, error) {
	if err := s.takeTurn(ctx); err != nil {
		var none T
		return none, err
	}
	defer func() { <-s.slots }()
	return ask()
}

func (s *Server) takeTurn(ctx context.Context) error {
	select {
	case s.slots <- struct{}{}:
		return nil
	default:
	}
	wait := time.NewTimer(s.opt.SearchWait)
	defer wait.Stop()
	select {
	case s.slots <- struct{}{}:
		return nil
	case <-wait.C:
		return search.ErrBusy
	case <-ctx.Done():
		return search.ErrTimeout
	}
}
