package page

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/web/params"
)

// judgedOn is a made-up programme that was rated on these domains.
func judgedOn(id, title string, domains ...string) *search.Document {
	doc := &review.Review{ID: id, Title: title, Summary: "Made up.", Status: review.NotRated, Verified: true, UK: "none"}
	for _, domain := range domains {
		doc.Status = review.Rated
		doc.Outcomes = append(doc.Outcomes, review.Outcome{
			Name: "Moons seen by " + id, Domains: []string{domain}, Effect: review.TendsPositive, Strength: review.Low,
			Better: "more moons are seen", ComparedWith: "staying in", UK: "none", RatedBy: "nobody",
		})
	}
	return search.NewDocument(doc, shippedWords())
}

// picked are the parameters of a page with these programmes and no search.
func pickedOf(docs []*search.Document) params.Page {
	p := params.Page{Search: blankSearch(), View: params.View{Lens: params.Practice}}
	for _, doc := range docs {
		p.ID = append(p.ID, doc.ID)
	}
	return p
}

func compared(docs ...*search.Document) Compare {
	c := &Comparison{Documents: docs, All: &search.Response{}}
	for _, doc := range docs {
		c.All.Hits = append(c.All.Hits, doc.Hit)
		c.All.Total++
	}
	return NewCompare(framed(), pickedOf(docs), c)
}

func TestCompareSaysWhatCanBeCompared(t *testing.T) {
	a, b := judgedOn("a", "Alpha", "education", "offending"), judgedOn("b", "Beta", "education")
	other, none := judgedOn("c", "Gamma", "service-use"), judgedOn("d", "Delta")
	for _, tc := range []struct {
		name string
		docs []*search.Document
		want []string
	}{
		{"shared by both", []*search.Document{a, b}, []string{"Both of them were rated on Education."}},
		{"shared by all of three", []*search.Document{a, b, judgedOn("e", "Epsilon", "education")}, []string{"All of them were rated on Education."}},
		{"shared by some", []*search.Document{a, b, other, none}, []string{
			"No kind of outcome was rated for all of them.", "Only Alpha and Beta were rated on Education.",
			"Gamma cannot be compared with the others on these ratings. It was judged on different outcomes.",
			"Delta cannot be compared with the others on these ratings. It was not rated.",
		}},
		{"shared by none", []*search.Document{a, other}, []string{"cannot be compared on these ratings. None of these programmes share a rated outcome: they were judged on different outcomes."}},
		{"one rated", []*search.Document{a, none}, []string{"cannot be compared on these ratings. Only Alpha was rated."}},
		{"two of three rated", []*search.Document{a, none, other}, []string{"Of those that were rated, Alpha and Gamma, none share a rated outcome"}},
		{"none rated", []*search.Document{none, judgedOn("f", "Zeta")}, []string{"cannot be compared on these ratings. None of them was rated."}},
	} {
		t.Run(tc.name, func(t *testing.T) {
			text := plainText(render(t, compared(tc.docs...)))
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %q", want, text)
				}
			}
		})
	}
}

func TestCompareShowsAllThatBelongsToARating(t *testing.T) {
	ref := shippedWords()
	a, b := judgedOn("a", "Alpha", "education"), judgedOn("b", "Beta", "education")
	a.Caution = "Mind the gap."
	a.Outcomes[0].Worse, a.Outcomes[0].WorseNote, a.Outcomes[0].Newer = true, "One fell.", ref.Ratings.Lines.LessFavourable
	b.Outcomes[0].ComparedWith, b.Outcomes[0].Domains = "sitting still", []string{"education", "offending"}
	b.Findings = []search.Finding{{Finding: review.Finding{Name: "Sleep", Domains: []string{"education"}, Text: "Slept.", Country: "Wales"}}}
	text := plainText(render(t, compared(a, b)))
	for _, want := range []string{
		"Cautions Alpha Mind the gap. Beta " + noCaution, noCaution + " Rated or not",
		"Education Compared with different things.",
		"Moons seen by a", "Tends to be positive", "Low strength", "Better means: more moons are seen. Compared with: staying in.",
		ref.Ratings.CertaintyOf(&a.Outcomes[0].Outcome), "Includes a worse result. One fell.", ref.Ratings.Lines.LessFavourable,
		"Found by research, not rated: Sleep. Slept.", "Rated by nobody · Stands in several rows: Education and " + review.Label(ref.Lists.Outcomes, "offending"), ref.Ratings.Lines.NoNegative,
	} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
	b.Verified = false
	if text := plainText(render(t, compared(a, b))); !strings.Contains(text, "Beta "+unverifiedRating) {
		t.Errorf("no word that ratings were not read at their source in %q", text)
	}
	b.Outcomes[0].Effect = review.Negative
	if text := plainText(render(t, compared(a, b))); strings.Contains(text, ref.Ratings.Lines.NoNegative) || !strings.Contains(text, "Negative effect") {
		t.Errorf("beside a negative rating it says that none was: %q", text)
	}
}

func TestCompareKeepsUnratedApart(t *testing.T) {
	a, b := judgedOn("a", "Alpha", "education"), judgedOn("b", "Beta")
	b.Findings = []search.Finding{
		{Finding: review.Finding{Name: "School", Domains: []string{"education"}, Text: "Went."}},
		{Finding: review.Finding{Name: "Theft", Domains: []string{"offending"}, Text: "Stole more.", Worse: true}},
	}
	b.Later = []search.Later{{Later: review.Later{Year: 2024, Country: "Wales", Domains: []string{"service-use"}, Finding: "Used more.", Direction: "no-rating", Worse: true}, Line: "Newer."}}
	var got []string
	for _, g := range compared(a, b).Groups[1:4] {
		for _, row := range g.Rows {
			got = append(got, g.Title+": "+row.Label)
		}
	}
	want := []string{
		"Outcomes that only one of them was rated on: Education",
		"Found by research, not rated: Offending",
		"Found by research, not rated: Use of services",
	}
	for i := range want {
		domain := strings.SplitN(want[i], ": ", 2)
		want[i] = domain[0] + ": " + review.Label(shippedWords().Lists.Outcomes, []string{"education", "offending", "service-use"}[i])
	}
	slices.Sort(got)
	slices.Sort(want)
	if diff := cmp.Diff(want, got[:len(want)]); diff != "" {
		t.Errorf("rows, -want +got:\n%s", diff)
	}
	text := plainText(render(t, compared(a, b)))
	for _, want := range []string{"Newer evidence, not rated: Used more. (2024, Wales) Includes a worse result. Newer.", "Stole more."} {
		if !strings.Contains(text, want) {
			t.Errorf("no %q in %q", want, text)
		}
	}
}

func TestComparisons(t *testing.T) {
	for _, tc := range []struct {
		with []string
		want string
	}{
		{[]string{"usual care", "usual care"}, ""},
		{[]string{"usual care", "nothing"}, "Compared with different things."},
		{[]string{"usual care", notStated}, "What some of them were compared with is not stated."},
		{[]string{notStated, notStated}, "What they were compared with is not stated."},
		{[]string{"usual care", notStated, "nothing"}, "Compared with different things; what some were compared with is not stated."},
	} {
		if got := comparisons(tc.with); got != tc.want {
			t.Errorf("%q: %q, want %q", tc.with, got, tc.want)
		}
	}
}

func TestCompareStates(t *testing.T) {
	hostile := judgedOn("h", `<script>alert("1")</script> & ’`, "education")
	long := judgedOn("l", strings.Repeat("Longword ", 60)+strings.Repeat("x", 300), "education")
	arabic := judgedOn("ar", "برنامج القمر", "education")
	a := judgedOn("a", "Alpha")
	for _, tc := range []struct {
		name string
		docs []*search.Document
		want []string
		not  string
	}{
		{"none", nil, []string{"Choose two to four programmes", "First programme"}, "Remove"},
		{"one", []*search.Document{a}, []string{"Choose two to four programmes", "Alpha"}, "Remove"},
		{"hostile and long", []*search.Document{hostile, long}, []string{`<script>alert("1")</script> & ’`, long.Title[:500]}, "Choose two to four"},
		{"four", []*search.Document{a, hostile, arabic, judgedOn("b", "Beta")}, []string{"Remove Alpha", "برنامج القمر", NotReported}, "Choose two to four"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			body := render(t, compared(tc.docs...))
			text := plainText(body)
			for _, want := range tc.want {
				if !strings.Contains(text, want) {
					t.Errorf("no %q in %q", want, text)
				}
			}
			if strings.Contains(text, tc.not) {
				t.Errorf("%q in %q", tc.not, text)
			}
			if strings.Contains(body, `<script>alert`) {
				t.Error("a title was written as a script")
			}
		})
	}
	t.Run("an unknown id", func(t *testing.T) {
		c := &Comparison{Documents: []*search.Document{a}, Unknown: []string{"gone"}, All: &search.Response{Total: 205}}
		p := pickedOf(c.Documents)
		p.Site = "anytown"
		body := render(t, NewCompare(framed(), p, c))
		text := plainText(body)
		for _, want := range []string{"No programme with the id “gone” is held.", "204 more programmes are held"} {
			if !strings.Contains(text, want) {
				t.Errorf("no %q in %q", want, text)
			}
		}
		if want := `<a href="/search?site=anytown">Search for others</a>`; !strings.Contains(body, want) {
			t.Errorf("no %s", want)
		}
	})
}

func TestCompareLensesOrderTheFacts(t *testing.T) {
	docs := []*search.Document{judgedOn("a", "Alpha", "education"), judgedOn("b", "Beta", "education")}
	titles := func(lens params.Lens) []string {
		var out []string
		for _, g := range append(outcomeGroups(docs, pickedOf(docs), shippedWords()), factGroups(docs, params.View{Lens: lens}, shippedWords())...) {
			out = append(out, g.Title)
		}
		return out
	}
	first := []string{"Read this first", "Outcomes that at least two of them were rated on"}
	if diff := cmp.Diff(append(slices.Clone(first), "What it is and who it is for", "Delivery and cost", "The evidence behind it"), titles(params.Practice)); diff != "" {
		t.Errorf("practice, -want +got:\n%s", diff)
	}
	if diff := cmp.Diff(append(slices.Clone(first), "The evidence behind it", "Cost and delivery", "What it is and who it is for"), titles(params.Lead)); diff != "" {
		t.Errorf("lead, -want +got:\n%s", diff)
	}
}

func TestCompareLinksCarryNoTypedWords(t *testing.T) {
	docs := []*search.Document{judgedOn("a", "Alpha", "education"), judgedOn("b", "Beta", "education")}
	p := pickedOf(docs)
	ref := shippedWords()
	concept := ref.Thesaurus.Concepts[0]
	p.Q, p.Sort, p.Outcome = "secret words", search.ByRelevance, []string{"education"}
	c := &Comparison{Documents: docs, All: &search.Response{}, Read: &search.Interpretation{Concepts: []search.Concept{{ID: concept.ID}}}}
	v := NewCompare(framed(), p, c)
	if v.Canonical != "https://store.example/compare?id=a&id=b" {
		t.Errorf("canonical address %q", v.Canonical)
	}
	for _, link := range v.Exports {
		to, err := url.Parse(link.URL)
		if err != nil {
			t.Fatal(err)
		}
		if q := to.Query(); q.Has("q") || q.Get("concept") != concept.ID || q.Get("outcome") != "education" || !q.Has("format") {
			t.Errorf("%s leads to %s", link.Text, link.URL)
		}
	}
	for _, h := range v.Record.Hidden {
		if h.Name == "q" || strings.Contains(h.Value, "secret") {
			t.Errorf("the form of the record sends %+v unasked", h)
		}
	}
	body := render(t, v)
	if want := `<input type="checkbox" name="q" value="secret words">`; !strings.Contains(body, want) || !strings.Contains(body, `action="/record" method="post"`) {
		t.Errorf("no %s in a form that posts in\n%s", want, body)
	}
	p.Q = ""
	if body := render(t, NewCompare(framed(), p, c)); strings.Contains(body, `type="checkbox"`) {
		t.Errorf("without words it offers to carry them:\n%s", body)
	}
	if got, want := v.Programmes[0].Remove, "/compare?id=b&outcome=education&q=secret+words"; got != want {
		t.Errorf("without the first: %s, want %s", got, want)
	}
}

// TestSharedDomainsOfTheShippedCorpus works the intersection out once more, from the
// files.
func TestSharedDomainsOfTheShippedCorpus(t *testing.T) {
	ref := shippedWords()
	docs := shipped(t)
	domainsOf := func(doc *review.Review) map[string]bool {
		set := map[string]bool{}
		for _, o := range doc.Outcomes {
			for _, d := range o.Domains {
				set[d] = true
			}
		}
		return set
	}
	pairs, sharing := 0, 0
	for idA, a := range docs {
		for idB, b := range docs {
			if idA >= idB || a.Status != review.Rated || b.Status != review.Rated {
				continue
			}
			pairs++
			var want []string
			inB := domainsOf(b)
			for d := range domainsOf(a) {
				if inB[d] {
					want = append(want, review.Label(ref.Lists.Outcomes, d))
				}
			}
			var got []string
			both := []*search.Document{search.NewDocument(a, ref), search.NewDocument(b, ref)}
			for _, g := range outcomeGroups(both, pickedOf(both), ref) {
				if g.Title != "Outcomes that at least two of them were rated on" {
					continue
				}
				for _, row := range g.Rows {
					got = append(got, row.Label)
					if row.Cells[0].Outcomes == nil || row.Cells[1].Outcomes == nil {
						t.Errorf("%s and %s: a shared row %s with an empty cell", idA, idB, row.Label)
					}
				}
			}
			slices.Sort(want)
			slices.Sort(got)
			if !slices.Equal(want, got) {
				t.Errorf("%s and %s share %q, want %q", idA, idB, got, want)
			}
			said := strings.HasPrefix(commonGround(both, ref)[0], "Both of them were rated on")
			if said != (len(want) > 0) {
				t.Errorf("%s and %s: %q, though they share %q", idA, idB, commonGround(both, ref)[0], want)
			}
			if len(want) > 0 {
				sharing++
			}
		}
	}
	if pairs == 0 || sharing == 0 || sharing == pairs {
		t.Errorf("%d of %d pairs share an outcome; this tests nothing", sharing, pairs)
	}
}

// TestCompareTheShippedCorpus renders neighbours by id, four at a time.
func TestCompareTheShippedCorpus(t *testing.T) {
	ref := shippedWords()
	docs := shipped(t)
	var ids []string
	for id := range docs {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for four := range slices.Chunk(ids, params.MaxPicked) {
		var picked []*search.Document
		for _, id := range four {
			picked = append(picked, search.NewDocument(docs[id], ref))
		}
		body := plainText(render(t, compared(picked...)))
		for _, doc := range picked {
			for _, o := range doc.Outcomes {
				for _, want := range []string{o.Name, o.Better, o.ComparedWith, o.Certainty, o.Newer} {
					if want = strings.Join(strings.Fields(want), " "); !strings.Contains(body, want) {
						t.Errorf("%s: no %q", doc.ID, want)
					}
				}
			}
		}
	}
}
