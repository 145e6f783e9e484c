package export

import (
	"encoding/csv"
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestWriteTable(t *testing.T) {
	given := [][]string{{"need", "asked"}, {`=HYPERLINK("https://moon.example")`, "+1"}, {"a \"quoted\"\nline, and 说", "-2"}, {"", "\u200b@SUM(A1)"}}
	want := [][]string{{"need", "asked"}, {`'=HYPERLINK("https://moon.example")`, "'+1"}, {"a \"quoted\" line, and 说", "'-2"}, {"", "'\u200b@SUM(A1)"}}
	var b strings.Builder
	if err := WriteTable(&b, given); err != nil {
		t.Fatal(err)
	}
	text, marked := strings.CutPrefix(b.String(), byteOrderMark)
	got, err := csv.NewReader(strings.NewReader(text)).ReadAll()
	if !marked || err != nil || strings.Count(text, "\r\n") != len(given) {
		t.Fatalf("marked as UTF-8 %v, read with %v: %q", marked, err, text)
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestWriteTableReportsAWriterThatFails(t *testing.T) {
	full := errors.New("no room")
	for room := range 3 {
		if err := WriteTable(&failing{room: room, err: full}, [][]string{{strings.Repeat("a", 5000)}, {"b"}}); !errors.Is(err, full) {
			t.Errorf("with room for %d writes: %v, want %v", room, err, full)
		}
	}
}

// A failing writer takes so many writes.
type failing struct {
	room int
	err  error
}

func (f *failing) Write(p []byte) (int, error) {
	if f.room--; f.room < 0 {
		return 0, f.err
	}
	return len(p), nil
}
