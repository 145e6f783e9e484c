package page

import (
	"fmt"
	"slices"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// maxNamed is how many concepts or words a heading or a line names.
const maxNamed = 3

// resultsHeading says how many programmes there are, and on what. It never says that
// all of them are on something that some of them lack.
func resultsHeading(p params.Page, found *search.Response, in *search.Interpretation) string {
	if found.Total == 0 {
		return zeroHeading(in)
	}
	all := programmes(found.Total)
	names, whole := subject(in, found)
	switch {
	case len(in.Concepts) == 0 && p.Q != "":
		return all + " with words of your question"
	case len(in.Concepts) == 0 && found.Total == 1:
		return all
	case len(in.Concepts) == 0 && unfiltered(p):
		return "All " + all
	case len(in.Concepts) == 0:
		return all
	case !whole && has(in, search.BroaderOnly):
		return all + " on something wider than this question"
	case len(names) == 0 || !whole && len(in.Concepts) > maxNamed:
		return all + " on parts of this question"
	}
	if mentioned(in, names, found.Total) {
		return all + " about or mentioning " + joined(few(names))
	}
	return all + " on " + joined(few(names))
}

// mentioned says whether some of the programmes are not about all of what is named,
// and have its words at most.
func mentioned(in *search.Interpretation, names []string, total int) bool {
	return slices.ContainsFunc(in.Concepts, func(c search.Concept) bool { return c.Documents < total && slices.Contains(names, c.Label) })
}

// programmes says how many there are.
func programmes(n int) string {
	if n == 0 {
		return "no programmes"
	}
	return count(n, "programme", "programmes")
}

func unfiltered(p params.Page) bool {
	p.Page = 1
	return p.Search.Values().Encode() == Unfiltered(p).Search.Values().Encode()
}

// subject names the concepts that every hit has, as far as one can see, and says
// whether these are all. One that no programme is about is not named.
func subject(in *search.Interpretation, found *search.Response) (names []string, whole bool) {
	whole = true
	for _, c := range in.Concepts {
		said := append([]string{c.Label}, c.Words...)
		lacks := func(words []string) bool {
			return slices.ContainsFunc(said, func(w string) bool { return slices.Contains(words, w) })
		}
		if c.Documents == 0 || lacks(in.Dropped) || slices.ContainsFunc(found.Hits, func(h search.Hit) bool { return lacks(h.Missing) }) {
			whole = false
			continue
		}
		names = append(names, c.Label)
	}
	return names, whole
}

// few are the first of many names, and how many more there are.
func few(names []string) []string {
	if len(names) <= maxNamed {
		return names
	}
	return append(slices.Clone(names[:maxNamed]), fmt.Sprintf("%d more", len(names)-maxNamed))
}

// zeroHeading says what is not there.
func zeroHeading(in *search.Interpretation) string {
	if in.Notice == nil {
		return "No programmes are held"
	}
	switch in.Notice.Kind {
	case search.Filtered:
		return "No programme passes these filters"
	case search.NoWords:
		return "Nothing to look for"
	case search.UnknownWords:
		if len(in.Concepts) == 0 {
			return "Nothing held on these words"
		}
	}
	var vain []string
	for _, c := range in.Concepts {
		if c.Documents == 0 && (c.Kind == review.Problem || c.Kind == review.Programme) {
			vain = append(vain, c.Label)
		}
	}
	if len(vain) == 0 {
		return "Nothing held that answers this question"
	}
	return "Nothing held on " + joined(few(vain))
}

// resultsTitle names the page by how the question was read and never by its words,
// since titles stay in the history of browsers.
func resultsTitle(p params.Page, found *search.Response, in *search.Interpretation, ref *review.Reference) string {
	var parts []string
	for _, c := range in.Concepts {
		parts = append(parts, c.Label)
	}
	for _, c := range Criteria(p, ref) {
		parts = append(parts, c.Labels()...)
	}
	about := strings.Join(few(parts), ", ")
	switch {
	case about != "" && len(in.Concepts) > 0:
		about = "Search for " + about
	case about != "":
	case p.Q != "":
		about = "Search results"
	default:
		about = "All programmes"
	}
	title := about + ": " + programmes(found.Total)
	if p.Page > 1 {
		title += fmt.Sprintf(", page %d", p.Page)
	}
	if p.Lens != params.Practice {
		title += ", " + strings.ToLower(lensLabels[p.Lens])
	}
	return title
}
