package page

import (
	"net/url"
	"strings"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
	"evidencestore/web/site"
)

// embedPath is the address of the search as an intranet frames it; what else it frames
// lies under it.
const embedPath = "/embed"

// EmbedPerPage is how many programmes stand on a page of an embed.
const EmbedPerPage = 5

// A Framing is what stands around each page that an intranet frames.
type Framing struct {
	Owner       string // whose intranet it is
	Headline    string // of the site
	Language    string // of Owner and Headline
	Origins     string // that may learn how high the page is, with spaces between them
	Theme       string // address of the style sheet with the colours of the host, or ""
	Suggestions bool
	Start       string // address of the box
}

func (Framing) layout() string { return "embed-layout.html" }

func newFraming(f *Frame) Framing {
	at := f.At
	framing := Framing{
		Owner: at.Name, Headline: at.Heading, Language: at.Language, Origins: strings.Join(at.Origins, " "),
		Suggestions: at.Suggestions, Start: params.Address(embedPath, f.Values()),
	}
	if at.Colours != (site.Colours{}) {
		framing.Theme = embedPath + "/v1/theme/" + url.PathEscape(at.ID) + ".css"
	}
	return framing
}

// Embed is the search in a frame: the box, and what was found.
type Embed struct {
	Shell
	Framing
	Ask    EmbedBox
	Answer *EmbedAnswer // nil until something is asked for
	Browse []Link       // ways in for a frame that may not send forms
	All    Link         // to the store itself
}

func (Embed) template() string { return "embed" }

// An EmbedBox takes a question and sends the filters along.
type EmbedBox struct {
	Box
	Filters Filters
	Here    *LocalFilter // nil where the site says nothing of what is available
	Preset  bool         // whether the filters are those that the site begins with
}

// An EmbedAnswer is what was found.
type EmbedAnswer struct {
	*Results
	Hits    []EmbedHit
	Groups  []EmbedGroup
	Nearest []EmbedHit
	Ways    []EmbedLink
}

// An EmbedHit is a programme that was found, with the ways to read on.
type EmbedHit struct {
	Hit
	Here  string // address of the compact view inside the frame
	There string // address of the page in the store where hits open there, or ""
}

// An EmbedGroup is a HitGroup in a frame.
type EmbedGroup struct {
	ID    string
	Title string
	Hits  []EmbedHit
}

// An EmbedLink may lead out of the frame.
type EmbedLink struct {
	Link
	Out bool
}

// NewEmbed makes the box of a site, with the filters that p has.
func NewEmbed(f *Frame, p params.Page) Embed {
	e := newEmbed(f, p)
	e.Title = f.At.Heading
	e.Ask.Preset = true
	for _, topic := range f.Info.Reference.Lists.Topics {
		on := params.Page{Search: params.Search{Topic: []string{topic.ID}, Page: 1, PerPage: p.PerPage}, View: p.View}
		e.Browse = append(e.Browse, Link{topic.Label, searchURL(on)})
	}
	e.All = Link{"Open the Evidence Store", searchURL(unframed(ofBox(p)))}
	return e
}

// NewEmbedResults makes the box of a site with what was found.
func NewEmbedResults(f *Frame, p params.Page, found *search.Response) Embed {
	e := newEmbed(f, p)
	r := NewResults(f, p, found, nil, false)
	e.Title, e.Ask.Typed = r.Title, p.Q
	answer := &EmbedAnswer{Results: &r, Hits: embedHits(f.At, p, r.Hits)}
	for _, g := range r.Groups {
		answer.Groups = append(answer.Groups, EmbedGroup{g.ID, g.Title, embedHits(f.At, p, g.Hits)})
	}
	if r.Zero != nil {
		answer.Nearest = embedHits(f.At, p, r.Zero.Nearest)
		answer.Ways = embedLinks(r.Zero.Ways, p)
	}
	e.Answer = answer
	e.All = Link{"Open the Evidence Store", params.Address("/", unframed(p).View.Values())}
	if read, readable := ByReading(p, found.Interpretation, f.Info.Reference); readable {
		e.All = Link{"All results and filters in the Evidence Store", searchURL(unframed(read))}
	}
	return e
}

func newEmbed(f *Frame, p params.Page) Embed {
	e := Embed{Shell: f.Shell("", "", ""), Framing: newFraming(f)}
	e.Private = true
	ticked := ofBox(p)
	ticked.Local = params.Local{} // a tick of its own
	e.Ask = EmbedBox{
		Box:     Box{MaxLength: f.Limits.QuestionChars, Hidden: hidden(ticked.Values())},
		Filters: Filters{Path: embedPath, Links: p, ref: f.Info.Reference}, Here: newLocalFilter(f, p),
	}
	return e
}

// ofBox is a search without what the next question replaces.
func ofBox(p params.Page) params.Page {
	p.Q, p.Concept, p.Without, p.Verbatim, p.Page, p.ID = "", nil, nil, false, 1, nil
	p.Format, p.Words, p.Explain = "", false, false
	if p.Sort == search.ByRelevance {
		p.Sort = search.ByTitle // what it is by default as long as nothing is asked
	}
	return p
}

// unframed is the same search on the store's own pages, from its beginning.
func unframed(p params.Page) params.Page {
	p.Framed, p.Page, p.PerPage, p.ID = false, 1, params.DefaultPerPage, nil
	return p
}

// embedHits are hits one heading lower, since the count of them is a heading. Their
// links take the search along, so that the compact view leads back to it.
func embedHits(at *site.Site, p params.Page, hits []Hit) []EmbedHit {
	var out []EmbedHit
	for _, h := range hits {
		h.Heading = 3
		deeper(h.Outcomes)
		deeper(h.MoreOutcomes.Outcomes)
		sourceless(h.Findings)
		sourceless(h.MoreFindings.Findings)
		path, _, _ := strings.Cut(h.URL, "?")
		hit := EmbedHit{Hit: h, Here: params.Address(path, p.Values())}
		if at.Open == site.InTab {
			hit.There = strings.TrimPrefix(h.URL, embedPath)
		}
		out = append(out, hit)
	}
	return out
}

func deeper(outcomes []Rated) {
	for i := range outcomes {
		outcomes[i].Heading = 4
	}
}

// sourceless takes away links to pages elsewhere, which may not let themselves be
// framed. The whole page has them.
func sourceless(findings []Found) {
	for i := range findings {
		findings[i].Source = ""
	}
}

// embedLinks keep what the embed can show inside the frame.
func embedLinks(links []Link, p params.Page) []EmbedLink {
	var out []EmbedLink
	for _, l := range links {
		if strings.HasPrefix(l.URL, "/search") {
			l.URL = searchURL(Unfiltered(ofBox(p)))
		}
		out = append(out, EmbedLink{l, !strings.HasPrefix(l.URL, embedPath)})
	}
	return out
}

// EmbedProblem is an error in a frame, where the page of an error could not be shown.
type EmbedProblem struct {
	Problem
	Framing
}

func (EmbedProblem) template() string { return "embed-problem" }

// NewEmbedProblem makes the page of an error in a frame.
func NewEmbedProblem(f *Frame, heading, detail string, faults params.Faults, requestID string) EmbedProblem {
	return EmbedProblem{NewProblem(f, heading, detail, faults, requestID), newFraming(f)}
}

// EmbedRefusal answers who asks for an embed without a site that is known.
type EmbedRefusal struct {
	Shell
	Named  string // the site that was asked for, or ""
	Config string // what the operator has to write
}

func (EmbedRefusal) template() string { return "embed-refusal" }

// NewEmbedRefusal makes the page that says what to ask the operator for.
func NewEmbedRefusal(f *Frame, named string) EmbedRefusal {
	r := EmbedRefusal{
		Shell: f.Shell("", "This search is not set up for your intranet", "What to ask the operator of this store for."),
		Named: named, Config: siteLines("anytown"),
	}
	r.Private = true
	if review.CheckID(named) == nil {
		r.Config = siteLines(named)
	} else if len(named) > 0 {
		r.Named = ""
	}
	return r
}

// siteLines are the least that an operator writes for a site.
func siteLines(id string) string {
	return `[[site]]
id = "` + id + `"
name = "Anytown Council"                          # whose intranet it is
origins = ["https://anytown.sharepoint.com"]      # scheme and host of its pages, without a path
`
}
