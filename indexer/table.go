package indexer

import (
	"bufio"
	"errors"
	"fmt"
	"os"
	"path"
	"strconv"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

const tableFile = "table.jsonl"

// A Row is what a generation knows about one file of reviews/. The table has one
// line for each, in the order of ids; drafts have one too, so that they are not
// read again, but are not in the engine.
type Row struct {
	ID      string
	File    string // path in the corpus
	Size    int64  // in bytes
	ModTime time.Time
	Hash    string // SHA-256 of the content
	Status  review.Status
	Lengths lengths
}

// lengths are those of the text fields in the order of search.TextFields, on which
// format depends: of every document they are in memory, where a map would be most of
// a row.
type lengths []uint32

func lengthsOf(l search.Lengths) lengths {
	if l == nil {
		return nil
	}
	out := make(lengths, len(search.TextFields))
	for i, f := range search.TextFields {
		out[i] = uint32(l[f.Name]) //nolint:gosec // G115: a document has at most review.MaxFileSize bytes
	}
	return out
}

// appendLine writes a row as JSON, [id, size, seconds, nanoseconds, hash, status,
// [lengths]]. None of its strings has anything to escape, and no time is lost in
// numbers: some file systems have years that no text of a time can say.
func (r *Row) appendLine(line []byte) []byte {
	line = append(append(line, `["`...), r.ID...)
	line = strconv.AppendInt(append(line, `",`...), r.Size, 10)
	line = strconv.AppendInt(append(line, ','), r.ModTime.Unix(), 10)
	line = strconv.AppendInt(append(line, ','), int64(r.ModTime.Nanosecond()), 10)
	line = append(append(line, `,"`...), r.Hash...)
	line = append(append(line, `","`...), r.Status...)
	line = append(line, `",[`...)
	for i, n := range r.Lengths {
		if i > 0 {
			line = append(line, ',')
		}
		line = strconv.AppendUint(line, uint64(n), 10)
	}
	return append(line, "]]\n"...)
}

// parseRow reads what appendLine wrote, in a tenth of the time that a decoder of JSON
// takes: a small update reads the row of every document.
func parseRow(line string) (Row, error) {
	fields := strings.SplitN(strings.TrimSuffix(strings.TrimPrefix(line, "["), "]]"), ",", 7)
	if len(fields) != 7 {
		return Row{}, fmt.Errorf("%q is not a row", line)
	}
	size, errSize := strconv.ParseInt(fields[1], 10, 64)
	seconds, errSeconds := strconv.ParseInt(fields[2], 10, 64)
	nanoseconds, errNanoseconds := strconv.ParseInt(fields[3], 10, 64)
	row := Row{
		File: path.Join(review.ReviewsDir, strings.Trim(fields[0], `"`)+review.Ext), Size: size, ModTime: time.Unix(seconds, nanoseconds).UTC(),
		Hash: strings.Trim(fields[4], `"`), Status: review.Status(strings.Trim(fields[5], `"`)),
	}
	row.ID = idOf(row.File)
	err := errors.Join(errSize, errSeconds, errNanoseconds)
	if numbers := strings.TrimPrefix(fields[6], "["); numbers != "" {
		row.Lengths = make(lengths, 0, len(search.TextFields))
		for number := range strings.SplitSeq(numbers, ",") {
			n, wrong := strconv.ParseUint(number, 10, 32)
			row.Lengths, err = append(row.Lengths, uint32(n)), errors.Join(err, wrong)
		}
		if len(row.Lengths) != len(search.TextFields) {
			err = errors.Join(err, fmt.Errorf("%q has the lengths of %d text fields, there are %d", row.ID, len(row.Lengths), len(search.TextFields)))
		}
	}
	return row, err
}

func writeTable(file string, rows []Row) (err error) {
	f, err := os.Create(file)
	if err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	w := bufio.NewWriter(f)
	var line []byte
	for i := range rows {
		line = rows[i].appendLine(line[:0])
		if _, err := w.Write(line); err != nil {
			return fmt.Errorf("writing the table: %w", err)
		}
	}
	if err := w.Flush(); err != nil {
		return fmt.Errorf("writing the table: %w", err)
	}
	return nil
}

func readTable(file string) ([]Row, error) {
	f, err := os.Open(file)
	if err != nil {
		return nil, fmt.Errorf("reading the table: %w", err)
	}
	defer f.Close()
	var rows []Row
	lines := bufio.NewScanner(f)
	for lines.Scan() {
		row, err := parseRow(lines.Text())
		if err != nil {
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		rows = append(rows, row)
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("reading %s: %w", file, err)
	}
	return rows, nil
}

// totals sums the lengths of all published documents.
func totals(rows []Row) (documents int, stats search.Stats) {
	sums := make([]search.FieldStats, len(search.TextFields))
	for i := range rows {
		if !rows[i].Status.Published() {
			continue
		}
		documents++
		for field, n := range rows[i].Lengths {
			if n > 0 {
				sums[field].Words += int(n)
				sums[field].Documents++
			}
		}
	}
	stats = search.Stats{}
	for i, sum := range sums {
		if sum.Documents > 0 {
			stats[search.TextFields[i].Name] = sum
		}
	}
	return documents, stats
}
