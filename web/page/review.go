package page

import (
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// SimilarShown is how many similar programmes stand on the page of one: so many
// that all can be compared with it at once.
const SimilarShown = params.MaxPicked - 1

// Review is the page of one programme.
type Review struct {
	Shell
	Name      string
	Aliases   []string
	Summary   string
	Statement string // what its status means
	InBrief   []string
	Warnings  []Warning
	Facts     []Fact
	Local     *LocalNote
	Parts     []Part

	Rated     []Rated
	Found     []Found
	FoundNote string // what findings without a rating are
	Later     []LaterStudy
	Gaps      []Gap
	Reviews   []StudyCard
	Related   []StudyCard
	Contacts  []ContactCard
	Sources   []Link
	History   []HistoryEntry
	Similar   []Alike
	Compare   []Hidden // what the form to compare sends along
	Cite      Cite
	Updated   string
}

func (Review) template() string { return "review" }

// A Warning stands before everything that it is about.
type Warning struct {
	Text  string
	Links []Link // where on the page
}

// Alike is a programme that is about the same.
type Alike struct {
	ID      string
	Title   string
	URL     string
	Summary string
	Compare string // address of both side by side
}

// NewReview makes the page of a document; similar are hits of programmes like it.
func NewReview(f *Frame, doc *search.Document, similar []search.Hit) Review {
	ref := f.Info.Reference
	r := Review{
		Shell: f.Shell("", doc.Title, doc.Summary),
		Name:  doc.Title, Aliases: doc.Aliases, Summary: doc.Summary, Statement: doc.Statement, InBrief: doc.InBrief,
		Warnings: warningsOf(doc), Facts: keyFacts(doc, ref, f.Lens), Local: NewLocalNote(f.At, doc.ID),
		Later: laterStudies(doc.Later, &ref.Lists), Gaps: gapsOf(doc),
		Reviews: studyCards(doc.Reviews), Related: studyCards(doc.Related),
		Contacts: contactCards(doc.Contacts), Sources: sourceLinks(doc.Sources), History: historyOf(doc),
		Updated: day(doc.Updated),
	}
	r.Canonical = f.Base + ReviewURL(doc.ID, params.View{Lens: params.Practice}, "")
	r.OEmbed = f.oembedURL(ReviewURL(doc.ID, f.View, ""))
	r.Lenses = f.lenses(func(view params.View) string { return ReviewURL(doc.ID, view, "") })
	r.Cite = newCite(doc, f.Info.Generation, r.Canonical)
	r.addOutcomes(doc, ref)
	r.addSimilar(doc.ID, similar, f.View)
	r.Parts = partsOf(doc, &r, f.Lens)
	return r
}

func (r *Review) addOutcomes(doc *search.Document, ref *review.Reference) {
	for _, o := range doc.Outcomes {
		shown := rated(&doc.Hit, &o, ref, false)
		shown.Full = true
		r.Rated = append(r.Rated, shown)
	}
	for _, x := range doc.Findings {
		shown := found(&x, ref, false)
		if hostOf(shown.Source) == "" {
			shown.Source = ""
		}
		r.Found = append(r.Found, shown)
	}
	r.FoundNote = "This is what named research found beside the rated outcomes. It is not a rating."
	if doc.Status != review.Rated {
		r.FoundNote = ref.Ratings.Lines.NotRated
	}
}

func (r *Review) addSimilar(id string, similar []search.Hit, view params.View) {
	p := params.Page{Search: params.Search{Page: 1, PerPage: params.DefaultPerPage}, View: view}
	for _, hit := range similar {
		if hit.ID != id && len(r.Similar) < SimilarShown {
			r.Similar = append(r.Similar, Alike{
				ID: hit.ID, Title: hit.Title, URL: ReviewURL(hit.ID, view, ""), Summary: hit.Summary, Compare: compareURL(p, id, hit.ID),
			})
		}
	}
	p.ID = []string{id}
	r.Compare = hidden(p.Values())
}

// unverifiedRating is said of ratings that were read elsewhere.
const unverifiedRating = "The ratings were not read on the rating body’s own page."

// warningsOf are what a reader of the ratings must not miss.
func warningsOf(doc *search.Document) []Warning {
	var warnings []Warning
	if doc.Caution != "" {
		warnings = append(warnings, Warning{Text: doc.Caution})
	}
	if doc.WorseResult != "" {
		warnings = append(warnings, Warning{doc.WorseResult, worsePlaces(doc)})
	}
	if MixedPicture(doc.Outcomes) {
		warnings = append(warnings, Warning{Text: "Mixed picture: some outcomes were rated positive and others were not. Read each outcome on its own."})
	}
	// A document without ratings is never verified, and there is nothing to verify.
	if doc.Status == review.Rated && !doc.Verified {
		warnings = append(warnings, Warning{Text: unverifiedRating})
	}
	return warnings
}

// worsePlaces lead to the sections that hold a worse result.
func worsePlaces(doc *search.Document) []Link {
	outcome, later := false, false
	for _, o := range doc.Outcomes {
		outcome = outcome || o.Worse
	}
	for _, x := range doc.Findings {
		outcome = outcome || x.Worse
	}
	for _, l := range doc.Later {
		later = later || l.Worse
	}
	var links []Link
	if outcome {
		links = append(links, Link{headingOutcomes, "#outcomes"})
	}
	if later {
		links = append(links, Link{headingLater, "#later"})
	}
	return links
}
