package page

import (
	"fmt"
	"net/url"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// storeName is what citations call the store.
const storeName = "Evidence Store"

// A Cite says how to refer to the page of a programme, and in what forms its record
// can be had.
type Cite struct {
	Text      string // without the date of reading, which only the reader knows
	Downloads []Link
}

func newCite(doc *search.Document, edition, canonical string) Cite {
	c := Cite{Text: fmt.Sprintf("%s. %s. Document updated %s, edition %s. %s",
		storeName, strings.TrimRight(doc.Title, "."), day(doc.Updated), edition, canonical)}
	for _, form := range []struct {
		format params.Format
		text   string
	}{
		{params.RIS, "RIS, for reference managers"},
		{params.BibTeX, "BibTeX"},
		{params.CSV, "CSV, for spreadsheets"},
	} {
		as := params.One{View: params.View{Lens: params.Practice}, Format: form.format}
		c.Downloads = append(c.Downloads, Link{form.text, params.Address("/reviews/"+url.PathEscape(doc.ID), as.Values())})
	}
	c.Downloads = append(c.Downloads, Link{"JSON, the whole document", "/api/v1/reviews/" + url.PathEscape(doc.ID)})
	return c
}

// studyCitation is a reference to a study: authors, year, title, journal, as far as
// they are known.
func studyCitation(s *review.Study) string {
	year := "year not known"
	if s.Year != 0 {
		year = fmt.Sprint(s.Year)
	}
	parts := []string{s.Title, s.Journal}
	if s.Authors == "" {
		parts[0] = fmt.Sprintf("%s (%s)", s.Title, year)
	} else {
		parts = append([]string{fmt.Sprintf("%s (%s)", s.Authors, year)}, parts...)
	}
	var b strings.Builder
	for _, part := range parts {
		if part = strings.TrimSpace(part); part == "" {
			continue
		}
		if b.Len() > 0 {
			b.WriteByte(' ')
		}
		b.WriteString(part)
		if !strings.ContainsAny(part[len(part)-1:], ".?!") {
			b.WriteByte('.')
		}
	}
	return b.String()
}

// studyLinks lead to a study: by its DOI, and to where it was read.
func studyLinks(doi, address string) []Link {
	var links []Link
	if doi != "" {
		u := url.URL{Scheme: "https", Host: "doi.org", Path: "/" + doi}
		links = append(links, Link{"https://doi.org/" + doi, u.String()})
	}
	if host := hostOf(address); host != "" && host != "doi.org" {
		links = append(links, Link{"Read at " + host, address})
	}
	return links
}

// hostOf is the host of an address as people say it, or "" for what is no address on
// the web.
func hostOf(address string) string {
	u, ok := webAddress(address)
	if !ok {
		return ""
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// sourceLinks are where the facts of a document were read: by title and host, or
// by address where there is no title. Of what is no address the text remains.
func sourceLinks(sources []review.Source) []Link {
	var links []Link
	for _, s := range sources {
		u, ok := webAddress(s.URL)
		if !ok {
			links = append(links, Link{Text: strings.TrimSpace(s.Title + " " + s.URL)})
			continue
		}
		text := hostOf(s.URL)
		if s.Title != "" {
			text = s.Title + " (" + text + ")"
		} else {
			text += strings.TrimRight(u.Path, "/")
			if u.RawQuery != "" {
				text += "?" + u.RawQuery
			}
		}
		links = append(links, Link{text, s.URL})
	}
	return links
}
