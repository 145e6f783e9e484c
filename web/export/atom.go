package export

import (
	"encoding/xml"
	"io"
	"strings"
	"time"

	"evidencestore/review"
	"evidencestore/search"
)

// The elements of a feed, as RFC 4287 has them.
type (
	feed struct {
		XMLName   xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
		Lang      string   `xml:"xml:lang,attr"`
		Namespace string   `xml:"xmlns:opensearch,attr,omitempty"`
		ID        string   `xml:"id"`
		Title     string   `xml:"title"`
		Subtitle  string   `xml:"subtitle,omitempty"`
		Updated   string   `xml:"updated"`
		Author    person   `xml:"author"`
		Generator string   `xml:"generator"`
		Rights    string   `xml:"rights"`
		Links     []link   `xml:"link"`
		*searched          // nil where no search found the list
		Entries   []entry  `xml:"entry"`
	}
	person struct {
		Name string `xml:"name"`
	}
	link struct {
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
		Href string `xml:"href,attr"`
	}
	entry struct {
		ID         string     `xml:"id"`
		Title      string     `xml:"title"`
		Updated    string     `xml:"updated"`
		Links      []link     `xml:"link"`
		Categories []category `xml:"category"`
		Summary    plain      `xml:"summary"`
		Content    plain      `xml:"content"`
	}
	category struct {
		Term  string `xml:"term,attr"`
		Label string `xml:"label,attr"`
	}
	// plain is text and never markup.
	plain struct {
		Type string `xml:"type,attr"`
		Text string `xml:",chardata"`
	}
)

// writeAtom writes a feed. It is as new as its newest document, so that a reader who
// asks again is told of changes and of nothing else.
func writeAtom(w io.Writer, l *List) error {
	f := feed{
		Lang: "en-GB", ID: l.feedID(), Title: line(l.Title), Subtitle: strings.Join(l.about(), " | "), Updated: l.made(),
		Author: person{storeName}, Generator: storeName, Rights: strings.Join(l.closing(), " "),
	}
	if l.Feed != "" {
		f.Links = append(f.Links, link{"self", "application/atom+xml", l.Feed})
	}
	if l.Link != "" {
		f.Links = append(f.Links, link{"alternate", "text/html", l.Link})
	}
	if l.Described != "" {
		f.Links = append(f.Links, link{"search", "application/opensearchdescription+xml", l.Described})
		f.Namespace, f.searched = openSearch, l.searched()
	}
	newest := review.Date("")
	for _, doc := range l.Documents {
		f.Entries = append(f.Entries, l.entry(doc))
		newest = max(newest, doc.Updated)
	}
	if newest != "" {
		f.Updated = l.midnight(newest)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	enc := xml.NewEncoder(w)
	enc.Indent("", "  ")
	if err := enc.Encode(f); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

// feedID stays the same as long as the same list is asked for. The address of a page
// comes second, since that of one programme is the id of its entry.
func (l *List) feedID() string {
	for _, address := range []string{l.Feed, l.Link} {
		if address != "" {
			return address
		}
	}
	return l.Base + "/search"
}

func (l *List) entry(doc *search.Document) entry {
	e := entry{
		ID: l.address(doc), Title: line(doc.Title), Updated: l.midnight(doc.Updated),
		Links:   []link{{"alternate", "text/html", l.address(doc) + l.carried()}},
		Summary: plain{"text", line(doc.Summary)},
		Content: plain{"text", strings.Join(append(notes(doc, l.Reference), l.closing()...), "\n\n")},
	}
	for _, topic := range doc.Topics {
		e.Categories = append(e.Categories, category{topic, review.Label(l.Reference.Lists.Topics, topic)})
	}
	return e
}

// midnight is the instant at which a day begins. What is no day is taken for the
// day on which the list was made.
func (l *List) midnight(day review.Date) string {
	t, err := time.Parse(time.DateOnly, string(day))
	if err != nil {
		t = l.Made.UTC().Truncate(24 * time.Hour)
	}
	return t.Format(time.RFC3339)
}
