package page

import (
	"fmt"
	"html"
	"slices"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// readConcept is one of the shipped thesaurus, read from some words.
func readConcept(t *testing.T, id string, documents int, words ...string) search.Concept {
	t.Helper()
	for _, c := range shippedWords().Thesaurus.Concepts {
		if c.ID == id {
			return search.Concept{ID: id, Label: c.Label, Kind: c.Kind, Words: words, Documents: documents}
		}
	}
	t.Fatalf("no concept %q", id)
	return search.Concept{}
}

func TestResultsSayHowTheQuestionWasRead(t *testing.T) {
	p := searchFor(typed("mon <script> gran zzyzx"), func(p *params.Page) { p.Concept = []string{"neglect"} })
	in := &search.Interpretation{
		Concepts:    []search.Concept{readConcept(t, "grandparents", 3, "gran"), readConcept(t, "neglect", 1)},
		Corrections: []search.Correction{{From: "mon", To: "moon"}},
		Unknown:     []string{"zzyzx", "<script>"},
	}
	found, docs := moonAnswer(t, p, in, moons(moonReading))
	body := render(t, NewResults(framed(), p, found, docs, false))
	inOrder(t, plainText(body), "1 programme on grandparents and neglect", "We looked for:", "grandparents from “gran” · 3 programmes are about this Remove",
		"neglect 1 programme is about this Remove", "We read “mon” as “moon”.", "Search for the words as typed", "Not known to the store: “zzyzx”, “<script>”")
	inOrder(t, html.UnescapeString(body), `href="/search?concept=neglect&q=mon+%3Cscript%3E+gran+zzyzx&without=grandparents"`,
		`href="/search?q=mon+%3Cscript%3E+gran+zzyzx"`, `&verbatim=true"`)
	holdsNo(t, body, "<script>")
}

func TestResultsSayWhatWasTakenBack(t *testing.T) {
	p := searchFor(typed("gran"), func(p *params.Page) { p.Without, p.Verbatim = []string{"grandparents"}, true })
	found, docs := moonAnswer(t, p, &search.Interpretation{}, moons(moonReading))
	text := plainText(render(t, NewResults(framed(), p, found, docs, false)))
	inOrder(t, text, "1 programme with words of your question", "Every word is taken as typed.", "Correct the spelling", "Removed:", "grandparents Put back")
}

func TestResultsOfALongStory(t *testing.T) {
	in := &search.Interpretation{
		Notice: &search.Notice{Kind: search.Relaxed, Text: "Too few have " + strings.Repeat("“word” ", 40)},
		Notes:  []search.Notice{{Kind: search.Shortened, Text: "It was long."}, {Kind: search.PersonalDetails, Text: "It seems to hold a date."}},
	}
	for i, c := range shippedWords().Thesaurus.Concepts[:31] {
		in.Concepts = append(in.Concepts, search.Concept{ID: c.ID, Label: c.Label, Kind: c.Kind, Words: []string{fmt.Sprint("said", i)}})
		in.Dropped = append(in.Dropped, fmt.Sprint("plain", i), fmt.Sprint("said", i))
	}
	p := searchFor(typed(strings.Repeat("a story with a child ", 60)))
	found, docs := moonAnswer(t, p, in, moons(moonReading))
	for i := range 20 {
		found.Hits[0].Missing = append(found.Hits[0].Missing, fmt.Sprint("missing", i))
	}
	text := plainText(render(t, NewResults(framed(), p, found, docs, true)))
	inOrder(t, text, "1 programme on parts of this question", relaxedShort, "It was long.", "It seems to hold a date.", "and 25 more subjects",
		"A programme need not have: “said0”, “said1”", "and 56 more", "“plain30”",
		"Words of the question that its document does not use: “missing0”, “missing1”, “missing2” and 17 more.")
}

func TestResultsNoticesOfEveryKind(t *testing.T) {
	for _, kind := range search.NoticeKinds {
		for _, total := range []int{0, 1} {
			t.Run(fmt.Sprint(kind, " ", total), func(t *testing.T) {
				p := searchFor(typed("moon"))
				in := &search.Interpretation{Notice: &search.Notice{Kind: kind, Text: "A sentence & <more>."}}
				found, docs := moonAnswer(t, p, in, slices.Repeat([]*review.Review{moons(moonReading)}, total)...)
				text := plainText(render(t, NewResults(framed(), p, found, docs, false)))
				if leads[kind] == "" {
					t.Errorf("no words for %s", kind)
				}
				if total > 0 {
					inOrder(t, text, leads[kind])
				}
				inOrder(t, text, "A sentence & <more>.")
			})
		}
	}
}

func TestResultsHonestZero(t *testing.T) {
	for _, tc := range []struct {
		name    string
		kind    search.NoticeKind
		concept search.Concept
		want    []string
	}{
		{"nothing held", search.NothingHeld, readConcept(t, "bedwetting-and-soiling", 0, "wet bed"), []string{"Nothing held on bedwetting and soiling", "not evidence that nothing helps"}},
		{"held, but not together", search.NothingHeld, readConcept(t, "neglect", 8, "neglect"), []string{"Nothing held that answers this question"}},
		{"no studies", search.NoEligibleStudies, readConcept(t, "bedwetting-and-soiling", 0, "wet bed"), []string{"Nothing held on bedwetting and soiling", "looked for and is missing"}},
		{"unknown words", search.UnknownWords, readConcept(t, "neglect", 8, "neglect"), []string{"Nothing held that answers this question", "Check the spelling"}},
		{"no words", search.NoWords, readConcept(t, "neglect", 8, "neglect"), []string{"Nothing to look for"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(typed("wet bed of gran"))
			in := &search.Interpretation{Concepts: []search.Concept{tc.concept, readConcept(t, "grandparents", 3, "gran")}, Notice: &search.Notice{Kind: tc.kind, Text: "So."}}
			found, docs := moonAnswer(t, p, in, moons(moonReading))
			found.Nearest, found.Hits, found.Total = found.Hits, nil, 0
			body := render(t, NewResults(framed(), p, found, docs, false))
			text := plainText(body)
			inOrder(t, text, tc.want...)
			inOrder(t, text, "Ways on", "without "+tc.concept.Label, "See where evidence is missing", "Browse all programmes", "Read how to ask",
				"On neighbouring subjects (these do not answer the question)", "Moon walks")
			holdsNo(t, body, "compare-form", `name="format"`, `id="filters"`)
			inOrder(t, body, `href="/search?concept=grandparents"`)
		})
	}
}

func TestResultsOfferAPartOfTheQuestion(t *testing.T) {
	var other search.Concept
	for _, c := range shippedWords().Thesaurus.Concepts {
		if c.Kind == review.Elsewhere {
			other = readConcept(t, c.ID, 0, "other")
		}
	}
	gran, neglect := readConcept(t, "grandparents", 3, "gran"), readConcept(t, "neglect", 8, "neglect")
	for _, tc := range []struct {
		name     string
		concepts []search.Concept
		unknown  []string
		want     string // addresses
	}{
		{"two concepts", []search.Concept{gran, neglect}, nil, "/search?concept=neglect /search?concept=grandparents"},
		{"one concept", []search.Concept{gran}, nil, ""},
		{"one concept and a word", []search.Concept{gran}, []string{"zzyzx"}, "/search?concept=grandparents"},
		{"something else", []search.Concept{other}, []string{"zzyzx"}, ""},
		{"something else beside a concept", []search.Concept{other, gran}, []string{"zzyzx"}, "/search?concept=grandparents"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(typed("what was typed"))
			in := &search.Interpretation{Concepts: tc.concepts, Unknown: tc.unknown, Notice: &search.Notice{Kind: search.NothingHeld, Text: "None."}}
			found, docs := moonAnswer(t, p, in)
			view := NewResults(framed(), p, found, docs, false)
			render(t, view)
			var got []string
			for _, way := range view.Zero.Ways {
				if strings.Contains(way.URL, "concept=") {
					got = append(got, way.URL)
				}
			}
			if strings.Join(got, " ") != tc.want {
				t.Errorf("offers %q, want %q", got, tc.want)
			}
		})
	}
}

func TestResultsThatFiltersTook(t *testing.T) {
	p := searchFor(typed("gran"), func(p *params.Page) {
		p.Outcome, p.EffectMin, p.Page = []string{"education", "offending"}, review.TendsPositive, 2
	})
	in := &search.Interpretation{Notice: &search.Notice{Kind: search.Filtered, Text: "2 programmes answer without the filters.", Filters: []search.FilterNotice{
		{Parameter: "effect", Total: 0}, {Parameter: "outcome", Total: 2},
	}}}
	found, docs := moonAnswer(t, p, in)
	body := render(t, NewResults(framed(), p, found, docs, false))
	inOrder(t, plainText(body), "No programme passes these filters", "Overall effectiveness: Tends to be positive or better: still nothing without it.",
		"Outcome: Education and Offending: 2 programmes without it.", "Remove all filters")
	inOrder(t, body, `href="/search?outcome=education&amp;outcome=offending&amp;q=gran"`, `href="/search?effect_min=tends-positive&amp;q=gran"`, `href="/search?q=gran"`)
}

func TestResultsKeepPostedWordsOutOfAddresses(t *testing.T) {
	const secret = "Zzyzx’s gran"
	for _, readable := range []bool{true, false} {
		in := &search.Interpretation{
			Corrections: []search.Correction{{From: "mon", To: "moon"}},
			Notice:      &search.Notice{Kind: search.Filtered, Text: "None.", Filters: []search.FilterNotice{{Parameter: "uk", Total: 1}}},
		}
		if readable {
			in.Concepts = []search.Concept{readConcept(t, "grandparents", 3, "gran"), readConcept(t, "neglect", 1, "left alone")}
		}
		for _, total := range []int{0, 1, 30} {
			t.Run(fmt.Sprint(readable, total), func(t *testing.T) {
				p := searchFor(typed(secret), func(p *params.Page) { p.UK, p.Without = []review.UK{"yes"}, []string{"fathers"} })
				found, docs := moonAnswer(t, p, in, slices.Repeat([]*review.Review{moons(moonReading)}, min(total, 1))...)
				found.Total = total
				view := NewResults(framed(), p, found, docs, true)
				body := render(t, view)
				for _, attribute := range []string{"href", "action"} {
					for _, part := range strings.Split(body, attribute+`="`)[1:] {
						if address, _, _ := strings.Cut(part, `"`); strings.Contains(strings.ToLower(address), "zzyzx") || strings.Contains(address, "q=") {
							t.Errorf("the words stand in %q", address)
						}
					}
				}
				holdsNo(t, view.Title+view.Canonical+view.Feed, "ran’s", "Zzyzx")
				inOrder(t, body, `noindex`, `method="post"`, `value="Zzyzx’s gran"`)
				if got := view.Canonical != ""; got != readable {
					t.Errorf("canonical address %q", view.Canonical)
				}
				if readable {
					inOrder(t, view.Title, "grandparents, neglect")
					inOrder(t, view.Canonical, "https://store.example/search?concept=", "uk=yes")
					inOrder(t, view.Feed, "/search?concept=", "format=atom")
				}
			})
		}
	}
}

func TestResultsTakeTheWordsAlongOnlyIfAsked(t *testing.T) {
	p := searchFor(typed("gran's moon"), func(p *params.Page) { p.Page, p.UK, p.ID = 1, []review.UK{"yes"}, []string{"x"} })
	found, docs := moonAnswer(t, p, &search.Interpretation{}, moons(moonReading))
	text := plainText(render(t, NewResults(framed(), p, found, docs, false)))
	inOrder(t, text, "Also carry the words I typed", "Without this, nothing of the question is carried.", "Name the words I typed in the file")
	p = searchFor()
	found, docs = moonAnswer(t, p, nil, moons(moonReading))
	body := render(t, NewResults(framed(), p, found, docs, false))
	holdsNo(t, plainText(body), "words I typed")
	holdsNo(t, body, "noindex")
	inOrder(t, body, "<title>All programmes: 1 programme · Evidence Store</title>", `href="https://store.example/search"`, `href="/search?format=atom"`)
}

// A heading says of programmes that they are on a subject only if all of them are.
func TestResultsHeadingPromisesNoMoreThanThereIs(t *testing.T) {
	wider := &search.Notice{Kind: search.BroaderOnly, Text: "No programme is about it as such."}
	for _, tc := range []struct {
		name     string
		concepts []search.Concept
		notice   *search.Notice
		total    int
		want     string
	}{
		{"all are about it", []search.Concept{readConcept(t, "neglect", 2, "left alone")}, nil, 2, "2 programmes on neglect"},
		{"some only mention it", []search.Concept{readConcept(t, "neglect", 1, "left alone")}, nil, 2, "2 programmes about or mentioning neglect"},
		{"none is about it", []search.Concept{readConcept(t, "neglect", 0, "left alone"), readConcept(t, "grandparents", 2, "gran")}, nil, 2, "2 programmes on grandparents"},
		{"something wider", []search.Concept{readConcept(t, "neglect", 0, "left alone")}, wider, 2, "2 programmes on something wider than this question"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(typed("what was typed"))
			other := moons(moonReading)
			other.ID = "owl-walks"
			found, docs := moonAnswer(t, p, &search.Interpretation{Concepts: tc.concepts, Notice: tc.notice}, moons(moonReading), other)
			view := NewResults(framed(), p, found, docs, false)
			if view.Heading != tc.want || !strings.HasPrefix(view.Title, "Search for ") {
				t.Errorf("heading %q, title %q, want %q", view.Heading, view.Title, tc.want)
			}
		})
	}
}

// That nothing was rated negative is no sign of safety.
func TestResultsOfNegativeRatings(t *testing.T) {
	line := shippedWords().Ratings.Lines.NoNegative
	for _, tc := range []struct {
		name   string
		change func(*params.Page)
		cell   int
		says   bool
	}{
		{"none is held", func(p *params.Page) { p.Effect = []review.Effect{review.Negative} }, 0, true},
		{"some are, on other strength", func(p *params.Page) { p.Effect = []review.Effect{review.Negative} }, 1, false},
		{"not asked for", func(p *params.Page) { p.EffectMin = review.TendsPositive }, 0, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(tc.change)
			found, docs := moonAnswer(t, p, nil)
			found.Grid = []search.Cell{{Effect: review.Negative, Strength: review.High, Count: tc.cell}}
			if text := plainText(render(t, NewResults(framed(), p, found, docs, false))); strings.Contains(text, line) != tc.says {
				t.Errorf("%q in %q, want %t", line, text, tc.says)
			}
		})
	}
}

// The order of relevance passes easily for a ranking, so that the page says what it is.
func TestResultsSayThatTheOrderIsNoRanking(t *testing.T) {
	other := moons(moonReading)
	other.ID = "owl-walks"
	for _, tc := range []struct {
		name       string
		programmes []*review.Review
		sort       search.Sort
		says       bool
	}{
		{"many by relevance", []*review.Review{moons(moonReading), other}, search.ByRelevance, true},
		{"one", []*review.Review{other}, search.ByRelevance, false},
		{"many by title", []*review.Review{moons(moonReading), other}, search.ByTitle, false},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := searchFor(typed("gran"))
			p.Sort = tc.sort
			found, docs := moonAnswer(t, p, nil, tc.programmes...)
			if text := plainText(render(t, NewResults(framed(), p, found, docs, false))); strings.Contains(text, strings.TrimSpace(byFit)) != tc.says {
				t.Errorf("%q in %q, want %t", byFit, text, tc.says)
			}
		})
	}
}
