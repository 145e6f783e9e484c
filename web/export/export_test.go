package export

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode"

	"github.com/google/go-cmp/cmp"

	"evidencestore/web/params"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestGolden shows every format of one list.
func TestGolden(t *testing.T) {
	for _, format := range params.Formats {
		t.Run(string(format), func(t *testing.T) {
			l := list(t, moonWalks(), unrated())
			l.Words = "gran’s moon, “now”"
			got := written(t, format, l)
			path := filepath.Join("testdata", FileName(format, "moon"))
			if *update {
				if err := os.WriteFile(path, []byte(got), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(string(want), got); diff != "" {
				t.Errorf("%s is not what comes out. If the change is right, write it anew with\n"+
					"go test ./web/export -run '^TestGolden$' -update\n(-want +got):\n%s", path, diff)
			}
		})
	}
}

// TestNothingStandsAlone holds what has to stand beside ratings, in every format and
// for every document of the shipped corpus.
func TestNothingStandsAlone(t *testing.T) {
	for _, doc := range shipped(t) {
		l := list(t, doc)
		for _, format := range params.Formats {
			got := unwritten(format, written(t, format, l))
			want := []string{l.Reference.Ratings.Lines.Whose, l.Reference.Ratings.Lines.Judgement, doc.Title, doc.Caution}
			for _, o := range l.Documents[0].Outcomes {
				want = append(want, o.Name, o.Better, o.ComparedWith, o.EffectLabel, o.StrengthLabel, o.Certainty, o.Newer, o.WorseNote, o.RatedBy)
				if o.Worse && o.WorseNote == "" {
					want = append(want, l.Reference.Ratings.Lines.Worse)
				}
			}
			for _, f := range doc.Findings {
				want = append(want, f.Name, f.Text, f.Figures)
			}
			for _, later := range doc.Later {
				want = append(want, later.Finding, later.Figures, later.DirectionNote)
			}
			for _, text := range want {
				if text = line(text); !strings.Contains(got, text) {
					t.Errorf("%s as %s: no %q", doc.ID, format, text)
				}
			}
		}
	}
}

// unwritten takes back how a format writes quotes and signs.
func unwritten(format params.Format, text string) string {
	switch format {
	case params.CSV:
		return strings.ReplaceAll(text, `""`, `"`)
	case params.JSON:
		return strings.NewReplacer(`\"`, `"`).Replace(text)
	case params.BibTeX:
		return unescape(text)
	case params.Atom:
		return strings.NewReplacer("&#34;", `"`, "&#39;", "'", "&lt;", "<", "&gt;", ">", "&amp;", "&").Replace(text)
	case params.RIS:
	}
	return text
}

// TestTypedWordsStayAway holds that no format tells what was typed.
func TestTypedWordsStayAway(t *testing.T) {
	l := list(t, moonWalks())
	l.Documents[0].Missing = []string{"Zebedee"}
	l.Documents[0].Score = 7.25
	for _, format := range params.Formats {
		if got := written(t, format, l); strings.Contains(got, "Zebedee") || strings.Contains(got, "7.25") {
			t.Errorf("%s tells a word that was typed:\n%s", format, got)
		}
	}
	if l.Documents[0].Missing == nil {
		t.Error("the document that others share was changed")
	}
	l.Words = "Zebedee"
	for _, format := range params.Formats {
		if got := written(t, format, l); !strings.Contains(got, "Zebedee") {
			t.Errorf("%s does not tell the words that the user wants told:\n%s", format, got)
		}
	}
}

func TestUnknownFormat(t *testing.T) {
	if err := Write(&strings.Builder{}, "xls", list(t)); err == nil {
		t.Error("a format that there is not was written")
	}
}

func TestEveryFormatHasAType(t *testing.T) {
	seen := map[string]bool{}
	for _, format := range params.Formats {
		kind := ContentType(format)
		if kind == "" || seen[kind] {
			t.Errorf("media type of %s: %q", format, kind)
		}
		seen[kind] = true
	}
}

func TestFileName(t *testing.T) {
	for _, tc := range []struct{ name, want string }{
		{"Kinship care", "evidence-store-kinship-care.csv"},
		{"", "evidence-store.csv"},
		{"../../etc/passwd", "evidence-store-etc-passwd.csv"},
		{"a\r\nSet-Cookie: b=\"c\"", "evidence-store-a-set-cookie-b-c.csv"},
		{"المنزل", "evidence-store.csv"},
		{"Deković’s", "evidence-store-dekovi-s.csv"},
		{strings.Repeat("a", 500), "evidence-store.csv"},
		{strings.Repeat("word ", 50), "evidence-store" + strings.Repeat("-word", 12) + ".csv"},
	} {
		if got := FileName(params.CSV, tc.name); got != tc.want {
			t.Errorf("FileName(%q) = %q, want %q", tc.name, got, tc.want)
		}
	}
}

// hostile texts are what must not break any format.
var hostile = []string{
	"one\ntwo\r\nthree\u2028four\u0085five", "\x00\x0b\x1f\x7f", "\ufffe\uffff", "\xff\xfe broken", `"quoted", 'twice' \ {brace} }{ @article{x,`,
	"<script>alert(1)</script> & ]]> <!--", "ER  - \r\nTY  - JOUR", "=cmd|'/C calc'!A0", "%comment $1 #2 _3 ~4 ^5", "مرحبا 漢字 e\u0301 \U0001F600", "\u202eright to left",
}

// hostileList has each of the texts wherever a document takes text.
func hostileList(t testing.TB) *List {
	l := list(t)
	for i, text := range hostile {
		doc := moonWalks()
		doc.ID = "moon-walks-" + string(rune('a'+i))
		doc.Title, doc.Summary, doc.Caution = text, text, text
		o := &doc.Outcomes[0]
		o.Name, o.Better, o.ComparedWith, o.Finding, o.Figures, o.FiguresFrom, o.WorseNote, o.RatedBy, o.EvidenceTo = text, text, text, text, text, text, text, text, text
		doc.Findings[0].Name, doc.Findings[0].Text, doc.Findings[0].Country, doc.Findings[0].Research = text, text, text, text
		doc.Later[0].Finding, doc.Later[0].Country, doc.Later[0].DirectionNote = text, text, text
		s := &doc.Reviews[0]
		s.Authors, s.Title, s.Journal, s.DOI, s.URL = text, text, text, text, text
		doc.Topics = []string{text}
		l.Documents = append(l.Documents, list(t, doc).Documents...)
	}
	l.Title, l.Criteria, l.Words = strings.Join(hostile, " "), hostile, strings.Join(hostile, " ")
	return l
}

// TestWhatDoesNotMatchIsSaid holds that a filtered list does not lend its filters to
// the other outcomes of what it found.
func TestWhatDoesNotMatchIsSaid(t *testing.T) {
	l := list(t, moonWalks())
	const other, finding = "This outcome does not pass the filters of this list.", "This finding does not pass the filters of this list."
	if got := strings.Join(notes(l.Documents[0], l.Reference), "\n"); strings.Contains(got, other) || strings.Contains(got, finding) {
		t.Errorf("without filters: %s", got)
	}
	l.Documents[0].Outcomes[1].Matches, l.Documents[0].Findings[0].Matches = false, false
	got := notes(l.Documents[0], l.Reference)
	if strings.Contains(got[1], other) || !strings.Contains(got[2], other) || !strings.Contains(got[3], finding) {
		t.Errorf("with filters: %q", got)
	}
}

func TestLine(t *testing.T) {
	for _, text := range hostile {
		for _, r := range line(text) {
			if unicode.IsControl(r) || r == '\u2028' || r == '\ufffe' || r == unicode.ReplacementChar {
				t.Errorf("line(%q) = %q has %U", text, line(text), r)
			}
		}
	}
	if got := line(" one\n\ttwo\x00three\u2029 "); got != "one two three" {
		t.Errorf("line: %q", got)
	}
}
