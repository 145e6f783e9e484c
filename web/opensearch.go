package web

import (
	"bytes"
	"encoding/xml"
	"fmt"
	"net/http"
	"strings"
	"unicode"
	"unicode/utf8"

	"evidencestore/search"
	"evidencestore/web/page"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

const (
	typeOpenSearch  = "application/opensearchdescription+xml"
	typeSuggestions = "application/x-suggestions+json"
)

// An openSearch is a description document of OpenSearch 1.1: how browsers and
// intranets ask this store.
type openSearch struct {
	XMLName          xml.Name        `xml:"http://a9.com/-/spec/opensearch/1.1/ OpenSearchDescription"`
	ShortName        string          `xml:"ShortName"` // at most 16 characters
	LongName         string          `xml:"LongName,omitempty"`
	Description      string          `xml:"Description"`
	Tags             string          `xml:"Tags"` // words with spaces between them
	Contact          string          `xml:"Contact,omitempty"`
	URLs             []searchURL     `xml:"Url"`
	Image            searchImage     `xml:"Image"`
	Query            openSearchQuery `xml:"Query"`
	Developer        string          `xml:"Developer"`
	Attribution      string          `xml:"Attribution,omitempty"`
	SyndicationRight string          `xml:"SyndicationRight"`
	AdultContent     bool            `xml:"AdultContent"`
	Language         string          `xml:"Language"`
	OutputEncoding   string          `xml:"OutputEncoding"`
	InputEncoding    string          `xml:"InputEncoding"`
}

type searchURL struct {
	Type     string `xml:"type,attr"`
	Rel      string `xml:"rel,attr,omitempty"`
	Template string `xml:"template,attr"`
}

type searchImage struct {
	Height int    `xml:"height,attr"`
	Width  int    `xml:"width,attr"`
	Type   string `xml:"type,attr"`
	URL    string `xml:",chardata"`
}

type openSearchQuery struct {
	Role        string `xml:"role,attr"`
	SearchTerms string `xml:"searchTerms,attr"`
}

// Lengths in characters that OpenSearch 1.1 allows.
const (
	maxLongName    = 48
	maxAttribution = 256
)

// openSearch describes the search to programs. With a site it leads to the search as
// the readers of that intranet see it.
func (s *Server) openSearch(w http.ResponseWriter, r *http.Request) error {
	info, p, err := read(s, r, &params.ForPlain)
	if err != nil {
		return err
	}
	if s.unchanged(w, r, info.Generation) {
		return nil
	}
	icon, err := page.AssetPath("icon.svg")
	if err != nil {
		return fmt.Errorf("description of the search: %w", err)
	}
	at := site.Find(s.opt.Sites, p.Site)
	base := s.base(r)
	doc := openSearch{
		ShortName: storeName, Description: "Programmes and ways of working in children’s social care: what was shown for which outcome, and how far that can be trusted.",
		Tags: "evidence social-care children families research", Contact: s.opt.Organisation.Email,
		URLs: searchURLs(base, p.View, at), Image: searchImage{16, 16, "image/svg+xml", base + icon},
		Query: openSearchQuery{"example", page.Examples()[0]}, Developer: storeName, Attribution: fitting(info.Reference.Ratings.Lines.Whose, maxAttribution),
		SyndicationRight: "open", Language: "en-GB", OutputEncoding: "UTF-8", InputEncoding: "UTF-8",
	}
	if at != nil {
		doc.LongName = fitting(storeName+" for "+at.Name, maxLongName)
	}
	body, err := encodeXML(doc)
	if err != nil {
		return err
	}
	s.public(w, info.Generation)
	write(w, http.StatusOK, typeOpenSearch+"; charset=utf-8", body)
	return nil
}

// storeName is what the store is called where other programs show it.
const storeName = "Evidence Store"

// fitting is the text where it is short enough, and nothing otherwise: half a sentence
// on whose the ratings are would be worse than none.
func fitting(text string, characters int) string {
	if utf8.RuneCountInString(text) > characters {
		return ""
	}
	return text
}

// searchURLs are the ways to ask. A site that wants no suggestions names none.
func searchURLs(base string, view params.View, at *site.Site) []searchURL {
	if at != nil && view.Lens == params.Practice && at.Lens != "" {
		view.Lens = at.Lens
	}
	// A template goes before what is added, since braces must not be encoded.
	under := func(template string, view params.View) string {
		if values := view.Values(); len(values) > 0 {
			template += "&" + values.Encode()
		}
		return base + template
	}
	urls := []searchURL{
		{Type: "text/html", Template: under("/search?q={searchTerms}&page={startPage?}", view)},
		{Type: "application/atom+xml", Template: under("/search?q={searchTerms}&format=atom", view)},
	}
	if at == nil || at.Suggestions {
		urls = append(urls, searchURL{typeSuggestions, "suggestions", under("/opensearch/suggest?q={searchTerms}", ofSite(view.Site))})
	}
	return append(urls, searchURL{typeOpenSearch, "self", base + described(view)})
}

// described is the path of the description as a view has it.
func described(view params.View) string { return params.Address("/opensearch.xml", view.Values()) }

// ofSite is a view without a lens, for what knows none.
func ofSite(id string) params.View { return params.View{Lens: params.Practice, Site: id} }

// What is longer than this is somebody's story, and a story may hold names. The pages
// do not send it either.
const (
	maxCompletedChars = 40
	maxCompletedWords = 5
	completions       = 8
)

// complete answers the search box of a browser as the OpenSearch Suggestions
// extension has it: what was typed, completions, what each is, where each leads.
func (s *Server) complete(w http.ResponseWriter, r *http.Request) error {
	_, p, err := read(s, r, &params.ForCompleting)
	if err != nil {
		return err
	}
	at := site.Find(s.opt.Sites, p.Site)
	texts, kinds, addresses := []string{}, []string{}, []string{}
	if worthCompleting(p.Q) && (at == nil || at.Suggestions) {
		found, err := inTurn(r.Context(), s, func() ([]search.Suggestion, error) {
			return s.opt.Searcher.Suggest(r.Context(), p.Q, completions)
		})
		if err != nil {
			return fmt.Errorf("completing: %w", err)
		}
		for _, one := range found {
			texts, kinds = append(texts, one.Text), append(kinds, suggestionKinds[one.Kind])
			addresses = append(addresses, s.base(r)+suggested(one, ofSite(p.Site)))
		}
	}
	body, err := encode([]any{p.Q, texts, kinds, addresses})
	if err != nil {
		return err
	}
	private(w)
	write(w, http.StatusOK, typeSuggestions+"; charset=utf-8", body)
	return nil
}

// suggestionKinds say what a suggestion is, as the pages do.
var suggestionKinds = map[search.SuggestionKind]string{
	search.SuggestReview: "Programme", search.SuggestConcept: "Subject", search.SuggestQuestion: "Question",
}

// worthCompleting says whether what was typed is enough to complete, and no story.
func worthCompleting(typed string) bool {
	letters := 0
	for _, r := range typed {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			letters++
		}
	}
	return letters >= 2 && utf8.RuneCountInString(typed) <= maxCompletedChars && len(strings.Fields(typed)) <= maxCompletedWords
}

// suggested is where a suggestion leads.
func suggested(one search.Suggestion, view params.View) string {
	p := params.Page{Search: params.Search{Page: 1, PerPage: params.DefaultPerPage}, View: view}
	switch one.Kind {
	case search.SuggestReview:
		return page.ReviewURL(one.ID, view, "")
	case search.SuggestConcept:
		p.Concept = []string{one.ID}
	default:
		p.Q = one.Text // a question of the corpus, and not what was typed
	}
	return params.Address("/search", p.Values())
}

// encodeXML is a whole XML document.
func encodeXML(v any) ([]byte, error) {
	var buf bytes.Buffer
	buf.WriteString(xml.Header)
	enc := xml.NewEncoder(&buf)
	enc.Indent("", "  ")
	if err := enc.Encode(v); err != nil {
		return nil, fmt.Errorf("encoding an answer: %w", err)
	}
	buf.WriteByte('\n')
	return buf.Bytes(), nil
}
