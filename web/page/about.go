package page

import (
	"evidencestore/search"
	"evidencestore/web/params"
)

// About says what the data are and where they come from.
type About struct {
	Shell
	Organisation
	Documents int
	States    []Counted // how many documents are rated or not
	Formats   []string
}

func (About) template() string { return "about" }

var formatNames = map[params.Format]string{
	params.CSV: "CSV for spreadsheets", params.RIS: "RIS", params.BibTeX: "BibTeX", params.JSON: "JSON", params.Atom: "Atom",
}

// NewAbout makes the page about the data. found is an answer to the request for all
// programmes.
func NewAbout(f *Frame, o Organisation, found *search.Response) About {
	a := About{
		Shell:        f.public("/about", "About the data", "What this store holds, where the facts and ratings come from, and how to report an error."),
		Organisation: o, Documents: found.Total,
		States: facetLinks(found, search.FacetStatus, f.View),
	}
	for _, format := range params.Formats {
		a.Formats = append(a.Formats, formatNames[format])
	}
	return a
}
