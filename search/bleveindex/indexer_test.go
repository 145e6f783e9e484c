package bleveindex_test

import (
	"context"
	"maps"
	"slices"
	"testing"
	"testing/fstest"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/question"
	"evidencestore/search/searchtest"
)

// TestUpdatesThroughIndexer compares random sequences of added, changed, deleted
// and renamed files, taken up by delta builds, with full builds of the same files.
func TestUpdatesThroughIndexer(t *testing.T) {
	searchtest.RunUpdates(t, indexedFull, indexedDeltas)
}

func indexedFull(t *testing.T, docs []*review.Review, ref *review.Reference) search.Engine {
	c := newIndexedCorpus(t, ref)
	if result := c.update(searchtest.Update{Put: docs}); !result.Full {
		t.Errorf("generation %s was not built from nothing", result.Generation)
	}
	return c.engine()
}

func indexedDeltas(t *testing.T, docs []*review.Review, ref *review.Reference) func(searchtest.Update) search.Engine {
	c := newIndexedCorpus(t, ref)
	c.update(searchtest.Update{Put: docs})
	return func(u searchtest.Update) search.Engine {
		if result := c.update(u); result.Full {
			t.Errorf("generation %s was built from nothing, want one from the last", result.Generation)
		}
		return c.engine()
	}
}

func newIndexedCorpus(t *testing.T, ref *review.Reference) *indexedCorpus {
	return &indexedCorpus{t: t, data: t.TempDir(), ref: ref, docs: map[string]*review.Review{}}
}

// draft is there where there is nothing else: a corpus without a file is a fault.
const draft = `+++
title = "Draft"
summary = "A draft."
status = "draft"
verified = false
updated = 2026-01-02
uk = "none"
evidence_to = "2018"
+++
`

// An indexedCorpus is a corpus of files with its index.
type indexedCorpus struct {
	t    *testing.T
	data string
	ref  *review.Reference
	docs map[string]*review.Review
}

func (c *indexedCorpus) update(u searchtest.Update) indexer.Result {
	c.t.Helper()
	for _, id := range u.Delete {
		delete(c.docs, id)
	}
	for _, doc := range u.Put {
		c.docs[doc.ID] = doc
	}
	corpus := searchtest.Corpus{Reference: c.ref, Reviews: slices.Collect(maps.Values(c.docs))}
	files, err := corpus.Files()
	if err != nil {
		c.t.Fatal(err)
	}
	files[review.ReviewsDir+"/draft-for-an-empty-corpus.md"] = &fstest.MapFile{Data: []byte(draft)}
	x, err := indexer.New(indexer.Options{Corpus: files, Data: c.data, Backend: backend(bleveOpen)})
	if err != nil {
		c.t.Fatal(err)
	}
	result, err := x.Update(c.t.Context(), false)
	if err != nil {
		c.t.Fatal(err)
	}
	return result
}

// engine opens the engine of the published generation, to be closed by the caller.
func (c *indexedCorpus) engine() search.Engine {
	c.t.Helper()
	var opened search.Engine
	live, err := indexer.OpenLive(c.t.Context(), c.data, backend(func(ctx context.Context, dir string, g indexer.Generation) (search.Engine, error) {
		var err error
		opened, err = bleveOpen(ctx, dir, g)
		return leftOpen{opened}, err
	}), nil)
	if err != nil {
		c.t.Fatal(err)
	}
	live.Close()
	return opened
}

// leftOpen is an engine that somebody else closes.
type leftOpen struct{ search.Engine }

func (leftOpen) Close() error { return nil }

func backend(open func(context.Context, string, indexer.Generation) (search.Engine, error)) indexer.Backend {
	return indexer.Backend{
		Version: bleveindex.Version,
		NewBuilder: func(dir string, ref *review.Reference) (search.Builder, error) {
			return bleveindex.NewBuilder(dir, ref)
		},
		Open: func(ctx context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
			engine, err := open(ctx, dir, g)
			if err != nil {
				return nil, err
			}
			return question.New(engine, &review.Thesaurus{}, nil), nil
		},
	}
}

func bleveOpen(ctx context.Context, dir string, g indexer.Generation) (search.Engine, error) {
	return bleveindex.Open(ctx, dir, bleveindex.Options{
		Generation: g.Name, Reference: g.Reference, Stats: g.Manifest.Stats, Sums: g.EngineSums(), Memory: memory,
	})
}

// memory is shared by all generations of all corpora, and too small for them, so that
// what it keeps of one has to be right for the others.
var memory = bleveindex.NewMemory(1 << 20)

// What is remembered of a file while a document in it is deleted holds for a generation
// in which it is not, as one that is rolled back to.
func TestMemoryOfADeletedDocument(t *testing.T) {
	generated := searchtest.Generate(7, searchtest.Shape{Reviews: 20, Topics: 5, Domains: 5})
	c := newIndexedCorpus(t, generated.Reference)
	gone := generated.Reviews[3]
	gone.Title = "Entirely made-up beekeeping"
	c.update(searchtest.Update{Put: generated.Reviews})
	before := c.engine()
	defer before.Close()
	c.update(searchtest.Update{Delete: []string{gone.ID}})
	after := c.engine()
	defer after.Close()
	phrase := search.Clause{Text: "made-up beekeeping", Occur: search.Must, Forms: []search.Form{{Text: "made-up beekeeping", Weight: 1}}}
	req := &search.Request{Query: search.Query{Text: phrase.Text, Clauses: []search.Clause{phrase}}, Sort: search.ByRelevance, Page: 1, PerPage: 10}
	for _, asked := range []struct {
		engine search.Engine
		want   int
	}{{after, 0}, {before, 1}, {after, 0}} {
		res, err := asked.engine.Search(t.Context(), req)
		if err != nil {
			t.Fatal(err)
		}
		if res.Total != asked.want {
			t.Errorf("generation %s: found %d, want %d", res.Generation, res.Total, asked.want)
		}
	}
}
