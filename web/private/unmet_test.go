package private

import (
	"bytes"
	"context"
	"encoding/csv"
	"strings"
	"testing"

	"evidencestore/review"
	"evidencestore/search"
	"evidencestore/search/unmet"
)

// report has needs that look made up. The ids stand for themselves.
func report() *unmet.Report {
	walks := unmet.Programme{ID: "moon-walks", Title: "=Moon walks"}
	return &unmet.Report{
		Generation: "000001-abcdef01", From: "2026-W37", To: "2026-W48", Counted: []unmet.Week{"2026-W47", "2026-W48"}, Questions: 31,
		Sections: []unmet.Section{
			{Holding: unmet.HoldsNothing, Title: "Nothing held", Text: "Nothing is held.", Entries: []unmet.Entry{{
				Parts: []unmet.Part{
					{List: unmet.Concepts, ID: "tides", Label: "+Tides"}, {List: search.FacetTopic, ID: "neglect", Label: "Neglect"}, {List: search.FacetOutcome, ID: "education", Label: "Education"},
				},
				Asked: 25, Weeks: []unmet.Week{"2026-W47", "2026-W48"}, Answers: []unmet.Answered{{Answer: unmet.NothingHeld, Words: "nothing held", Count: 25}}, Held: unmet.Held{Text: "No programme."},
			}}},
			{Holding: unmet.HoldsWeak, Title: "Weak", Text: "Weak evidence only.", Entries: []unmet.Entry{{
				Parts: []unmet.Part{{List: search.FacetPopulation, ID: "fathers", Label: "Fathers"}, {List: search.FacetSetting, ID: "moon", Label: "moon", Gone: true}},
				Asked: 6, Weeks: []unmet.Week{"2026-W48"},
				Held: unmet.Held{
					Text: "2 programmes.", Programmes: 2, First: []unmet.Programme{walks}, Strongest: review.Low, Certainty: "It may change.",
					Gaps: []unmet.Gap{{Programme: walks, Gap: review.Gap{Question: "For whom?", Missing: "Any study."}}},
				},
			}}},
		},
	}
}

func asked(o *Options) {
	o.Minimum = 5
	o.Unmet = func(context.Context) (*unmet.Report, error) { return report(), nil }
}

func TestUnmetPage(t *testing.T) {
	w := ask(newServer(t, asked), "GET", "/editors/unmet")
	for _, want := range []string{
		`href="/search?concept=tides&amp;outcome=education&amp;topic=neglect"`, "&#43;Tides; Neglect; Education", "25 times", "in 2 weeks from week 47 of 2026", "nothing held: 25", "No programme.",
		"Fathers; moon", "6 times", "2 programmes. It may change.", `href="/reviews/moon-walks"`, "1 other programme", "For whom?", "at least 5 times in one week", `id="nothing-held"`,
	} {
		if !strings.Contains(w.Body.String(), want) {
			t.Errorf("no %q", want)
		}
	}
	if strings.Contains(w.Body.String(), "population=fathers") {
		t.Error("a link to a search for what is no longer known")
	}
}

func TestUnmetTable(t *testing.T) {
	w := ask(newServer(t, asked), "GET", "/editors/unmet?format=csv")
	if got := w.Header().Get("Content-Type"); w.Code != 200 || got != "text/csv; charset=utf-8; header=present" {
		t.Errorf("status %d, Content-Type %q", w.Code, got)
	}
	if got := w.Header().Get("Content-Disposition"); got != "attachment; filename=evidence-store-asked-for-2026-w37-to-2026-w48.csv" {
		t.Errorf("Content-Disposition %q", got)
	}
	rows, err := csv.NewReader(strings.NewReader(strings.TrimPrefix(w.Body.String(), "\uFEFF"))).ReadAll()
	if err != nil || len(rows) != 3 {
		t.Fatalf("%d rows, %v", len(rows), err)
	}
	want := [][]string{
		columns,
		{"'+Tides | Neglect | Education", "concept/tides | topic/neglect | outcome/education", "25", "2026-W47 | 2026-W48", "nothing held: 25", "Nothing held", "No programme.", "0", "", "", "", "", "2026-W37", "2026-W48", "000001-abcdef01", whatIsCounted},
		{"Fathers | moon", "population/fathers | setting/moon", "6", "2026-W48", "", "Weak", "2 programmes.", "2", "'=Moon walks", "low", "It may change.", "'=Moon walks: For whom? Any study.", "2026-W37", "2026-W48", "000001-abcdef01", whatIsCounted},
	}
	for i := range want {
		if got := strings.Join(rows[i], "\n"); got != strings.Join(want[i], "\n") {
			t.Errorf("row %d: got\n%s\nwant\n%s", i, got, strings.Join(want[i], "\n"))
		}
	}
}

func TestUnmetStates(t *testing.T) {
	off := newServer(t, func(o *Options) { o.Unmet = nil })
	nothing := newServer(t)
	var log bytes.Buffer
	broken := newServer(t, logTo(&log), func(o *Options) {
		o.Unmet = func(context.Context) (*unmet.Report, error) { return nil, errMoon }
	})
	for _, tc := range []struct {
		name   string
		server *Server
		path   string
		status int
		holds  string
	}{
		{"switched off", off, "/editors/unmet", 200, "Counting is switched off"},
		{"switched off, as a table", off, "/editors/unmet?format=csv", 404, "Counting is switched off"},
		{"nothing yet", nothing, "/editors/unmet", 200, "Nothing has been counted yet"},
		{"nothing yet, as a table", nothing, "/editors/unmet?format=csv", 200, "asked for"},
		{"another format", nothing, "/editors/unmet?format=ris", 200, "Nothing has been counted yet"},
		{"broken", broken, "/editors/unmet", 503, "the moon is away"},
		{"broken, as a table", broken, "/editors/unmet?format=csv", 503, "the moon is away"},
	} {
		t.Run(tc.name, func(t *testing.T) {
			if w := ask(tc.server, "GET", tc.path); w.Code != tc.status || !strings.Contains(w.Body.String(), tc.holds) {
				t.Errorf("status %d, want %d and %q in %s", w.Code, tc.status, tc.holds, w.Body)
			}
		})
	}
	if strings.Count(log.String(), "the moon is away") != 2 {
		t.Errorf("log %s, want the cause once for each request", log.String())
	}
}
