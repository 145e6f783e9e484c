package site

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"iter"
	"maps"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"evidencestore/internal/stricttoml"
	"evidencestore/review"
)

// A Layer says which programmes are available at a site, apart from all evidence.
type Layer struct {
	entries map[string]Local
}

// A Local is what one site says of one programme.
type Local struct {
	Available bool
	Refer     string // how to refer
	Contact   string // of a team, never of a person
	Note      string
}

// Of is what the site says of a programme. A nil Layer says nothing.
func (l *Layer) Of(id string) (Local, bool) {
	if l == nil {
		return Local{}, false
	}
	local, ok := l.entries[id]
	return local, ok
}

// Available are the ids of the programmes that are available, in alphabetical order.
func (l *Layer) Available() []string {
	if l == nil {
		return nil
	}
	var ids []string
	for id, local := range l.entries {
		if local.Available {
			ids = append(ids, id)
		}
	}
	slices.Sort(ids)
	return ids
}

// All is what the site says, programme by programme in the order of their ids.
func (l *Layer) All() iter.Seq2[string, Local] {
	return func(yield func(string, Local) bool) {
		if l == nil {
			return
		}
		for _, id := range slices.Sorted(maps.Keys(l.entries)) {
			if !yield(id, l.entries[id]) {
				return
			}
		}
	}
}

// Columns are the columns of a local layer, in the order in which they are described.
// All must be there, in any order.
var Columns = []string{"programme id", "available", "how to refer", "team contact", "note"}

// MaxLayerSize is the largest file of a local layer, in bytes.
const MaxLayerSize = 1 << 20

const maxCell = 500 // characters

// DecodeLayer reads a local layer from CSV: UTF-8, with commas or semicolons between
// the cells, as spreadsheets write it. known says whether there is a programme with
// an id. The layer is whole only without faults; warnings leave it usable.
func DecodeLayer(file string, data []byte, known func(id string) bool) (layer *Layer, faults, warnings review.Faults) {
	d := layerDecoder{file: file, known: known, layer: &Layer{entries: map[string]Local{}}}
	d.decode(data)
	return d.layer, d.faults, d.warnings
}

type layerDecoder struct {
	file     string
	known    func(string) bool
	layer    *Layer
	columns  []int // place of each of Columns in a row
	faults   review.Faults
	warnings review.Faults
}

func (d *layerDecoder) fault(line int, what, mend string) {
	d.faults = append(d.faults, review.Fault{File: d.file, Line: line, What: what, Mend: mend})
}

func (d *layerDecoder) decode(data []byte) {
	switch {
	case len(data) > MaxLayerSize:
		d.fault(0, fmt.Sprintf("the file has %d bytes, the limit is %d", len(data), MaxLayerSize), "leave out what is not needed")
		return
	case !utf8.Valid(data):
		d.fault(0, "the file is not UTF-8", `save it as "CSV UTF-8"`)
		return
	case bytes.IndexByte(data, 0) >= 0:
		d.fault(0, "the file holds a NUL character", `save it as "CSV UTF-8"`)
		return
	}
	data = bytes.TrimPrefix(data, []byte("\uFEFF"))
	rows := csv.NewReader(bytes.NewReader(data))
	rows.FieldsPerRecord = -1 // told in our own words
	first, _, _ := bytes.Cut(data, []byte("\n"))
	if bytes.Count(first, []byte(";")) > bytes.Count(first, []byte(",")) {
		rows.Comma = ';'
	}
	for head := true; ; head = false {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			if head {
				d.fault(1, "the file is empty", "write the columns "+strings.Join(Columns, ", "))
			}
			return
		}
		if wrong, ok := errors.AsType[*csv.ParseError](err); ok {
			d.fault(wrong.Line, wrong.Err.Error(), `put a cell with quotation marks between quotation marks, and double those in it`)
			return
		}
		line, _ := rows.FieldPos(0)
		if head {
			if !d.header(line, row) {
				return
			}
			continue
		}
		d.row(line, row)
	}
}

func (d *layerDecoder) header(line int, row []string) bool {
	names := make([]string, len(row))
	for i, name := range row {
		names[i] = strings.ToLower(strings.TrimSpace(name))
	}
	for _, column := range Columns {
		at := slices.Index(names, column)
		if at < 0 {
			d.fault(line, fmt.Sprintf("no column %q", column), "the columns are "+strings.Join(Columns, ", "))
		}
		d.columns = append(d.columns, at)
	}
	for i, name := range names {
		switch {
		case !slices.Contains(Columns, name):
			d.fault(line, fmt.Sprintf("unknown column %q", name), "the columns are "+strings.Join(Columns, ", "))
		case slices.Index(names, name) < i:
			d.fault(line, fmt.Sprintf("a second column %q", name), "join the two")
		}
	}
	return len(d.faults) == 0
}

func (d *layerDecoder) row(line int, row []string) {
	if !slices.ContainsFunc(row, func(cell string) bool { return strings.TrimSpace(cell) != "" }) {
		return // spreadsheets leave empty rows
	}
	if len(row) != len(d.columns) {
		d.fault(line, fmt.Sprintf("%d cells, the first row has %d", len(row), len(d.columns)), "give every row as many cells as the first")
		return
	}
	cell := func(column int) string { return strings.TrimSpace(row[d.columns[column]]) }
	before := len(d.faults)
	id := cell(0)
	_, twice := d.layer.entries[id]
	switch {
	case twice:
		d.fault(line, fmt.Sprintf("a second row for %q", id), "join the two")
	case !d.known(id):
		d.fault(line, fmt.Sprintf("there is no programme %q", id), "use the id at the end of the address of its page")
	}
	local := Local{Refer: cell(2), Contact: cell(3), Note: cell(4)}
	switch strings.ToLower(cell(1)) {
	case "yes":
		local.Available = true
	case "no":
	default:
		d.fault(line, fmt.Sprintf("available is %q", cell(1)), `write "yes" or "no"`)
	}
	for i := range Columns {
		d.text(line, Columns[i], cell(i))
	}
	if len(d.faults) == before {
		d.layer.entries[id] = local
	}
}

// text faults what cannot be shown, and warns of what should not be, since the file
// is as public as the embed.
func (d *layerDecoder) text(line int, column, cell string) {
	if n := utf8.RuneCountInString(cell); n > maxCell {
		d.fault(line, fmt.Sprintf("%s has %d characters, the limit is %d", column, n, maxCell), "shorten it")
	}
	for _, r := range cell {
		if what := stricttoml.Forbidden(r); what != "" {
			d.fault(line, column+" holds "+what, "delete it")
			break
		}
	}
	for _, kind := range []struct {
		pattern    *regexp.Regexp
		what, mend string
	}{
		{personalEmail, "looks like the e-mail address of a person", "give the address of a team: the file is as public as the embed"},
		{mobileNumber, "looks like a mobile number", "give the number of a team: the file is as public as the embed"},
	} {
		if found := kind.pattern.FindString(cell); found != "" {
			d.warnings = append(d.warnings, review.Fault{File: d.file, Line: line, What: fmt.Sprintf("%s: %q %s", column, found, kind.what), Mend: kind.mend})
		}
	}
}

// An address of the form first.last@ or f.last@, or at one of those who give addresses
// to everybody, is taken for a person's. A British mobile number is 07 and nine digits,
// with or without +44.
var (
	personalEmail = regexp.MustCompile(`(?i)\b[a-z]+[._][a-z'-]+[0-9]*@[a-z0-9.-]+\.[a-z]{2,}\b|[a-z0-9._+-]+@(gmail|googlemail|hotmail|outlook|yahoo|icloud|live|aol|btinternet)\.(com|co\.uk)\b`)
	mobileNumber  = regexp.MustCompile(`(?:\+44\s?\(?0?\)?\s?|\b0)7\d(?:[\s-]?\d){8}\b`)
)
