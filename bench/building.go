package main

import (
	"bytes"
	"context"
	"encoding/binary"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	program "evidencestore/scripts/madeup"
)

// A building says what it took to build an index.
type building struct {
	took   time.Duration
	peak   int64 // bytes of memory
	size   int64 // of the index, in bytes
	folder int64 // of the folder that it lies in, with what is kept beside it
	stored int64 // of that, the documents as they are stored; 0 where nobody knows
}

// build has the program index a corpus.
func build(ctx context.Context, p *program.Program, in *input, data string) (*building, error) {
	if err := os.RemoveAll(data); err != nil {
		return nil, err
	}
	cmd := p.Command(ctx, "index", "--corpus", in.path(corpusDir), "--data", data)
	var out bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &out
	start := time.Now()
	peak, err := watched(cmd)
	if err != nil {
		return nil, fmt.Errorf("indexing: %w\n%s", err, &out)
	}
	b := &building{took: time.Since(start), peak: peak}
	return b, b.measure(data, "engine")
}

// buildPeer has another engine index the documents.
func buildPeer(ctx context.Context, command []string, in *input, dir string) (*building, error) {
	if err := os.RemoveAll(dir); err != nil {
		return nil, err
	}
	cmd := exec.CommandContext(ctx, command[0], append(command[1:], "index", dir, in.path(documentsFile))...)
	var out, faults bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &faults
	peak, err := watched(cmd)
	if err != nil {
		return nil, fmt.Errorf("indexing with %s: %w\n%s", command[0], err, &faults)
	}
	took, err := strconv.ParseInt(strings.TrimSpace(out.String()), 10, 64)
	if err != nil {
		return nil, fmt.Errorf("indexing with %s: %q is no time", command[0], &out)
	}
	b := &building{took: time.Duration(took), peak: peak}
	return b, b.measure(dir, "")
}

// watched runs a command, and gives the most memory that it had. It asks while the
// process runs, since what Linux tells of one that has ended counts that of the process
// which started it too.
func watched(cmd *exec.Cmd) (peak int64, err error) {
	if err := cmd.Start(); err != nil {
		return 0, err
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		kib, _, _ := strings.Cut(entry(fmt.Sprintf("/proc/%d/status", cmd.Process.Pid), "VmHWM"), " ")
		if now, err := strconv.ParseInt(kib, 10, 64); err == nil {
			peak = now << 10
		}
		select {
		case err := <-ended:
			return peak, err
		case <-tick.C:
		}
	}
}

// measure adds up the files of a folder, and of the index in it: those in a folder of that
// name, or all.
func (b *building) measure(dir, index string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		info, err := entry.Info()
		if err != nil {
			return err
		}
		b.folder += info.Size()
		if index != "" && filepath.Base(filepath.Dir(path)) != index {
			return nil
		}
		b.size += info.Size()
		if filepath.Ext(path) == ".zap" {
			stored, err := storedBytes(path, info.Size())
			if err != nil {
				return err
			}
			b.stored += stored
		}
		return nil
	})
}

// storedBytes is how much of a segment is documents as they are stored. They come first;
// the footer says where the table of their places begins, which comes next:
//
//	… | documents 8 | places 8 | sections 8 | chunks 4 | version 4 | checksum 4
func storedBytes(path string, size int64) (int64, error) {
	const footer, version = 36, 17
	f, err := os.Open(path)
	if err != nil {
		return 0, err
	}
	defer f.Close()
	var b [footer]byte
	if _, err := f.ReadAt(b[:], size-footer); err != nil {
		return 0, err
	}
	documents, places := binary.BigEndian.Uint64(b[0:]), binary.BigEndian.Uint64(b[8:])
	if v := binary.BigEndian.Uint32(b[28:]); v != version {
		return 0, fmt.Errorf("%s is a segment of version %d, want %d", path, v, version)
	}
	return int64(places + 8*documents), nil
}

// indexed tells what indexing takes, and how large the indexes are.
func (b *bench) indexed(in *input, built *building, others map[string]*building) {
	speed := func(o *building) string {
		return fmt.Sprintf("%.0f documents/s", float64(in.Documents)/o.took.Seconds())
	}
	rate := row{what: "indexing, with positions", ours: speed(built), goal: "2,500/s", bound: "1,700/s"}
	times := func(n int64) string { return fmt.Sprintf("%s, %.2f × text", mib(n), float64(n)/float64(in.Text)) }
	bare := row{what: "index without the stored documents", ours: times(built.size - built.stored), goal: "2 ×", bound: "2.4 ×"}
	most := row{what: "memory while indexing, at most", ours: mib(built.peak)}
	if o := others[nameLucene]; o != nil {
		rate.lucene, bare.lucene, most.lucene = speed(o), times(o.size), mib(o.peak)
	}
	if o := others[nameXapian]; o != nil {
		rate.xapian, bare.xapian, most.xapian = speed(o), times(o.size), mib(o.peak)
	}
	b.add(rate)
	b.add(bare)
	b.add(row{what: "index", ours: times(built.size), goal: "2.6 ×", bound: "3 ×"})
	b.add(most)
	b.note("The folder of the data is %s, with what tells changed files from others.", mib(built.folder))
}
