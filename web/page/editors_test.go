package page

import (
	"errors"
	"strings"
	"testing"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// editorsOnly is said on every page for editors.
const editorsOnly = "For editors and operators, not public."

// marked holds that a page for editors says what it is, keeps search engines away, and
// leads to the others.
func marked(t *testing.T, v View, want, not []string) string {
	t.Helper()
	body := wants(t, v, append([]string{editorsOnly}, want...), not)
	for _, part := range []string{`<meta name="robots" content="noindex">`, `href="/editors"`, `href="/editors/drafts"`, `href="/editors/unmet"`} {
		if !strings.Contains(body, part) {
			t.Errorf("no %s", part)
		}
	}
	if strings.Contains(body, "rel=\"canonical\"") || strings.Contains(body, "oembed") {
		t.Error("the page has an address for the public")
	}
	return body
}

var noon = time.Date(2026, 11, 23, 12, 5, 0, 0, time.UTC)

func TestEditorsCorpus(t *testing.T) {
	hostile := `<script>alert("moon")</script>`
	for _, tc := range []struct {
		name      string
		state     CorpusState
		want, not []string
	}{
		{
			"up to date",
			CorpusState{Generation: "000007-abcdef01", Built: noon, Documents: 2300, Generations: []Generation{{Name: "000007-abcdef01", Built: noon, Documents: 2300, Current: true}}},
			[]string{"✓ What is served is what the corpus says.", "000007-abcdef01", "23 November 2026, 12:05 UTC", "2,300", "Served now ; published last"},
			[]string{"refused", "Held", "ahead", "could not be listed"},
		},
		{
			"ahead",
			CorpusState{Stale: true, Reasons: []string{"the index could not be written: disk full", hostile}},
			[]string{"! The corpus is ahead of what is served.", "disk full", hostile, "not known", "There is none."},
			[]string{"✓", "refused", "Held after"},
		},
		{"held", CorpusState{Held: true}, []string{"Held after a rollback"}, []string{"✓", "ahead"}},
		{
			"refused",
			CorpusState{Refused: &Refused{When: noon, Count: 4, Faults: review.Faults{
				{File: "reviews/moon.md", Line: 1200, What: "no title " + hostile, Mend: "add one"},
				{File: "questions.toml", Line: 7, Question: "moon-question", What: "loses an answer", Mend: "put it back"},
				{File: "reviews/说.md", What: "the rating changes, without a dated reason"},
			}}},
			[]string{
				"The corpus that was refused: 4 faults", "Looked at on 23 November 2026, 12:05 UTC", "Only the first 3 faults are shown", "reviews/moon.md, line 1,200", hostile, "add one",
				"Questions with known answers that would lose one of them: 1 fault", "moon-question (questions.toml, line 7)", "put it back",
				"Ratings that would change without a dated reason: 1 fault", "reviews/说.md", "without a dated reason not known", "Faults in files: 1 fault",
			},
			[]string{"✓"},
		},
		{
			"one question",
			CorpusState{Refused: &Refused{When: noon, Count: 1, Faults: review.Faults{{File: "questions.toml", Question: "q", What: "w", Mend: "m"}}}},
			[]string{"1 fault", "q (questions.toml)"},
			[]string{"Only the first", "Faults in files", "Ratings that would change"},
		},
		{
			"broken generations",
			CorpusState{Generation: "000001-aa", Unlisted: "permission denied", Generations: []Generation{
				{Name: "000002-bb", Current: true, Unusable: "the manifest is missing"}, {Name: "000001-aa", Built: noon, Documents: 1}, {Name: "000000-cc", Built: noon, Documents: 5},
			}},
			[]string{"could not be listed: permission denied", "000002-bb not known not known Not usable: the manifest is missing; published last", "000001-aa 23 November 2026, 12:05 UTC 1 Served now", "5 Usable"},
			[]string{"There is none."},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := marked(t, NewEditorsCorpus(frame(t), tc.state), tc.want, tc.not)
			if strings.Contains(body, hostile) {
				t.Error("markup of the corpus is on the page")
			}
		})
	}
	marked(t, NewEditorsCorpus(&Frame{}, CorpusState{}), []string{"The corpus"}, nil)
}

func TestEditorsDrafts(t *testing.T) {
	marked(t, NewEditorsDrafts(frame(t), Drafts{}), []string{"There is no draft in the corpus now."}, []string{"Last updated"})
	body := marked(t, NewEditorsDrafts(frame(t), Drafts{All: []Draft{
		{ID: "moon-walks", File: "reviews/moon-walks.md", Doc: &review.Review{ID: "moon-walks", Title: `Moon <walks> & "tides"`, Updated: "2026-01-02"}},
		{ID: "night-walks", File: "reviews/night-walks.md", Faults: review.Faults{{}}},
		{ID: "untitled", File: "reviews/untitled.md", Doc: &review.Review{ID: "untitled"}, Faults: review.Faults{{}, {}}},
		{ID: "long", File: "reviews/long.md", Doc: &review.Review{ID: "long", Title: strings.Repeat("Long ", 50) + "说"}},
	}}), []string{"4 drafts", `Moon <walks> & "tides" reviews/moon-walks.md 2 January 2026 no fault`, "night-walks reviews/night-walks.md not known 1 fault", "untitled reviews/untitled.md not known 2 faults", "说"}, []string{"no draft"})
	if !strings.Contains(body, `href="/editors/drafts/moon-walks"`) {
		t.Error("no link to a draft")
	}
}

// draftOf is a shipped document as it was before it was published.
func draftOf(doc *review.Review) *Draft {
	draft := *doc
	draft.Status = review.Draft
	return &Draft{ID: doc.ID, File: "reviews/" + doc.ID + ".md", Doc: &draft}
}

// TestADraftLooksAsItWillLook holds that the preview of every shipped document says what
// its page says, but what belongs to publication.
func TestADraftLooksAsItWillLook(t *testing.T) {
	for id, doc := range shipped(t) {
		for _, lens := range params.Lenses {
			t.Run(id+" "+string(lens), func(t *testing.T) {
				f := framed()
				f.Lens = lens
				published := NewReview(f, search.NewDocument(doc, f.Info.Reference), nil)
				v := NewEditorsDraft(f, draftOf(doc), f.Info.Reference)
				body := marked(t, v, []string{"Draft: not published, and not checked", "reviews/" + id + ".md"}, []string{"What is wrong with this draft", "RIS, for reference managers"})
				draft := v.(EditorsDraft)
				if doc.Status != review.NoEligibleStudies && draft.Statement != published.Statement {
					t.Errorf("statement %q, want %q", draft.Statement, published.Statement)
				}
				if len(draft.Rated) != len(published.Rated) || len(draft.Found) != len(published.Found) || len(draft.Warnings) != len(published.Warnings) || len(draft.Parts) != len(published.Parts)-1 {
					t.Error("the preview has other outcomes, findings, warnings or sections than the page")
				}
				for _, wrong := range []string{`"/reviews/` + id, "/api/v1/reviews/" + id, "000001-abcdef01"} {
					if strings.Contains(body, wrong) {
						t.Errorf("%s in the preview, where nothing is published", wrong)
					}
				}
				if !strings.Contains(body, `href="/editors/drafts/`+id+`?lens=lead"`) || !strings.Contains(body, `href="/editors/drafts/`+id+`"`) {
					t.Error("the lenses do not lead to the preview")
				}
			})
		}
	}
}

// TestAFaultyDraftShowsWhatItCan holds that no value that a check would refuse breaks
// the preview.
func TestAFaultyDraftShowsWhatItCan(t *testing.T) {
	f := framed()
	doc := &review.Review{
		ID: "moon-walks", Status: "Rated?", Age: []int{3}, UK: "maybe", EvidenceTo: "soon", Updated: "yesterday", Topics: []string{"cheese"}, Aliases: []string{"<b>MW</b>"},
		Outcomes: []review.Outcome{{}, {Name: "Tides", Domains: []string{"cheese"}, Effect: "good", Detail: "very", Strength: "sure", UK: "?"}},
		Findings: []review.Finding{{Source: "javascript:alert(1)"}}, Later: []review.Later{{Direction: "up", URL: "javascript:alert(1)"}},
		Reviews: []review.Study{{Kind: "rumour"}}, Related: []review.Study{{}}, Gaps: []review.Gap{{}}, Contacts: []review.Contact{{}}, Sources: []review.Source{{URL: "javascript:alert(1)"}}, Changes: []review.Change{{}},
		Sections: []review.Section{{ID: "what-it-is", Heading: "What it is", Markdown: "<script>alert(1)</script>[a](javascript:alert(1)) # x"}, {Heading: "?"}},
	}
	d := &Draft{ID: doc.ID, File: "reviews/moon-walks.md", Doc: doc, Faults: review.Faults{{File: "reviews/moon-walks.md", Line: 4, What: `status "Rated?" is not known`, Mend: "use another"}}}
	body, err := Render(NewEditorsDraft(f, d, f.Info.Reference)) // its structure is as faulty as it is
	if err != nil {
		t.Fatal(err)
	}
	text := plainText(string(body))
	holdsAll(t, text, editorsOnly, "What is wrong with this draft: 1 fault", `reviews/moon-walks.md, line 4 status "Rated?" is not known use another`, "in spite of it", "Tides", "<b>MW</b>")
	if faults := strings.Index(text, "What is wrong with this draft"); faults > strings.Index(text, "Tides") {
		t.Error("the faults do not stand above the draft")
	}
	for _, wrong := range []string{`href="javascript:`, "<script>alert", "<b>MW"} {
		if strings.Contains(string(body), wrong) {
			t.Errorf("%s on the page", wrong)
		}
	}
}

func TestADraftThatCannotBeShown(t *testing.T) {
	f := frame(t)
	faults := review.Faults{{File: "reviews/moon.md", Line: 1, What: "no front matter", Mend: "begin with +++"}}
	marked(t, NewEditorsDraft(f, &Draft{ID: "moon", File: "reviews/moon.md", Faults: faults}, f.Info.Reference), []string{"Draft: moon", "There is nothing to show of reviews/moon.md yet", "no front matter", "begin with +++"}, []string{"In brief"})
	marked(t, NewEditorsDraft(f, &Draft{ID: "moon", File: "reviews/moon.md", Doc: owls(), Faults: faults}, nil), []string{"nothing to show", "no front matter"}, []string{"Sleeping at night"})
	marked(t, NewEditorsDraft(f, &Draft{ID: "moon", File: "reviews/moon.md"}, nil), []string{"nothing to show"}, nil)
}

func TestDraftStatuses(t *testing.T) {
	for _, tc := range []struct {
		doc  review.Review
		want review.Status
	}{
		{review.Review{Status: review.Draft}, review.NotRated},
		{review.Review{Status: review.Draft, Outcomes: []review.Outcome{{}}}, review.Rated},
		{review.Review{}, review.NotRated},
		{review.Review{Status: review.NoEligibleStudies}, review.NoEligibleStudies},
	} {
		if got := publishedStatus(&tc.doc); got != tc.want {
			t.Errorf("status %q with %d outcomes: shown as %q, want %q", tc.doc.Status, len(tc.doc.Outcomes), got, tc.want)
		}
	}
}

func TestEditorsTrouble(t *testing.T) {
	cause := errors.New(`open /corpus/<reviews>: permission denied`)
	marked(t, NewDraftsTrouble(frame(t), cause), []string{"The drafts could not be read", cause.Error()}, nil)
	marked(t, NewUnmetTrouble(frame(t), cause), []string{"What was asked for could not be read", cause.Error()}, nil)
	body := marked(t, NewNoDraft(frame(t), `moon"><script>`), []string{"There is no such draft", `“moon"><script>”`}, nil)
	if strings.Contains(body, `"><script>`) {
		t.Error("the address is on the page as markup")
	}
}

// asked is a list of made-up needs.
func asked() *Unmet {
	return &Unmet{
		Generation: "000001-abcdef01", From: "2026-W37", To: "2026-W48", Counted: 3, Questions: 1234, Minimum: 5,
		Sections: []UnmetSection{
			{ID: "nothing-held", Title: "Nothing held", Text: "Nothing is held.", Entries: []UnmetEntry{
				{Need: []string{"The <moon>", "Owls", "说"}, Ask: &params.Search{Concept: []string{"moon"}}, Asked: 1200, Weeks: []string{"2026-W45", "2026-W46", "2026-W48"}, Answers: []string{"nothing held: 1190", "words not known: 10"}, Held: "No programme."},
			}},
			{ID: "no-eligible-studies", Title: "Looked for, no eligible studies", Text: "None were found."},
			{ID: "weak-evidence", Title: "Held, with weak evidence only", Text: "Weak.", Entries: []UnmetEntry{{
				Need: []string{"Night walks"}, Asked: 1, Weeks: []string{"2026-W05"}, Held: "3 programmes, the strongest is low.", Certainty: "Further studies may change it.", Count: 3,
				Programmes: []Programme{{"moon-walks", "Moon walks"}},
				Gaps:       []UnmetGap{{Programme{"moon-walks", "Moon walks"}, review.Gap{Question: "Does it help <fathers>?", Missing: "Any study.", WhoLooked: "Nobody", Year: 2020}}},
			}}},
		},
	}
}

func TestEditorsUnmet(t *testing.T) {
	kept := []string{"at most three together", "at least 5 times in one week", "No word that was typed is kept"}
	marked(t, NewEditorsUnmet(frame(t), nil), []string{"Counting is switched off"}, append(kept, "Nothing has been counted", "CSV"))
	marked(t, NewEditorsUnmet(frame(t), &Unmet{From: "2026-W37", To: "2026-W48", Minimum: 5}), append(kept, "Nothing has been counted yet"), []string{"switched off", "Download this list"})
	body := marked(t, NewEditorsUnmet(frame(t), asked()), append(kept,
		"From week 37 of 2026 to week 48 of 2026", "The <moon>; Owls; 说 1,200 times in 3 weeks from week 45 of 2026 to week 48 of 2026", "words not known: 10", "No programme.", "Nothing held: 1",
		"Looked for, no eligible studies: 0 None.", "1 time in week 5 of 2026", "the strongest is low. Further studies may change it.", "Moon walks and 2 other programmes", "1 gap that reviewers named", "Does it help <fathers>? Any study. Who looked: Nobody, 2020.",
		"of questions and not of people", "Download this list as CSV",
	), []string{"switched off", "Nothing has been counted", "not looked up", "could not be read", "no room"})
	for _, link := range []string{`href="/search?concept=moon"`, `href="/reviews/moon-walks"`, `href="/reviews/moon-walks#gaps"`, `href="/editors/unmet?format=csv"`} {
		if !strings.Contains(body, link) {
			t.Errorf("no %s", link)
		}
	}
	unsaid := asked()
	unsaid.Minimum, unsaid.From, unsaid.Sections[0].Entries[0].Weeks = 0, "before", nil
	marked(t, NewEditorsUnmet(frame(t), unsaid), []string{"asked for often enough in one week", "From before to", "1,200 times nothing held: 1190"}, []string{"at least 0"})
	troubled := asked()
	troubled.Unread, troubled.NotTaken, troubled.More = []string{"2026-W40.json", "2026-W41.json"}, 1, 2
	marked(t, NewEditorsUnmet(frame(t), troubled), []string{"left out: 2026-W40.json and 2026-W41.json", "1 question was not counted", "2 needs that were asked for less often are not looked up"}, nil)
}
