package review

import (
	"bytes"
	"encoding/json"
	"io/fs"
	"os"
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// corpusLists are small, and made up like all documents here.
var corpusLists = &Lists{
	Topics:      []Item{{"dragons", "Dragons"}, {"music", "Music"}},
	Populations: []Item{{"keepers", "Keepers"}},
	Settings:    []Item{{"tower", "Tower"}},
	Outcomes:    []Item{{"sleep", "Sleep"}, {"burns", "Burns"}},
}

// small is the shortest document without a fault; the tests of single faults
// change one thing in it. Its lines count from 1.
const small = `+++
title = "Dragon choir"
summary = "Singing with dragons."
status = "draft"
verified = false
updated = 2026-11-22
uk = "none"
evidence_to = "2018"
# more
+++

## What it is

Dragons sing.
`

const outcome = `[[outcome]]
name = "Sleep"
domains = ["sleep"]
effect = "mixed-or-none"
detail = "mixed"
strength = "low"
better = "keepers sleep longer"
compared_with = "silence"
uk = "none"
rated_by = "Nobody"`

// with is the small document with old changed to new.
func with(t testing.TB, pairs ...string) string {
	t.Helper()
	doc := small
	for i := 0; i < len(pairs); i += 2 {
		if strings.Count(doc, pairs[i]) != 1 {
			t.Fatalf("%q does not stand once in the document", pairs[i])
		}
		doc = strings.Replace(doc, pairs[i], pairs[i+1], 1)
	}
	return doc
}

func faultsOf(doc string) []string {
	_, faults := Decode("reviews/dragon-choir.md", []byte(doc), corpusLists)
	var out []string
	for _, f := range faults {
		out = append(out, strings.TrimPrefix(f.Error(), "reviews/dragon-choir.md:"))
	}
	return out
}

func TestDecodeWholeDocument(t *testing.T) {
	data, err := os.ReadFile("testdata/dragon-choir.md")
	if err != nil {
		t.Fatal(err)
	}
	studies := 3
	none := 0
	want := &Review{
		ID: "dragon-choir", Title: "Dragon choir", Aliases: []string{"scaly singing"}, Summary: "Singing with dragons.",
		InBrief: []string{"Dragons sing.", "Keepers listen."}, Status: Rated, Verified: true, Updated: "2026-11-22",
		Topics: []string{"dragons", "music"}, Population: []string{"keepers"}, Settings: []string{"tower"}, Age: []int{5, 18},
		UK: "some", UKNote: "One tower is in Wales.", EvidenceTo: "2018-06", EvidenceToBasis: "The year of the review.",
		Delivery: "By choirs.", Provider: "The guild.", Cost: "Two coins.", Caution: "One choir was out of tune.",
		Outcomes: []Outcome{
			{
				Name: "Sleep", Domains: []string{"sleep"}, Effect: MixedOrNone, Detail: Mixed, Strength: Low, Better: "keepers sleep longer",
				ComparedWith: "silence", Finding: "Some slept.", Figures: "2 of 3", FiguresFrom: "Ember 2018", UK: "none", Worse: true,
				WorseNote: "One woke.", RatedBy: "Nobody", EvidenceTo: "2018-06",
			},
			{
				Name: "Burns", Domains: []string{"burns"}, Effect: TendsPositive, Strength: High, Better: "fewer burns", ComparedWith: "silence",
				UK: "yes", RatedBy: "Nobody", EvidenceTo: "2015",
			},
		},
		Findings: []Finding{{
			Name: "Mood", Domains: []string{"sleep"}, Text: "Moods rose.", Figures: "d = 0.3", Country: "Wales", Research: "Ember 2018",
			Source: "https://example.org/mood",
		}},
		Later: []Later{{
			Year: 2020, Country: "Wales", Design: "trial", Domains: []string{"sleep"}, Finding: "No change.", Direction: "in-line",
			DirectionNote: "Small.", Citation: "Ash 2020", DOI: "10.1234/ash", URL: "https://example.org/ash",
		}},
		Reviews: []Study{{
			Kind: "systematic-review", Authors: "Ember", Year: 2018, Title: "Songs", Journal: "Scales", Studies: &studies, Publications: &none,
			SearchDate: "May 2018",
		}},
		Related:  []Study{{Kind: "qualitative", Title: "Hums"}},
		Gaps:     []Gap{{Question: "Do they dance?", Missing: "any study", WhoLooked: "Ember", Year: 2018}},
		Contacts: []Contact{{Name: "Ash", Role: "keeper", URL: "https://example.org/keeper"}},
		Sources:  []Source{{Title: "Songs", URL: "https://example.org/songs"}},
		Changes:  []Change{{"2026-11-22", "More.", "Asked."}, {"2026-11-01", "First.", "New."}},
		Sections: []Section{
			{"what-it-is", "What it is", "Dragons *sing*.\n\n### In towers\n\n- at night"},
			{"findings", "What was found", "    a song\n\nSee [below](#later-evidence)."},
			{"later-evidence", "Later evidence", "```\n## Not a heading\n<b>\n```"},
		},
	}
	for name, data := range map[string][]byte{
		"as it is":          data,
		"Windows line ends": bytes.ReplaceAll(data, []byte("\n"), []byte("\r\n")),
		"byte order mark":   append([]byte("\uFEFF"), data...),
	} {
		t.Run(name, func(t *testing.T) {
			got, faults := Decode("reviews/dragon-choir.md", data, corpusLists)
			if len(faults) > 0 {
				t.Fatalf("got faults:\n%v", faults)
			}
			if diff := cmp.Diff(want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if got.LatestYear() != 2018 {
				t.Errorf("got latest year %d, want 2018", got.LatestYear())
			}
			if diff := cmp.Diff(got, throughJSON(t, got)); diff != "" {
				t.Errorf("after JSON (-before +after):\n%s", diff)
			}
		})
	}
}

func throughJSON(t testing.TB, r *Review) *Review {
	t.Helper()
	data, err := json.Marshal(r)
	if err != nil {
		t.Fatal(err)
	}
	var back Review
	if err := json.Unmarshal(data, &back); err != nil {
		t.Fatal(err)
	}
	return &back
}

// shipped is the corpus of the store. It is read as a folder, because the package
// that embeds it is none of those that this one may know.
var shipped = os.DirFS("../corpus")

func TestShippedCorpus(t *testing.T) {
	ref, faults := DecodeReference(shipped)
	if len(faults) > 0 {
		t.Fatalf("got faults:\n%v", faults)
	}
	files, err := fs.Glob(shipped, path.Join(ReviewsDir, "*"+Ext))
	if err != nil || len(files) < 30 {
		t.Fatalf("got %d files and error %v, want at least 30", len(files), err)
	}
	for _, file := range files {
		data, err := fs.ReadFile(shipped, file)
		if err != nil {
			t.Fatal(err)
		}
		r, faults := Decode(file, data, &ref.Lists)
		if len(faults) > 0 {
			t.Errorf("got faults:\n%v", faults)
		}
		for _, o := range r.Outcomes {
			if ref.Ratings.CertaintyOf(&o) == "" {
				t.Errorf("%s: the outcome %q has no certainty sentence", file, o.Name)
			}
		}
		if diff := cmp.Diff(r, throughJSON(t, r)); diff != "" {
			t.Errorf("%s after JSON (-before +after):\n%s", file, diff)
		}
	}
}

func TestDecodeForm(t *testing.T) {
	headings := "; " + headingMend
	tests := []struct {
		name, doc string
		want      []string
	}{
		{"the small document", small, nil},
		{"an empty file", "", []string{`1: the file is empty; begin it with a line +++; "evidence-store new" writes a skeleton`}},
		{"no front matter", "# Dragons\n", []string{"1: no front matter; begin the file with a line +++"}},
		{"a blank line first", "\n" + small, []string{"1: no front matter; begin the file with a line +++"}},
		{"front matter without an end", "+++\ntitle = 'a'\n", []string{"1: the front matter does not end; close it with a line +++"}},
		{"one fence", "+++", []string{"1: the front matter does not end; close it with a line +++"}},
		{"empty front matter", "+++\n+++\nx\n", []string{
			"2: evidence_to \"\" is not a date; write \"2018\" or \"2018-06\"",
			`2: status is missing; use one of "rated", "not-rated", "no-eligible-studies", "draft"`, "2: summary is missing or empty; write it",
			"2: title is missing or empty; write it", `2: uk is missing; use one of "yes", "some", "none", "not-stated"`,
			"2: updated is missing or empty; write it",
			"2: verified is missing; write true where the rating was read on the rating body's own page, else false",
			"3: text before the first heading" + headings,
		}},
		{"a blank line as front matter", "+++\n\n+++\n\nx", append(faultsOf("+++\n+++\n"), "5: text before the first heading"+headings)},
		{"no body", strings.Split(small, "\n\n## ")[0], nil},
		{"no line end after the fence", strings.TrimSuffix(strings.Split(small, "\n\n## ")[0], "\n"), nil},
		{"spaces after the fences", with(t, "+++\ntitle", "+++ \t\ntitle", "+++\n\n", "+++  \n\n"), nil},
		{"a fence inside a line", with(t, "Singing with dragons.", "Singing +++ with"), nil},
		{"a fence as a line of a string", with(t, `"Singing with dragons."`, "\"\"\"\n+++\n\"\"\""), []string{
			`3: not valid TOML: unexpected EOF; expected '"""'; correct the syntax`, "5: text before the first heading" + headings,
			"11: a heading that is not written as \"## …\"" + headings,
		}},
		{"broken TOML and a broken body", with(t, "title =", "title", "Dragons sing.", "<b>"), []string{
			`2: not valid TOML: expected '.' or '=', but got '"' instead; correct the syntax`,
			"14: raw HTML; write it in Markdown, or put it between backticks if it is an example",
		}},
		{"NUL, twice in a line", with(t, "Dragons sing.", "\x00Dragons\x00 sing.\n\x00"), []string{"14: NUL character; delete it", "15: NUL character; delete it"}},
		{"a control character", with(t, "sing.", "\x1b[0m"), []string{"14: control character U+001B; delete it"}},
		{"a lone carriage return", with(t, "Dragons sing.", "Dragons\rsing."), []string{"14: carriage return without a line feed; save the file with Unix or Windows line ends"}},
		{"invalid UTF-8", with(t, "Dragons sing.", "Caf\xe9 \xff"), []string{"14: invalid UTF-8 (byte 0xE9); save the file as UTF-8", "14: invalid UTF-8 (byte 0xFF); save the file as UTF-8"}},
		{"a lost character", with(t, "Dragons sing.", "Caf\uFFFD"), []string{"14: replacement character U+FFFD, which stands for one that was lost; write the letter or sign that was meant"}},
		{"a private-use character", with(t, "Dragon choir", "\uF0B7 Dragon"), []string{"2: private-use character U+F0B7; replace it by the letter or sign that was meant (it often comes from a PDF or a symbol font)"}},
		{"a turned direction", with(t, "Dragons sing.", "a\u202Eb"), []string{"14: invisible direction-changing character U+202E; delete it"}},
		{"a byte order mark inside", with(t, "Dragons sing.", "a\uFEFFb"), []string{"14: byte order mark inside the text; delete it"}},
		{"a character by an escape", with(t, "Dragon choir", `Dragon \u202E`), []string{"2: title: invisible direction-changing character U+202E; remove its escape"}},
		{"faults of characters, keys and body", with(t, "title =", "titel =", "Dragons sing.", "\x01![](x)"), []string{
			"2: title is missing or empty; write it", `2: unknown key "titel"; did you mean "title"?`,
			"14: a picture; describe in words what it shows", "14: control character U+0001; delete it",
		}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if diff := cmp.Diff(tt.want, faultsOf(tt.doc)); diff != "" {
				t.Errorf("given\n%s\n(-want +got):\n%s", tt.doc, diff)
			}
		})
	}
}

func TestDecodeFileName(t *testing.T) {
	r, faults := Decode("reviews/Dragon Choir.md", []byte(small), corpusLists)
	want := Faults{{
		File: "reviews/Dragon Choir.md",
		What: `the file name: "Dragon Choir" is not an id: lower-case letters and digits, words joined by single hyphens, at most 100 characters`, Mend: "rename the file",
	}}
	if diff := cmp.Diff(want, faults); diff != "" || r.Title == "" {
		t.Errorf("given a bad file name, got title %q and (-want +got):\n%s", r.Title, diff)
	}
}

func TestDecodeSize(t *testing.T) {
	padding := strings.Repeat("word ", (MaxFileSize-len(small))/5)
	full := strings.Replace(small, "Dragons sing.\n", padding, 1)
	full += strings.Repeat("x", MaxFileSize-len(full))
	if got := faultsOf(full); got != nil {
		t.Errorf("given %d bytes, got faults %.300q, want none", len(full), got)
	}
	want := []string{" the file has 1048577 bytes, the limit is 1048576; shorten it or split it into two documents"}
	if diff := cmp.Diff(want, faultsOf(full+"x")); diff != "" {
		t.Errorf("given one byte more (-want +got):\n%s", diff)
	}
}

func TestCheckID(t *testing.T) {
	for id, good := range map[string]bool{
		"a": true, "a-b": true, "9-lives": true, strings.Repeat("a", 100): true,
		"": false, "A": false, "-a": false, "a-": false, "a--b": false, "a_b": false, "a b": false, "a/b": false, "..": false, "é": false, "a\n": false, strings.Repeat("a", 101): false,
	} {
		if err := CheckID(id); (err == nil) != good {
			t.Errorf("given %q, got error %v, want good %v", id, err, good)
		}
	}
}
