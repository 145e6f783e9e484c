package review

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// missing and known are how faults of required keys and closed sets read.
const (
	missing  = " is missing or empty; write it"
	statuses = `; use one of "rated", "not-rated", "no-eligible-studies", "draft"`
	uks      = `; use one of "yes", "some", "none", "not-stated"`
	details  = `; use one of "mixed", "none"`
	yearMend = "; write four digits, such as 2018"
)

// TestValidate changes the small document in one place each. Its keys stand on
// lines 2 to 8; what is added stands from line 9 on.
func TestValidate(t *testing.T) {
	rated := []string{`status = "draft"`, `status = "rated"`}
	tests := []struct {
		name  string
		pairs []string // texts and what stands in their place
		want  []string
	}{
		{"no title", []string{`title = "Dragon choir"`, ""}, []string{"2: title" + missing}},
		{"an empty title", []string{`"Dragon choir"`, `" "`}, []string{"2: title" + missing}},
		{"no summary", []string{`summary = "Singing with dragons."`, ""}, []string{"2: summary" + missing}},
		{"an unknown status", []string{`"draft"`, `"Draft"`}, []string{`4: status "Draft" is not known` + statuses}},
		{"a status of another type", []string{`"draft"`, `1`}, []string{"4: status has the wrong type; it must be a string in quotes"}},
		{"not said whether verified", []string{`verified = false`, ""}, []string{"2: verified is missing; write true where the rating was read on the rating body's own page, else false"}},
		{"verified in quotes", []string{`verified = false`, `verified = "false"`}, []string{"5: verified has the wrong type; it must be true or false, without quotes"}},
		{"no date", []string{`updated = 2026-11-22`, ""}, []string{"2: updated" + missing}},
		{"a date in quotes", []string{`2026-11-22`, `"2026-11-22"`}, []string{"6: updated: must be a date such as 2026-11-22, without quotes and without a time"}},
		{"a date with a time", []string{`2026-11-22`, `2026-11-22T10:00:00Z`}, []string{"6: updated: must be a date such as 2026-11-22, without quotes and without a time"}},
		{"a date long ago", []string{`2026-11-22`, `0226-11-22`}, []string{"6: updated: the year 226 cannot be right"}},
		{"an unknown uk", []string{`uk = "none"`, `uk = "no"`}, []string{`7: uk "no" is not known` + uks}},
		{"evidence to a month that is none", []string{`"2018"`, `"2018-13"`}, []string{`8: evidence_to "2018-13" is not a date; write "2018" or "2018-06"`}},
		{"evidence to a day", []string{`"2018"`, `"2018-06-01"`}, []string{`8: evidence_to "2018-06-01" is not a date; write "2018" or "2018-06"`}},
		{"evidence to long ago", []string{`"2018"`, `"1018"`}, []string{`8: evidence_to "1018" is not a date; write "2018" or "2018-06"`}},
		{"too many sentences", []string{"# more", `in_brief = ["a", "b", "c", "d", "e"]`}, []string{"9: in_brief has 5 entries, the limit is 4; keep those that matter most"}},
		{"empty and double entries", []string{"# more", "aliases = [\n'a',\n' ',\n'a']"}, []string{"11: aliases has an empty entry; remove it", `12: aliases has "a" twice; remove one`}},
		{"too many ids", []string{"# more", "topics = [" + strings.Repeat("'music', ", 101) + "]"}, []string{"9: topics has 101 entries, the limit is 100; keep those that matter most"}},
		{"unknown and double ids", []string{"# more", "topics = ['music', 'dragon', 'music']\npopulation = ['kings']\nsettings = [1]"}, []string{
			`9: "music" stands twice; remove one`, `9: unknown id "dragon"; did you mean "dragons"? Else add it to lists.toml`,
			`10: unknown id "kings"; use an id of lists.toml, or add it there`, `11: settings has the wrong type; it must be a string in quotes`,
		}},
		{"half an age", []string{"# more", "age = [5]"}, []string{"9: age is not a range; write it as [from, to] in whole years, such as [0, 18]"}},
		{"ages turned round", []string{"# more", "age = [18, 5]"}, []string{"9: age is not a range; write it as [from, to] in whole years, such as [0, 18]"}},
		{"an age before birth", []string{"# more", "age = [-1, 5]"}, []string{"9: age is not a range; write it as [from, to] in whole years, such as [0, 18]"}},
		{"an age of nobody", []string{"# more", "age = [0, 121]"}, []string{"9: age is not a range; write it as [from, to] in whole years, such as [0, 18]"}},
		{"an age of one year", []string{"# more", "age = [7, 7]"}, nil},
		{"a draft that is still to be written", []string{`"Dragon choir"`, `"Still to be written"`}, nil},
		{"published, still to be written", []string{`"draft"`, `"not-rated"`, `"Dragon choir"`, `"Still to be written"`}, []string{`2: "Still to be written" in a review that is to be published; write it, or set status = "draft"`}},
		{"a draft with an outcome", []string{"# more", outcome}, nil},
		{"rated, with an outcome", append(rated, "# more", outcome), nil},
		{"rated without an outcome", rated, []string{`4: a rated review without an outcome; add [[outcome]] or set status = "not-rated"`}},
		{"not rated, with an outcome", []string{`"draft"`, `"not-rated"`, "# more", outcome}, []string{`9: status "not-rated" with a rated outcome; set status = "rated", or turn [[outcome]] into [[finding]]`}},
		{"not rated, with later evidence", []string{`"draft"`, `"not-rated"`, "# more", later}, []string{"9: [[later]] without a rating that it could be later than; turn it into [[finding]]"}},
		{"no studies and findings", []string{`"draft"`, `"no-eligible-studies"`, "# more", finding}, []string{`9: findings, although no eligible study was found; set status = "not-rated"`}},
		{"not rated, with a finding", []string{`"draft"`, `"not-rated"`, "# more", finding}, nil},
		{"later evidence", append(rated, "# more", outcome+"\n"+later), nil},
		{"faults in the order of lines", []string{`title = "Dragon choir"`, "titel = 1", `"2018"`, "2018", "# more", "cuation = 2"}, []string{
			"2: title" + missing,
			`2: unknown key "titel"; did you mean "title"?`,
			"8: evidence_to has the wrong type; it must be a string in quotes",
			`9: unknown key "cuation"; did you mean "caution"?`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			doc := with(t, tt.pairs...)
			if diff := cmp.Diff(tt.want, faultsOf(doc)); diff != "" {
				t.Errorf("given\n%.600s\n(-want +got):\n%s", doc, diff)
			}
		})
	}
}

const (
	finding = `[[finding]]
name = "Mood"
domains = ["sleep"]
text = "Moods rose."
source = "https://example.org/mood"`

	later = `[[later]]
year = 2020
country = "Wales"
design = "trial"
domains = ["sleep"]
finding = "No change."
direction = "in-line"
citation = "Ash 2020"
doi = "10.1234/ash"
url = "https://example.org/ash"`

	study = `[[related]]
kind = "trial"
title = "Hums"
year = 2018
doi = "10.1234/hums"
url = "https://example.org/hums"
studies = 0`

	others = `[[gap]]
question = "Do they dance?"
missing = "any study"
who_looked = "Ember"
year = 2018
source = "https://example.org/gap"
[[contact]]
name = "Ash"
url = "https://example.org/keeper"
[[source]]
url = "https://example.org/songs"
[[change]]
date = 2026-11-22
what = "More."
why = "Asked."
[[change]]
date = 2026-11-22
what = "First."
why = "New."`
)

// TestValidateTables changes one line of a table each. The table begins on line 9.
func TestValidateTables(t *testing.T) {
	const (
		links   = " is not an http or https address; write it in full"
		dois    = " is not a DOI; write it as 10.1234/abc, without https://doi.org/"
		nothing = "domains is missing or empty; name the outcome's ids from lists.toml"
	)
	tests := []struct {
		table, old, new string
		want            []string
	}{
		{outcome, `name = "Sleep"`, "", []string{"9: name" + missing}},
		{outcome, `name = "Sleep"`, "name = 1", []string{"10: name has the wrong type; it must be a string in quotes"}},
		{outcome, `domains = ["sleep"]`, "", []string{"9: " + nothing}},
		{outcome, `["sleep"]`, "[]", []string{"11: " + nothing}},
		{outcome, `["sleep"]`, `"sleep"`, []string{"11: domains has the wrong type; it must be a list, […]"}},
		{outcome, `["sleep"]`, `["dragons"]`, []string{`11: unknown id "dragons"; use an id of lists.toml, or add it there`}},
		{outcome, `effect = "mixed-or-none"`, "", []string{`9: effect is missing; use one of "negative", "mixed-or-none", "tends-positive", "consistently-positive"`}},
		{outcome, `"mixed-or-none"`, `"mixed"`, []string{`12: effect "mixed" is not known; use one of "negative", "mixed-or-none", "tends-positive", "consistently-positive"`}},
		{outcome, `"mixed-or-none"`, `"negative"`, []string{`13: detail stands beside an effect other than "mixed-or-none"; remove it`}},
		{outcome, `detail = "mixed"`, "", []string{"9: detail is missing" + details}},
		{outcome, `detail = "mixed"`, `detail = "no"`, []string{`13: detail "no" is not known` + details}},
		{outcome, `strength = "low"`, "", []string{`9: strength is missing; use one of "very-low", "low", "moderate", "high"`}},
		{outcome, `"low"`, `"weak"`, []string{`14: strength "weak" is not known; use one of "very-low", "low", "moderate", "high"`}},
		{outcome, `better = "keepers sleep longer"`, "", []string{"9: better" + missing}},
		{outcome, `compared_with = "silence"`, "", []string{"9: compared_with" + missing}},
		{outcome, `uk = "none"`, "", []string{"9: uk is missing" + uks}},
		{outcome, `rated_by = "Nobody"`, "", []string{"9: rated_by" + missing}},
		{outcome, `rated_by = "Nobody"`, "rated_by = 'a'\nevidence_to = 'now'", []string{`19: evidence_to "now" is not a date; write "2018" or "2018-06"`}},
		{outcome, `rated_by = "Nobody"`, "rated_by = 'a'\nfigures = 'b'", []string{"19: figures and figures_from need each other; write both or neither"}},
		{outcome, `rated_by = "Nobody"`, "rated_by = 'a'\nworse = true", []string{"19: worse and worse_note need each other; write both or neither"}},
		{outcome, `rated_by = "Nobody"`, "rated_by = 'a'\nworse_note = 'b'", []string{"9: worse and worse_note need each other; write both or neither"}},
		{outcome, `rated_by = "Nobody"`, "rated_by = 'a'\n" + strings.Replace(outcome, "Sleep", " sleep", 1), []string{`20: the outcome " sleep" stands twice; rename or join them`}},
		{finding, `name = "Mood"`, "", []string{"9: name" + missing}},
		{finding, `text = "Moods rose."`, "", []string{"9: text" + missing}},
		{finding, `["sleep"]`, "[]", []string{"11: " + nothing}},
		{finding, `"https://example.org/mood"`, `"example.org"`, []string{`13: "example.org"` + links}},
		{later, `year = 2020`, "year = 20", []string{"10: 20 is not a year" + yearMend}},
		{later, `country = "Wales"`, "", []string{"9: country" + missing}},
		{later, `design = "trial"`, "", []string{"9: design" + missing}},
		{later, `["sleep"]`, `["sleeep"]`, []string{`13: unknown id "sleeep"; did you mean "sleep"? Else add it to lists.toml`}},
		{later, `finding = "No change."`, "", []string{"9: finding" + missing}},
		{later, `direction = "in-line"`, "", []string{`9: direction is missing; use one of "more-favourable", "less-favourable", "in-line", "unclear", "no-rating"`}},
		{later, `citation = "Ash 2020"`, "", []string{"9: citation" + missing}},
		{later, `"10.1234/ash"`, `"https://doi.org/10.1234/ash"`, []string{`17: "https://doi.org/10.1234/ash"` + dois}},
		{later, `"https://example.org/ash"`, `"javascript:alert(1)"`, []string{`18: "javascript:alert(1)"` + links}},
		{study, `kind = "trial"`, "", []string{`9: kind is missing; use one of "systematic-review", "meta-analysis", "evidence-map", "trial", "comparison-study", "qualitative"`}},
		{study, `title = "Hums"`, "", []string{"9: title" + missing}},
		{study, `year = 2018`, "year = 20180", []string{"12: 20180 is not a year" + yearMend}},
		{study, `"10.1234/hums"`, `"10.1234"`, []string{`13: "10.1234"` + dois}},
		{study, `"https://example.org/hums"`, `"ftp://example.org/hums"`, []string{`14: "ftp://example.org/hums"` + links}},
		{study, `studies = 0`, "studies = -1\npublications = -1\nprogrammes = -1", []string{
			"15: studies is negative; count from 0", "16: publications is negative; count from 0", "17: programmes is negative; count from 0",
		}},
		{others, `question = "Do they dance?"`, "", []string{"9: question" + missing}},
		{others, `missing = "any study"`, "", []string{"9: missing" + missing}},
		{others, `who_looked = "Ember"`, "", []string{"9: who_looked" + missing}},
		{others, `year = 2018`, "year = -1", []string{"13: -1 is not a year" + yearMend}},
		{others, `"https://example.org/gap"`, `"https://"`, []string{`14: "https://"` + links}},
		{others, `name = "Ash"`, "", []string{"15: name" + missing}},
		{others, `"https://example.org/keeper"`, `"Ash's house"`, []string{`17: "Ash's house"` + links}},
		{others, `url = "https://example.org/songs"`, "", []string{"18: url" + missing}},
		{others, `"https://example.org/songs"`, `"http://[::1"`, []string{`19: "http://[::1"` + links}},
		{others, "date = 2026-11-22\nwhat = \"More.\"", `what = "More."`, []string{"20: date" + missing}},
		{others, `what = "More."`, "", []string{"20: what" + missing}},
		{others, `why = "New."`, "", []string{"24: why" + missing}},
		{others, "date = 2026-11-22\nwhat = \"First.\"", "date = 2026-11-23\nwhat = \"First.\"", []string{"25: the changes are not in order; put the newest first"}},
	}
	for _, tt := range tests {
		t.Run(fmt.Sprintf("%.12s %s to %s", tt.table, tt.old, tt.new), func(t *testing.T) {
			if got := faultsOf(with(t, "# more", tt.table)); got != nil {
				t.Fatalf("the table itself has faults: %q", got)
			}
			changed := strings.Replace(tt.table, tt.old, tt.new, 1)
			if changed == tt.table {
				t.Fatalf("%q is not in the table", tt.old)
			}
			if diff := cmp.Diff(tt.want, faultsOf(with(t, "# more", changed))); diff != "" {
				t.Errorf("given\n%s\n(-want +got):\n%s", changed, diff)
			}
		})
	}
}
