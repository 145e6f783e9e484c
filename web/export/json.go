package export

import (
	"encoding/json"
	"io"

	"evidencestore/search"
)

// listJSON is a list as scripts read it. Fields are added, never removed or changed in
// meaning; documents are as /api/v1/reviews has them, with the marks of the search.
type listJSON struct {
	Title      string             `json:"title"`
	Criteria   []string           `json:"criteria"`
	Words      string             `json:"words,omitempty"`
	Link       string             `json:"link"`
	Generation string             `json:"generation"`
	Made       string             `json:"made"`
	Total      int                `json:"total"`
	Whose      string             `json:"whose"`
	Judgement  string             `json:"judgement"`
	Documents  []*search.Document `json:"documents"`
}

// writeJSON writes an object with title, criteria (how the programmes were found, a
// line each), words (what was typed, only where that was asked for), link (address
// of the list, or ""), generation, made (RFC 3339), total (programmes found, which
// may be more than there are documents), whose (whose the ratings are), judgement
// (what they do not replace) and documents (whole, as the API has them).
func writeJSON(w io.Writer, l *List) error {
	out := listJSON{
		Title: l.Title, Criteria: append([]string{}, l.Criteria...), Words: l.Words, Link: l.Link,
		Generation: l.Generation, Made: l.made(), Total: l.Total,
		Whose: l.Reference.Ratings.Lines.Whose, Judgement: l.Reference.Ratings.Lines.Judgement,
		Documents: make([]*search.Document, len(l.Documents)),
	}
	for i, doc := range l.Documents {
		out.Documents[i] = doc
		if l.Words == "" {
			out.Documents[i] = unasked(doc)
		}
	}
	enc := json.NewEncoder(w)
	enc.SetEscapeHTML(false)
	return enc.Encode(out)
}

// unasked is a document without what tells the typed words: which were missing,
// which matched, and how they were scored.
func unasked(doc *search.Document) *search.Document {
	out := *doc // shared with others
	out.Missing, out.Snippets, out.BestSection, out.Score, out.Explain = []string{}, []search.Snippet{}, "", 0, nil
	return &out
}
