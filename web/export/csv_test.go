package export

import (
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/web/params"
)

// table reads a CSV back as rows of cells by the names of their columns.
func table(t testing.TB, l *List) []map[string]string {
	t.Helper()
	text, ok := strings.CutPrefix(written(t, params.CSV, l), "\uFEFF")
	if !ok {
		t.Error("no byte order mark")
	}
	if n := strings.Count(text, "\n"); n != strings.Count(text, "\r\n") || !strings.HasSuffix(text, "\r\n") {
		t.Errorf("%d line ends, not all of them CRLF", n)
	}
	read := csv.NewReader(strings.NewReader(text)) // wants the same number of cells in every row
	all, err := read.ReadAll()
	if err != nil {
		t.Fatalf("reading it back: %v", err)
	}
	var out []map[string]string
	for _, cells := range all[1:] {
		row := map[string]string{}
		for i, name := range all[0] {
			row[name] = cells[i]
		}
		out = append(out, row)
	}
	return out
}

func TestCSVRows(t *testing.T) {
	l := list(t, moonWalks(), unrated())
	l.Words = "moon"
	got := table(t, l)
	lines := l.Reference.Ratings.Lines
	want := []map[string]string{
		{
			"programme id": "moon-walks", "kind": "rated outcome", "outcome": "Seeing the moon", "better means": "more moons seen", "compared with": "staying in",
			"overall effectiveness": "Mixed effect", "strength of evidence": "Low strength", "worse result": "One fell.", "caution": "Only one moon was seen",
			"newer evidence": lines.LessFavourable + " 2024, Wales: Fewer moons. Figures: 2 of 9. Cloudy. " + lines.Worse,
			"UK evidence":    "None from the UK", "evidence to": "2017-05", "figures from": "Luna 2017", "verified": "yes", "matches filters": "yes",
			"address": "https://store.example/reviews/moon-walks", "criteria": "Looked for: The moon | Outcome: Education | Typed words: moon",
			"edition": "000001-abcdef01", "made": "2026-11-23T08:30:00Z", "programmes found": "2", "whose ratings": lines.Whose, "judgement": lines.Judgement,
		},
		{"outcome": "Coming home", "compared with": "'-10 others", "finding": "'=Most did.", "worse result": lines.Worse, "newer evidence": "", "evidence to": "2018"},
		{
			"kind": "finding, not rated", "outcome": "Sleep", "overall effectiveness": "Not rated", "strength of evidence": "Not rated", "certainty": lines.NotRated,
			"finding": "Slept.", "country": "England", "UK evidence": "", "worse result": lines.Worse, "better means": "", "rated by": "",
		},
		{"kind": "newer evidence, not rated", "outcome": "", "overall effectiveness": "Not rated", "certainty": lines.NoRating, "finding": "No crime.", "country": "Mars", "evidence to": ""},
		{
			"programme id": "sun-walks", "kind": "programme without findings", "status": "No eligible studies", "overall effectiveness": "Not rated", "verified": "",
			"certainty": l.Documents[1].Statement,
		},
	}
	if len(got) != len(want) {
		t.Fatalf("%d rows, want %d: %v", len(got), len(want), got)
	}
	for i, row := range want {
		for name, cell := range row {
			if value, ok := got[i][name]; value != cell || !ok {
				t.Errorf("row %d, %s: %q, want %q", i+1, name, value, cell)
			}
		}
	}
}

func TestCSVMarksWhatMatches(t *testing.T) {
	l := list(t, moonWalks())
	l.Documents[0].Outcomes[0].Matches = false
	if got := table(t, l); got[0]["matches filters"] != "no" || got[1]["matches filters"] != "yes" {
		t.Errorf("matches: %v", got)
	}
}

func TestCSVOfNothing(t *testing.T) {
	l := list(t)
	got := table(t, l)
	if len(got) != 1 || got[0]["kind"] != "nothing found" || got[0]["programmes found"] != "0" || got[0]["address"]+got[0]["verified"]+got[0]["programme id"] != "" ||
		got[0]["judgement"] != l.Reference.Ratings.Lines.Judgement || got[0]["criteria"] == "" {
		t.Errorf("got %v", got)
	}
}

func TestNoFormulas(t *testing.T) {
	for _, tc := range []struct{ text, want string }{
		{"plain", "plain"},
		{"", ""},
		{"1 = 1", "1 = 1"},
		{"a+b", "a+b"},
		{"=1+1", "'=1+1"},
		{"+1", "'+1"},
		{"-1", "'-1"},
		{"@SUM(A1)", "'@SUM(A1)"},
		{"\t=1", "'=1"},
		{"\r=1", "'=1"},
		{"\tplain", "plain"},
		{"  =1", "'=1"},
		{"\u00a0=1", "'=1"},
		{"\u200b=1", "'\u200b=1"},
		{"\ufeff=1", "'\ufeff=1"},
		{`"=1`, `'"=1`},
		{"'=1", "''=1"},
		{"“=1", "'“=1"},
		{"＝1", "'＝1"},
		{"＋1", "'＋1"},
		{"－1", "'－1"},
		{"＠1", "'＠1"},
		{"﹦1", "'﹦1"},
		{"=cmd|'/C calc'!A0", "'=cmd|'/C calc'!A0"},
		{`"`, `"`},
		{"\xff=1", "'=1"},
	} {
		if got := cell(tc.text); got != tc.want {
			t.Errorf("cell(%q) = %q, want %q", tc.text, got, tc.want)
		}
	}
}

// TestNoFormulaAnywhere holds that every cell goes through cell.
func TestNoFormulaAnywhere(t *testing.T) {
	doc := moonWalks()
	doc.Title, doc.Summary, doc.Caution = "=1", "+1", "@1"
	doc.Outcomes[0] = review.Outcome{
		Name: "=1", Domains: []string{"=1"}, Better: "=1", ComparedWith: "=1", Finding: "=1", Figures: "=1", FiguresFrom: "=1",
		UK: "=1", Worse: true, WorseNote: "=1", RatedBy: "=1", EvidenceTo: "=1",
	}
	l := list(t, doc)
	l.Title, l.Criteria, l.Link, l.Generation, l.Base = "=1", []string{"=1"}, "=1", "=1", "=1"
	for i, row := range table(t, l) {
		for name, text := range row {
			if text != "" && strings.Contains("=+-@", text[:1]) {
				t.Errorf("row %d, %s: %q", i, name, text)
			}
		}
	}
}

func TestCSVOfHostileTexts(t *testing.T) {
	got := table(t, hostileList(t))
	for _, row := range got {
		for name, text := range row {
			if strings.ContainsAny(text, "\r\n\x00\x0b") {
				t.Errorf("%s has more than one line: %q", name, text)
			}
		}
	}
	if n := len(hostile) * 4; len(got) != n {
		t.Errorf("%d rows, want %d", len(got), n)
	}
}

func TestCSVOfTheShippedCorpus(t *testing.T) {
	docs := shipped(t)
	rows := table(t, list(t, docs...))
	for _, doc := range docs {
		n := 0
		for _, row := range rows {
			if row["programme id"] == doc.ID {
				n++
			}
		}
		if least := max(1, len(doc.Outcomes)+len(doc.Findings)); n < least {
			t.Errorf("%s has %d rows, want at least %d", doc.ID, n, least)
		}
	}
	for _, row := range rows {
		if row["kind"] == kindOutcome && slices.Contains([]string{row["better means"], row["compared with"], row["certainty"], row["overall effectiveness"], row["strength of evidence"]}, "") {
			t.Errorf("a rating stands alone: %v", row)
		}
	}
}
