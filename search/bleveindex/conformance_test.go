package bleveindex_test

import (
	"maps"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/searchtest"
)

func TestConformance(t *testing.T) {
	searchtest.Run(t, open)
}

func TestUpdates(t *testing.T) {
	searchtest.RunUpdates(t, open, start)
}

// open builds an index of the reviews in one go.
func open(t *testing.T, docs []*review.Review, ref *review.Reference) search.Engine {
	t.Helper()
	return start(t, nil, ref)(searchtest.Update{Put: docs})
}

// start builds as the indexer does: each update goes into a copy of the folder
// before, which may still be open for reading.
func start(t *testing.T, docs []*review.Review, ref *review.Reference) func(searchtest.Update) search.Engine {
	s := &snapshots{t: t, ref: ref, root: t.TempDir(), lengths: map[string]search.Lengths{}, stats: search.Stats{}}
	s.write(searchtest.Update{Put: docs})
	return func(u searchtest.Update) search.Engine {
		s.write(u)
		return s.open()
	}
}

// snapshots are folders, each with one update more than the one before.
type snapshots struct {
	t       testing.TB
	ref     *review.Reference
	root    string
	number  int
	lengths map[string]search.Lengths
	stats   search.Stats
}

func (s *snapshots) dir(number int) string { return filepath.Join(s.root, strconv.Itoa(number)) }

func (s *snapshots) write(u searchtest.Update) {
	s.t.Helper()
	s.number++
	if s.number > 1 {
		if err := os.CopyFS(s.dir(s.number), os.DirFS(s.dir(s.number-1))); err != nil {
			s.t.Fatal(err)
		}
	}
	b, err := bleveindex.NewBuilder(s.dir(s.number), s.ref)
	if err != nil {
		s.t.Fatal(err)
	}
	for _, id := range u.Delete {
		if err := b.Delete(s.t.Context(), id); err != nil {
			s.t.Fatal(err)
		}
		s.stats.Add(s.lengths[id], -1)
		delete(s.lengths, id)
	}
	for _, doc := range u.Put {
		lengths, err := b.Put(s.t.Context(), doc)
		if err != nil {
			s.t.Fatal(err)
		}
		s.stats.Add(s.lengths[doc.ID], -1)
		s.stats.Add(lengths, 1)
		s.lengths[doc.ID] = lengths
	}
	if err := b.Commit(s.t.Context()); err != nil {
		s.t.Fatal(err)
	}
	if err := b.Close(); err != nil {
		s.t.Fatal(err)
	}
}

func (s *snapshots) open() search.Engine {
	s.t.Helper()
	stats := search.Stats{}
	maps.Copy(stats, s.stats)
	engine, err := bleveindex.Open(s.t.Context(), s.dir(s.number), bleveindex.Options{
		Generation: strconv.Itoa(s.number), Reference: s.ref, Stats: stats,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return engine
}
