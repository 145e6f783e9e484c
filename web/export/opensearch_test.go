package export

import (
	"strings"
	"testing"

	"evidencestore/web/params"
)

// TestAtomOfASearch holds what programs learn of how a list was found, where only a
// part of what was found is in it, and that a site is carried on.
func TestAtomOfASearch(t *testing.T) {
	l := list(t, moonWalks(), unrated())
	l.Described, l.Total, l.Site = "https://store.example/opensearch.xml?site=moonbase", 1001, "moonbase"
	l.Subjects = []string{"The \"moon\"\n", "Owls & <bats>"}
	terms := `searchTerms="The &#34;moon&#34; , Owls &amp; &lt;bats&gt;"`
	for _, words := range []string{"", "gran’s moon"} {
		if l.Words = words; words != "" {
			terms = `searchTerms="gran’s moon"`
		}
		got := written(t, params.Atom, l)
		for _, want := range []string{
			`<opensearch:totalResults>1001</opensearch:totalResults>`, `<opensearch:startIndex>1</opensearch:startIndex>`,
			`<opensearch:itemsPerPage>2</opensearch:itemsPerPage>`, `<opensearch:Query role="request" ` + terms + ` startPage="1">`,
			`<link rel="search" type="application/opensearchdescription+xml" href="https://store.example/opensearch.xml?site=moonbase">`,
			`<id>https://store.example/reviews/moon-walks</id>`, `href="https://store.example/reviews/moon-walks?site=moonbase"`,
		} {
			if !strings.Contains(got, want) {
				t.Errorf("no %s in %s", want, got)
			}
		}
		readFeed(t, l)
	}
}
