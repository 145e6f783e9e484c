package export

import (
	"encoding/json"
	"encoding/xml"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/search"
	"evidencestore/web/params"
)

// read is a feed as a reader sees it, apart from the types that write it.
type read struct {
	XMLName xml.Name `xml:"http://www.w3.org/2005/Atom feed"`
	ID      string   `xml:"http://www.w3.org/2005/Atom id"`
	Title   string   `xml:"http://www.w3.org/2005/Atom title"`
	Sub     string   `xml:"http://www.w3.org/2005/Atom subtitle"`
	Updated string   `xml:"http://www.w3.org/2005/Atom updated"`
	Author  string   `xml:"http://www.w3.org/2005/Atom author>name"`
	Links   []struct {
		Rel  string `xml:"rel,attr"`
		Href string `xml:"href,attr"`
	} `xml:"http://www.w3.org/2005/Atom link"`
	Entries []struct {
		ID       string `xml:"id"`
		Title    string `xml:"title"`
		Updated  string `xml:"updated"`
		Summary  string `xml:"summary"`
		Category []struct {
			Term  string `xml:"term,attr"`
			Label string `xml:"label,attr"`
		} `xml:"category"`
		Content struct {
			Type string `xml:"type,attr"`
			Text string `xml:",chardata"`
		} `xml:"content"`
	} `xml:"http://www.w3.org/2005/Atom entry"`
}

func readFeed(t testing.TB, l *List) read {
	t.Helper()
	var f read
	if err := xml.Unmarshal([]byte(written(t, params.Atom, l)), &f); err != nil {
		t.Fatalf("reading it back: %v", err)
	}
	ids := map[string]bool{f.ID: true}
	for _, e := range f.Entries {
		if e.ID == "" || ids[e.ID] || e.Content.Type != "text" {
			t.Errorf("entry id %q, content type %q", e.ID, e.Content.Type)
		}
		ids[e.ID] = true
		for _, when := range []string{e.Updated, f.Updated} {
			if _, err := time.Parse(time.RFC3339, when); err != nil {
				t.Error(err)
			}
		}
	}
	return f
}

func TestAtom(t *testing.T) {
	l := list(t, unrated(), moonWalks())
	f := readFeed(t, l)
	if f.ID != l.Feed || f.Title != l.Title || f.Sub != "Looked for: The moon | Outcome: Education" || f.Updated != "2026-03-04T00:00:00Z" || f.Author != "Evidence Store" {
		t.Errorf("feed %+v", f)
	}
	if len(f.Links) != 2 || f.Links[0].Rel != "self" || f.Links[0].Href != l.Feed || f.Links[1].Rel != "alternate" || f.Links[1].Href != l.Link {
		t.Errorf("links %+v", f.Links)
	}
	if len(f.Entries) != 2 {
		t.Fatalf("%d entries", len(f.Entries))
	}
	e := f.Entries[1]
	if e.ID != "https://store.example/reviews/moon-walks" || e.Title != "Moon walks <for> families & friends" || e.Updated != "2026-01-02T00:00:00Z" || e.Summary != l.Documents[1].Summary {
		t.Errorf("entry %+v", e)
	}
	if len(e.Category) != 1 || e.Category[0].Term != "parenting" || e.Category[0].Label != "Parenting programmes and skills" {
		t.Errorf("categories %+v", e.Category)
	}
	if text := f.Entries[0].Content.Text; !strings.HasPrefix(text, "No eligible studies: "+l.Documents[0].Statement) {
		t.Errorf("content without studies: %s", text)
	}
}

// TestAtomOnlyChangesWithTheDocuments holds that asking again shows nothing as new.
func TestAtomOnlyChangesWithTheDocuments(t *testing.T) {
	l := list(t, moonWalks())
	first := written(t, params.Atom, l)
	l.Made = l.Made.Add(100 * time.Hour)
	if diff := cmp.Diff(first, written(t, params.Atom, l)); diff != "" {
		t.Errorf("the feed changed with the clock:\n%s", diff)
	}
}

func TestAtomWithoutAddresses(t *testing.T) {
	l := list(t)
	l.Link, l.Feed = "", ""
	f := readFeed(t, l)
	if f.ID != "https://store.example/search" || len(f.Links) != 0 || len(f.Entries) != 0 || f.Updated != "2026-11-23T08:30:00Z" {
		t.Errorf("feed %+v", f)
	}
}

func TestAtomOfHostileTexts(t *testing.T) {
	f := readFeed(t, hostileList(t))
	for i, text := range hostile {
		if f.Entries[i].Summary != line(text) || f.Entries[i].Title != line(text) {
			t.Errorf("summary %q, title %q, want %q", f.Entries[i].Summary, f.Entries[i].Title, line(text))
		}
	}
}

func TestAtomOfTheShippedCorpus(t *testing.T) {
	docs := shipped(t)
	if f := readFeed(t, list(t, docs...)); len(f.Entries) != len(docs) {
		t.Errorf("%d entries of %d documents", len(f.Entries), len(docs))
	}
}

func TestJSON(t *testing.T) {
	l := list(t, moonWalks(), unrated())
	var got struct {
		Title, Link, Generation, Made, Whose, Judgement string
		Words                                           *string
		Criteria                                        []string
		Total                                           int
		Documents                                       []*search.Document
	}
	text := written(t, params.JSON, l)
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if got.Title != l.Title || got.Link != l.Link || got.Generation != l.Generation || got.Made != "2026-11-23T08:30:00Z" || got.Words != nil || got.Total != 2 {
		t.Errorf("got %+v", got)
	}
	if diff := cmp.Diff(l.Documents, got.Documents); diff != "" {
		t.Errorf("documents, -want +got:\n%s", diff)
	}
	if !strings.Contains(text, "<for>") {
		t.Error("signs are escaped that need not be")
	}
}

func TestJSONOfNothing(t *testing.T) {
	l := list(t)
	l.Criteria = nil
	if got := written(t, params.JSON, l); !strings.Contains(got, `"criteria":[]`) || !strings.Contains(got, `"documents":[]`) {
		t.Errorf("empty lists are not []: %s", got)
	}
}

func TestJSONOfHostileTexts(t *testing.T) {
	if got := written(t, params.JSON, hostileList(t)); !json.Valid([]byte(got)) {
		t.Error("no JSON")
	}
}
