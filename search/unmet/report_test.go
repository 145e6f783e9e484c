package unmet

import (
	"context"
	"errors"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"evidencestore/corpus"
	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/bleveindex"
	"evidencestore/search/question"
)

// shipped answers from the shipped corpus.
func shipped(t *testing.T) search.Searcher {
	t.Helper()
	ref, faults := review.DecodeReference(corpus.FS())
	if len(faults) > 0 {
		t.Fatal(faults)
	}
	dir := filepath.Join(t.TempDir(), "index")
	builder, err := bleveindex.NewBuilder(dir, ref)
	if err != nil {
		t.Fatal(err)
	}
	files, err := fs.Glob(corpus.FS(), review.ReviewsDir+"/*"+review.Ext)
	if err != nil {
		t.Fatal(err)
	}
	stats := search.Stats{}
	for _, file := range files {
		data, err := fs.ReadFile(corpus.FS(), file)
		if err != nil {
			t.Fatal(err)
		}
		doc, faults := review.Decode(file, data, &ref.Lists)
		if len(faults) > 0 {
			t.Fatal(faults)
		}
		if doc.Status == review.Draft {
			continue
		}
		doc.ID = strings.TrimSuffix(filepath.Base(file), review.Ext)
		lengths, err := builder.Put(t.Context(), doc)
		if err != nil {
			t.Fatal(err)
		}
		stats.Add(lengths, 1)
	}
	if err := errors.Join(builder.Commit(t.Context()), builder.Close()); err != nil {
		t.Fatal(err)
	}
	engine, err := bleveindex.Open(t.Context(), dir, bleveindex.Options{Generation: "000001-shipped", Reference: ref, Stats: stats})
	if err != nil {
		t.Fatal(err)
	}
	reader := question.New(engine, &ref.Thesaurus, nil)
	t.Cleanup(func() {
		if err := reader.Close(); err != nil {
			t.Error(err)
		}
	})
	return reader
}

// TestRealQuestions asks the shipped corpus as people do, and holds what would be
// counted and what the report then says.
func TestRealQuestions(t *testing.T) {
	s := shipped(t)
	tests := []struct {
		ask     string
		filter  search.Filter
		need    string
		answer  Answer
		holding Holding
	}{
		{"county lines", search.Filter{}, "concept/child-criminal-exploitation", NothingHeld, HoldsNothing},
		{"does life story work help children in care", search.Filter{}, "concept/life-story-work concept/looked-after-children", NothingHeld, HoldsNothing},
		{"gran wants to look after the baby", search.Filter{}, "concept/kinship-care", Found, HoldsStronger},
		{"help for substance-misusing parents", search.Filter{}, "concept/parental-substance-misuse", Found, HoldsStronger},
		{"mum on heroin, Jane Doe, 943 476 5919, aged 7, born 1.2.2019", search.Filter{}, "concept/parental-substance-misuse concept/primary-age", Found, HoldsStronger},
		{"kinship care", search.Filter{Outcomes: []string{"reunification"}}, "concept/kinship-care outcome/reunification", Found, HoldsWeak},
		{"report a pothole on my street", search.Filter{}, "", NothingHeld, ""},
		{"qwertyuiop asdfghjkl", search.Filter{}, "", UnknownWords, ""},
		{"Jane Doe of 1 Made-up Street SW1A 1AA", search.Filter{}, "", UnknownWords, ""},
	}
	ref := newReference(s.Info().Reference)
	l := lookup{Searcher: s, reference: ref, documents: map[string]*search.Document{}}
	for _, tt := range tests {
		t.Run(tt.ask, func(t *testing.T) {
			query := search.Parse(tt.ask)
			res, err := s.Search(t.Context(), &search.Request{Query: query, Filter: tt.filter, Sort: search.ByRelevance, Page: 1, PerPage: 10})
			if err != nil {
				t.Fatal(err)
			}
			a := asked(res, tt.filter)
			ids := ref.need(&a)
			if key := keyOf(ids); key != tt.need || a.Answer != tt.answer {
				t.Errorf("counted as %q, answered %s; want %q, %s", key, a.Answer, tt.need, tt.answer)
			}
			if len(ids) == 0 {
				return
			}
			e, holding, err := l.entry(t.Context(), &need{kept: kept{ids: ids}})
			if err != nil || holding != tt.holding {
				t.Errorf("held: %s, want %s, error %v: %+v", holding, tt.holding, err, e)
			}
		})
	}
}

// asked is what serve tells of an answer.
func asked(res *search.Response, f search.Filter) Asked {
	var concepts []string
	for _, c := range res.Interpretation.Concepts {
		concepts = append(concepts, c.ID)
	}
	var notice search.NoticeKind
	if n := res.Interpretation.Notice; n != nil {
		notice = n.Kind
	}
	return Of(concepts, f, notice, res.Total)
}

// TestReport holds a report over the shipped corpus.
func TestReport(t *testing.T) {
	data, now := t.TempDir(), time.Date(2026, time.November, 28, 9, 0, 0, 0, time.UTC)
	needs := func(text string) string {
		return `{"format":"evidence-store-unmet","version":1,"week":"2026-WW","not_taken":1,"needs":[` + text + `]}`
	}
	for week, text := range map[string]string{
		"48": `{"ids":["concept/child-criminal-exploitation"],"answers":{"nothing-held":12}},{"ids":["concept/kinship-care"],"answers":{"found":6,"filtered":7}},
			{"ids":["concept/parental-substance-misuse","concept/reunification"],"answers":{"found":5}},{"ids":["concept/knitting-circles","concept/neglect"],"answers":{"found":5}}`,
		"47": `{"ids":["concept/child-criminal-exploitation"],"answers":{"nothing-held":6,"filtered":1}},{"ids":["concept/heroin-and-opioids"],"answers":{"broader-only":8}}`,
		"44": `{"ids":["concept/child-criminal-exploitation"],"answers":{"nothing-held":100}}`,
		"49": `{"ids":["concept/child-criminal-exploitation"],"answers":{"nothing-held":100}}`,
		"46": `damaged`,
	} {
		write(t, filepath.Join(dirIn(data), "2026-W"+week+extension), strings.Replace(needs(text), "WW", "W"+week, 1))
	}
	report, err := NewReport(t.Context(), data, shipped(t), ReportOptions{Weeks: 4, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	got := *report
	got.Sections = nil
	want := Report{
		Generation: "000001-shipped", From: "2026-W45", To: "2026-W48", Counted: []Week{"2026-W47", "2026-W48"},
		Questions: 12 + 13 + 5 + 5 + 7 + 8, NotTaken: 2, Unread: []string{"2026-W46.json"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	type row struct {
		holding Holding
		labels  string
		asked   int
		weeks   int
		then    string
		text    string
	}
	var rows []row
	for _, s := range report.Sections {
		for _, e := range s.Entries {
			var labels, then []string
			for _, p := range e.Parts {
				labels = append(labels, p.Label)
			}
			for _, a := range e.Answers {
				then = append(then, a.Words)
			}
			rows = append(rows, row{s.Holding, strings.Join(labels, ", "), e.Asked, len(e.Weeks), strings.Join(then, ", "), e.Held.Text})
		}
	}
	if diff := cmp.Diff([]row{
		{HoldsNothing, "criminal exploitation and county lines", 19, 2, "nothing held, taken away by filters", "No programme."},
		{
			HoldsPart, "heroin and other opioids", 8, 1, "held on something broader only",
			"No programme in the store is about heroin and other opioids as such. Looked for was also what it is a case of: drug and alcohol misuse.",
		},
		{HoldsStronger, "kinship care", 13, 1, "taken away by filters, programmes found", "5 programmes, the strongest evidence on any of their outcomes is high."},
		{HoldsStronger, "parents' drug or alcohol use, going home from care", 5, 1, "programmes found", "1 programme, the strongest evidence on any of its outcomes is high."},
		{HoldsUnknown, "neglect, knitting-circles", 5, 1, "programmes found", "It cannot be looked up."},
	}, rows, cmp.AllowUnexported(row{})); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	gone := report.Sections[slices.Index(Holdings, HoldsUnknown)].Entries[0].Parts[1]
	if diff := cmp.Diff(Part{List: Concepts, ID: "knitting-circles", Label: "knitting-circles", Gone: true}, gone); diff != "" {
		t.Errorf("(-want +got)\n%s", diff)
	}
	if left, err := filepath.Glob(filepath.Join(dirIn(data), "*")); err != nil || len(left) != 5 {
		t.Errorf("the report left %v, error %v", left, err)
	}
}

// TestReportWithoutFiles holds what a report says before anything was kept.
func TestReportWithoutFiles(t *testing.T) {
	s := &canned{info: &search.Info{Reference: madeUp()}}
	report, err := NewReport(t.Context(), filepath.Join(t.TempDir(), "none"), s, ReportOptions{})
	if err != nil {
		t.Fatal(err)
	}
	if len(report.Counted) != 0 || report.Questions != 0 || len(report.Sections) != len(Holdings) {
		t.Errorf("%+v", report)
	}
	for i, s := range report.Sections {
		if s.Holding != Holdings[i] || s.Entries == nil {
			t.Errorf("section %d: %+v", i, s)
		}
	}
}

// TestReportIsBounded holds that the rest of a long list is counted and not looked up,
// and that the end of the context is told.
func TestReportIsBounded(t *testing.T) {
	b := newBench(t, t.TempDir())
	for _, id := range []string{"dragons", "trolls", "knitting"} {
		b.ask(5, NothingHeld, id)
	}
	b.ask(1, NothingHeld, "trolls")
	b.flush()
	s := &canned{info: &search.Info{Generation: "000001-madeup1", Reference: madeUp()}}
	opt := ReportOptions{Most: 1, Now: func() time.Time { return b.now }}
	report, err := NewReport(t.Context(), b.data, s, opt)
	if err != nil {
		t.Fatal(err)
	}
	if e := report.Sections[0].Entries; report.More != 2 || len(e) != 1 || e[0].Parts[0].ID != "trolls" {
		t.Errorf("%d more, entries %+v", report.More, e)
	}
	s.err = search.ErrTimeout
	if _, err := NewReport(t.Context(), b.data, s, opt); !errors.Is(err, search.ErrTimeout) {
		t.Errorf("error %v", err)
	}
}

// canned answers everything with one answer.
type canned struct {
	search.Searcher
	info *search.Info
	res  search.Response
	err  error
}

func (c *canned) Info() *search.Info { return c.info }

func (c *canned) Search(context.Context, *search.Request) (*search.Response, error) {
	res := c.res
	return &res, c.err
}

func (c *canned) Review(context.Context, string) (*search.Document, error) {
	return &search.Document{Gaps: []review.Gap{{Question: "Do they?"}}}, nil
}

// TestHolding holds how answers are sorted.
func TestHolding(t *testing.T) {
	hit := func(status review.Status, missing ...string) search.Hit {
		return search.Hit{ID: "moon-knitting", Title: "Moon knitting", Status: status, Missing: missing}
	}
	strengths := func(counts ...int) []search.Facet {
		f := search.Facet{Field: search.FacetStrength}
		for i, n := range counts {
			f.Values = append(f.Values, search.FacetValue{Value: string(review.Strengths[i]), Count: n})
		}
		return []search.Facet{{Field: search.FacetStatus, Values: []search.FacetValue{{Value: "high", Count: 9}}}, f}
	}
	read := func(notices ...search.NoticeKind) *search.Interpretation {
		in := &search.Interpretation{Concepts: []search.Concept{
			{Label: "knitting", Kind: review.Problem, Documents: 1}, {Label: "giants", Kind: review.Person},
		}}
		for _, kind := range notices {
			in.Notes = append(in.Notes, search.Notice{Kind: kind, Text: "What was told."})
		}
		return in
	}
	tests := []struct {
		name string
		res  search.Response
		want Holding
		text string
	}{
		{"nothing", search.Response{Interpretation: read(search.NothingHeld)}, HoldsNothing, "No programme."},
		{"gap", search.Response{Interpretation: read(search.NoEligibleStudies)}, HoldsNoStudies, "What was told."},
		{"filters", search.Response{Interpretation: read(search.Filtered)}, HoldsNothing, "for a part of it"},
		{"part", search.Response{Total: 1, Hits: []search.Hit{hit(review.Rated)}, Interpretation: read(search.Relaxed, search.PartlyHeld)}, HoldsPart, "What was told."},
		{"not all of it", search.Response{Total: 1, Hits: []search.Hit{hit(review.Rated, "knitting")}, Interpretation: read(search.Relaxed)}, HoldsPart, "all of it together"},
		{"people beside it", search.Response{Total: 1, Hits: []search.Hit{hit(review.Rated, "giants")}, Interpretation: read(), Facets: strengths(1, 0, 1, 0)}, HoldsStronger, "is moderate."},
		{"looked for", search.Response{Total: 1, Hits: []search.Hit{hit(review.NoEligibleStudies)}, Interpretation: read(search.NoEligibleStudies), Facets: strengths(0, 0, 0, 0)}, HoldsNoStudies, "no study"},
		{"not rated", search.Response{Total: 1, Hits: []search.Hit{hit(review.NotRated)}, Interpretation: read(), Facets: strengths(0, 0, 0, 0)}, HoldsWeak, "none of its outcomes is rated"},
		{"weak", search.Response{Total: 1, Hits: []search.Hit{hit(review.Rated)}, Interpretation: read(), Facets: strengths(1, 1, 0, 0)}, HoldsWeak, "1 programme, the strongest evidence on any of its outcomes is low."},
		{"strong", search.Response{Total: 1, Hits: []search.Hit{hit(review.Rated)}, Interpretation: read(), Facets: strengths(0, 0, 0, 1)}, HoldsStronger, "is high."},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			l := lookup{
				Searcher: &canned{res: tt.res}, reference: newReference(madeUp()), documents: map[string]*search.Document{},
			}
			e, got, err := l.entry(t.Context(), &need{kept: kept{ids: []ID{{Concepts, "knitting"}}}})
			if err != nil || got != tt.want || !strings.Contains(e.Held.Text, tt.text) {
				t.Errorf("%s, %q, error %v; want %s, %q", got, e.Held.Text, err, tt.want, tt.text)
			}
		})
	}
}
