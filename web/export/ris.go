package export

import (
	"bufio"
	"io"
)

var risTypes = map[kind]string{webPage: "ELEC", article: "JOUR", report: "RPRT"}

// writeRIS writes records as reference managers take them: a web page for each
// programme, with a note for each outcome, and an article or report for each review.
func writeRIS(w io.Writer, l *List) error {
	out := bufio.NewWriter(w) // keeps its first error for Flush
	for _, r := range records(l) {
		put := func(tag string, values ...string) {
			for _, v := range values {
				if v != "" {
					_, _ = out.WriteString(tag + "  - " + v + "\r\n")
				}
			}
		}
		put("TY", risTypes[r.kind])
		put("ID", r.key)
		put("TI", r.title)
		put("AU", r.authors...)
		put("PY", r.year)
		if !r.date.IsZero() {
			put("DA", r.date.Format("2006/01/02"))
			put("Y2", l.Made.UTC().Format("2006/01/02"))
			put("LA", "en")
		}
		put("JO", r.published.journal)
		put("T2", r.published.journal)
		put("VL", r.published.volume)
		put("IS", r.published.issue)
		put("SP", r.published.first)
		put("EP", r.published.last)
		put("PB", r.publisher)
		put("AB", r.abstract)
		put("KW", r.keywords...)
		put("DO", r.doi)
		put("UR", r.url)
		put("N1", r.notes...)
		if r.kind == webPage {
			put("N1", l.found())
		}
		_, _ = out.WriteString("ER  - \r\n\r\n")
	}
	return out.Flush()
}
