package page

import (
	"net/url"
	"strings"
	"testing"
	"time"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

var madeOn = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

// foundIn is an answer that holds these programmes.
func foundIn(docs ...*search.Document) *search.Response {
	found := &search.Response{Interpretation: &search.Interpretation{}}
	for _, doc := range docs {
		found.Hits = append(found.Hits, doc.Hit)
	}
	found.Total = len(docs)
	return found
}

func wantText(t *testing.T, text string, wants ...string) {
	t.Helper()
	for _, want := range wants {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func TestRecordOfPickedProgrammes(t *testing.T) {
	ref := shippedWords()
	a, b, c := judgedOn("a", "Alpha", "education"), judgedOn("b", "Beta"), judgedOn("c", "Gamma")
	a.Outcomes[0].Worse, a.Outcomes[0].Newer, a.Outcomes[0].EvidenceTo = true, ref.Ratings.Lines.LessFavourable, "2019-03"
	a.Caution = "Mind the gap."
	a.Gaps = []review.Gap{{Question: "Why?"}}
	b.Findings = []search.Finding{{Finding: review.Finding{Name: "Sleep", Domains: []string{"education"}, Text: "Slept."}}}
	rec := &Recording{Picked: true, Documents: []*search.Document{a, b}, Found: foundIn(a, b, c), Made: madeOn}
	p := pickedOf(rec.Documents)
	p.Outcome = []string{"education"}
	body := render(t, NewRecord(framed(), p, rec))
	wantText(
		t, plainText(body), "Decision record", "No question was asked: the programmes were found by the filters alone.", "Outcome: Education",
		"3 programmes of 30 held", "2 January 2026, from edition 000001-abcdef01", ref.Ratings.Lines.Whose, ref.Ratings.Lines.Judgement,
		"https://store.example/record?id=a&id=b&outcome=education",
		"Mind the gap.", "Moons seen by a Matches the filters", "Rated by: nobody", "Better means: more moons are seen. Compared with: staying in.",
		a.Outcomes[0].Certainty, "Includes a worse result. "+ref.Ratings.Lines.Worse, ref.Ratings.Lines.LessFavourable, "Evidence to March 2019 · None from the UK",
		"On its page: 1 named gap in the research.", b.Statement, "Sleep. Slept.", "Not a rating",
		"Found, and not picked: Gamma.", "Decision:", "Reasons:", "Decided by:", "Date:",
	)
	if main := body[strings.Index(body, "<main"):strings.Index(body, "</main>")]; strings.Contains(main, "<input") || strings.Contains(main, "<form") {
		t.Errorf("a record has fields:\n%s", main)
	}
}

func TestRecordStates(t *testing.T) {
	a, b := judgedOn("a", "Alpha", "education"), judgedOn("b", `<script>alert("1")</script>`)
	long := judgedOn("l", strings.Repeat("Longword ", 60), "education")
	nothing := foundIn()
	nothing.Interpretation.Notice = &search.Notice{Kind: search.NothingHeld, Text: "Nothing is held on this."}
	many := foundIn(a)
	many.Total = 31
	unread := foundIn(a)
	unread.Interpretation.Dropped, unread.Interpretation.Unknown = []string{"tall", "blue"}, []string{"zzyzx"}
	asked := params.Page{Search: params.Search{Concept: []string{"kinship-care"}, Sort: search.ByRelevance, Page: 1, PerPage: 10}, View: params.View{Lens: params.Practice}}
	byHand := pickedOf([]*search.Document{a})
	for _, tc := range []struct {
		name string
		p    params.Page
		rec  *Recording
		want []string
	}{
		{"nothing asked and nothing picked", pickedOf(nil), &Recording{}, []string{"There is nothing to write down yet."}},
		{"picked by hand", byHand, &Recording{Picked: true, Documents: []*search.Document{a}, Unknown: []string{"gone"}}, []string{"the programmes were picked by hand", "No search stands behind this record.", "No programme with the id “gone” is held."}},
		{"nothing found", asked, &Recording{Found: nothing}, []string{"Nothing is held on this.", "0 programmes of 30 held", "That is a record as well", "Nothing was found, so nothing was left out."}},
		{"none picked of many", asked, &Recording{Documents: []*search.Document{a}, Found: many}, []string{"Only the first 1 of them are shown.", "Found, and not shown: 30 more programmes."}},
		{"nothing left out", asked, &Recording{Documents: []*search.Document{a}, Found: foundIn(a)}, []string{"Nothing that was found, and no part of the question."}},
		{"parts passed over", asked, &Recording{Documents: []*search.Document{a}, Found: unread}, []string{"passed over: tall and blue.", "not known here: zzyzx."}},
		{"hostile and not rated", byHand, &Recording{Picked: true, Documents: []*search.Document{b}}, []string{`<script>alert("1")</script>`, b.Statement}},
		{"four, one very long", byHand, &Recording{Picked: true, Documents: []*search.Document{a, b, long, judgedOn("d", "برنامج القمر")}}, []string{strings.TrimSpace(long.Title), "برنامج القمر"}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			tc.rec.Made = madeOn
			body := render(t, NewRecord(framed(), tc.p, tc.rec))
			wantText(t, plainText(body), tc.want...)
			if strings.Contains(body, "<script>alert") {
				t.Error("a title was written as a script")
			}
		})
	}
}

func TestRecordNamesTypedWordsOnlyIfCarried(t *testing.T) {
	ref := shippedWords()
	a := judgedOn("a", "Alpha", "education")
	concept := ref.Thesaurus.Concepts[0]
	read := foundIn(a)
	read.Interpretation.Concepts = []search.Concept{{ID: concept.ID, Label: concept.Label}}
	p := pickedOf([]*search.Document{a})
	p.Q, p.Sort = "secret words", search.ByRelevance
	rec := &Recording{Picked: true, Documents: []*search.Document{a}, Found: read, Made: madeOn}
	v := NewRecord(framed(), p, rec)
	text := plainText(render(t, v))
	wantText(t, text, "Question as read "+concept.Label, "Words typed, carried by choice “secret words”", "https://store.example/record?concept="+concept.ID+"&id=a", "and not the words typed")
	for _, link := range v.Links {
		if to, err := url.Parse(link.URL); err != nil || to.Query().Has("q") {
			t.Errorf("the link %q carries the words: %s", link.Text, link.URL)
		}
	}
	read.Interpretation.Concepts = nil
	wantText(t, plainText(render(t, NewRecord(framed(), p, rec))), "No subject was recognised", "https://store.example/record?id=a")
	p.Q = ""
	if text := plainText(render(t, NewRecord(framed(), p, rec))); strings.Contains(text, "secret") || strings.Contains(text, "typed") {
		t.Errorf("words that were not carried in %q", text)
	}
}

func TestRecordSaysWhyFiltersTookAway(t *testing.T) {
	ref := shippedWords()
	rated, unrated := judgedOn("a", "Alpha", "education", "offending"), judgedOn("b", "Beta")
	rated.Outcomes[1].Effect = review.Negative
	rated.Age, rated.Population = []int{4, 12}, []string{"parents"}
	unrated.Findings = []search.Finding{{Finding: review.Finding{Name: "Sleep", Domains: []string{"offending"}}}}
	strong := review.LevelLabel(ref.Ratings.Strength.Levels, "moderate") + " or stronger"
	for _, tc := range []struct {
		name   string
		filter params.Search
		doc    *search.Document
		want   string
	}{
		{"one condition", params.Search{StrengthMin: review.Moderate}, rated, "no rated outcome passes Strength of evidence: " + strong},
		{"conditions that two outcomes meet apart", params.Search{Outcome: []string{"education"}, Effect: []review.Effect{review.Negative}}, rated, "no rated outcome passes Outcome: Education and Overall effectiveness: Negative effect, on one and the same outcome"},
		{"conditions that one outcome meets", params.Search{Outcome: []string{"offending"}, Effect: []review.Effect{review.Negative}}, rated, ""},
		{"no ratings", params.Search{StrengthMin: review.VeryLow}, unrated, "not rated"},
		{"a finding that passes", params.Search{Outcome: []string{"offending"}}, unrated, ""},
		{"a finding that fails", params.Search{Outcome: []string{"education"}}, unrated, "no finding passes Outcome: Education"},
		{"population", params.Search{Population: []string{"foster-carers"}}, rated, "not recorded as for: Foster carers"},
		{"population that passes", params.Search{Population: []string{"foster-carers", "parents"}}, rated, ""},
		{"age", params.Search{Age: new(13)}, rated, "for ages 4 to 12"},
		{"age that passes", params.Search{Age: new(12)}, rated, ""},
		{"no age", params.Search{Age: new(13)}, unrated, "its ages are not stated"},
		{"uk", params.Search{UK: []review.UK{"yes"}}, rated, "UK evidence: None from the UK"},
		{"status", params.Search{Status: []review.Status{review.Rated}}, unrated, "Not rated"},
		{"topic and setting", params.Search{Topic: []string{"parenting"}, Setting: []string{"home"}}, rated, "not recorded as about: " + review.Label(ref.Lists.Topics, "parenting") + "; not recorded in the setting: " + review.Label(ref.Lists.Settings, "home")},
	} {
		t.Run(tc.name, func(t *testing.T) {
			p := params.Page{Search: tc.filter}
			if got := whyAway(tc.doc, p, ref); got != tc.want {
				t.Errorf("got %q, want %q", got, tc.want)
			}
			p.Page, p.PerPage = 1, 10
			rec := &Recording{Found: foundIn(), Away: []*search.Document{tc.doc}, MoreAway: 2, Made: madeOn}
			text := plainText(render(t, NewRecord(framed(), p, rec)))
			wantText(t, text, "Taken away by the filters ("+tc.want, "): "+tc.doc.Title+".", "2 more programmes")
			rec = &Recording{Picked: true, Documents: []*search.Document{tc.doc}, Found: foundIn(), Away: []*search.Document{tc.doc}, Made: madeOn}
			text = plainText(render(t, NewRecord(framed(), p, rec)))
			if strings.Contains(text, "Taken away by the filters") {
				t.Errorf("what was picked is said to be left out in %q", text)
			}
			if tc.want == "" {
				wantText(t, text, "this search does not find it")
			} else {
				wantText(t, text, "Picked although the filters leave it out: "+tc.want+".")
			}
		})
	}
}
