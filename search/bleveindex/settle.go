package bleveindex

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"time"

	"github.com/blevesearch/bleve/v2/index/scorch"
	"github.com/blevesearch/bleve/v2/index/scorch/mergeplan"
	index "github.com/blevesearch/bleve_index_api"
	segments "github.com/blevesearch/scorch_segment_api/v2"
)

// Segments of an index that was made from nothing are merged at the end: each has
// dictionaries of its own, which repeat those of the others and are all looked into for
// every word.
var settled = mergeplan.MergePlanOptions{
	MaxSegmentsPerTier: 1, TierGrowth: 1, SegmentsPerMergeTask: 10, FloorSegmentSize: 1,
	MaxSegmentSize:     250_000, // documents, so that a merge takes bounded room and time
	MaxSegmentFileSize: mergeplan.DefaultMergePlanOptions.MaxSegmentFileSize,
	CalcBudget:         func(int64, int64, *mergeplan.MergePlanOptions) int { return 1 },
}

// settle merges as long as that makes fewer segments of them. Where it cannot, as on a
// full disk, they stay as they are, which is as right.
func (b *Builder) settle(ctx context.Context) error {
	idx, ok := b.index.(*scorch.Scorch)
	if !ok {
		return nil
	}
	for last := 0; ; {
		names, err := segmentFiles(idx)
		if n := len(names); err != nil || n < 2 || n == last {
			return err
		}
		last = len(names)
		if err := merge(ctx, idx); err != nil {
			return err
		}
	}
}

// merge runs one round of merges. Bleve tries those that fail again for ever, so it is
// stopped once there is an error.
func merge(ctx context.Context, idx *scorch.Scorch) error {
	merging, stop := context.WithCancel(ctx)
	defer stop()
	merged := make(chan error, 1)
	go func() { merged <- idx.ForceMerge(merging, &settled) }()
	look := time.NewTicker(200 * time.Millisecond)
	defer look.Stop()
	for {
		select {
		case err := <-merged:
			return errors.Join(err, ctx.Err())
		case <-look.C:
			if failures, _ := idx.StatsMap()["TotOnErrors"].(uint64); failures > 0 {
				stop()
			}
		}
	}
}

// segmentFiles are the names of the files that an index is made of.
func segmentFiles(idx index.Index) (names map[string]bool, err error) {
	reader, err := idx.Reader()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, reader.Close()) }()
	all, err := segmentsOf(reader, nil)
	if err != nil {
		return nil, err
	}
	names = map[string]bool{}
	for _, s := range all {
		if file, ok := s.Segment.(segments.PersistedSegment); ok {
			names[filepath.Base(file.Path())] = true
		}
	}
	return names, nil
}

// sweep removes the files of a closed index that it is not made of: those that were
// merged into others and had no time to go.
func sweep(dir string) error {
	queue := index.NewAnalysisQueue(1)
	defer queue.Close()
	idx, err := openReadOnly(dir, queue)
	if err != nil {
		return err
	}
	names, err := segmentFiles(idx)
	if err := errors.Join(err, idx.Close()); err != nil {
		return err
	}
	files, err := os.ReadDir(dir)
	for _, file := range files {
		if name := file.Name(); filepath.Ext(name) == segmentExt && !names[name] {
			err = errors.Join(err, os.Remove(filepath.Join(dir, name)))
		}
	}
	return err
}

// segmentExt is how names of files of segments end.
const segmentExt = ".zap"
