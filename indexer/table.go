package indexer

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

const tableFile = "table.jsonl"

// A Row is what a generation knows about one file of reviews/. The table has one
// line for each, in the order of ids; drafts have one too, so that they are not
// read again, but are not in the engine.
type Row struct {
	ID      string         `json:"id"`
	File    string         `json:"file"` // path in the corpus
	Size    int64          `json:"size"` // in bytes
	ModTime time.Time      `json:"mtime"`
	Hash    string         `json:"hash"` // SHA-256 of the content
	Status  review.Status  `json:"status"`
	Lengths search.Lengths `json:"lengths,omitempty"`
}

func writeTable(path string, rows []Row) (err error) {
	f, err := os.Create(path)
	if err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	enc := json.NewEncoder(w)
	for _, row := range rows {
		if err := enc.Encode(row); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

func readTable(path string) ([]Row, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("reading the table: %w", err)
	}
	defer f.Close()
	var rows []Row
	dec := json.NewDecoder(bufio.NewReader(f))
	for {
		var row Row
		if err := dec.Decode(&row); errors.Is(err, io.EOF) {
			return rows, nil
		} else if err != nil {
			return nil, fmt.Errorf("reading %s: %w", path, err)
		}
		rows = append(rows, row)
	}
}

// totals sums the lengths of all published documents.
func totals(rows []Row) (documents int, stats search.Stats) {
	stats = search.Stats{}
	for _, row := range rows {
		if row.Status.Published() {
			documents++
			stats.Add(row.Lengths, 1)
		}
	}
	return documents, stats
}
