package export

import (
	"cmp"
	"strings"

	"evidencestore/web/params"
)

// openSearch is the namespace of OpenSearch 1.1.
const openSearch = "http://a9.com/-/spec/opensearch/1.1/"

// searched are the elements of OpenSearch 1.1 in a feed of results. The whole list
// stands in one feed, so that it has one page.
type searched struct {
	TotalResults int     `xml:"opensearch:totalResults"`
	StartIndex   int     `xml:"opensearch:startIndex"`
	ItemsPerPage int     `xml:"opensearch:itemsPerPage"`
	Request      request `xml:"opensearch:Query"`
}

// A request is what was asked for: the subjects that were read, and the typed words
// only where the user wants them named.
type request struct {
	Role        string `xml:"role,attr"`
	SearchTerms string `xml:"searchTerms,attr,omitempty"`
	StartPage   int    `xml:"startPage,attr"`
}

func (l *List) searched() *searched {
	return &searched{
		TotalResults: l.Total, StartIndex: 1, ItemsPerPage: len(l.Documents),
		Request: request{"request", cmp.Or(line(l.Words), line(strings.Join(l.Subjects, ", "))), 1},
	}
}

// carried is what the address of a programme ends with for the readers of a site. The
// id of an entry goes without, since a programme is the same everywhere.
func (l *List) carried() string {
	view := params.View{Lens: params.Practice, Site: l.Site}
	if values := view.Values().Encode(); values != "" {
		return "?" + values
	}
	return ""
}
