package indexer

import (
	"log/slog"
	"sync/atomic"

	"evidencestore/search"
)

// A snapshot is an open generation that closes itself once nobody uses it.
type snapshot struct {
	Generation
	engine search.Snapshot
	info   *search.Info // kept, so that it can be asked for without holding the snapshot
	holds  atomic.Int64 // one of the owner and one of every running search; never rises from 0
	closed func()
	log    *slog.Logger
}

// newSnapshot gives a snapshot that is held once, by its owner. After the last
// release the engine is closed and then closed is called.
func newSnapshot(g Generation, engine search.Snapshot, log *slog.Logger, closed func()) *snapshot {
	s := &snapshot{Generation: g, engine: engine, info: engine.Info(), log: log, closed: closed}
	s.holds.Store(1)
	return s
}

// hold keeps the engine open until release, or says that it is too late.
func (s *snapshot) hold() bool {
	for {
		n := s.holds.Load()
		if n == 0 {
			return false
		}
		if s.holds.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (s *snapshot) release() {
	if s.holds.Add(-1) > 0 {
		return
	}
	if err := s.engine.Close(); err != nil {
		s.log.Error("closing a generation", "generation", s.Name, "error", err)
	}
	s.closed()
}
