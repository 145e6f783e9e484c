package indexer

import (
	"path/filepath"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
)

func TestTable(t *testing.T) {
	rows := []Row{
		{
			ID: "ant", File: "reviews/ant.md", Size: 12, ModTime: time.Date(2026, 11, 23, 10, 0, 0, 5000, time.UTC),
			Hash: hashOf([]byte("ant")), Status: review.Rated, Lengths: lengths{1, 0, 3, 0, 0, 200, 7},
		},
		{ID: "bee-2", File: "reviews/bee-2.md", Hash: hashOf(nil), Status: review.Draft},
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
	for _, line := range []string{"", "{}", `["ant",x,"2026-11-23T10:00:00Z","","",[]]`, `["ant",1,"yesterday","","",[]]`, `["ant",1,"2026-11-23T10:00:00Z","","",[-1]]`} {
		if row, err := parseRow(line); err == nil {
			t.Errorf("%q: got %+v, want an error", line, row)
		}
	}
}
