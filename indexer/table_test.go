package indexer

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

func TestTable(t *testing.T) {
	rows := []Row{
		{
			ID: "ant", File: "reviews/ant.md", Size: 12, ModTime: time.Date(2026, 11, 23, 10, 0, 0, 5000, time.UTC),
			Hash: hashOf([]byte("ant")), Status: review.Rated, Lengths: lengths{1, 0, 3, 0, 0, 200, 7},
		},
		{ID: "bee-2", File: "reviews/bee-2.md", Hash: hashOf(nil), Status: review.Draft},
	}
	for i, modTime := range []time.Time{
		time.Date(1969, 12, 31, 23, 59, 59, 999_999_999, time.UTC),
		time.Date(1601, 1, 1, 0, 0, 0, 100, time.UTC),
		time.Date(12_345, 6, 7, 8, 9, 10, 11, time.UTC),
		time.Unix(1<<62, 1).UTC(), // what a damaged disk may say
	} {
		id := fmt.Sprint("time-", i)
		rows = append(rows, Row{ID: id, File: "reviews/" + id + ".md", ModTime: modTime, Hash: hashOf(nil), Status: review.Draft})
	}
	file := filepath.Join(t.TempDir(), tableFile)
	if err := writeTable(file, rows); err != nil {
		t.Fatal(err)
	}
	got, err := readTable(file)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(rows, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
}

func TestTableRefuses(t *testing.T) {
	for line, want := range map[string]string{
		"":   "not a row",
		"{}": "not a row",
		`["ant",1,"2026-11-23T10:00:00Z","","",[]]`: "not a row", // the time is no number
		`["ant",x,1,2,"","",[]]`:                    "invalid syntax",
		`["ant",1,yesterday,2,"","",[]]`:            "invalid syntax",
		`["ant",1,2,soon,"","",[]]`:                 "invalid syntax",
		`["ant",1,2,3,"","",[1,2,3,4,5,6,-7]]`:      "invalid syntax",
		`["ant",1,2,3,"","",[1,2,3,4,5,6]]`:         `"ant" has the lengths of 6 text fields, there are 7`,
		`["ant",1,2,3,"","",[1,2,3,4,5,6,7,8]]`:     `"ant" has the lengths of 8 text fields, there are 7`,
	} {
		if row, err := parseRow(line); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %+v, %v; want an error with %q", line, row, err, want)
		}
	}
}

// The table has lengths by the order of the text fields: who changes these names or
// their order has to make format another one.
func TestTextFieldsOfThisFormat(t *testing.T) {
	var names []string
	for _, f := range search.TextFields {
		names = append(names, f.Name)
	}
	want := []string{"title", "aliases", "summary", "tags", "outcomes", "body", "reviews"}
	if diff := cmp.Diff(want, names); diff != "" || format != 2 {
		t.Errorf("text fields of format %d (-those of format 2 +got):\n%s", format, diff)
	}
}
