package export

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"evidencestore/review"
	"evidencestore/web/params"
)

var risLine = regexp.MustCompile(`^([A-Z][A-Z0-9])  - (.*)$`)

// risRecords reads RIS back, strictly: each record from TY to ER, each line a tag,
// two spaces, a hyphen, a space and a value.
func risRecords(t testing.TB, text string) []map[string][]string {
	t.Helper()
	var out []map[string][]string
	var record map[string][]string
	for i, ln := range strings.Split(strings.TrimSuffix(text, "\r\n"), "\r\n") {
		if ln == "" && record == nil {
			continue
		}
		m := risLine.FindStringSubmatch(ln)
		if m == nil || strings.ContainsFunc(m[2], unicode.IsControl) {
			t.Fatalf("line %d is no line of RIS: %q", i+1, ln)
		}
		switch tag := m[1]; {
		case tag == "TY" && record == nil:
			record = map[string][]string{tag: {m[2]}}
		case tag == "TY" || record == nil:
			t.Fatalf("line %d: %s out of place", i+1, tag)
		case tag == "ER":
			out = append(out, record)
			record = nil
		case m[2] == "":
			t.Errorf("line %d: %s without a value", i+1, tag)
		default:
			record[tag] = append(record[tag], m[2])
		}
	}
	if record != nil {
		t.Error("the last record has no end")
	}
	return out
}

func TestRIS(t *testing.T) {
	got := risRecords(t, written(t, params.RIS, list(t, moonWalks(), unrated())))
	if len(got) != 4 {
		t.Fatalf("%d records, want two pages and two reviews", len(got))
	}
	for i, want := range []map[string][]string{
		{
			"TY": {"ELEC"}, "ID": {"evidence-store-moon-walks"}, "TI": {"Moon walks <for> families & friends"}, "PY": {"2026"}, "DA": {"2026/01/02"}, "Y2": {"2026/11/23"},
			"UR": {"https://store.example/reviews/moon-walks"}, "KW": {"Parenting programmes and skills", "Children in care and care-experienced young people", "Education", "Going home from care"},
		},
		{"TY": {"ELEC"}, "ID": {"evidence-store-sun-walks"}},
		{
			"TY": {"JOUR"}, "AU": {"Luna, A. B.", "van der Maan, C.-D."}, "PY": {"2017"}, "JO": {"Moon & Sky"}, "T2": {"Moon & Sky"}, "VL": {"12"}, "IS": {"3"}, "SP": {"45"}, "EP": {"67"},
			"DO": {"10.1/moon_{a}"}, "UR": {"https://example.org/a_b%20c"}, "DA": nil,
		},
		{"TY": {"RPRT"}, "AU": {"Institute for Moons; Owls and partners"}, "PB": {"Institute for Moons (report)"}, "JO": nil, "DO": nil},
	} {
		for tag, values := range want {
			if diff := cmp.Diff(values, got[i][tag]); diff != "" {
				t.Errorf("record %d, %s, -want +got:\n%s", i+1, tag, diff)
			}
		}
	}
	if note := got[3]["N1"][0]; note != "Authors as given: Institute for Moons, Owls and partners." {
		t.Errorf("first note of the report: %q", note)
	}
	if note := got[2]["N1"][0]; note != "One of the reviews behind the page of the Evidence Store on “Moon walks <for> families & friends” (https://store.example/reviews/moon-walks)." {
		t.Errorf("first note of the article: %q", note)
	}
}

var entryHead = regexp.MustCompile(`^@(misc|article|techreport)\{([a-z0-9-]+),$`)

// bibEntries reads BibTeX back, strictly: nothing but comments between entries, and
// in each value every brace is closed and every sign of TeX is escaped.
func bibEntries(t testing.TB, text string) []map[string]string {
	t.Helper()
	var out []map[string]string
	var entry map[string]string
	for i, ln := range strings.Split(text, "\n") {
		switch head := entryHead.FindStringSubmatch(ln); {
		case entry == nil && (ln == "" || strings.HasPrefix(ln, "% ")):
			if strings.Contains(ln, "@") {
				t.Errorf("line %d begins an entry: %q", i+1, ln)
			}
		case entry == nil && head != nil:
			entry = map[string]string{"": head[1], "key": head[2]}
		case entry != nil && ln == "}":
			out = append(out, entry)
			entry = nil
		case entry != nil:
			name, value, ok := strings.Cut(strings.TrimPrefix(ln, "  "), " = {")
			value, closed := strings.CutSuffix(value, "},")
			if !ok || !closed || name == "" || entry[name] != "" {
				t.Fatalf("line %d is no field: %q", i+1, ln)
			}
			if name != "url" && name != "doi" {
				checkTeX(t, value)
			}
			checkBraces(t, value)
			entry[name] = value
		default:
			t.Fatalf("line %d is out of place: %q", i+1, ln)
		}
	}
	return out
}

// checkBraces counts them as BibTeX does, which does not heed a backslash.
func checkBraces(t testing.TB, value string) {
	t.Helper()
	depth := 0
	for _, r := range value {
		switch r {
		case '{':
			depth++
		case '}':
			depth--
		}
		if depth < 0 {
			break
		}
	}
	if depth != 0 {
		t.Errorf("braces do not match: %q", value)
	}
}

var escaped = regexp.MustCompile(`\\[%&$#_]|\{\\text(?:backslash|braceleft|braceright|asciitilde|asciicircum)\}`)

func checkTeX(t testing.TB, value string) {
	t.Helper()
	if rest := escaped.ReplaceAllString(value, ""); strings.ContainsAny(rest, `\%&$#_~^`) {
		t.Errorf("signs of TeX that are not escaped: %q", value)
	}
}

// unescape takes back escape.
func unescape(text string) string {
	return strings.NewReplacer(`{\textbackslash}`, `\`, `{\textbraceleft}`, `{`, `{\textbraceright}`, `}`, `{\textasciitilde}`, `~`, `{\textasciicircum}`, `^`,
		`\%`, `%`, `\&`, `&`, `\$`, `$`, `\#`, `#`, `\_`, `_`).Replace(text)
}

func TestBibTeX(t *testing.T) {
	got := bibEntries(t, written(t, params.BibTeX, list(t, moonWalks(), unrated())))
	if len(got) != 4 {
		t.Fatalf("%d entries, want two pages and two reviews", len(got))
	}
	for i, want := range []map[string]string{
		{
			"": "misc", "key": "evidence-store-moon-walks", "title": `{Moon walks <for> families \& friends}`, "year": "2026", "howpublished": "Evidence Store", "urldate": "2026-11-23",
			"abstract": `Made up for tests: 100 \% moon, \$0, \#1\_a.`, "url": "https://store.example/reviews/moon-walks", "author": "",
		},
		{"": "misc", "key": "evidence-store-sun-walks"},
		{
			"": "article", "author": "Luna, A. B. and van der Maan, C.-D.", "title": `{On {\textbraceleft}moons{\textbraceright} \& 50\% of {\textasciitilde}x{\textasciicircum}2}`,
			"journal": `Moon \& Sky`, "volume": "12", "number": "3", "pages": "45--67", "year": "2017", "doi": "10.1/moon_%7Ba%7D", "url": "https://example.org/a_b%20c",
		},
		{"": "techreport", "author": "{Institute for Moons; Owls and partners}", "institution": "Institute for Moons (report)", "journal": ""},
	} {
		for name, value := range want {
			if got[i][name] != value {
				t.Errorf("entry %d, %s: %q, want %q", i+1, name, got[i][name], value)
			}
		}
	}
}

func TestBibTeXOthers(t *testing.T) {
	if got, want := bibAuthors([]string{"Chaffin, M."}, true), "Chaffin, M. and others"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestKeys(t *testing.T) {
	one := review.Study{Authors: "Deković, M.", Year: 2020, Title: "On moons", DOI: "10.1/A"}
	same, other := one, one
	same.Title, same.DOI = "On moons.", "10.1/a"
	other.DOI = "10.1/b"
	if studyKey(&one) != studyKey(&same) {
		t.Error("one DOI, two keys")
	}
	if studyKey(&one) == studyKey(&other) {
		t.Error("two DOIs, one key")
	}
	if got := studyKey(&one); !regexp.MustCompile(`^dekovi-2020-[0-9a-f]{8}$`).MatchString(got) {
		t.Errorf("key %q", got)
	}
	if got := studyKey(&review.Study{Title: "A"}); !strings.HasPrefix(got, "study-0-") {
		t.Errorf("key of a study without author and year %q", got)
	}
}

// TestOneReviewOfTwoProgrammes holds that a review comes once and names both.
func TestOneReviewOfTwoProgrammes(t *testing.T) {
	two := moonWalks()
	two.ID, two.Title = "owl-walks", "Owl walks"
	got := risRecords(t, written(t, params.RIS, list(t, moonWalks(), two)))
	if len(got) != 4 {
		t.Fatalf("%d records, want two pages and two reviews", len(got))
	}
	notes := strings.Join(got[2]["N1"], "\n")
	for _, want := range []string{"“Moon walks <for> families & friends”", "“Owl walks”"} {
		if !strings.Contains(notes, want) {
			t.Errorf("the notes do not name %s:\n%s", want, notes)
		}
	}
}

func TestAuthors(t *testing.T) {
	for _, tc := range []struct {
		text   string
		want   []string
		others bool
		whole  bool
	}{
		{"", nil, false, true},
		{"Zhang, S.", []string{"Zhang, S."}, false, true},
		{"Al, C. M. W., van der Laan, P. H.", []string{"Al, C. M. W.", "van der Laan, P. H."}, false, true},
		{"Paquet, M.-P., O'Daniel, R., Schroeder, E.-A.", []string{"Paquet, M.-P.", "O'Daniel, R.", "Schroeder, E.-A."}, false, true},
		{"Chaffin, M. and others", []string{"Chaffin, M."}, true, false},
		{"Ott, E. and others (Centre for Moons) for Foundations", []string{"Ott, E."}, true, false},
		{"Liverpool John Moores University for Foundations", []string{"Liverpool John Moores University for Foundations"}, false, true},
		{"Centre for Evidence, Monash University and partners", []string{"Centre for Evidence; Monash University and partners"}, false, false},
		{"Zhang, Shu, Huang, H.", []string{"Zhang; Shu; Huang; H."}, false, false},
	} {
		got, others, whole := parseAuthors(tc.text)
		if !slices.Equal(got, tc.want) || others != tc.others || whole != tc.whole {
			t.Errorf("parseAuthors(%q) = %q, %t, %t, want %q, %t, %t", tc.text, got, others, whole, tc.want, tc.others, tc.whole)
		}
	}
}

func TestWhere(t *testing.T) {
	for _, tc := range []struct {
		text string
		want where
	}{
		{"Child Abuse & Neglect, 88, 1-14", where{"Child Abuse & Neglect", "88", "", "1", "14"}},
		{"Child Abuse & Neglect, 102, 104394", where{"Child Abuse & Neglect", "102", "", "104394", ""}},
		{"Trauma, Violence, & Abuse, 25(5), 3534-3554", where{"Trauma, Violence, & Abuse", "25", "5", "3534", "3554"}},
		{"Trauma, Violence, & Abuse, 2689-2702", where{"Trauma, Violence, & Abuse", "", "", "2689", "2702"}},
		{"Campbell Systematic Reviews, 15(3), e1049", where{"Campbell Systematic Reviews", "15", "3", "e1049", ""}},
		{"Milbank Quarterly, pages 47-106", where{"Milbank Quarterly", "", "", "47", "106"}},
		{"Cochrane Database of Systematic Reviews, issue 7, CD007987", where{"Cochrane Database of Systematic Reviews", "", "7", "CD007987", ""}},
		{"Cochrane Database of Systematic Reviews 2021, issue 3, CD012823", where{"Cochrane Database of Systematic Reviews", "", "3", "CD012823", ""}},
		{"Cochrane Database of Systematic Reviews 2019, issue 3, CD012823", where{journal: "Cochrane Database of Systematic Reviews 2019, issue 3, CD012823"}},
		{"Cochrane Database of Systematic Reviews 2021, issue 4, CD004380; also Research 28(1), 33-55 (2018)", where{"Cochrane Database of Systematic Reviews", "", "4", "CD004380", ""}},
		{"Cochrane Database of Systematic Reviews 2021, issue 3, CD005463 (reprinted 2008, issue 4)", where{"Cochrane Database of Systematic Reviews", "", "3", "CD005463", ""}},
		{"Moon Reviews 2006:8; also Owl Reviews", where{journal: "Moon Reviews 2006:8"}},
		{"Addiction, October 2022", where{journal: "Addiction, October 2022"}},
		{"BMJ Open", where{journal: "BMJ Open"}},
	} {
		if got := parseWhere(tc.text, "2021"); got != tc.want {
			t.Errorf("parseWhere(%q) = %+v, want %+v", tc.text, got, tc.want)
		}
	}
}

// TestElsewhereIsNoted holds that nothing of a citation is lost.
func TestElsewhereIsNoted(t *testing.T) {
	const journal = "Moon Reviews 2006:8; also Owl Reviews"
	if r := study(&review.Study{Title: "On moons", Journal: journal}); len(r.notes) != 1 || r.notes[0] != "Published in: "+journal+"." {
		t.Errorf("notes %q", r.notes)
	}
}

func TestCitationsOfHostileTexts(t *testing.T) {
	l := hostileList(t)
	if got := risRecords(t, written(t, params.RIS, l)); len(got) < len(hostile) {
		t.Errorf("%d records of RIS", len(got))
	}
	got := bibEntries(t, written(t, params.BibTeX, l))
	if len(got) < len(hostile) {
		t.Errorf("%d entries of BibTeX", len(got))
	}
	for i, text := range hostile {
		if want := line(text); unescape(got[i]["abstract"]) != want {
			t.Errorf("abstract %q, want %q", got[i]["abstract"], want)
		}
	}
}

func TestCitationsOfTheShippedCorpus(t *testing.T) {
	l := list(t, shipped(t)...)
	ris, bib := risRecords(t, written(t, params.RIS, l)), bibEntries(t, written(t, params.BibTeX, l))
	if len(ris) != len(bib) || len(ris) <= len(l.Documents) {
		t.Errorf("%d records of RIS, %d entries of BibTeX, %d documents", len(ris), len(bib), len(l.Documents))
	}
	keys := map[string]bool{}
	for _, e := range bib {
		if keys[e["key"]] {
			t.Errorf("two entries %s", e["key"])
		}
		keys[e["key"]] = true
		if e[""] == "article" && e["journal"] == "" {
			t.Errorf("an article without a journal: %s", e["key"])
		}
	}
}

func TestCitationsOfNothing(t *testing.T) {
	if got := written(t, params.RIS, list(t)); got != "" {
		t.Errorf("RIS of nothing: %q", got)
	}
	if got := bibEntries(t, written(t, params.BibTeX, list(t))); len(got) != 0 {
		t.Errorf("BibTeX of nothing: %v", got)
	}
}
