package question

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// titled is an engine that knows nothing but titles.
type titled struct {
	search.Engine
	titles []search.Title
	asked  int
	err    error
}

func (e *titled) Titles(context.Context) ([]search.Title, error) {
	e.asked++
	return e.titles, e.err
}

func (*titled) Analyze(text string) []search.Token { return plainAnalyze(text) }

// suggesting is a reader over a few programmes, concepts and questions.
func suggesting() (*Reader, *titled) {
	engine := &titled{titles: []search.Title{
		{ID: "courts", Title: "Family Drug and Alcohol Courts", Aliases: []string{"FDAC", "FDACs"}},
		{ID: "kinship", Title: "Kinship care", Aliases: []string{"family and friends care"}},
		{ID: "pcit", Title: "Parent-Child Interaction Therapy", Aliases: []string{"PCIT"}},
		{ID: "kin-support", Title: "Support for kinship carers"},
		{ID: "wellbeing", Title: "Well-being groups"},
		{ID: "kinship-again", Title: "Kinship  Care!"},
	}}
	thesaurus := &review.Thesaurus{Concepts: []review.ThesaurusEntry{
		{ID: "kinship-care", Label: "kinship care", Kind: review.Programme, Forms: []string{"kinship fostering"}, Asked: []string{"gran", "kinchip"}},
		{ID: "assessment", Label: "viability and kinship assessment", Kind: review.Legal, Forms: []string{"core group"}},
		{ID: "substance-misuse", Label: "drug or alcohol use", Kind: review.Problem, Forms: []string{"substance misuse", "drinking", "SM"}, Asked: []string{"on drugs", "alchohol"}},
		{ID: "mash", Label: "multi-agency hub", Kind: review.Setting, Exact: []string{"MASH"}},
		{ID: "behaviour", Label: "children’s behaviour", Kind: review.Problem, Forms: []string{"organisation"}},
		{ID: "parking", Label: "kinetic parking", Kind: review.Elsewhere},
	}}
	questions := []review.Question{
		{ID: "gran-asks", Ask: "gran wants to look after the baby", Kind: "lay"},
		{ID: "kin-money", Ask: "kinship money", Kind: "cost"},
		{ID: "zebra-typo", Ask: "zebra kinsip", Kind: "typo"},
		{ID: "zebra-none", Ask: "zebra boilers", Kind: review.Unanswerable},
		{ID: "zebra-story", Ask: "zebra story", Kind: "narrative"},
		{ID: "zebra-long", Ask: "zebra " + strings.Repeat("a", 90), Kind: "lay"},
		{ID: "as-the-title", Ask: "support for kinship carers", Kind: "lay"},
	}
	return New(engine, thesaurus, questions), engine
}

// TestSuggest gives what is typed, and what is suggested in which order.
func TestSuggest(t *testing.T) {
	r, _ := suggesting()
	const (
		courts    = "review: Family Drug and Alcohol Courts"
		kinship   = "review: Kinship care"
		support   = "review: Support for kinship carers"
		pcit      = "review: Parent-Child Interaction Therapy"
		assess    = "concept: viability and kinship assessment"
		substance = "concept: drug or alcohol use"
		behaviour = "concept: children’s behaviour"
		money     = "question: kinship money"
		gran      = "question: gran wants to look after the baby"
	)
	for _, tc := range []struct {
		name, typed string
		want        []string
	}{
		{"a whole text, then beginnings, then inside; by kind in each", "kinship", []string{kinship, money, support, assess}},
		{"the beginning of a word", "kin", []string{kinship, money, support, assess}},
		{"one letter", "k", []string{kinship, money, support, assess}},
		{"words in a row from a later word on", "alcohol co", []string{courts}},
		{"words anywhere, each begun", "co fam al", []string{courts}},
		{"not inside a word", "ship", nil},
		{"not all words", "kinship courts", nil},
		{"an alias is shown where the title does not say it", "FDAC", []string{courts + " (FDAC)"}},
		{"an alias in small letters", "fdacs", []string{courts + " (FDACs)"}},
		{"an alias that the title says as well", "fam", []string{kinship + " (family and friends care)", courts}},
		{"a form is shown by its label", "substance m", []string{substance}},
		{"an everyday word leads to the programme that the concept is called like", "gran", []string{kinship, gran}},
		{"two letters do not complete what is not shown", "dr", []string{substance, courts}},
		{"a short form that is whole", "sm", []string{substance}},
		{"capitals do not matter", "mash", []string{"concept: multi-agency hub"}},
		{"not what is no matter of the store", "kinetic", nil},
		{"not what only tests", "zebra", nil},
		{"hyphens part words", "parent child", []string{pcit}},
		{"hyphens typed", "parent-child in", []string{pcit}},
		{"hyphens left out", "wellbeing", []string{"review: Well-being groups"}},
		{"hyphens put in", "kin-ship", []string{kinship, money, support, assess}},
		{"apostrophe of another kind", "children's b", []string{behaviour}},
		{"apostrophe left out", "childrens b", []string{behaviour}},
		{"American spelling", "behavior", []string{behaviour}},
		{"American spelling with z", "organiz", []string{behaviour}},
		{"accents", "kínshíp cáre", []string{kinship, support}},
		{"signs", "  kinship/care?! ", []string{kinship, support}},

		{"a letter missing", "kinsip", []string{kinship, money, support, assess}},
		{"a letter missing in what is begun", "kinsi", []string{kinship, money, support, assess}},
		{"a letter too many", "kinnship care", []string{kinship, support}},
		{"another letter", "kimship care", []string{kinship, support}},
		{"two letters swapped", "kniship care", []string{kinship, support}},
		{"the first letters swapped", "iknship care", []string{kinship, support}},
		{"the first letter missing", "inship care", []string{kinship, support}},
		{"mistyped in a later word", "kinship cxre", []string{kinship, support}},
		{"mistyped in words anywhere", "corts family", []string{courts}},
		{"mistyped as another word", "kinship core", []string{kinship, support}},
		{"two words mistyped", "knship cxre", nil},
		{"two letters mistyped", "knshp", nil},
		{"too short to be mistyped", "knn", nil},
		{"what matches as it is comes before what is mistyped", "kinchip", []string{kinship, money, support, assess}},
		{"a misspelling that the thesaurus has", "alchohol", []string{substance, courts}},
		{"a word that is right is left alone", "core", []string{assess}},
		{"a word that is right and a beginning are left alone", "care", []string{kinship, support}},

		{"nothing", "", nil},
		{"blanks", " \t\n\u00a0", nil},
		{"no letters", "?!-–'’\"", nil},
		{"marks alone", "\u0301\u0308", nil},
		{"not UTF-8", "\xff\xfe", nil},
		{"not UTF-8 beside words", "\xffkinship care\xfe", []string{kinship, support}},
		{"very long", strings.Repeat("kinship ", 1250), nil},
		{"many words", strings.Repeat("k ", maxTyped+1), nil},
	} {
		t.Run(tc.name, func(t *testing.T) {
			found, err := r.Suggest(t.Context(), tc.typed, 10)
			if err != nil || found == nil {
				t.Fatalf("Suggest(%q) = %v, %v; want a list", tc.typed, found, err)
			}
			var got []string
			for _, s := range found {
				got = append(got, string(s.Kind)+": "+s.Text)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("Suggest(%q): -want +got\n%s", tc.typed, diff)
			}
		})
	}
}

func TestSuggestGivesIDs(t *testing.T) {
	r, _ := suggesting()
	got, err := r.Suggest(t.Context(), "kinship", 10)
	if err != nil {
		t.Fatal(err)
	}
	want := []search.Suggestion{
		{Text: "Kinship care", Kind: search.SuggestReview, ID: "kinship"},
		{Text: "kinship money", Kind: search.SuggestQuestion, ID: "kin-money"},
		{Text: "Support for kinship carers", Kind: search.SuggestReview, ID: "kin-support"},
		{Text: "viability and kinship assessment", Kind: search.SuggestConcept, ID: "assessment"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("Suggest(kinship): -want +got\n%s", diff)
	}
}

func TestSuggestLimit(t *testing.T) {
	r, _ := suggesting()
	for limit, want := range map[int]int{-1: 0, 0: 0, 1: 1, 3: 3, 100: 4} {
		got, err := r.Suggest(t.Context(), "kinship", limit)
		if err != nil || got == nil || len(got) != want {
			t.Errorf("Suggest(kinship) with limit %d = %v, %v; want %d suggestions", limit, got, err, want)
		}
	}
}

// TestSuggestTriesAgain: an engine that could not give its titles is asked again, one
// that could is not.
func TestSuggestTriesAgain(t *testing.T) {
	r, engine := suggesting()
	engine.err = fmt.Errorf("reading: %w", search.ErrTimeout)
	if got, err := r.Suggest(t.Context(), "kin", 5); !errors.Is(err, search.ErrTimeout) || got != nil {
		t.Errorf("Suggest without titles = %v, %v; want none and ErrTimeout", got, err)
	}
	engine.err = nil
	for range 2 {
		if got, err := r.Suggest(t.Context(), "kin", 5); err != nil || len(got) == 0 {
			t.Errorf("Suggest after an error = %v, %v; want suggestions", got, err)
		}
	}
	if engine.asked != 2 {
		t.Errorf("titles were asked for %d times, want 2: once in vain, once for good", engine.asked)
	}
}

func TestSuggestConcurrently(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r, engine := suggesting()
		var users sync.WaitGroup
		for range 16 {
			users.Go(func() {
				if got, err := r.Suggest(t.Context(), "kinsip", 5); err != nil || len(got) != 4 {
					t.Errorf("Suggest = %v, %v; want 4 suggestions", got, err)
				}
			})
		}
		users.Wait()
		if engine.asked != 1 {
			t.Errorf("titles were asked for %d times, want once", engine.asked)
		}
	})
}

// TestSuggestShipped holds what people expect of the corpus as it ships.
func TestSuggestShipped(t *testing.T) {
	r := shippedReader(t)
	for typed, want := range map[string]string{
		"kinsip":                 "kinship-care",
		"kinsi":                  "kinship-care",
		"fdac":                   "family-drug-and-alcohol-courts",
		"mst":                    "multisystemic-therapy",
		"multysystemic":          "multisystemic-therapy",
		"parent child inter":     "parent-child-interaction-therapy",
		"childrens homes":        "residential-care",
		"fam gro con":            "family-group-conferencing",
		"therapeutic foster car": "treatment-foster-care",
		"signs of saftey":        "signs-of-safety",
	} {
		got, err := r.Suggest(t.Context(), typed, 8)
		if err != nil {
			t.Fatal(err)
		}
		if len(got) == 0 || got[0].ID != want || got[0].Kind != search.SuggestReview {
			t.Errorf("Suggest(%q) = %v, want the review %s first", typed, got, want)
		}
	}
}

// FuzzSuggest types anything: every suggestion is whole, none comes twice, and and
// there are no more than were asked for.
func FuzzSuggest(f *testing.F) {
	for _, s := range []string{"kinsip", "parent-child", "k\u0301", "\xff", "ﷺ", "ǆ", "İ", "behavior organiz", "a\u00adb", "１２", "-a- b-", "’s"} {
		f.Add(s, 5)
	}
	r, _ := suggesting()
	f.Fuzz(func(t *testing.T, typed string, limit int) {
		limit = min(limit, 1000)
		got, err := r.Suggest(t.Context(), typed, limit)
		if err != nil || len(got) > max(0, limit) {
			t.Fatalf("Suggest(%q, %d) = %v, %v", typed, limit, got, err)
		}
		said := map[string]bool{}
		for _, s := range got {
			if s.Text == "" || s.ID == "" || said[s.Text] || !utf8.ValidString(s.Text) {
				t.Errorf("Suggest(%q): %+v is empty, broken or comes twice", typed, s)
			}
			said[s.Text] = true
		}
	})
}

// FuzzCompared holds that what is typed of a text begins what is compared of it.
func FuzzCompared(f *testing.F) {
	for _, s := range []string{"Parent-Child’s behavior", "organization size", "neighborhood", "café\u0301 Ǆ", "ﷺ", "analyzing"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = text[:min(len(text), maxCompleted)]
		whole := compared(text, false)
		for at := range text {
			if begun := compared(text[:at], false); !strings.HasPrefix(whole, begun) {
				t.Fatalf("compared(%q) = %q does not begin with compared(%q) = %q", text, whole, text[:at], begun)
			}
		}
	})
}

// BenchmarkSuggest completes over the shipped corpus, and over 100,000 titles.
func BenchmarkSuggest(b *testing.B) {
	many := &titled{}
	syllables := strings.Fields("ba co di fe gu ka le mi no pu ra se ti vo wa")
	name := func(n int) string {
		var word strings.Builder
		for ; n > 0; n /= len(syllables) {
			word.WriteString(syllables[n%len(syllables)])
		}
		return word.String()
	}
	for i := range 100_000 {
		many.titles = append(many.titles, search.Title{
			ID: fmt.Sprint("p", i), Title: fmt.Sprintf("%s support for %s families %s", name(i), name(i*7919%50_000), name(i%977)),
		})
	}
	for _, corpus := range []struct {
		name   string
		reader *Reader
	}{{"shipped", shippedReader(b)}, {"100000 titles", New(many, &review.Thesaurus{}, nil)}} {
		for _, typed := range []string{"s", "kinsip", "family drug and", "support families b", "suport for families", "xxxx yyyy"} {
			b.Run(corpus.name+"/"+typed, func(b *testing.B) {
				if _, err := corpus.reader.Suggest(b.Context(), typed, 8); err != nil {
					b.Fatal(err)
				}
				b.ReportAllocs()
				for b.Loop() {
					if _, err := corpus.reader.Suggest(b.Context(), typed, 8); err != nil {
						b.Fatal(err)
					}
				}
			})
		}
	}
}

// TestWarm: closing waits for what is being built, whether it is done or not.
func TestWarm(t *testing.T) {
	for range 20 {
		closed := &closing{Engine: engineOf(t, fieldReviews(), fieldThesaurus())}
		reader := New(closed, fieldThesaurus(), nil)
		reader.Warm()
		if err := reader.Close(); err != nil {
			t.Fatal(err)
		}
		if closed.during {
			t.Fatal("closed while titles were being read")
		}
	}
}

// closing sees whether it is closed in the middle of something.
type closing struct {
	search.Engine
	reading atomic.Bool
	during  bool
}

func (c *closing) Titles(ctx context.Context) ([]search.Title, error) {
	c.reading.Store(true)
	defer c.reading.Store(false)
	return c.Engine.Titles(ctx)
}

func (c *closing) Close() error {
	c.during = c.reading.Load()
	return nil
}
