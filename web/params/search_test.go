package params

import (
	"errors"
	"net/url"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/search"
)

func TestParseSearch(t *testing.T) {
	ref := reference(t)
	for _, tc := range []struct {
		name, given string
		want        Search
		canonical   string
	}{
		{"nothing", "", Search{Sort: search.ByTitle, Page: 1, PerPage: 10}, ""},
		{"a question sorts by relevance", "q=gran", Search{Q: "gran", Sort: search.ByRelevance, Page: 1, PerPage: 10}, "q=gran"},
		{"spaces round a question", "q=+gran%0A", Search{Q: "gran", Sort: search.ByRelevance, Page: 1, PerPage: 10}, "q=gran"},
		{"a question of spaces", "q=++", Search{Sort: search.ByTitle, Page: 1, PerPage: 10}, ""},
		{"the default order named", "q=a&sort=relevance", Search{Q: "a", Sort: search.ByRelevance, Page: 1, PerPage: 10}, "q=a"},
		{
			"a concept instead of a question sorts by relevance", "concept=moon",
			Search{Concept: []string{"moon"}, Sort: search.ByRelevance, Page: 1, PerPage: 10},
			"concept=moon",
		},
		{
			"concepts in any order and twice", "concept=owls&concept=moon&concept=owls&without=stars&without=owls&verbatim=1",
			Search{Concept: []string{"moon", "owls"}, Without: []string{"owls", "stars"}, Verbatim: true, Sort: search.ByRelevance, Page: 1, PerPage: 10},
			"concept=moon&concept=owls&verbatim=true&without=owls&without=stars",
		},
		{
			"no question but how to read it", "without=moon&verbatim=true",
			Search{Without: []string{"moon"}, Verbatim: true, Sort: search.ByTitle, Page: 1, PerPage: 10},
			"verbatim=true&without=moon",
		},
		{"relevance without a question", "sort=relevance", Search{Sort: search.ByRelevance, Page: 1, PerPage: 10}, "sort=relevance"},
		{
			"levels in any order and twice", "effect=tends-positive&effect=negative&effect=negative",
			Search{Effect: []review.Effect{review.Negative, review.TendsPositive}, Sort: search.ByTitle, Page: 1, PerPage: 10},
			"effect=negative&effect=tends-positive",
		},
		{
			"everything", "q=a&concept=moon&without=owls&verbatim=1&effect_min=negative&strength=high&outcome=education&topic=parenting&population=parents&setting=school&uk=yes&status=rated&age=0&sort=newest&page=2&per_page=5&explain=1",
			Search{
				Q: "a", Concept: []string{"moon"}, Without: []string{"owls"}, Verbatim: true, EffectMin: review.Negative, Strength: []review.Strength{review.High}, Outcome: []string{"education"}, Topic: []string{"parenting"},
				Population: []string{"parents"}, Setting: []string{"school"}, UK: []review.UK{"yes"}, Status: []review.Status{review.Rated},
				Age: new(0), Sort: search.ByNewest, Page: 2, PerPage: 5, Explain: true,
			},
			"age=0&concept=moon&effect_min=negative&explain=true&outcome=education&page=2&per_page=5&population=parents&q=a&setting=school&sort=newest&status=rated&strength=high&topic=parenting&uk=yes&verbatim=true&without=owls",
		},
		{"the deepest page", "page=100&per_page=100", Search{Sort: search.ByTitle, Page: 100, PerPage: 100}, "page=100&per_page=100"},
		{"an age of 120", "age=120&explain=0", Search{Age: new(120), Sort: search.ByTitle, Page: 1, PerPage: 10}, "age=120"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			values, _ := SplitQuery(tc.given, 100)
			got, err := ParseSearch(values, ref, DefaultLimits())
			if err != nil {
				t.Fatalf("ParseSearch(%q): %v", tc.given, err)
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("ParseSearch(%q), -want +got:\n%s", tc.given, diff)
			}
			if printed := got.Values().Encode(); printed != tc.canonical {
				t.Errorf("Values of %q are %q, want %q", tc.given, printed, tc.canonical)
			}
		})
	}
}

func TestParseSearchFaults(t *testing.T) {
	ref := reference(t)
	limits := Limits{QuestionChars: 10, QuestionWords: 3, Values: 20}
	for _, tc := range []struct {
		name, given string
		want        []string // parameter and value of each fault
	}{
		{"a level that is none", "effect=bad", []string{"effect=bad"}},
		{"two levels that are none", "strength=a&strength=high&strength=b", []string{"strength=a", "strength=b"}},
		{"an empty level", "effect=", []string{"effect="}},
		{"a level in capitals", "strength=High", []string{"strength=High"}},
		{"a minimum given twice", "effect_min=negative&effect_min=negative", []string{"effect_min=negative"}},
		{"both forms of effect", "effect=negative&effect_min=negative", []string{"effect_min=negative"}},
		{"both forms of strength", "strength=low&strength_min=high", []string{"strength_min=high"}},
		{"a draft", "status=draft", []string{"status=draft"}},
		{"ids that are in no list", "outcome=x&topic=y&population=z&setting=w", []string{"outcome=x", "topic=y", "population=z", "setting=w"}},
		{"a topic that is a setting", "topic=school", []string{"topic=school"}},
		{"an age below 0", "age=-1", []string{"age=-1"}},
		{"an age above 120", "age=121", []string{"age=121"}},
		{"an age with a fraction", "age=1.5", []string{"age=1.5"}},
		{"page 0", "page=0", []string{"page=0"}},
		{"a page with a sign", "page=%2B1", []string{"page=+1"}},
		{"a page beyond all numbers", "page=99999999999999999999", []string{"page=99999999999999999999"}},
		{"a page too deep", "page=1001", []string{"page=1001"}},
		{"a page too deep for its size", "page=101&per_page=100", []string{"page=101"}},
		{"a page of 101", "per_page=101", []string{"per_page=101"}},
		{"an order that is none", "sort=best", []string{"sort=best"}},
		{"explain that is neither", "explain=yes", []string{"explain=yes"}},
		{"concepts that are none", "concept=mon&concept=moon&without=&without=Moon", []string{"concept=mon", "without=", "without=Moon"}},
		{"verbatim that is neither", "verbatim=yes", []string{"verbatim=yes"}},
		{"two questions", "q=a&q=b", []string{"q=b"}},
		{"a question that is no text", "q=%ff", []string{"q=\uFFFD"}},
		{"a question with NUL", "q=a%00b", []string{"q=a\x00b"}},
		{"a question with too many characters", "q=abcdefghijk", []string{"q=abcdefghijk"}},
		{"a question with too many words", "q=a+b+c+d", []string{"q=a b c d"}},
		{"unknown names", "efect=a&Q=b", []string{"Q=b", "efect=a"}},
		{"broken percent-encoding", "q=%zz&age=1", []string{"q=%zz"}},
		{"a broken name", "%zz=1", []string{"%zz=1"}},
		{"a semicolon", "q=a;page=2", []string{"q=a;page=2"}},
		{"all at once", "q=%f&effect=bad&nope=1&page=0&age=x", []string{"q=%f", "effect=bad", "age=x", "page=0", "nope=1"}},
		{"too many values", strings.Repeat("uk=yes&", 21), []string{"uk=21 values"}},
		{"too many unknown values", strings.Repeat("a=1&", 12) + strings.Repeat("b=1&", 11), []string{"a=23 values"}},
		{"too many broken pairs", strings.Repeat("%=1&", 1000), slicesOf("%=1", 20)},
	} {
		t.Run(tc.name, func(t *testing.T) {
			values, faults := SplitQuery(tc.given, limits.Values)
			if _, err := ParseSearch(values, ref, limits); err != nil {
				wrong, ok := errors.AsType[Faults](err)
				if !ok {
					t.Fatalf("ParseSearch(%q) gives %T, want Faults", tc.given, err)
				}
				faults = append(faults, wrong...)
			}
			var got []string
			for _, f := range faults {
				got = append(got, f.Parameter+"="+f.Value)
				if f.Detail == "" {
					t.Errorf("%q: no detail for %s", tc.given, f.Parameter)
				}
			}
			if diff := cmp.Diff(tc.want, got); diff != "" {
				t.Errorf("faults of %q, -want +got:\n%s", tc.given, diff)
			}
		})
	}
}

func slicesOf(s string, n int) []string {
	all := make([]string, n)
	for i := range all {
		all[i] = s
	}
	return all
}

func TestFaultsNameWhatIsAllowed(t *testing.T) {
	_, err := ParseSearch(url.Values{"effect": {"bad"}, "status": {"draft"}}, reference(t), DefaultLimits())
	want := "effect \"bad\": not one of the allowed values: negative, mixed-or-none, tends-positive, consistently-positive\n" +
		"status \"draft\": not one of the allowed values: rated, not-rated, no-eligible-studies"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestFaultsNameTheNearestConcept(t *testing.T) {
	_, err := ParseSearch(url.Values{"concept": {"night-wlks", "Owls", "xyzzyx"}}, reference(t), DefaultLimits())
	want := "concept \"night-wlks\": no such concept; did you mean \"night-walks\"?\n" +
		"concept \"Owls\": no such concept; did you mean \"owls\"?\n" +
		"concept \"xyzzyx\": no such concept; the answer to a question names those that were read in it"
	if err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}

func TestLongValuesAreShortened(t *testing.T) {
	_, err := ParseSearch(url.Values{strings.Repeat("é", 500): {strings.Repeat("a", 500)}}, reference(t), DefaultLimits())
	wrong, _ := errors.AsType[Faults](err)
	want := Faults{{Parameter: strings.Repeat("é", 80) + "…", Value: strings.Repeat("a", 80) + "…"}}
	if len(wrong) != 1 || wrong[0].Parameter != want[0].Parameter || wrong[0].Value != want[0].Value {
		t.Errorf("got %+v, want %+v", wrong, want)
	}
}

func TestRequest(t *testing.T) {
	for _, tc := range []struct {
		name  string
		given Search
		want  search.Filter
	}{
		{"no filter", Search{}, search.Filter{}},
		{"levels as chosen", Search{Effect: []review.Effect{review.Negative}}, search.Filter{Effects: []review.Effect{review.Negative}}},
		{
			"levels from a minimum up",
			Search{EffectMin: review.TendsPositive, StrengthMin: review.VeryLow},
			search.Filter{Effects: []review.Effect{review.TendsPositive, review.ConsistentlyPositive}, Strengths: review.Strengths},
		},
		{
			"the rest",
			Search{Outcome: []string{"a"}, Topic: []string{"b"}, Population: []string{"c"}, Setting: []string{"d"}, UK: []review.UK{"yes"}, Status: []review.Status{review.Rated}, Age: new(7)},
			search.Filter{Outcomes: []string{"a"}, Topics: []string{"b"}, Populations: []string{"c"}, Settings: []string{"d"}, UK: []review.UK{"yes"}, Statuses: []review.Status{review.Rated}, Age: new(7)},
		},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if diff := cmp.Diff(tc.want, tc.given.Request().Filter); diff != "" {
				t.Errorf("filter, -want +got:\n%s", diff)
			}
		})
	}
	p := Search{Q: `"kinship care" gran`, Concept: []string{"moon"}, Without: []string{"owls"}, Verbatim: true, Sort: search.ByNewest, Page: 3, PerPage: 7, Explain: true}
	want := &search.Request{
		Query: search.Parse(p.Q), Reading: search.Reading{Concepts: []string{"moon"}, Without: []string{"owls"}, Verbatim: true},
		Sort: search.ByNewest, Page: 3, PerPage: 7, Explain: true,
	}
	if diff := cmp.Diff(want, p.Request()); diff != "" {
		t.Errorf("request, -want +got:\n%s", diff)
	}
}
