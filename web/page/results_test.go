package page

import (
	"fmt"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// searchFor is a search under the default lens.
func searchFor(change ...func(*params.Page)) params.Page {
	p := params.Page{Search: params.Search{Page: 1, PerPage: params.DefaultPerPage, Sort: search.ByTitle}, View: params.View{Lens: params.Practice}}
	for _, c := range change {
		c(&p)
	}
	if p.Q != "" && p.Sort == search.ByTitle {
		p.Sort = search.ByRelevance
	}
	return p
}

func typed(q string) func(*params.Page) { return func(p *params.Page) { p.Q = q } }

// moonAnswer is an answer with these programmes, and their documents.
func moonAnswer(t *testing.T, p params.Page, in *search.Interpretation, programmes ...*review.Review) (*search.Response, []*search.Document) {
	t.Helper()
	ref := shippedWords()
	found := &search.Response{Total: len(programmes), Page: p.Page, PerPage: p.PerPage, Sort: p.Sort, Interpretation: in}
	var docs []*search.Document
	for _, r := range programmes {
		hit := search.NewHit(r, ref, &p.Request().Filter)
		doc := search.NewDocument(r, ref)
		doc.Hit = hit
		found.Hits, docs = append(found.Hits, hit), append(docs, doc)
	}
	return found, docs
}

// moons is no real programme. It has an outcome for each pair given.
func moons(outcomes ...review.Outcome) *review.Review {
	r := &review.Review{
		ID: "moon-walks", Title: "Moon walks <for> families & \"friends\"", Summary: "Walks under the moon.", Status: review.Rated, Verified: true,
		UK: "some", UKNote: "One study in Leeds.", EvidenceTo: "2018-03", Outcomes: outcomes,
		Contacts: []review.Contact{{Name: "Moon office", Role: "walks", URL: "https://moon.example/?a=1&b=2"}},
		Gaps:     []review.Gap{{Question: "Does it help fathers?"}},
		Reviews:  []review.Study{{Title: "On moons", Authors: "Luna, A, Sol, B", Year: 2017, Studies: new(3)}},
	}
	if len(outcomes) == 0 {
		r.Status = review.NotRated
	}
	return r
}

func moonOutcome(name, domain string, e review.Effect, d review.Detail) review.Outcome {
	return review.Outcome{
		Name: name, Domains: []string{domain}, Effect: e, Detail: d, Strength: review.Low,
		Better: "more of " + name, ComparedWith: "staying in", UK: "none", EvidenceTo: "2018",
	}
}

var (
	moonReading = moonOutcome("Reading", "education", review.ConsistentlyPositive, "")
	moonHowling = moonOutcome("Howling", "child-behaviour", review.Negative, "")
	moonStaying = moonOutcome("Staying", "placement-stability", review.MixedOrNone, review.Mixed)
)

// inOrder asks that the text holds all of these, in this order.
func inOrder(t *testing.T, text string, wanted ...string) {
	t.Helper()
	rest := text
	for _, want := range wanted {
		_, after, ok := strings.Cut(rest, want)
		if !ok {
			t.Errorf("no %q, or not in this order, in %q", want, text)
			return
		}
		rest = after
	}
}

func holdsNo(t *testing.T, text string, unwanted ...string) {
	t.Helper()
	for _, x := range unwanted {
		if strings.Contains(text, x) {
			t.Errorf("%q in %q", x, text)
		}
	}
}

func TestResultsShowEverythingBesideARating(t *testing.T) {
	r := moons(moonReading, moonHowling)
	r.Caution, r.Verified = "Mind the dark.", false
	r.Outcomes[1].Worse, r.Outcomes[1].WorseNote = true, "One howled more."
	r.Later = []review.Later{{Domains: []string{"education"}, Direction: "less-favourable"}, {Domains: []string{"offending"}, Direction: "no-rating"}}
	r.Findings = []review.Finding{{Name: "Sleep", Domains: []string{"education"}, Text: "Slept.", Worse: true}}
	p := searchFor()
	found, docs := moonAnswer(t, p, nil, r)
	lines := framed().Info.Reference.Ratings.Lines
	text := plainText(render(t, NewResults(framed(), p, found, docs, false)))
	inOrder(t, text, "1 programme", "Moon walks <for> families & \"friends\"", "Walks under the moon.", "Rated. Each outcome below",
		"Mixed picture:", lines.Worse, "Caution. Mind the dark.",
		"Reading", "Consistently positive", "Low strength", "Better means: more of Reading", "Compared with: staying in", "This outcome was better throughout", lines.LessFavourable,
		"Howling", "Negative effect", "One howled more.",
		"1 finding of research without a rating, with a worse result", "Sleep.",
		lines.NoRating, "Read the later evidence",
		"This programme: evidence to March 2018 · Partly from the UK · The ratings were not read on the rating body’s own page.",
		"Contacts", "Moon office, walks", "Not reported in the reviews we hold", "Who provides it", "Compare Moon walks")
	holdsNo(t, text, "Matches your filters", "does not use")
}

func TestResultsFoldManyOutcomes(t *testing.T) {
	worse := moonHowling
	worse.Worse = true
	p := searchFor(func(p *params.Page) { p.Effect = []review.Effect{review.Negative} })
	found, docs := moonAnswer(t, p, nil, moons(moonReading, moonStaying, moonReading, moonStaying, worse))
	text := plainText(render(t, NewResults(framed(), p, found, docs, false)))
	inOrder(t, text, "Howling", "Matches your filters", "Reading", "Staying", "2 more rated outcomes: 1 “Consistently positive” and 1 “Mixed effect”", "Reading", "Staying")
	p = searchFor()
	found, docs = moonAnswer(t, p, nil, moons(moonReading, moonStaying, moonReading, worse))
	text = plainText(render(t, NewResults(framed(), p, found, docs, false)))
	inOrder(t, text, "Howling", "Includes a worse result.", "Reading", "Staying", "1 more rated outcome: 1 “Consistently positive”", "Reading")
	found, docs = moonAnswer(t, p, nil, moons(worse, worse, worse, worse))
	text = plainText(render(t, NewResults(framed(), p, found, docs, false)))
	inOrder(t, text, "1 more rated outcome: 1 “Negative effect”, with a worse result", "Howling")
}

func TestResultsOfUnratedProgrammes(t *testing.T) {
	r := moons()
	for i := range 5 {
		r.Findings = append(r.Findings, review.Finding{Name: fmt.Sprintf("Finding %d", i), Domains: []string{"education"}, Text: "Text."})
	}
	r.Findings[3].Worse, r.Findings[4].Domains = true, []string{"offending"}
	p := searchFor(func(p *params.Page) { p.Outcome = []string{"offending"} })
	found, docs := moonAnswer(t, p, nil, r)
	text := plainText(render(t, NewResults(framed(), p, found, docs, false)))
	holdsNo(t, text, "rating body’s own page") // there is no rating that could have been read there
	inOrder(t, text, "Not rated.", "Finding 4.", "Matches your filters", "Finding 3.", "Includes a worse result.", "Finding 0.", "2 more findings of research without a rating", "Finding 1.", "Finding 2.")
}

func TestResultsOfTheLeadLens(t *testing.T) {
	f := framed()
	f.Lens = params.Lead
	p := searchFor(func(p *params.Page) { p.Lens = params.Lead })
	found, docs := moonAnswer(t, p, nil, moons(moonReading))
	body := render(t, NewResults(f, p, found, docs, false))
	inOrder(t, plainText(body), "Evidence from the UK Partly from the UK. One study in Leeds.", "Number of studies 3 studies (Luna and others 2017)",
		"Gaps that reviewers named 1 open question", "Not reported in the reviews we hold Cost, What it takes to deliver")
	inOrder(t, body, `href="/reviews/moon-walks?lens=lead"`, `href="/reviews/moon-walks?lens=lead#gaps"`)
}

func TestResultsQuoteWhatMatched(t *testing.T) {
	quote := func(field, text string) search.Snippet {
		return search.Snippet{Field: field, Spans: []search.Span{{Text: text[:4]}, {Text: text[4:], Match: true}}}
	}
	for _, tc := range []struct {
		name, best string
		snippets   []search.Snippet
		want       []string
	}{
		{"the best section", "costs", []search.Snippet{quote("what-it-is", "Not this"), quote("costs", "One <pound>")}, []string{"One <mark>&lt;pound&gt;</mark>", `href="/reviews/moon-walks#costs">Read: Costs and benefits<`}},
		{"no best section", "", []search.Snippet{quote("gaps", "One gap"), quote("costs", "No cost")}, []string{"One <mark>gap</mark>", `href="/reviews/moon-walks#gaps">Read: Gaps<`}},
		{"the summary itself", "summary", []search.Snippet{quote("summary", "Walks under the moon.")}, []string{`<p class="summary">Walk<mark>s under the moon.</mark></p>`}},
		{"another name", "title", []search.Snippet{quote("title", "Owls and moons")}, []string{"Owls<mark> and moons</mark>", `href="/reviews/moon-walks">Read: In brief<`}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(typed("pound"))
			found, docs := moonAnswer(t, p, nil, moons(moonReading))
			found.Hits[0].Snippets, found.Hits[0].BestSection = tc.snippets, tc.best
			inOrder(t, render(t, NewResults(framed(), p, found, docs, false)), tc.want...)
		})
	}
}

func TestResultsGroupedByOutcome(t *testing.T) {
	weak := moonStaying
	weak.Domains = []string{"education"}
	other := moons(weak)
	other.ID, other.Title = "owl-talks", "Owl talks"
	unrated := moons()
	unrated.ID, unrated.Title = "sun-days", "Sun days"
	p := searchFor(func(p *params.Page) { p.Sort = search.ByEffect })
	found, docs := moonAnswer(t, p, nil, other, moons(moonReading, moonHowling), unrated)
	body := render(t, NewResults(framed(), p, found, docs, false))
	text := plainText(body)
	inOrder(t, text, "cannot be ranked against each other",
		"Children's behaviour", "Moon walks", "Howling", "Also rated on: Reading.",
		"Education", "Moon walks", "Reading", "Also rated on: Howling.", "Owl talks", "Staying", // the better one first
		"Without a rating", "Sun days")
	if n := strings.Count(body, `name="id" value="moon-walks"`); n != 2 {
		t.Errorf("%d boxes for a programme of two groups", n)
	}
	p.Outcome, p.ID = []string{"education"}, []string{"moon-walks"}
	found, docs = moonAnswer(t, p, nil, moons(moonReading))
	body = render(t, NewResults(framed(), p, found, docs, false))
	holdsNo(t, body, "cannot be ranked")
	inOrder(t, body, `value="moon-walks" checked>`)
}

// Two kinds of outcomes are no more to be ranked against each other than all.
func TestResultsGroupedByTheChosenOutcomes(t *testing.T) {
	p := searchFor(func(p *params.Page) { p.Sort, p.Outcome = search.ByEffect, []string{"education", "offending"} })
	both := moonReading
	both.Domains = []string{"education", "entry-to-care"}
	found, docs := moonAnswer(t, p, nil, moons(both, moonHowling))
	view := NewResults(framed(), p, found, docs, false)
	inOrder(t, plainText(render(t, view)), "cannot be ranked against each other", "Reading")
	if len(view.Hits) > 0 || len(view.Groups) != 1 || view.Groups[0].Title != "Education" {
		t.Errorf("groups %+v, want one of Education", view.Groups)
	}
}

func TestResultsPages(t *testing.T) {
	for _, tc := range []struct {
		name        string
		page, total int
		want        []string
	}{
		{"the first", 1, 95, []string{"Programme 1 of 95 is shown.", "Page 1", "Page 2", "Page 3", "…", "Page 10", "Next page"}},
		{"in the middle", 5, 95, []string{"Previous page", "Page 1", "…", "Page 3", "Page 4", "Page 5", "Page 6", "Page 7", "…", "Page 10", "Next page"}},
		{"the last", 2, 11, []string{"Programme 11 of 11 is shown.", "Previous page", "Page 1", "Page 2"}},
		{"past the end", 3, 11, []string{"11 programmes", "There is nothing on this page", "Go to the first page"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(func(p *params.Page) { p.Page, p.UK = tc.page, []review.UK{"yes"} })
			found, docs := moonAnswer(t, p, nil, moons(moonReading))
			if found.Total = tc.total; tc.name == "past the end" {
				found.Hits = nil
			}
			body := render(t, NewResults(framed(), p, found, docs, false))
			inOrder(t, plainText(body), tc.want...)
			inOrder(t, body, `href="/search?`)
		})
	}
}
