package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/eval"
	"evidencestore/search/question"
)

// collection measures a public test collection, with an index built in dir.
func (r *evalRun) collection(ctx context.Context, folder, dir string) (*eval.Report, error) {
	root, err := os.OpenRoot(folder)
	if err != nil {
		return nil, fmt.Errorf("opening the collection: %w", err)
	}
	defer root.Close()
	c, err := eval.ReadCollection(root.FS())
	if err != nil {
		return nil, fmt.Errorf("reading the collection %s: %w", folder, err)
	}
	var none review.Reference // a collection has no lists and no ratings
	stats, err := buildIndex(ctx, dir, &none, c.Documents)
	if err != nil {
		return nil, fmt.Errorf("indexing the collection %s: %w", folder, err)
	}
	engine, err := bleveindex.Open(ctx, dir, bleveindex.Options{
		Reference: &none, Stats: stats, CacheBytes: int64(r.cfg.Search.CacheMiB) << 20,
	})
	if err != nil {
		return nil, fmt.Errorf("opening the index of the collection %s: %w", folder, err)
	}
	report, err := eval.Run(ctx, filepath.Base(folder), question.New(engine, &review.Thesaurus{}, nil), c.Questions)
	return report, errors.Join(err, engine.Close())
}

// buildIndex writes the documents into a folder, with the builder that the
// indexer uses.
func buildIndex(ctx context.Context, dir string, ref *review.Reference, docs []*review.Review) (stats search.Stats, err error) {
	builder, err := bleveindex.NewBuilder(dir, ref)
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, builder.Close()) }()
	stats = search.Stats{}
	for _, doc := range docs {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		lengths, err := builder.Put(ctx, doc)
		if err != nil {
			return nil, err
		}
		stats.Add(lengths, 1)
	}
	return stats, builder.Commit(ctx)
}
