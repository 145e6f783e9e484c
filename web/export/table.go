package export

import (
	"encoding/csv"
	"fmt"
	"io"
)

// WriteTable writes a table of other things than programmes as the lists are written: as
// RFC 4180 has it, marked as UTF-8, and with no cell that a spreadsheet would run. The
// first row names the columns.
func WriteTable(w io.Writer, rows [][]string) error {
	if _, err := io.WriteString(w, byteOrderMark); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	out := csv.NewWriter(w)
	out.UseCRLF = true
	for _, row := range rows {
		cells := make([]string, len(row))
		for i, text := range row {
			cells[i] = cell(text)
		}
		if err := out.Write(cells); err != nil {
			return fmt.Errorf("writing a table: %w", err)
		}
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("writing a table: %w", err)
	}
	return nil
}
