package question

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

// fieldThesaurus is a small field: some of it is held by fieldReviews, some is not.
func fieldThesaurus() *review.Thesaurus {
	return &review.Thesaurus{
		Ignore: []string{"what helps", "help for"},
		Concepts: []review.ThesaurusEntry{
			{ID: "substance-misuse", Label: "drug or alcohol use", Kind: review.Problem, Forms: []string{"substance misuse", "drug use"}, Asked: []string{"on drugs", "drinking"}},
			{ID: "heroin", Label: "heroin", Kind: review.Problem, Forms: []string{"heroin"}, Broader: []string{"substance-misuse"}},
			{ID: "county-lines", Label: "county lines", Kind: review.Problem, Forms: []string{"county lines"}},
			{ID: "sleep", Label: "sleep", Kind: review.Problem, Forms: []string{"sleep problems"}},
			{ID: "kinship-care", Label: "kinship care", Kind: review.Programme, Forms: []string{"kinship care"}, Asked: []string{"gran"}, Shared: []string{"gran"}},
			{ID: "life-story", Label: "life story work", Kind: review.Programme, Forms: []string{"life story work"}},
			{ID: "reunification", Label: "going home from care", Kind: review.OutcomeOf, Forms: []string{"reunification"}, Asked: []string{"going home"}},
			{ID: "parents", Label: "parents", Kind: review.Person, Forms: []string{"parents"}, Asked: []string{"mum", "dad"}},
			{ID: "grandparents", Label: "grandparents", Kind: review.Person, Forms: []string{"grandparents"}, Asked: []string{"gran"}, Shared: []string{"gran"}},
			{ID: "office", Label: "office matters", Kind: review.Elsewhere, Asked: []string{"email", "parking permit"}},
		},
	}
}

func fieldReviews() []*review.Review {
	made := func(id, title, summary string, gaps ...review.Gap) *review.Review {
		return &review.Review{ID: id, Title: title, Summary: summary, Status: review.NotRated, UK: "none", Gaps: gaps}
	}
	return []*review.Review{
		made("example-court", "Example court", "A made-up court for parents with substance misuse and a wish for reunification."),
		made("example-clinic", "Example clinic", "A made-up clinic for drug use of parents."),
		made("example-kin", "Example kinship care", "Made-up kinship care by grandparents."),
		made("example-home", "Example home", "A made-up way to reunification.",
			review.Gap{Question: "Do children with sleep problems do better?", WhoLooked: "Nobody in particular", Missing: "any study"}),
	}
}

// answer is what a test looks at.
type answer struct {
	Hits, Nearest, Concepts, Corrections, Dropped, Unknown []string
	Notice                                                 search.NoticeKind
	Notes                                                  []search.NoticeKind
}

func ask(t *testing.T, s search.Searcher, req *search.Request) answer {
	t.Helper()
	req.Sort, req.Page, req.PerPage = search.ByRelevance, 1, 10
	res, err := s.Search(t.Context(), req)
	if err != nil {
		t.Fatal(err)
	}
	var a answer
	for _, h := range res.Hits {
		a.Hits = append(a.Hits, h.ID)
	}
	for _, h := range res.Nearest {
		a.Nearest = append(a.Nearest, h.ID)
	}
	in := res.Interpretation
	for _, c := range in.Concepts {
		a.Concepts = append(a.Concepts, c.ID+" = "+strings.Join(c.Words, ", "))
	}
	for _, c := range in.Corrections {
		a.Corrections = append(a.Corrections, c.From+" = "+c.To)
	}
	a.Dropped, a.Unknown = slices.Clip(in.Dropped), slices.Clip(in.Unknown)
	if in.Notice != nil {
		a.Notice = in.Notice.Kind
		if in.Notice.Text == "" {
			t.Errorf("the notice %s has no sentence", in.Notice.Kind)
		}
	}
	for _, n := range in.Notes {
		a.Notes = append(a.Notes, n.Kind)
	}
	if res.Total != len(a.Hits) {
		t.Errorf("total %d of %d hits", res.Total, len(a.Hits))
	}
	return a
}

func TestSearch(t *testing.T) {
	reader := New(engineOf(t, fieldReviews(), fieldThesaurus()), fieldThesaurus(), nil)
	uk := search.Filter{UK: []review.UK{"yes"}}
	for _, tc := range []struct {
		name, text string
		filter     search.Filter
		reading    search.Reading
		want       answer
	}{
		{
			name: "everyday words find the professional ones", text: "mum is on drugs",
			want: answer{Hits: []string{"example-clinic", "example-court"}, Concepts: []string{"parents = mum", "substance-misuse = on drugs"}},
		},
		{
			name: "ambiguous words lead to both", text: "gran",
			want: answer{Hits: []string{"example-kin"}, Concepts: []string{"kinship-care = gran", "grandparents = gran"}},
		},
		{
			name: "a narrow word finds the broad one", text: "heroin",
			want: answer{Hits: []string{"example-clinic", "example-court"}, Concepts: []string{"heroin = heroin"}, Notice: search.BroaderOnly},
		},
		{
			name: "misspelt", text: "kinsip care",
			want: answer{Hits: []string{"example-kin"}, Concepts: []string{"kinship-care = kinship care"}, Corrections: []string{"kinsip = kinship"}},
		},
		{
			name: "misspelt, and meant so", text: "kinsip", reading: search.Reading{Verbatim: true},
			want: answer{Unknown: []string{"kinsip"}, Notice: search.UnknownWords},
		},
		{
			name: "nothing held", text: "county lines",
			want: answer{Concepts: []string{"county-lines = county lines"}, Notice: search.NothingHeld},
		},
		{
			name: "nothing held, whoever it concerns and whatever for", text: "parents and reunification after county lines",
			want: answer{
				Nearest:  []string{"example-court", "example-home", "example-clinic"},
				Concepts: []string{"parents = parents", "reunification = reunification", "county-lines = county lines"}, Notice: search.NothingHeld,
			},
		},
		{
			name: "part of it held", text: "substance misuse, drug use in kinship care and county lines",
			want: answer{
				Hits:     []string{"example-kin", "example-clinic", "example-court"},
				Concepts: []string{"substance-misuse = substance misuse, drug use", "kinship-care = kinship care", "county-lines = county lines"},
				Dropped:  []string{"substance misuse", "drug use", "kinship care"}, Notice: search.PartlyHeld, Notes: []search.NoticeKind{search.Relaxed},
			},
		},
		{
			name: "looked for in vain", text: "sleep problems",
			want: answer{Nearest: []string{"example-home"}, Concepts: []string{"sleep = sleep problems"}, Notice: search.NoEligibleStudies},
		},
		{
			name: "not a matter of the store", text: "email attachment",
			want: answer{Concepts: []string{"office = email"}, Unknown: []string{"attachment"}, Notice: search.NothingHeld},
		},
		{
			name: "unknown words", text: "boiler repairs",
			want: answer{Unknown: []string{"boiler", "repairs"}, Notice: search.UnknownWords},
		},
		{name: "function words", text: "what helps with the", want: answer{Notice: search.NoWords}},
		{
			name: "the filters took it away", text: "kinship care", filter: uk,
			want: answer{Concepts: []string{"kinship-care = kinship care"}, Notice: search.Filtered},
		},
		{
			name: "asked by id", text: "", reading: search.Reading{Concepts: []string{"kinship-care"}},
			want: answer{Hits: []string{"example-kin"}, Concepts: []string{"kinship-care = "}},
		},
		{
			name: "asked by id, and nothing held", text: "", reading: search.Reading{Concepts: []string{"county-lines"}},
			want: answer{Concepts: []string{"county-lines = "}, Notice: search.NothingHeld},
		},
		{
			name: "switched off", text: "parents on drugs", reading: search.Reading{Without: []string{"substance-misuse"}},
			want: answer{Hits: []string{"example-clinic", "example-court"}, Concepts: []string{"parents = parents"}},
		},
		{
			name: "quoted words are not read", text: `"drug use"`,
			want: answer{Hits: []string{"example-clinic"}},
		},
		{
			name: "excluded words are not read", text: "parents -court",
			want: answer{Hits: []string{"example-clinic"}, Concepts: []string{"parents = parents"}},
		},
		{
			name: "details of a person", text: "kinship care, born 12/03/2014",
			want: answer{
				Hits: []string{"example-kin"}, Concepts: []string{"kinship-care = kinship care"},
				Unknown: []string{"born", "12", "03", "2014"}, Notice: search.UnknownWords, Notes: []search.NoticeKind{search.PersonalDetails},
			},
		},
		{
			name: "corrected inside a typed word", text: "kinsip-careq",
			want: answer{
				Hits: []string{"example-kin"}, Concepts: []string{"kinship-care = kinship care"},
				Corrections: []string{"kinsip = kinship", "careq = care"},
			},
		},
		{
			name: "said twice and dropped once", text: "kinship care, drug use, kinship care",
			want: answer{
				Hits:     []string{"example-kin", "example-clinic", "example-court"},
				Concepts: []string{"kinship-care = kinship care", "substance-misuse = drug use"},
				Dropped:  []string{"kinship care", "drug use"}, Notice: search.Relaxed,
			},
		},
		{
			name: "filters on nothing", text: "", filter: uk,
			want: answer{Notice: search.Filtered},
		},
		{name: "nothing asked", text: " ", want: answer{Hits: []string{"example-clinic", "example-court", "example-home", "example-kin"}}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			got := ask(t, reader, &search.Request{Query: search.Parse(tc.text), Filter: tc.filter, Reading: tc.reading})
			if len(got.Dropped) == 0 {
				got.Dropped = nil
			}
			if len(got.Unknown) == 0 {
				got.Unknown = nil
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("%q: -want +got\n%s", tc.text, diff)
			}
		})
	}
}

// TestFilteredSaysWhich: each filter is told with what there would be without it.
func TestFilteredSaysWhich(t *testing.T) {
	reader := New(engineOf(t, fieldReviews(), fieldThesaurus()), fieldThesaurus(), nil)
	res, err := reader.Search(t.Context(), &search.Request{
		Query: search.Parse("kinship care"), Sort: search.ByRelevance, Page: 1, PerPage: 10,
		Filter: search.Filter{UK: []review.UK{"yes"}, Statuses: []review.Status{review.NotRated}, IDs: []string{"example-kin"}},
	})
	if err != nil {
		t.Fatal(err)
	}
	want := []search.FilterNotice{{Parameter: "uk", Total: 1}, {Parameter: "status", Total: 0}, {Parameter: "available", Total: 0}}
	if diff := cmp.Diff(want, res.Interpretation.Notice.Filters); diff != "" {
		t.Errorf("filters: -want +got\n%s", diff)
	}
}

// TestLongQuestion: of a story with all its details the concepts are kept.
func TestLongQuestion(t *testing.T) {
	reader := New(engineOf(t, fieldReviews(), fieldThesaurus()), fieldThesaurus(), nil)
	story := strings.Repeat("He went to the shop on the corner and came back late again. ", 30) + "Mum is on drugs."
	got := ask(t, reader, &search.Request{Query: search.Parse(story)})
	if want := []string{"example-clinic", "example-court"}; !slices.Equal(got.Hits, want) {
		t.Errorf("hits %v, want %v", got.Hits, want)
	}
	if got.Notice != search.Shortened || !slices.Contains(got.Dropped, "shop") {
		t.Errorf("notice %q, dropped %v, want it shortened without the shop", got.Notice, got.Dropped)
	}
}

// TestStoryOfNothing: what is long and known to nobody is not said to be shortened.
func TestStoryOfNothing(t *testing.T) {
	reader := New(engineOf(t, fieldReviews(), fieldThesaurus()), fieldThesaurus(), nil)
	got := ask(t, reader, &search.Request{Query: search.Parse(strings.Repeat("zzyzx qwerty asdfgh ", 20))})
	if got.Notice != search.UnknownWords || len(got.Hits) > 0 || len(got.Notes) > 0 {
		t.Errorf("got %+v, want nothing but %s", got, search.UnknownWords)
	}
}

// TestHostile: a question that is made to be read in many ways is read in few.
func TestHostile(t *testing.T) {
	thesaurus := fieldThesaurus()
	thesaurus.Ignore = append(thesaurus.Ignore, "so a", "a so")
	thesaurus.Concepts[0].Exact = []string{"A A A A A A A A"}
	reader := New(engineOf(t, fieldReviews(), thesaurus), thesaurus, nil)
	for _, text := range []string{strings.Repeat("so-a-", 800), strings.Repeat("A ", 2000), strings.Repeat("so ", 900) + strings.Repeat("a ", 900)} {
		words := newSpeller(reader.Analyze).words(text, 0)
		var all []match
		for start := range words {
			all = reader.lexicon.forms.find(all, words, start, func(w *word) string { return w.key }, func(int) bool { return false })
			all = reader.lexicon.exact.find(all, words, start, func(w *word) string { return w.text }, func(int) bool { return false })
		}
		if limit := 20 * len(words); len(all) > limit {
			t.Errorf("%.20q…: %d words match in %d ways, want at most %d", text, len(words), len(all), limit)
		}
	}
}
