package indexer_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"evidencestore/indexer"
	"evidencestore/review"
	"evidencestore/search"
)

// A fake is an engine that keeps its documents in a JSON file, and adds one file
// to its folder with every build, as Bleve adds segments. step, where set, is
// called before each thing it does, and can make it fail.
type fake struct {
	step func(what string) error
	open atomic.Int64 // engines that are open now
}

func (f *fake) do(what string) error {
	if f.step == nil {
		return nil
	}
	return f.step(what)
}

func (f *fake) backend() indexer.Backend {
	return indexer.Backend{Version: "fake 1", NewBuilder: f.newBuilder, Open: f.openEngine}
}

type fakeBuilder struct {
	fake *fake
	dir  string
	docs map[string]*review.Review
}

const fakeDocs = "store/docs.json"

func readFake(dir string) (map[string]*review.Review, error) {
	docs := map[string]*review.Review{}
	data, err := os.ReadFile(filepath.Join(dir, fakeDocs))
	if errors.Is(err, os.ErrNotExist) {
		return docs, nil
	}
	if err != nil {
		return nil, err
	}
	return docs, json.Unmarshal(data, &docs)
}

func (f *fake) newBuilder(dir string, _ *review.Reference) (search.Builder, error) {
	if err := f.do("new builder"); err != nil {
		return nil, err
	}
	docs, err := readFake(dir)
	return &fakeBuilder{fake: f, dir: dir, docs: docs}, err
}

func (b *fakeBuilder) Put(_ context.Context, doc *review.Review) (search.Lengths, error) {
	b.docs[doc.ID] = doc
	return search.Lengths{"title": len(strings.Fields(doc.Title)), "aliases": len(doc.Aliases)}, b.fake.do("put " + doc.ID)
}

func (b *fakeBuilder) Delete(_ context.Context, id string) error {
	delete(b.docs, id)
	return b.fake.do("delete " + id)
}

func (b *fakeBuilder) Commit(context.Context) error {
	data, err := json.Marshal(b.docs)
	if err != nil {
		return err
	}
	store := filepath.Join(b.dir, "store")
	segments, err := filepath.Glob(filepath.Join(store, "*.zap"))
	if err != nil {
		return err
	}
	segment := fmt.Sprintf("%06d.zap", len(segments))
	return errors.Join(os.MkdirAll(store, 0o755), os.WriteFile(filepath.Join(store, segment), data, 0o600),
		b.fake.do("commit"), os.WriteFile(filepath.Join(b.dir, fakeDocs), data, 0o600))
}

func (b *fakeBuilder) Close() error { return b.fake.do("close builder") }

type fakeEngine struct {
	search.Snapshot // what is not used here
	fake            *fake
	generation      indexer.Generation
	docs            map[string]*review.Review
	closed          atomic.Bool
}

func (f *fake) openEngine(_ context.Context, dir string, g indexer.Generation) (search.Snapshot, error) {
	if err := f.do("open"); err != nil {
		return nil, err
	}
	docs, err := readFake(dir)
	if err != nil {
		return nil, err
	}
	f.open.Add(1)
	return &fakeEngine{fake: f, generation: g, docs: docs}, nil
}

// Search answers with every document, and fails if the engine is closed before it
// has answered.
func (e *fakeEngine) Search(context.Context, *search.Request) (*search.Response, error) {
	res := &search.Response{Generation: e.generation.Name, Total: len(e.docs)}
	for _, id := range slices.Sorted(maps.Keys(e.docs)) {
		res.Hits = append(res.Hits, search.Hit{ID: id, Title: e.docs[id].Title})
	}
	if err := e.fake.do("search"); err != nil {
		return nil, err
	}
	if e.closed.Load() {
		return nil, errors.New("searched after it was closed")
	}
	return res, nil
}

func (e *fakeEngine) Review(_ context.Context, id string) (*search.Document, error) {
	doc, ok := e.docs[id]
	if !ok {
		return nil, search.ErrNotFound
	}
	return search.NewDocument(doc, e.generation.Reference), nil
}

func (e *fakeEngine) Info() *search.Info {
	return &search.Info{Generation: e.generation.Name, Documents: len(e.docs), Reference: e.generation.Reference}
}

func (e *fakeEngine) Close() error {
	if e.closed.Swap(true) {
		return errors.New("closed twice")
	}
	e.fake.open.Add(-1)
	return nil
}

// old is a time that the size-and-time shortcut trusts.
var old = time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)

const lists = `
topic = [{id = "insects", label = "Insects"}]
population = [{id = "larvae", label = "Larvae"}]
setting = [{id = "garden", label = "Garden"}]
outcome = [{id = "honey", label = "Honey"}]
`

// newCorpus makes a corpus of documents with the titles given by id.
func newCorpus(t testing.TB, titles map[string]string) fstest.MapFS {
	t.Helper()
	ratings, err := os.ReadFile("../corpus/ratings.toml")
	if err != nil {
		t.Fatal(err)
	}
	corpus := fstest.MapFS{
		"ratings.toml": {Data: ratings, ModTime: old},
		"lists.toml":   {Data: []byte(lists), ModTime: old},
	}
	corpus["reviews/.keep"] = &fstest.MapFile{}
	for id, title := range titles {
		put(corpus, id, title)
	}
	return corpus
}

func put(corpus fstest.MapFS, id, title string) { putStatus(corpus, id, title, "not-rated") }

// putStatus writes a file, with a time of its own for each content.
func putStatus(corpus fstest.MapFS, id, title, status string) {
	data := fmt.Appendf(nil, `+++
title = %q
summary = "A made-up programme."
status = %q
verified = false
updated = 2026-01-02
uk = "not-stated"
evidence_to = "2018"
+++
## What it is

Made up.
`, title, status)
	age := time.Duration(crc32.ChecksumIEEE(data)) * time.Microsecond
	corpus["reviews/"+id+".md"] = &fstest.MapFile{Data: data, ModTime: old.Add(age)}
}

func remove(corpus fstest.MapFS, id string) { delete(corpus, "reviews/"+id+".md") }

func newIndexer(t testing.TB, corpus fstest.MapFS, data string, f *fake) *indexer.Indexer {
	t.Helper()
	x, err := indexer.New(indexer.Options{Corpus: corpus, CorpusName: "corpus", Data: data, Backend: f.backend()})
	if err != nil {
		t.Fatal(err)
	}
	return x
}

func update(t testing.TB, x *indexer.Indexer) indexer.Result {
	t.Helper()
	res, err := x.Update(t.Context(), false)
	if err != nil {
		t.Fatalf("Update: %v", err)
	}
	return res
}

// titles opens what is published and gives its documents.
func titles(t testing.TB, data string) map[string]string {
	t.Helper()
	live, err := indexer.OpenLive(t.Context(), data, (&fake{}).backend(), nil)
	if err != nil {
		t.Fatalf("OpenLive: %v", err)
	}
	defer live.Close()
	return ask(t, live)
}

func ask(t testing.TB, live *indexer.Live) map[string]string {
	t.Helper()
	res, err := live.Search(t.Context(), &search.Request{})
	if err != nil {
		t.Fatalf("Search: %v", err)
	}
	found := map[string]string{}
	for _, hit := range res.Hits {
		found[hit.ID] = hit.Title
	}
	return found
}

// generations lists the folders of generations that exist.
func generations(t testing.TB, data string) []string {
	t.Helper()
	entries, err := os.ReadDir(filepath.Join(data, "index"))
	if err != nil {
		t.Fatal(err)
	}
	var names []string
	for _, e := range entries {
		if e.IsDir() {
			names = append(names, e.Name())
		}
	}
	return names
}
