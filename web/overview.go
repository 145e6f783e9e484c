package web

import (
	"context"
	"fmt"
	"runtime/debug"
	"sync"
	"time"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
)

// overviews keeps the overview of the newest generation that one was asked of.
type overviews struct {
	mu     sync.Mutex
	latest *overviewing
}

// An overviewing is an overview that is made, or is being made. Once done is closed,
// the rest stays as it is.
type overviewing struct {
	generation string
	done       chan struct{}
	made       *page.Overview
	err        error
}

// overview is what the pages keep of all documents. Reading them is done once for a
// generation, however many ask for it at the same time, and goes on when the one who
// asked first has gone. An error is told to those who waited for it, and then
// forgotten.
func (s *Server) overview(ctx context.Context) (*page.Overview, error) {
	info, err := s.info()
	if err != nil {
		return nil, err
	}
	o := s.overviewOf(ctx, info.Generation)
	select {
	case <-o.done:
		return o.made, o.err
	case <-ctx.Done():
		return nil, errStillReading
	}
}

// errStillReading is told to those who cannot wait any longer.
var errStillReading = busy("All documents are being read to make this page. Try again in a moment.", 5*time.Second)

// overviewTime is how long reading all documents may take. That is longer than a
// request may, or a large corpus would be read again and again and never to its end.
// A searcher that is closed meanwhile ends it.
const overviewTime = 2 * time.Minute

// overviewOf is the overview of a generation that is under way or made, and begins it
// where it is neither.
func (s *Server) overviewOf(ctx context.Context, generation string) *overviewing {
	s.overviews.mu.Lock()
	defer s.overviews.mu.Unlock()
	if o := s.overviews.latest; o != nil && o.generation == generation {
		return o
	}
	o := &overviewing{generation: generation, done: make(chan struct{})}
	s.overviews.latest = o
	reading, cancel := context.WithTimeout(context.WithoutCancel(ctx), overviewTime)
	go func() {
		defer cancel()
		defer s.settle(o)
		defer func() {
			if v := recover(); v != nil { // which no request is there to answer
				o.err = fmt.Errorf("reading all documents: panic: %v\n%s", v, debug.Stack())
			}
		}()
		o.made, o.err = s.readOverview(reading)
	}()
	return o
}

// settle tells those who wait. What was made may be of a newer generation than it
// was begun for.
func (s *Server) settle(o *overviewing) {
	s.overviews.mu.Lock()
	defer s.overviews.mu.Unlock()
	switch latest := s.overviews.latest == o; {
	case latest && o.err != nil:
		s.overviews.latest = nil
	case latest:
		o.generation = o.made.Info.Generation
	}
	close(o.done)
}

// overviewTries is how often all documents are read when new generations come in
// meanwhile.
const overviewTries = 3

// readOverview reads all documents of one generation.
func (s *Server) readOverview(ctx context.Context) (*page.Overview, error) {
	for range overviewTries {
		made, err := s.tryOverview(ctx)
		if made != nil || err != nil {
			return made, err
		}
	}
	return nil, fmt.Errorf("the generation changed again and again while all documents were read: %w", search.ErrBusy)
}

// tryOverview reads all documents by title, as far as an engine goes down. It gives
// nothing where a new generation came in.
func (s *Server) tryOverview(ctx context.Context) (*page.Overview, error) {
	info, err := s.info()
	if err != nil {
		return nil, err
	}
	made := &page.Overview{Info: info}
	for p := (params.List{Page: 1, PerPage: search.MaxPerPage}); ; p.Page++ {
		list, err := inTurn(ctx, s, func() (*Reviews, error) { return s.list(ctx, p) })
		if err != nil {
			return nil, fmt.Errorf("reading all documents: %w", err)
		}
		if list.Generation != info.Generation {
			return nil, nil
		}
		for _, doc := range list.Reviews {
			made.Add(doc)
		}
		made.Total = list.Total
		if read := p.Page * p.PerPage; read >= list.Total || read+p.PerPage > search.MaxDepth {
			return made, nil
		}
	}
}
